"""A title names things in the plural where there are several, and its release as X.Y."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.audit import documents
from codemods.audit.model import Finding, called
from codemods.audit.rule import Rule
from codemods.audit.scene import Scene
from codemods.formats.rst import sections as rst_sections
from codemods.model import Listed

_SINGULAR = re.compile(
    r"``[^`]+``(?:,? and |, | or | & )``[^`]+`` "
    r"(machine|capability|parameter|device|option|command|property|backend|driver|CPU name|binary)"
    r"(?= \(|$)"
)
_PLURAL = {"capability": "capabilities", "property": "properties", "binary": "binaries"}
_RELEASE = re.compile(r"\((since|removed in) (v?)(\d+\.\d+)(\.\d+)?\)", re.IGNORECASE)
#: What is deprecated by its age has no release of its own.
_BY_AGE = "versioned machine types"


def run(scene: Scene) -> Iterator[Finding]:
    """Yield each title of the wrong number, or with a release in another form or none."""
    for document in documents.every(scene):
        for entry in document.entries:
            wanted, why = _wanted(entry)
            section = document.section(entry)
            if wanted != entry.title:
                edits = rst_sections.retitle(document.path, document.source, section, wanted)
                yield RULE.finding(document.path, entry.line, called(entry), why, edits=edits)
            if entry.release is None and not entry.title.casefold().startswith(_BY_AGE):
                said = "removed in" if entry.removed else "since"
                yield RULE.finding(
                    document.path, entry.line, called(entry),
                    f'the title gives no release: "({said} X.Y)"', severity="error",
                )  # fmt: skip


def _wanted(entry: Listed) -> tuple[str, str]:
    title, why = entry.title, ""
    number = _SINGULAR.search(title)
    # A noun that names follow is of their owner.
    if number:
        noun = _PLURAL.get(number[1], f"{number[1]}s")
        title = title[: number.start(1)] + noun + title[number.end(1) :]
        why = f'several names before "{number[1]}": "{noun}"'
    release = _RELEASE.search(title)
    if release and (release[2] or release[4] or release[1] != release[1].lower()):
        text = f"({release[1].lower()} {release[3]})"
        title = title[: release.start()] + text + title[release.end() :]
        why = f'the release is given as "{text}"'
    return title, why


RULE = Rule("title-form", "style", "Titles have one form: number, noun, release.", run)
