"""The functions that open an image with a block driver.

Source: struct BlockDriver in include/block/block_int-common.h (block_int.h
before 7.0), and bdrv_open_driver() in block.c, which sets `drv` beforehand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from codemods.errors import Refused
from codemods.formats.c import functions as c_functions
from codemods.formats.c import initializers as c_initializers
from codemods.formats.c import macros as c_macros
from codemods.formats.c import tokens as c_tokens
from codemods.formats.c.initializers import Initializer
from codemods.qemu.code import headers
from codemods.source.tree import Tree

_FOLDER = "block"
_STRUCT = "BlockDriver"
_NAMES = ("format_name", "protocol_name")
_HOOKS = ("bdrv_open", "bdrv_file_open")
_STATE = "BlockDriverState"


@dataclass(frozen=True)
class Opener:
    """A function that opens images, with the C condition that it does so for the driver, or ""."""

    path: str
    function: c_functions.Function
    condition: str


def openers(tree: Tree, name: str, others: Collection[str]) -> Iterator[Opener]:
    """Yield the functions that open an image with the driver `name`.

    Arguments:
        others: the names of other drivers, from which it is told apart where they
            share a function.

    Raises:
        Refused: no driver has the name, or one has no function that could be found.
    """
    found = False
    for path in tree.naming(f'"{name}"', (_FOLDER,)):
        if not path.endswith(".c"):
            continue
        drivers = list(_drivers(tree, path))
        own = [d for d in drivers if name in _named(d)]
        for hook in dict.fromkeys(h for d in own for h in _hooks(path, name, d)):
            found = True
            shared = any(hook in _values(d) and set(_named(d)[:1]) & set(others) for d in drivers)
            yield from _openers(tree, path, hook, name if shared else "")
    if not found:
        raise Refused(
            f'looked for a {_STRUCT} with .format_name = "{name}" below {_FOLDER}/, found none',
            hint="add the warning by hand, or ask for --warn none",
        )


def of_file(tree: Tree, path: str) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the names of each driver of the file `path`, and the functions that open its images."""
    for driver in _drivers(tree, path):
        yield _named(driver), _values(driver)


def files(tree: Tree, name: str) -> Iterator[str]:
    """Yield each file that defines drivers called `name`."""
    yield from (path for path, _, _ in defined(tree, name))


def defined(tree: Tree, name: str) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """Yield each file that defines drivers called `name`, their variables, whether those are all.

    Drivers of one file whose first name is the same are one driver: transports differ.
    """
    for path in tree.naming(f'"{name}"', (_FOLDER,)):
        if not path.endswith(".c"):
            continue
        found = list(_structures(tree, path))
        own = tuple(variable for variable, one in found if name in _named(one)[:1])
        if own:
            yield path, own, len(own) == len(found)


def _drivers(tree: Tree, path: str) -> Iterator[Initializer]:
    yield from (one for _, one in _structures(tree, path))


def _structures(tree: Tree, path: str) -> Iterator[tuple[str, Initializer]]:
    lookup = headers.lookup(tree, path, (_FOLDER,))
    text = c_tokens.text_of(tree.read(path))
    for _, variable, inside in c_initializers.declared(text, _STRUCT):
        for one in c_initializers.structures(c_macros.expand(inside, lookup)):
            yield variable, one


def _named(driver: Initializer) -> list[str]:
    texts = (c_tokens.string(driver.fields.get(field, ())) for field in _NAMES)
    return [text for text in texts if text]


def _values(driver: Initializer) -> list[str]:
    found = (driver.fields.get(hook, ()) for hook in _HOOKS)
    return [tokens[-1].text for tokens in found if tokens]


def _hooks(path: str, name: str, driver: Initializer) -> list[str]:
    hooks = _values(driver)
    if not hooks:
        raise Refused(
            f"the {_STRUCT} of '{name}' sets neither .{' nor .'.join(_HOOKS)}", path=path,
            hint="add the warning by hand, or ask for --warn none",
        )  # fmt: skip
    return hooks


def _openers(tree: Tree, path: str, hook: str, name: str) -> Iterator[Opener]:
    source = tree.read(path)
    functions = list(c_functions.functions(path, source, hook))
    if not functions:
        raise Refused(
            f"looked for the function {hook}(), which opens images, found none", path=path,
            hint="add the warning by hand, or ask for --warn none",
        )  # fmt: skip
    # Several of one name stand in the branches of a preprocessor conditional.
    for function in functions:
        condition = ""
        if name:
            pointers = c_functions.pointers(source, function)
            state = next((name for kind, name in pointers if kind == _STATE), "")
            if not state:
                raise Refused(
                    f"looked for a {_STATE} parameter of {hook}(), found none", path=path,
                    line=function.line, hint="add the warning by hand, or ask for --warn none",
                )  # fmt: skip
            condition = f'strcmp({state}->drv->format_name, "{name}") == 0'
        yield Opener(path, function, condition)
