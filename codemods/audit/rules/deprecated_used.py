"""No alias or default that stays leads to what is deprecated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods import kinds
from codemods.audit.model import Finding
from codemods.audit.rule import Rule
from codemods.audit.scene import Scene
from codemods.qemu.cpus import models as cpu_models

_DEFAULT = re.compile(rb'\bdefault_cpu_type\s*=\s*[A-Z\d_]+_TYPE_NAME\("([^"]+)"\)')


def run(scene: Scene) -> Iterator[Finding]:
    """Yield each alias of a deprecated CPU model that is not deprecated, and each such default."""
    # A family's title means its aliases as well.
    named = [r for r in scene.records if any(n.literal for n in r.entry.names)]
    gone = {f.qualified: f for r in named for f in r.features if kinds.every()[f.kind].family}
    folders = {f"target/{name.partition('/')[0]}" for name in gone}
    for folder in sorted(folders):
        arch = folder.removeprefix("target/")
        paths = {h.path for h in scene.tree.grep(("lias",), (folder,)) if h.path.endswith(".c")}
        for path in sorted(paths):
            for model in cpu_models.of_file(scene.tree, path):
                leads = f"{arch}/{model.alias_of}"
                if model.alias_of and leads in gone and model.qualified not in gone:
                    yield RULE.finding(
                        model.path, model.line, model.qualified,
                        f"an alias that is not deprecated leads to {leads}, which is",
                    )  # fmt: skip
    yield from _defaults(scene, {name.partition("/")[2] for name in gone})


def _defaults(scene: Scene, gone: set[str]) -> Iterator[Finding]:
    """Yield each machine that stays and whose CPU is deprecated."""
    reasons = {h.where for h in scene.hooks if h.idiom == "reason"}
    for hit in scene.tree.grep(("default_cpu_type",), ("hw",)) if gone else ():
        found = _DEFAULT.search(hit.text)
        name = found[1].decode(errors="replace") if found else ""
        if name in gone and not reasons & _functions(scene, hit.path, hit.line):
            why = f"the machine's default CPU {name} is deprecated"
            yield RULE.finding(hit.path, hit.line, name, why, severity="info")


def _functions(scene: Scene, path: str, line: int) -> set[str]:
    """Return the name of the function at the line: the last that begins above it."""
    lines = scene.tree.read(path).splitlines()[:line]
    heads = (re.match(rb"(?:static )?void (\w+)\(", text) for text in reversed(lines))
    return {found[1].decode() for found in [next((h for h in heads if h), None)] if found}


RULE = Rule("deprecated-used", "error", "What stays does not lead to what goes.", run)
