"""What the list says is removed is not in the tree any more."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.audit.model import Finding
from codemods.audit.rule import Rule
from codemods.audit.scene import Scene
from codemods.model import Feature, Listed
from codemods.qemu.listing import chapters
from codemods.qemu.options import options
from codemods.qemu.schema import definitions
from codemods.qemu.tables import monitor


def run(scene: Scene) -> Iterator[Finding]:
    """Yield each removed entry that a message or a table of the tree contradicts.

    A flag does as well: flagged-undocumented tells of that.
    """
    done: set[Listed] = set()
    for entry, where in (*_hooked(scene), *_tabled(scene)):
        if entry not in done and entry not in _again(scene):
            done.add(entry)
            yield RULE.finding(
                entry.path, entry.line, scene.shown(entry),
                f"listed as removed in {entry.release}; it is still at {where}",
            )  # fmt: skip


def _hooked(scene: Scene) -> Iterator[tuple[Listed, str]]:
    for hook, entries in scene.hooked.items():
        tied: tuple[Feature, ...] = () if entries else scene.of_hook(hook)
        for entry in scene.meant_by(tied, scene.removed) if tied else ():
            yield entry, f"{hook.path}:{hook.line}"


def _tabled(scene: Scene) -> Iterator[tuple[Listed, str]]:
    """Yield what is removed and stands in a table of names all the same."""
    names = _names(scene)
    for entry in scene.removed:
        known = names.get(chapters.subject(entry.chapters), {})
        for name in entry.names:
            if name.literal and not name.owners and not (name.before or name.after):
                where = known.get(name.text)
                if where:
                    yield entry, where


def _names(scene: Scene) -> dict[str, dict[str, str]]:
    """Return where each option, command and event stands, by the subject of its chapter."""
    tree = scene.tree
    table = options.table(tree)
    found: dict[str, dict[str, str]] = {"qmp": {}, "events": {}}
    found["command line"] = {f"-{b.name}": f"{b.path}:{b.line}" for b in table.blocks if table} \
        if table else {}  # fmt: skip
    commands = monitor.features(tree, monitor.COMMANDS, "")
    found["hmp"] = {f.name: f"{f.path}:{f.line}" for f in commands}
    for schema in definitions.every(tree):
        for definition in schema.definitions:
            subject = {"command": "qmp", "event": "events"}.get(definition.meta)
            if subject:
                found[subject][definition.name] = f"{schema.path}:{definition.line}"
    return found


def _again(scene: Scene) -> set[Listed]:
    """Return removed entries of what has come back: another entry deprecates it anew."""
    listed = {(e.chapters[-1:], n.text) for e in scene.deprecated for n in e.names}
    return {e for e in scene.removed if any((e.chapters[-1:], n.text) in listed for n in e.names)}


RULE = Rule("removed-still-there", "error", "What is listed as removed is gone.", run)
