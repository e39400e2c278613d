"""An entry names the release that deprecates: the next one after the tree's VERSION."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.formats.rst import sections as rst_sections
from codemods.qemu import releases
from codemods.qemu.listing import titles
from codemods.review.facts import dates
from codemods.review.facts.headings import Heading
from codemods.review.model import ERROR, NOTE, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene
from codemods.source.splice import Edit


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the entries that name another release; later ones while frozen are another rule's."""
    for entry in scene.entries:
        said, due = dates.new(entry), scene.due(entry)
        if not said or due.release in said or due.release == (0, 0):
            continue
        latest = max(said)
        if latest > due.release and due.frozen:
            continue
        names, right = ", ".join(entry.names), dates.shown(due.release)
        severity, edits = ERROR, _redated(entry, right)
        dated = f"{names}: since {dates.shown(latest)}"
        said_of = f"{dated}, but VERSION {due.version} leads to {right}"
        if latest == releases.next_release(due.release):
            # Nothing says for which release a series is meant that waits.
            severity, edits = NOTE, ()
        elif latest < due.release and dates.is_belated(scene.before, entry):
            severity, edits = NOTE, ()
            said_of = f"{dated} is past; right only for what was deprecated then and not listed"
        yield Finding(
            RULE.id, severity, entry.path, entry.line, said_of, entry.names,
            hint=f"(since {right})", edits=edits,
        )  # fmt: skip


def _redated(entry: Heading, right: str) -> tuple[Edit, ...]:
    if titles.versions(entry.section.title) != 1:
        return ()
    title = titles.redated(entry.section.title, right)
    return rst_sections.retitle(entry.path, entry.source, entry.section, title)


RULE = Rule(
    "entry/since-wrong", ERROR, "`(since X.Y)` is not the next release after VERSION",
    "`(since X.Y)` names the release that deprecates the feature, not the one that introduced it: "
    "the one that the tree's VERSION leads to, X.Y.50 as well as X.Y.90 and later.  A feature may "
    "go two releases after it, so a wrong number shortens or lengthens that time.  "
    "Source: docs/about/deprecated.rst, first paragraphs.", run,
)  # fmt: skip
