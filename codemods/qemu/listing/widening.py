"""Entries of a release that is not out yet, widened by what is deprecated for the same reason.

"``x-2.1`` up to ``x-2.11``" gets ``x-2.12``, "Arm ``a`` and ``b`` machines" a third name.
Source: 0cac0f1b96 in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from codemods.formats.rst import sections as rst_sections
from codemods.formats.rst.sections import Section
from codemods.model import Entry
from codemods.qemu import releases
from codemods.qemu.listing import entries, placement, titles
from codemods.source.splice import Edit
from codemods.source.tree import Tree

_RANGE = re.compile(r"(``[^`]{1,80}``) up to (``[^`]{1,80}``)")
#: What names of a release end in.
_RELEASE = re.compile(r"``([^\s`]{1,80}?-)(\d{1,4})\.(\d{1,4})``")


def find(
    tree: Tree, new: Sequence[Entry], since: str, body: str, apart: Sequence[str]
) -> tuple[Section, str] | None:
    """Return the entry that can take in `new`, and the words of its title then; None without one.

    It has the same chapter, release, shape and text, and its release is not out.

    Arguments:
        body: the text that `new` would get.
        apart: names whose entries were not to be shared.
    """
    if releases.is_past(tree, since) or any(one.joins for one in new):
        return None
    path = entries.document(tree)
    source = tree.read(path)
    found = rst_sections.sections(source)
    parent, depth = placement.descend(found, placement.root(path, found), new[0].chapters)
    for section in rst_sections.children(found, parent) if depth == len(new[0].chapters) else ():
        end = rst_sections.content_end(source, section.body, section.end)
        text = source[section.body : end].decode("utf-8", "replace")
        if entries.since_of(section) != since or text.split() != body.split():
            continue
        words = titles.undated(section.title)
        if not any(f"``{name}``" in words for name in apart) and (wider := _wider(words, new)):
            return section, wider
    return None


def retitle(tree: Tree, section: Section, words: str, since: str) -> tuple[Edit, ...]:
    """Return the edits that give the entry `section` the title `words`, of the release `since`."""
    path = entries.document(tree)
    return rst_sections.retitle(path, tree.read(path), section, titles.redated(words, since))


def _wider(words: str, new: Sequence[Entry]) -> str:
    """Return the title `words` with the names of `new`, "" where it has another shape."""
    first = new[0]
    shape = (first.before, first.befores, first.after, first.afters)
    if any((e.before, e.befores, e.after, e.afters) != shape for e in new):
        return ""
    names = [one.name for one in new]
    if (within := _RANGE.fullmatch(words)) and not any(shape):
        releases_of = [n for n in names if _RELEASE.fullmatch(n)]
        # A variant of a release is within the range as the release is.
        variants = [n for n in names if n not in releases_of]
        if (
            not releases_of
            or not _go_on(within[2], releases_of)
            or not all(any(v.startswith(f"{n[:-2]}-") for n in releases_of) for v in variants)
        ):
            return ""
        return f"{within[1]} up to {releases_of[-1]}"
    there = titles.literals(words)
    if not there or not any(shape):
        # Two names without a word beside them need not be of one sort.
        return ""
    alike = {_title(first, there, plural) for plural in (False, True)}
    if words not in alike or any("=" in n or " " in n for n in (*there, *names)):
        return ""
    return _title(first, [*there, *names], plural=True)


def _title(entry: Entry, names: Sequence[str], plural: bool) -> str:
    before = entry.befores or entry.before if plural else entry.before
    after = entry.afters or entry.after if plural else entry.after
    return " ".join(part for part in (before, titles.joined(names), after) if part)


def _go_on(last: str, names: Sequence[str]) -> bool:
    """Tell whether `names` are what the next releases call the thing that `last` is."""
    found = [_RELEASE.fullmatch(name) for name in (last, *names)]
    each = [(f[1], (int(f[2]), int(f[3]))) for f in found if f]
    following = [(family, releases.next_release(release)) for family, release in each]
    return len(each) == len(found) and each[1:] == following[:-1]
