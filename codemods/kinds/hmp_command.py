"""A command of the human monitor: a warning in its function, its help and documentation.

Source: 05404916bf in QEMU's history.
"""

from __future__ import annotations

from collections.abc import Iterator

from codemods.kind import Kind, Naming, Part
from codemods.model import Entry, Feature, Mark
from codemods.qemu import same_thing
from codemods.qemu.code import warning
from codemods.qemu.listing import chapters, titles
from codemods.qemu.tables import monitor
from codemods.source.tree import Tree

ID = "hmp-command"


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the command `name`."""
    yield from monitor.named(tree, monitor.COMMANDS, name, ID)


def every(tree: Tree) -> Iterator[Feature]:
    """Yield each command but the ones below "info"."""
    yield from monitor.features(tree, monitor.COMMANDS, ID)


@warning.deferred
def marks(tree: Tree, feature: Feature) -> Iterator[Mark]:
    """Yield the warning, the help and the documentation."""
    yield from monitor.marks(tree, feature, feature.name)


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the command with the monitor's commands."""
    name = f"``{feature.name}``"
    return Entry(chapters.HMP, name, short=titles.short(name, "HMP command"))


def parts(tree: Tree, feature: Feature) -> Iterator[Part]:
    """Yield the command's rows and its function."""
    return monitor.parts(tree, feature)


KIND = Kind(
    id=ID,
    noun="HMP command",
    find=find,
    every=every,
    marks=marks,
    entry=entry,
    parts=parts,
    naming=Naming(
        "HMP command",
        (),
        (r"['\"]command-line['\"]\s*:\s*['\"]", r"\(qemu\) "),
        r"\w*hmp\w*",
        tabled=True,
        emulated=True,
        typed=True,
    ),
    same=same_thing.hmp_command,
    one_chapter=True,
    help_row=lambda feature: (monitor.COMMANDS, feature.name, ""),
)
