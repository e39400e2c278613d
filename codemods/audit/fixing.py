"""Patches for what is wrong in the mere form of the lists, one for each rule."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from codemods.audit import rules
from codemods.audit.model import Finding
from codemods.audit.rule import Rule
from codemods.audit.scene import Scene
from codemods.model import Patch
from codemods.series import words
from codemods.source.overlay import Overlay
from codemods.source.splice import Edit
from codemods.source.tree import Tree
from codemods.source.work import Work

#: What each patch does, as its subject says it; in the order of the series.
_SUBJECTS = {
    "chapter-name": "Spell chapters as in the other list",
    "title-form": "Give titles of removed and deprecated features one form",
    "removed-since": 'Say "removed in" of what is gone',
    "order": "Sort entries by their release",
    "markup": "Separate literals from words",
    "title-underline": "Make underlines as long as their titles",
    "layout-blank": "Separate entries with one blank line",
}
_REASONS = {
    "chapter-name": "A reader who looks for a chapter in both lists finds it by one name.",
    "title-form": "Scripts and people read the number and the release in titles.",
    "removed-since": 'The titles of removed features say in which release they went; "since" is\n'
    "what the list of deprecated features says.",
    "order": "Entries stand in the order of the releases that deprecated or removed them.",
    "markup": "A literal that touches a word is shown with its backquotes.",
    "title-underline": "The underline of a heading is as long as the heading.",
    "layout-blank": "One blank line below a heading and between entries.",
}
#: No document needs more steps: each takes a finding away.
_MOST = 1000


def patches(tree: Tree, argv: Sequence[str], only: Collection[str] = ()) -> tuple[Patch, ...]:
    """Return the patches that cure what edits can cure, each on top of the one before.

    Arguments:
        argv: the command line, which the patches tell.
        only: the rules to cure; all if it is empty.
    """
    found: list[Patch] = []
    for rule_id, subject in _SUBJECTS.items():
        if only and rule_id not in only:
            continue
        rule = rules.every()[rule_id]
        work = _cured(tree, rule)
        if work.files:
            found.append(
                Patch(
                    f"docs/about: {subject}", words.body(_REASONS[rule_id], argv), (),
                    tuple(work.edits), dict(work.files),
                )
            )  # fmt: skip
            tree = Overlay(tree, work.files)
    return tuple(found)


def cover(made: Sequence[Patch], argv: Sequence[str]) -> str:
    """Return the text of the cover letter."""
    said = "No text of an entry is changed but where a patch says so."
    return words.cover(f"{len(made)} patches about the form of docs/about, and nothing else.",
                       argv, said)  # fmt: skip


def _cured(tree: Tree, rule: Rule) -> Work:
    """Return the tree with the rule's findings cured, as far as edits do that."""
    work = Work(tree)
    for _ in range(_MOST):
        edits = _together(rule.run(Scene(work.tree)))
        if not edits:
            return work
        work.step(edits)
    return work


def _together(found: Iterable[Finding]) -> list[Edit]:
    """Return the edits of the first findings, as many as do not touch each other."""
    chosen: list[Edit] = []
    for finding in found:
        if finding.edits and not any(_near(a, b) for a in finding.edits for b in chosen):
            chosen += finding.edits
            # What is moved changes where the others stand.
            if finding.rule == "order":
                return chosen
    return chosen


def _near(one: Edit, other: Edit) -> bool:
    return one.path == other.path and one.start <= other.end and other.start <= one.end
