"""A topic of the human monitor's command "info", such as "info.capture".

Source: 05404916bf in QEMU's history.
"""

from __future__ import annotations

from collections.abc import Iterator

from codemods.model import Entry, Feature, Kind, Place, Request
from codemods.qemu.listing import chapters, titles
from codemods.qemu.tables import monitor
from codemods.source.splice import Edit
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


def places(tree: Tree, feature: Feature) -> tuple[Place, ...]:
    """Nothing in the schema: it describes the other monitor."""
    return ()


def deprecate(tree: Tree, feature: Feature, request: Request) -> Iterator[Edit]:
    """Yield the warning and the edits of the .hx file."""
    return monitor.deprecate(tree, feature, f"{_COMMAND} {feature.name}", request)


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the topic with the monitor's commands."""
    return Entry(
        chapters.HMP, f"``{feature.name}``", before=f"``{_COMMAND}`` argument",
        befores=f"``{_COMMAND}`` arguments",
        short=titles.short(f"``{_COMMAND} {feature.name}``", "HMP command"),
    )  # fmt: skip


KIND = Kind(
    id=ID, noun="HMP argument", find=find, every=every, places=places, deprecate=deprecate,
    entry=entry,
)  # fmt: skip
