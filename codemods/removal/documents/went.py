"""Entries of deprecated.rst about what went along: all they name stood in files that are gone.

Source: 6c3014858c in QEMU's history, a target with its machines.
"""

from __future__ import annotations

from collections.abc import Sequence

from codemods.errors import Refused
from codemods.formats.rst.sections import Section
from codemods.qemu.listing import entries, removed
from codemods.qemu.listing import listed as listing
from codemods.removal.documents import entry
from codemods.removal.documents.wanted import Listed
from codemods.removal.state import Removal, is_c
from codemods.source.splice import line_of


def move(state: Removal, moved: Sequence[Listed], release: str, reason: str, *, keep: bool) -> None:
    """Move the entries of what went along with the features whose entries are `moved`.

    Arguments:
        reason: the text of an entry that no rule puts into the past, "" to leave it and say so.
    """
    for section in _sections(state, moved):
        one = Listed(section, ())
        try:
            text = entry.text(state.tree, one, "", keep=keep)
        except Refused as why:
            if not reason:
                path = entries.document(state.tree)
                line = line_of(state.tree.read(path), section.title_start)
                state.leave(path, line, f"what it lists is gone, but {why.message}")
                continue
            text = entry.text(state.tree, one, reason)
        chapters = removed.where((), [(name,) for name in section.parents[1:]])
        heading = removed.title(section.title, release)
        state.work.step(removed.add(state.tree, chapters, heading, text))
        entry.drop(state.work, section)


def _sections(state: Removal, moved: Sequence[Listed]) -> list[Section]:
    gone = [source for path, source in state.gone_files.items() if is_c(path)]
    if not gone:
        return []
    known = {one.section.title for one in moved}
    found = []
    for one in listing.deprecated(state.before):
        names = [name.text for name in one.names if name.literal]
        quoted = [f'"{name}"' for name in names]
        if one.title in known or not names:
            continue
        if not all(any(q.encode() in source for source in gone) for q in quoted):
            continue
        if not any(is_c(hit.path) for hit in state.tree.grep(tuple(quoted))):
            section = listing.section(state.before, one)
            found += [section] if section is not None else []
    return found
