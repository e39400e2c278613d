"""A topic of the human monitor's command "info", such as "info.capture".

Source: 05404916bf in QEMU's history.
"""

from __future__ import annotations

from collections.abc import Iterator

from codemods.model import Entry, Feature, Kind, Mark, Naming, Part
from codemods.qemu.code import warning
from codemods.qemu.listing import chapters, titles
from codemods.qemu.tables import monitor
from codemods.source.tree import Tree

ID = "hmp-argument"
_COMMAND = "info"


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the topic of that name, "info.NAME" or "info NAME"."""
    prefix, _, topic = name.replace(" ", ".", 1).partition(".")
    if prefix == _COMMAND:
        yield from monitor.named(tree, monitor.INFO, topic, ID, f"{_COMMAND}.")


def every(tree: Tree) -> Iterator[Feature]:
    """Yield each topic."""
    yield from monitor.features(tree, monitor.INFO, ID, f"{_COMMAND}.")


@warning.deferred
def marks(tree: Tree, feature: Feature) -> Iterator[Mark]:
    """Yield the warning, the help and the documentation."""
    yield from monitor.marks(tree, feature, f"{_COMMAND} {feature.name}")


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the topic with the monitor's commands."""
    return Entry(
        chapters.HMP, f"``{feature.name}``", before=f"``{_COMMAND}`` argument",
        befores=f"``{_COMMAND}`` arguments",
        short=titles.short(f"``{_COMMAND} {feature.name}``", "HMP command"),
    )  # fmt: skip


def parts(tree: Tree, feature: Feature) -> Iterator[Part]:
    """Yield the rows and the function of a command below "info"."""
    return monitor.parts(tree, feature)


KIND = Kind(
    id=ID,
    noun="HMP argument",
    find=find,
    every=every,
    marks=marks,
    entry=entry,
    parts=parts,
    naming=Naming(tabled=True),
)
