"""The marks of a feature that the convention of its kind asks for and the series leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codemods.errors import CodemodError
from codemods.model import REASON, Mark
from codemods.qemu.listing import chapters
from codemods.review.facts import request
from codemods.review.facts.recognised import Known
from codemods.review.model import Finding
from codemods.review.scene import Scene
from codemods.source.splice import Edit, line_of


def missing(scene: Scene, rule: str, says: Sequence[str], severity: str) -> Iterator[Finding]:
    """Yield a finding for each mark that is missing and that can be made.

    Arguments:
        says: the sorts of marks that the rule is about.
    """
    done: set[tuple[str, int, str]] = set()
    for known in scene.deprecated:
        if not (known.entries or known.flags):
            continue
        for mark in _of(scene, known):
            if mark.says not in says or not mark.missing or _of_others(known, mark):
                continue
            edits = _edits(scene, mark)
            if not edits:
                continue
            line = line_of(scene.after.read(edits[0].path), edits[-1].start)
            place = edits[-1].path, line, mark.says
            if place not in done:
                done.add(place)
                yield Finding(
                    rule, severity, edits[-1].path, line,
                    f"{known.feature.qualified}: deprecated, but no {mark.says} here says so",
                    known.names, step=_step(scene, known), edits=edits,
                )  # fmt: skip


def _of_others(known: Known, mark: Mark) -> bool:
    """Tell that the mark is a machine's, while only the user mode emulators are meant."""
    around = [heading.around for heading in known.entries]
    user = all(a is not None and chapters.is_user_mode(a.title) for a in around)
    return mark.says == REASON and bool(around) and user and not known.flags


def _of(scene: Scene, known: Known) -> Sequence[Mark]:
    try:
        return list(known.kind.marks(scene.after, known.feature))
    except CodemodError:
        return ()


def _edits(scene: Scene, mark: Mark) -> tuple[Edit, ...]:
    """Return the edits that make the mark, none where the place cannot be edited safely."""
    try:
        return tuple(mark.add(scene.after, request.of(scene))) if mark.add else ()
    except CodemodError:
        return ()


def _step(scene: Scene, known: Known) -> int:
    if known.entries:
        return scene.step_with(known.entries[0].path, known.entries[0].line)
    return scene.step_with(known.flags[0].path, known.flags[0].line)
