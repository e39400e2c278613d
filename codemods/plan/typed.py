"""Names as people type them: on a command line, in a title, or by their last part alone.

"-device qxl", "nvme,use-intel-id", "``-accel hax``" and "debug-threads" are no names of
features, but each means one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from codemods.kind import Kind
from codemods.model import Feature, Named
from codemods.qemu.listing import names
from codemods.qemu.options import schema_types
from codemods.source.tree import Tree

_OPTION = re.compile(r"--?([A-Za-z][\w-]*)[ =]\s*(\S.*)")
_DRIVER = re.compile(r"([\w.+-]+),([\w.+-]+)(?:=(.*))?")
#: What stands for any value: "on|off", "...", "n", "xxxx", "<file>".
_ANY = re.compile(r"|x{1,40}|[a-zA-Z]|value|string|str|file|path|size|id")
_OPEN = ("|", "...", "<", "[")


def find(tree: Tree, name: str, chosen: Sequence[Kind]) -> list[Feature]:
    """Return the features of the kinds `chosen` that `name` means as it is typed, or none."""
    for reading in (_on_command_line, _of_driver, _of_title, _by_last_part):
        found = list(dict.fromkeys(reading(tree, name, chosen)))
        if found:
            return found
    return []


def _on_command_line(tree: Tree, name: str, chosen: Sequence[Kind]) -> Iterator[Feature]:
    """Yield what "-OPTION VALUE", "-OPTION KEY=..." or "-OPTION VALUE,KEY=..." means.

    A value of KEY that the tree knows is no more than that value.
    """
    typed = _OPTION.fullmatch(name)
    if typed is None:
        return
    option, items = typed[1], [item.partition("=") for item in typed[2].split(",")]
    (head, equals, value), *more = items
    if len(more) == 1:
        key, _, value = more[0]
        for asked in _valued(value):
            found = list(_properties(tree, f"{head}.{key}{asked}", chosen))
            exact = list(_all(tree, chosen, (f"{option}.{head}.{key}{asked}",)))
            found += exact or _all(tree, chosen, (f"{option}.{key}{asked}",))
            if found:
                yield from found
                return
    elif equals and not more:
        for asked in _valued(value):
            if found := list(_all(tree, chosen, (f"{option}.{head}{asked}",))):
                yield from found
                return
    elif not more:
        found = list(_all(tree, _taking(option, chosen), (head,)))
        if not found and (enum := schema_types.selector(tree, option)):
            found = list(_all(tree, chosen, (f"{enum}.{head}",)))
        found = found or list(_all(tree, chosen, (f"{option}.{head}",)))
        yield from found or _all(tree, chosen, (f"{option}={head}",))


def _of_driver(tree: Tree, name: str, chosen: Sequence[Kind]) -> Iterator[Feature]:
    """Yield what "DRIVER,KEY" means: a property."""
    if typed := _DRIVER.fullmatch(name):
        for asked in _valued(typed[3] or ""):
            if found := list(_properties(tree, f"{typed[1]}.{typed[2]}{asked}", chosen)):
                yield from found
                return


def _valued(value: str) -> tuple[str, ...]:
    """Return what may follow a name for one value of it: "=VALUE", else nothing."""
    anything = _ANY.fullmatch(value) or any(mark in value for mark in _OPEN)
    return ("",) if anything else (f"={value}", "")


def _of_title(tree: Tree, name: str, chosen: Sequence[Kind]) -> Iterator[Feature]:
    """Yield what a title of the list of deprecated features names."""
    if "``" not in name:
        return
    for named in names.of_title(name):
        nouns = names.nouns(named)
        fitting = [k for k in chosen if nouns & set(k.noun.casefold().split())]
        found: list[Feature] = []
        for kinds in (fitting, chosen):
            found = found or list(_named(tree, named, kinds))
        yield from found


def _named(tree: Tree, named: Named, chosen: Sequence[Kind]) -> Iterator[Feature]:
    """Yield what a name of a title means: as it is typed behind its owners, or with them."""
    if not named.owners:
        yield from _all(tree, chosen, (named.text,))
    for owner in named.owners:
        option = f"-{owner[0]} {','.join([*owner[1:], named.text])}"
        dotted = (".".join([*owner, named.text]), ".".join([*owner[-1:], named.text]))
        found = list(_on_command_line(tree, option, chosen))
        yield from found or _all(tree, chosen, dotted)


def _by_last_part(tree: Tree, name: str, chosen: Sequence[Kind]) -> Iterator[Feature]:
    """Yield the features whose qualified name ends so; kinds that take minutes are not asked."""
    if len(chosen) > 1 and not tree.naming(name.lstrip("-")):
        return
    for kind in chosen:
        if not kind.costly or kind.naming.tabled:
            for feature in kind.every(tree):
                if feature.qualified.endswith(f".{name}"):
                    yield feature


def _taking(option: str, chosen: Iterable[Kind]) -> list[Kind]:
    """Return the kinds whose features stand behind the option."""
    before = f" -{option} "
    return [
        kind
        for kind in chosen
        if any(re.search(rf"(?:{lead})\Z", before) for lead in kind.naming.leads)
    ]


def _properties(tree: Tree, name: str, chosen: Iterable[Kind]) -> Iterator[Feature]:
    yield from _all(tree, [k for k in chosen if k.naming.is_property], (name,))


def _all(tree: Tree, chosen: Iterable[Kind], wanted: Iterable[str]) -> Iterator[Feature]:
    for name in dict.fromkeys(wanted):
        for kind in chosen:
            yield from kind.find(tree, name)
