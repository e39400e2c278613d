"""What goes from the list of deprecated features is listed as removed."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.qemu.listing import titles
from codemods.review.facts import headings
from codemods.review.model import WARNING, Finding, text_of
from codemods.review.rule import Rule
from codemods.review.scene import DEPRECATED, REMOVED, Scene


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the entries that go from deprecated.rst and appear nowhere."""
    added = " ".join(_added(scene)).casefold()
    lost = [s for s in scene.lost if headings.dates(s.title)]
    # More entries than one may become a single one.
    spare = sum(1 for entry in scene.removed if headings.dates(entry.section.title))
    for section in lost:
        names = tuple(t.strip("`") for t in titles.literals(section.title))
        words = names or (headings.undated(section.title),)
        # What an option takes may be listed without it.
        bare = [word.split(" ")[-1] for word in names if word.startswith("-")]
        if any(w.casefold() in added for w in (*words, *bare)) or (not names and spare):
            continue
        path = next((p for p in REMOVED if p in scene.after.files()), REMOVED[0])
        yield Finding(
            RULE.id, WARNING, path, 0,
            f"{', '.join(words)}: gone from the list of what is deprecated, but not listed as "
            "removed", words, step=scene.step_of(DEPRECATED),
        )  # fmt: skip


def _added(scene: Scene) -> Iterator[str]:
    """Yield the new text of the list of removed features, and of what stays deprecated."""
    for entry in (*scene.removed, *scene.listed):
        yield entry.section.title
        yield entry.body
    for path in REMOVED:
        old = set(text_of(scene.before, path).splitlines())
        for line in text_of(scene.after, path).splitlines():
            if line not in old:
                yield line.decode(errors="replace")


RULE = Rule(
    "removed/entry-missing", WARNING, "an entry goes from deprecated.rst and appears nowhere",
    "An entry moves from deprecated.rst to removed-features.rst in the patch that removes the "
    "feature; one for what is not to go after all just goes, and the message says so.  "
    "Source: docs/about/removed-features.rst.", run,
)  # fmt: skip
