"""One blank line above and below a heading, none at the end of the file."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.formats.rst import sections as rst_sections
from codemods.review.facts.headings import Heading
from codemods.review.model import WARNING, Finding, text_of
from codemods.review.rule import Rule
from codemods.review.scene import DEPRECATED, REMOVED, Scene
from codemods.source.splice import changed_lines, line_of

_CHAPTER = 1


def run(scene: Scene) -> Iterator[Finding]:
    """Yield new headings with too few or too many blank lines, and blanks at the file's end."""
    for heading in (*scene.listed, *scene.removed):
        yield from _around(heading)
    for path in (*DEPRECATED, *REMOVED):
        if path in scene.series.paths:
            yield from _end(path, text_of(scene.before, path), text_of(scene.after, path), scene)


def _around(heading: Heading) -> Iterator[Finding]:
    source, section = heading.source, heading.section
    above = _blanks_above(source, section.start)
    # Before a chapter the document has two in places.
    if section.start and above not in ((1, 2) if section.level == _CHAPTER else (1,)):
        yield _finding(heading, heading.line, f"{above} blank lines above the heading, not one")
    below = source[section.body :].replace(b"\r\n", b"\n")
    count = len(below) - len(below.lstrip(b"\n"))
    if below.strip() and count != 1:
        yield _finding(heading, heading.line + 1, f"{count} blank lines below the heading, not one")
    body = source[section.body : section.end]
    following = source[section.end :].strip()
    if following and body.strip() and not body.replace(b"\r\n", b"\n").endswith(b"\n\n"):
        line = line_of(source, section.end)
        yield _finding(heading, line, "no blank line behind the entry")


def _end(path: str, old: bytes, new: bytes, scene: Scene) -> Iterator[Finding]:
    end = rst_sections.line_end(new)
    if new and new.rstrip() + end != new and (not old or old.rstrip() + end == old):
        last = new.count(b"\n")
        what = "blank lines" if new.endswith(end) else "no line end"
        names = tuple(n for h in (*scene.listed, *scene.removed) if h.path == path for n in h.names)
        about = f"{names[-1]}: " if names else ""
        yield Finding(RULE.id, WARNING, path, last, f"{about}{what} at the end of the file", names)
    elif new:
        yield from _trailing(path, old, new)


def _trailing(path: str, old: bytes, new: bytes) -> Iterator[Finding]:
    lines = new.split(b"\n")
    for number in sorted(changed_lines(old, new)[1]):
        line = lines[number - 1].rstrip(b"\r")
        if line != line.rstrip():
            yield Finding(RULE.id, WARNING, path, number, "the line ends with blanks")


def _blanks_above(source: bytes, start: int) -> int:
    above = source[:start].replace(b"\r\n", b"\n")
    return len(above) - len(above.rstrip(b"\n")) - 1


def _finding(heading: Heading, line: int, message: str) -> Finding:
    said = f"{', '.join(heading.names)}: {message}"
    return Finding(RULE.id, WARNING, heading.path, line, said, heading.names)


RULE = Rule(
    "entry/blank-lines", WARNING, "blank lines around a heading, or at the end of the file",
    "One blank line stands above and below each heading, and the file ends with its last line.  "
    "Source: docs/about/deprecated.rst.", run,
)  # fmt: skip
