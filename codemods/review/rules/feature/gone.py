"""Nothing goes that was not deprecated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.errors import CodemodError
from codemods.formats import hx
from codemods.qemu.listing import listed, replacements
from codemods.qemu.machines import machines
from codemods.review.model import WARNING, Finding, text_of
from codemods.review.rule import Rule
from codemods.review.scene import Scene
from codemods.source.splice import changed_lines
from codemods.source.tree import Tree, exists

#: What names a machine where it is defined.
_MACHINE = re.compile(
    rb"MACHINE_TYPE_NAME|DEFINE_\w{0,100}MACHINE|\.name\s*=|->alias\b|_machine_(?:class_)?init"
)
_TABLES = ("qemu-options.hx", "hmp-commands.hx", "hmp-commands-info.hx")
_PRIVATE = ("x-", "__")


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the interfaces that the series takes away though no release has deprecated them."""
    if not scene.can_ask_lists:
        return
    for path, line, noun, name in (*_schema(scene), *_machines(scene), *_tables(scene)):
        if not _announced(scene, name):
            yield Finding(
                RULE.id, WARNING, path, line,
                f"{name}: the {noun} goes without having been deprecated; keep the old name, or "
                "deprecate it first", (name,), step=scene.step_of((path,)),
            )  # fmt: skip


def _schema(scene: Scene) -> Iterator[tuple[str, int, str, str]]:
    for definition, member in scene.gone:
        if definition.meta not in ("command", "event", "enum", "struct"):
            continue
        had = definition.member(member) if member else None
        carried = had.features if had else definition.features
        name = member or definition.name
        whole = not member and definition.meta not in ("command", "event")
        if whole or {"deprecated", "unstable"} & set(carried) or name.startswith(_PRIVATE):
            continue
        # Types are internal; what counts is the command that shows them.
        if definition.meta == "struct":
            continue
        noun = {"enum": "enum value"}.get(definition.meta, definition.meta)
        noun = "argument" if member and definition.meta == "command" else noun
        yield definition.path, 0, noun, f"{definition.name}.{member}" if member else name


def _machines(scene: Scene) -> Iterator[tuple[str, int, str, str]]:
    for path in scene.series.paths:
        if not path.startswith("hw/") or not path.endswith((".c", ".h")):
            continue
        old, new = text_of(scene.before, path), text_of(scene.after, path)
        lines = old.split(b"\n")
        removed = sorted(changed_lines(old, new)[0])
        if not any(_MACHINE.search(lines[n - 1]) for n in removed):
            continue
        here = {m.name for m in _of_file(scene.after, path)}
        for machine in _of_file(scene.before, path):
            gone = machine.name not in here and not machines.find(scene.after, machine.name)
            if gone and not machines.is_versioned(machine.name):
                yield path, 0, "machine", machine.name


def _of_file(tree: Tree, path: str) -> list[machines.Machine]:
    try:
        return list(machines.of_file(tree, path)) if exists(tree, path) else []
    except CodemodError:
        return []


def _tables(scene: Scene) -> Iterator[tuple[str, int, str, str]]:
    for path in _TABLES:
        if path not in scene.series.paths:
            continue
        here = _rows(scene.after, path)
        noun = "option" if path == _TABLES[0] else "monitor command"
        dash = "-" if path == _TABLES[0] else ""
        for name in _rows(scene.before, path):
            if name not in here:
                yield path, 0, noun, dash + name


def _rows(tree: Tree, path: str) -> dict[str, None]:
    try:
        blocks = hx.read(path, text_of(tree, path)).blocks
    except CodemodError:
        return {}
    return {name: None for block in blocks for name in block.name.split("|")}


def _announced(scene: Scene, name: str) -> bool:
    """Tell whether the lists, before or after, speak of the thing."""
    word = name.rpartition(".")[2].lstrip("-")
    whole = re.compile(rf"(?<![\w-])-{{0,2}}{re.escape(word)}(?![\w-])", re.IGNORECASE)
    entries = (*listed.deprecated(scene.before), *listed.listed(scene.after))
    # What an entry recommends is not what it lists.
    texts = (f"{e.title} {e.body.replace(replacements.of_body(e.body), '')}" for e in entries)
    return any(whole.search(text) for text in texts)


RULE = Rule(
    "feature/gone", WARNING, "a command, machine or option goes that was never deprecated",
    "What users and management tools rely on is deprecated for two releases before it goes; a new "
    "name comes with the old one as an alias.  What is `unstable` or begins with `x-` may go.  "
    "Source: docs/about/deprecated.rst, first paragraphs.", run,
)  # fmt: skip
