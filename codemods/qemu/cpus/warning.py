"""A CPU model that warns when one is realized, where its class has no place for a note.

Source: f57d5f8004 in QEMU's history (RISC-V).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from codemods.errors import Refused
from codemods.formats.c import classes as c_classes
from codemods.formats.c import functions as c_functions
from codemods.formats.c import tokens as c_tokens
from codemods.model import WARNING, Mark, Request
from codemods.qemu.code import functions as tree_functions
from codemods.qemu.code import warning
from codemods.qemu.code.types import Type
from codemods.qemu.cpus import models as cpu_models
from codemods.source.splice import Edit
from codemods.source.tree import Tree

#: The targets that have done so, and the function all their models are realized by.
REALIZE = {"riscv": "riscv_cpu_realize"}
_HINT = "add the warning by hand, or ask for --warn none"
_CONSTANT = re.compile(r"(?:\w+\s*\(\s*)?(TYPE_\w+)")


def warning_of(tree: Tree, arch: str, one: Type) -> Mark:
    """Return the mark that the type `one` of the target `arch` warns, there or missing.

    Raises:
        Refused: the function is not found once.
    """
    function = _realize(tree, arch, one)
    said = warning.said(function.path, tree.read(function.path), function.body, _subject(arch, one))
    add = partial(_warn, arch, one)
    return said or Mark(WARNING, function.path, function.line, add=add)


def _realize(tree: Tree, arch: str, one: Type) -> c_functions.Function:
    name = REALIZE[arch]
    found = list(tree_functions.named(tree, name, (f"target/{arch}",)))
    if len(found) != 1:
        what = f"looked for one definition of {name}()"
        raise Refused(what, path=one.path, line=one.line, hint=_HINT)
    return found[0]


def _subject(arch: str, one: Type) -> str:
    model = one.name.removesuffix(f"-{arch}-cpu")
    return f"'{model}' CPU"


def _warn(arch: str, one: Type, tree: Tree, request: Request) -> Iterator[Edit]:
    """Yield the warning for the type.

    Raises:
        Refused: the type has no constant, or other models inherit from it.
    """
    cpu_models.require_childless(tree, arch, one, _HINT)
    constant = _CONSTANT.match(c_tokens.text_of(tree.read(one.path)), one.start)
    if constant is None:
        what = f"looked for the constant of {one.name}"
        raise Refused(what, path=one.path, line=one.line, hint=_HINT)
    function = _realize(tree, arch, one)
    path, source = function.path, tree.read(function.path)
    condition = f"object_dynamic_cast(OBJECT(dev), {constant[1]})"
    if warning.qtest_uses(tree, one.name.removesuffix(f"-{arch}-cpu")):
        condition = f"{warning.QTEST_GUARD} &&\n        {condition}"
        yield from warning.include_qtest(tree, path, source)
    message = warning.text(_subject(arch, one), request)
    yield from warning.at_top(path, source, function, message, condition=condition)


def applies(tree: Tree, arch: str) -> bool:
    """Tell whether the models of the target `arch` warn in this way."""
    name = REALIZE.get(arch)
    return name is not None and any(
        c_classes.functions(p, tree.read(p)).get(name)
        for p in tree.naming(name, (f"target/{arch}",))
        if p.endswith(".c")
    )
