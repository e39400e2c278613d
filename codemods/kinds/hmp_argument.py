"""A topic of the human monitor's "info", or an argument of a command: "info.capture", "migrate.-b".

Source: 05404916bf and 8846b5bfca in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.kind import Kind, Naming, Part
from codemods.model import Entry, Feature, Listed, Mark
from codemods.qemu.code import warning
from codemods.qemu.listing import chapters, titles
from codemods.qemu.tables import argument_parts, arguments, monitor
from codemods.source.tree import Tree

ID = "hmp-argument"
_COMMAND = "info"
#: The chapters that hold such entries; the second does where the command migrates.
_SUBJECTS = ("hmp", "migration")


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the topic "info.NAME" or "info NAME", or the argument "COMMAND.NAME", "COMMAND -F"."""
    prefix, _, topic = name.replace(" ", ".", 1).partition(".")
    if prefix == _COMMAND:
        yield from monitor.named(tree, monitor.INFO, topic, ID, f"{_COMMAND}.")
    yield from arguments.named(tree, name, ID)


def every(tree: Tree) -> Iterator[Feature]:
    """Yield each topic, and each argument of each command."""
    yield from monitor.features(tree, monitor.INFO, ID, f"{_COMMAND}.")
    for path in (monitor.COMMANDS, monitor.INFO):
        yield from dict.fromkeys(arguments.features(tree, ID, path))


@warning.deferred
def marks(tree: Tree, feature: Feature) -> Iterator[Mark]:
    """Yield the warning, the help and the documentation."""
    if arguments.is_argument(feature):
        yield from arguments.marks(tree, feature)
    else:
        yield from monitor.marks(tree, feature, f"{_COMMAND} {feature.name}")


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the topic or the argument with the monitor's commands."""
    of_one = arguments.is_argument(feature)
    command = arguments.command(feature) if of_one else _COMMAND
    return Entry(
        chapters.HMP, f"``{feature.name}``", before=f"``{command}`` argument",
        befores=f"``{command}`` arguments",
        short=titles.short(
            f"``{command} {feature.name}``", "HMP argument" if of_one else "HMP command"
        ),
    )  # fmt: skip


def parts(tree: Tree, feature: Feature) -> Iterator[Part]:
    """Yield the rows and the function of a command below "info", or what reads an argument."""
    if arguments.is_argument(feature):
        yield from argument_parts.parts(tree, feature)
    else:
        yield from monitor.parts(tree, feature)


def read_by(tree: Tree, name: str) -> Iterator[tuple[Feature, str]]:
    """Yield the arguments, with their keys, that the command need not get that `name` runs."""
    yield from argument_parts.read_by(tree, name, ID)


def means(tree: Tree, feature: Feature, listed: Listed) -> bool:
    """Tell that `listed` has the argument by either of its names, beside its command's."""
    if not arguments.is_argument(feature) or chapters.subject(listed.chapters) not in _SUBJECTS:
        return False
    command = re.escape(arguments.command(feature))
    if not re.search(rf"(?<![\w-]){command}(?![\w-])", listed.title):
        return False
    return any(n.text in (feature.name, arguments.key(tree, feature)) for n in listed.names)


def help_row(feature: Feature) -> tuple[str, str, str] | None:
    """Return where the help of a topic stands; an argument has that of the whole command."""
    return None if arguments.is_argument(feature) else (monitor.INFO, feature.name, "")


KIND = Kind(
    id=ID,
    noun="HMP argument",
    find=find,
    every=every,
    marks=marks,
    entry=entry,
    parts=parts,
    naming=Naming(tabled=True),
    means=means,
    weak=arguments.is_argument,
    owned=True,
    one_chapter=True,
    help_row=help_row,
    read_by=read_by,
)
