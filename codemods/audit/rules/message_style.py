"""A message about a deprecation is a phrase without full stop or version, and a warning."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.audit.model import Finding
from codemods.audit.rule import Rule
from codemods.audit.scene import Scene
from codemods.qemu.hooks.hook import Hook
from codemods.qemu.schema import definitions
from codemods.source.splice import line_of

_VERSION = re.compile(r"\bsince v?\d+\.\d+")
_STOP = re.compile(r"[.]\s+[A-Z]|[.]$")
_QUOTED = re.compile(r"^(?:Members?|Arguments?) `[\w.-]+`")
_MESSAGES = ("warning", "reason", "note")


def run(scene: Scene) -> Iterator[Finding]:
    """Yield each message, and each sentence of the schema, in another form than the house's."""
    for hook in scene.hooks:
        why = _why(hook) if hook.idiom in _MESSAGES and not hook.generic else ""
        if why:
            tied = scene.of_hook(hook)
            about = scene.hooked[hook]
            entity = tied[0].qualified if tied else scene.shown(about[0]) if about else hook.where
            yield RULE.finding(hook.path, hook.line, entity, why)
    yield from _sentences(scene)


def _why(hook: Hook) -> str:
    """Return what is wrong with the text, or ""."""
    faults = []
    if hook.call.startswith("error_report"):
        faults.append(f"{hook.call}() for a deprecation: it is a warning")
    if _VERSION.search(hook.message):
        faults.append("the message names a version")
    if _STOP.search(hook.message):
        faults.append("the message has sentences with full stops")
    if hook.idiom == "reason" and re.match(r"[A-Z][a-z]+ ", hook.message):
        faults.append('the text stands behind "is deprecated:" and begins with a capital')
    return "; ".join(faults)


def _sentences(scene: Scene) -> Iterator[Finding]:
    """Yield each sentence that marks the member it is about in backquotes, not as @member."""
    seen: set[tuple[str, str]] = set()
    for flag in scene.flags:
        if not _QUOTED.match(flag.sentence) or (flag.path, flag.definition) in seen:
            continue
        seen.add((flag.path, flag.definition))
        schema = definitions.load(scene.tree, flag.path)
        definition = schema.definition(flag.definition)
        doc = definition.doc if definition else None
        item = doc.feature("deprecated") if doc else None
        if doc is not None and item is not None:
            line = line_of(schema.source, doc.offsets[item.first])
            why = "a member is @name in a comment, not `name`"
            yield RULE.finding(flag.path, line, flag.name, why)


RULE = Rule("message-style", "style", "Messages about deprecations have one form.", run)
