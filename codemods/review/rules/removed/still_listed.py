"""What is in the list of removed features is deprecated no longer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.formats.rst import sections as rst_sections
from codemods.formats.rst.sections import Section
from codemods.qemu.listing import listed, titles
from codemods.review.facts import headings, prose, recognised
from codemods.review.facts.headings import Heading
from codemods.review.model import WARNING, Finding, text_of
from codemods.review.rule import Rule
from codemods.review.scene import DEPRECATED, Scene
from codemods.source.splice import line_of


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the entries of deprecated.rst whose feature the series has removed."""
    for path in DEPRECATED:
        source = text_of(scene.after, path)
        for section in rst_sections.sections(source):
            if not headings.dates(section.title):
                continue
            by = next((e for e in scene.removed if _same(e, section)), None)
            line = line_of(source, section.title_start)
            if by is None and (not _gone(scene, source, section) or _there(scene, path, line)):
                continue
            names = tuple(t.strip("`") for t in titles.literals(section.title))
            body = source[section.body : section.end].decode(errors="replace")
            names = names or tuple(prose.items(body))
            about = ", ".join(names) or headings.undated(section.title)
            yield Finding(
                RULE.id, WARNING, path, line,
                f"{about}: removed, but still listed as deprecated", names,
                edits=rst_sections.remove(path, source, section),
            )  # fmt: skip


def _same(entry: Heading, section: Section) -> bool:
    """Tell whether an entry of the other document is about what `section` is about."""
    if entry.earlier is not None or not headings.removed_in(entry.section.title):
        return False
    mine, theirs = titles.literals(entry.section.title), titles.literals(section.title)
    if mine or theirs:
        return set(mine) == set(theirs) and _words(entry.section.title) == _words(section.title)
    one, other = headings.undated(entry.section.title), headings.undated(section.title)
    return one.casefold() == other.casefold()


def _words(title: str) -> str:
    return re.sub(r"\W+", " ", headings.undated(title)).casefold().strip()


def _gone(scene: Scene, source: bytes, section: Section) -> bool:
    """Tell whether the schema, or code, has lost all that a title names, or a list below it."""
    names = [t.strip("`") for t in titles.literals(section.title)]
    body = source[section.body : section.end].decode(errors="replace")
    names = names or prose.items(body)
    return bool(names) and all(name in scene.gone_names for name in names)


def _there(scene: Scene, path: str, line: int) -> bool:
    """Tell whether the tree still has what the entry means: another one may be called alike."""
    entries = [e for e in listed.deprecated(scene.after) if (e.path, e.line) == (path, line)]
    return any(recognised.of_entry(scene.after, entry) for entry in entries)


RULE = Rule(
    "removed/still-listed", WARNING, "what a series removes is still listed as deprecated",
    "An entry moves from deprecated.rst to removed-features.rst in the patch that removes the "
    "feature.  Source: docs/about/removed-features.rst; 455c0fa9ee forgot it.", run,
)  # fmt: skip
