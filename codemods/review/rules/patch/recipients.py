"""Those who have to know of an incompatible change are copied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.utils import parseaddr
from fnmatch import fnmatchcase

from codemods.review.model import WARNING, Finding, Step, text_of
from codemods.review.rule import Rule
from codemods.review.scene import DEPRECATED, Scene

_SECTION = re.compile(r"\n\s*\n")
_LINE = re.compile(r"(?m)^([A-Z]):[ \t]*(\S(?:.*\S)?)[ \t]*$")


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the lists that MAINTAINERS names for deprecated.rst and that get no mail."""
    if not any(step.mail for step in scene.series.steps):
        return
    wanted = _lists(text_of(scene.after, "MAINTAINERS").decode(errors="replace"))
    for number, step in enumerate(scene.series.steps):
        touched = [path for path in DEPRECATED if path in step.paths]
        # A patch without any recipient is not sent yet.
        if step.mail is None or not (step.mail.to or step.mail.cc) or not touched:
            continue
        named = _named(step)
        for path in touched:
            for address, section in wanted.get(path, ()):
                if address not in named:
                    yield Finding(
                        RULE.id, WARNING, "", 0,
                        f"{address} is not copied: MAINTAINERS names it for {path} "
                        f"(\"{section}\")", (address,), step=number,
                    )  # fmt: skip


def _named(step: Step) -> set[str]:
    assert step.mail is not None
    return {parseaddr(person)[1].lower() for person in (*step.mail.to, *step.mail.cc)}


def _lists(text: str) -> dict[str, list[tuple[str, str]]]:
    """Return the mailing lists, with the title of the section, of each of the documents."""
    found: dict[str, list[tuple[str, str]]] = {}
    for section in _SECTION.split(text):
        lines = _LINE.findall(section)
        patterns = [value for key, value in lines if key == "F"]
        # A list has no name beside it: "L: libvirt", or a reviewer that is a list.
        lists = [value for key, value in lines if key in ("L", "R") and " " not in value]
        lists += [value for key, value in lines if key in ("L", "R") and "list" in value.lower()]
        for path in DEPRECATED:
            if any(pattern == path or _covers(pattern, path) for pattern in patterns):
                title = next((t for t in section.split("\n") if t.strip(" -=")), "").strip()
                addresses = (parseaddr(value)[1].lower() for value in dict.fromkeys(lists))
                found.setdefault(path, []).extend((a, title) for a in addresses if a)
    return found


def _covers(pattern: str, path: str) -> bool:
    """Tell whether a pattern means the document itself, not all documents."""
    name = pattern.rpartition("/")[2]
    if not name or "*" in name or not path.startswith(re.split(r"[*?[]", pattern, maxsplit=1)[0]):
        return False
    return fnmatchcase(path, pattern)


RULE = Rule(
    "patch/recipients", WARNING, "the list for incompatible changes is not copied",
    "MAINTAINERS names for docs/about/deprecated.rst the list of those who have to follow, "
    "libvirt's: get_maintainer.pl prints it.  Only mails tell whom they go to.  "
    "Source: MAINTAINERS, \"Incompatible changes\".", run,
)  # fmt: skip
