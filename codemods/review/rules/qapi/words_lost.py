"""What a comment says of another member stays when one more is flagged."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.checks.of_patches import qapi_doc
from codemods.formats.qapi.schema import Definition
from codemods.review.facts import prose, schema
from codemods.review.facts.schema import Pair
from codemods.review.model import WARNING, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene

_NAMES = re.compile(r"@([\w.-]*\w)")
_FLAGS = ("deprecated", "unstable")


def run(scene: Scene) -> Iterator[Finding]:
    """Yield, patch by patch, the entries of features that lose words about what stays."""
    for number, step in enumerate(scene.series.steps):
        for pair in scene.pairs(step):
            for flag in _FLAGS:
                yield from _of(scene, number, pair, flag)


def _of(scene: Scene, number: int, pair: Pair, flag: str) -> Iterator[Finding]:
    old, new = (
        schema.text(pair.was.doc if pair.was else None, flag),
        schema.text(pair.now.doc, flag),
    )
    if not old or old == new:
        return
    kept = [s for s in prose.sentences(old) if _stays(s, _about(old, s), pair.now, flag)]
    plain = {s: _plain(s, pair.now) for s in kept}
    there = _plain(new, pair.now)
    if not kept or not (word := qapi_doc.lost("  ".join(plain.values()), there)):
        return
    lost = next((s for s in kept if qapi_doc.lost(plain[s], there)), kept[0])
    about = [n for n in _about(old, lost) if pair.now.member(n)]
    item = schema.entry(pair.now.doc, flag)
    line = pair.doc_line(item.first) if item else pair.now.line
    later = _leaving(scene, number, pair, about)
    yield Finding(
        RULE.id, WARNING, pair.now.path, line,
        f"@{flag} of {pair.now.name} loses words about {_named(about) or 'it'}: "
        f"`{_rest(lost, word)}`", tuple(about), step=number, of_patch=True,
        hint=f"patch {later + 1} removes {_named(about)}: put it first" if later else "",
    )  # fmt: skip


def _about(text: str, lost: str) -> list[str]:
    """Return the names in a sentence, or in the nearest one before it that has any."""
    names: list[str] = []
    for sentence in prose.sentences(text):
        names = _NAMES.findall(sentence) or names
        if sentence == lost:
            break
    return names


def _stays(sentence: str, about: list[str], now: Definition, flag: str) -> bool:
    """Tell whether a sentence is about something that is still there and flagged.

    Arguments:
        about: what it names, or the one before it.
    """
    named = _NAMES.findall(sentence)
    flagged = {m.name for m in now.members if flag in m.features}
    if not named:
        return flag in now.features or bool(flagged & set(about) if about else flagged)
    known = [name for name in named if now.member(name) is not None]
    return bool(flagged & set(known)) or (flag in now.features and len(known) == len(named))


def _plain(text: str, now: Definition) -> str:
    """Return a text without what a name more or less in a list changes of it."""
    for name in _NAMES.findall(text):
        if now.member(name) is None:
            text = re.sub(rf"@{re.escape(name)}(?![\w-]),?", "", text)
    text = re.sub(r"\b(Member|Argument)s\b", r"\1", text)
    return re.sub(r"\bare\b", "is", text)


def _leaving(scene: Scene, number: int, pair: Pair, about: list[str]) -> int:
    """Return the number of a later step that takes away all of what the words were about, or 0."""
    for later, step in enumerate(scene.series.steps):
        if later > number and pair.now.path in step.paths:
            for other in scene.pairs(step):
                same = other.now.name == pair.now.name
                if same and about and not any(other.now.member(name) for name in about):
                    return later
    return 0


def _named(names: list[str]) -> str:
    return ", ".join(f"@{name}" for name in dict.fromkeys(names))


def _rest(sentence: str, word: str) -> str:
    words = sentence.split()
    return " ".join(words[words.index(word) :]) if word in words else sentence


RULE = Rule(
    "qapi/words-lost", WARNING, "words about another member go from `@deprecated` or `@unstable`",
    "A definition has one @deprecated entry for all of its members: a patch that flags one more "
    "adds to it and keeps every word about the others, patch by patch.  "
    "Source: docs/devel/qapi-code-gen.rst, \"Documentation comments\".", run,
)  # fmt: skip
