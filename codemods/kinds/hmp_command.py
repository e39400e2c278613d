"""A command of the human monitor: a warning in its function, its help and documentation.

Source: 05404916bf in QEMU's history.
"""

from __future__ import annotations

from collections.abc import Iterator

from codemods.model import Entry, Feature, Kind, Place, Request
from codemods.qemu.listing import chapters, titles
from codemods.qemu.tables import monitor
from codemods.source.splice import Edit
from codemods.source.tree import Tree

ID = "hmp-command"


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the command `name`."""
    yield from monitor.named(tree, monitor.COMMANDS, name, ID)


def every(tree: Tree) -> Iterator[Feature]:
    """Yield each command but the ones below "info"."""
    yield from monitor.features(tree, monitor.COMMANDS, ID)


def places(tree: Tree, feature: Feature) -> tuple[Place, ...]:
    """Nothing in the schema: it describes the other monitor."""
    return ()


def deprecate(tree: Tree, feature: Feature, request: Request) -> Iterator[Edit]:
    """Yield the warning and the edits of the .hx file."""
    return monitor.deprecate(tree, feature, feature.name, request)


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the command with the monitor's commands."""
    name = f"``{feature.name}``"
    return Entry(chapters.HMP, name, short=titles.short(name, "HMP command"))


KIND = Kind(
    id=ID, noun="HMP command", find=find, every=every, places=places, deprecate=deprecate,
    entry=entry,
)  # fmt: skip
