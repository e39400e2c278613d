"""A command is implemented in a file that is the feature's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.qemu.schema import definitions
from codemods.related.model import TOUCHES, Clue, Known
from codemods.related.scene import Evidence, Scene

_QMP = re.compile(r"(?m)^[A-Za-z][\w *]*?\bqmp_(\w+)\s*\(")


def find(scene: Scene, known: Known) -> Iterator[Clue]:
    """Yield a clue for each command whose qmp_*() such a file, or one beside it, defines."""
    commands = {
        definitions.c_name(thing.name): thing
        for thing in scene.book.things.values()
        if thing.kind == "command"
    }
    adopted = (path for path in scene.adopted if path.endswith(".c"))
    texts = {**scene.code, **{p: scene.tree.read(p).decode("latin-1") for p in adopted}}
    for path, text in texts.items():
        for name in dict.fromkeys(_QMP.findall(text)):
            if thing := commands.get(name):
                yield Clue(thing, TOUCHES, f"qmp_{name}() stands in {path}")


EVIDENCE = Evidence("code", find)
