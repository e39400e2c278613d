"""From an entry of the lists back to the features that it means.

Forward, from every feature of every kind to its entry, takes half an hour on a QEMU tree.
Backward, the chapter says which kinds may have it, and the title which names to ask for.
"""

from __future__ import annotations

from collections.abc import Iterator

from codemods import kinds
from codemods.errors import CodemodError
from codemods.model import Feature, Kind, Listed, Named
from codemods.qemu.listing import chapters, meaning, names
from codemods.source.tree import Tree

#: The kinds whose entries stand in the chapters about a subject, as chapters.subject() says it.
_KINDS = {
    "command line": ("cli-option", "cli-suboption", "object-type", "audio-backend", "qapi-member",
                     "machine-property", "device"),
    "user-mode command line": ("cli-option",),
    "qmp": ("qmp-command", "qapi-member", "qapi-enum-value"),
    "events": ("qmp-event", "qapi-member"),
    "hmp": ("hmp-command", "hmp-argument"),
    "hosts": ("host-arch",),
    "cpus": ("cpu-model", "target"),
    "machines": ("machine", "machine-property"),
    "programs": ("binary",),
    "devices": ("device-property", "device", "cpu-property"),
    "block": ("block-driver", "cli-suboption", "qapi-member", "device-property"),
    "character": ("chardev-backend", "qapi-member", "cli-suboption"),
    "network": ("qapi-member", "cli-suboption", "device-property"),
    "cpu properties": ("cpu-property",),
    "migration": ("migration-capability", "migration-parameter", "qapi-member", "qmp-command"),
    "backends": ("object-type", "qapi-member"),
    "guest agent": ("qmp-command", "qapi-member"),
    "accelerators": (),
}  # fmt: skip


#: The kinds that titles call by a noun.
_BY_NOUN = {
    "capability": ("migration-capability",), "cpu": ("cpu-model",), "machine": ("machine",),
    "board": ("machine",), "device": ("device",),
}  # fmt: skip
#: Words of titles for what has another name on the command line.
_OPTIONS = {"character": "chardev", "network": "netdev", "block": "blockdev"}


def of(tree: Tree, entry: Listed) -> tuple[Feature, ...]:
    """Return the features of the tree that `entry` means, of the first kind that has any."""
    said = [k for n in entry.names for noun in names.nouns(n) for k in _BY_NOUN.get(noun, ())]
    # An entry that stands in the wrong chapter still says what it is.
    for kind_id in dict.fromkeys([*_KINDS.get(chapters.subject(entry.chapters), ()), *said]):
        kind = kinds.every()[kind_id]
        found = tuple(dict.fromkeys(_of_kind(tree, kind, entry)))
        if found:
            return found
    return ()


def means(tree: Tree, feature: Feature, entry: Listed) -> bool:
    """Tell whether `entry` is that of `feature`; an entry that cannot be placed is no one's."""
    kind = kinds.every()[feature.kind]
    try:
        return meaning.names_it(kind.entry(tree, feature), feature, entry) or (
            kind.means is not None and kind.means(tree, feature, entry)
        )
    except CodemodError:
        return False


def named(tree: Tree, kind_id: str, qualified: str) -> Feature | None:
    """Return the feature of that kind and qualified name, or None."""
    kind = kinds.every().get(kind_id)
    try:
        found = list(kind.find(tree, qualified)) if kind else []
    except CodemodError:
        return None
    return next((f for f in found if f.qualified == qualified), found[0] if found else None)


def _of_kind(tree: Tree, kind: Kind, entry: Listed) -> Iterator[Feature]:
    plain = [n for n in entry.names if not n.literal]
    # One name of a CPU may stand for all of its versions.
    plain = plain or (list(entry.names) if kind.id == "cpu-model" else [])
    if plain and kind.means is not None and not kind.on_request:
        # Words may be anybody's name; what the kind itself says of them is quick to ask.
        asked = list(_guarded(tree, kind))
        yield from (f for f in asked if kind.means(tree, f, entry))
    for name in entry.names:
        for asked_for in _spelled(name):
            try:
                found = list(kind.find(tree, asked_for))
            except CodemodError:
                continue
            yield from (f for f in found if means(tree, f, entry))


def _guarded(tree: Tree, kind: Kind) -> Iterator[Feature]:
    try:
        yield from kind.every(tree)
    except CodemodError:
        return


def _spelled(name: Named) -> Iterator[str]:
    """Yield the names by which kinds may know what a title names."""
    if not name.owners:
        yield name.text
        # "``delay`` option for socket character devices", "Plugin argument ... ``arg``".
        for word in f"{name.before} {name.after}".casefold().split():
            yield f"{_OPTIONS.get(word, word)}.{name.text}"
    for path in name.owners:
        yield ".".join((*path, name.text))
        if len(path) > 1:
            yield f"{path[-1]}.{name.text}"
        if path == ("device",):
            yield name.text
    if any("*" in owner for path in name.owners for owner in path):
        yield name.text
