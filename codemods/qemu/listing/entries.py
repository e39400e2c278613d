"""QEMU's policy for the list of deprecated features: find an entry, add one, date it anew.

Source: docs/about/deprecated.rst (docs/system/deprecated.rst before f347839258).
"""

from __future__ import annotations

from collections.abc import Sequence

from codemods.errors import Refused
from codemods.formats.rst import sections as rst_sections
from codemods.formats.rst.sections import Section
from codemods.formats.rst.wrapping import wrap
from codemods.model import Entry
from codemods.qemu import targets
from codemods.qemu.listing import chapters as headings
from codemods.qemu.listing import placement, titles
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree, exists

#: Where the list of deprecated features stands, or stood.
DOCUMENTS = ("docs/about/deprecated.rst", "docs/system/deprecated.rst")
_TEXINFO = "qemu-deprecated.texi"


def document(tree: Tree) -> str:
    """Return the path of the file that lists what is deprecated.

    Raises:
        Refused: the tree has none, or the Texinfo file of QEMU before 5.0.
    """
    for path in DOCUMENTS:
        if exists(tree, path):
            return path
    looked = " and ".join(DOCUMENTS)
    if exists(tree, _TEXINFO):
        raise Refused(
            f"looked for {looked}; this tree has {_TEXINFO} instead, which is not supported",
            path=_TEXINFO, hint="use a tree of QEMU 5.0 or later, or write the entry by hand",
        )  # fmt: skip
    raise Refused(f"looked for {looked}, found neither", hint="is this a complete QEMU tree?")


def title(entries: Sequence[Entry], since: str) -> str:
    """Return the joint title of `entries`, deprecated since "X.Y"."""
    return f"{titles.subject(entries)} (since {since})"


def find(tree: Tree, entries: Sequence[Entry], *, title: str = "") -> Section | None:
    """Return the section that documents all of `entries`, in their chapter, or None.

    Arguments:
        title: a title that the user chose, which counts as naming them.

    Raises:
        Refused: see document().
    """
    path = document(tree)
    found = rst_sections.sections(tree.read(path))
    parent, depth = placement.descend(found, placement.root(path, found), _chapters(entries))
    if depth < len(entries[0].chapters):
        return None
    exact = {titles.undated(t).casefold() for t in (titles.subject(entries), title) if t}
    exact |= {titles.undated(e.joins).casefold() for e in entries if e.joins}
    for section in rst_sections.children(found, parent):
        text = titles.undated(section.title)
        if targets.are_others(text, titles.subject(entries)):
            continue
        if text.casefold() in exact or all(titles.names(text, entry) for entry in entries):
            return section
    return None


def mentions(tree: Tree, entries: Sequence[Entry]) -> tuple[Section, ...]:
    """Return sections that find() does not take for `entries` but whose title has their names.

    They may stand in another chapter or be worded in another way: for a person to look at.
    """
    path = document(tree)
    found = rst_sections.sections(tree.read(path))
    top, known = placement.root(path, found), {find(tree, [e]) for e in entries}
    wanted = [w for w in (set(titles.literals(titles.subject([e]))) for e in entries) if w]
    return tuple(
        s
        for s in found
        if top.body <= s.start < top.end
        and s not in known
        and any(w <= set(titles.literals(s.title)) for w in wanted)
    )


def since_of(section: Section) -> str | None:
    """Return the "X.Y" that the title of `section` gives, the first if several, or None."""
    since = placement.version(section.title)
    return f"{since[0]}.{since[1]}" if since else None


def add(
    tree: Tree, entries: Sequence[Entry], since: str, body: str, *, title: str = ""
) -> tuple[Edit, ...]:
    """Return the edits that list `entries`, which share one chapter, in one new section.

    Arguments:
        since: "X.Y".
        body: its text; long paragraphs are wrapped.
        title: a title to use instead of the joint one; it gets the version.

    Raises:
        Refused: see document(); or `body` is empty or holds a heading.
    """
    path = document(tree)
    source = tree.read(path)
    found = rst_sections.sections(source)
    chapters = _chapters(entries)
    parent, depth = placement.descend(found, placement.root(path, found), chapters)
    siblings = rst_sections.children(found, parent)
    if depth == len(chapters):
        after = placement.entry_slot(source, parent, siblings, _release(since))
    else:
        after = placement.chapter_slot(source, parent, siblings, chapters[depth])
    lines = [headings.heading(aliases, _release(since)) for aliases in chapters[depth:]]
    lines.append(titles.redated(title or titles.subject(entries), since))
    above = [
        rst_sections.heading(text, *placement.style(found, level))
        for level, text in enumerate(lines, depth + 1)
    ]
    return rst_sections.insert(path, source, after, "\n".join([*above, _prose(body)]))


def join(tree: Tree, entry: Entry, body: str) -> tuple[Edit, ...]:
    """Return the edits that put `body` at the end of the entry that `entry` joins.

    None where that entry names it already.

    Raises:
        Refused: see document(); or there is no such entry any more.
    """
    path = document(tree)
    source = tree.read(path)
    section = find(tree, [entry])
    if section is None:
        raise Refused(f"looked for the entry `{entry.joins}`, found none", path=path)
    end = rst_sections.content_end(source, section.body, section.end)
    if entry.name.encode() in source[section.body : end]:
        return ()
    text = source[section.body : end].decode("utf-8", "surrogateescape").rstrip()
    start = section.body + len(text[: text.rfind("\n") + 1].encode("utf-8", "surrogateescape"))
    last = text[text.rfind("\n") + 1 :]
    # A list or a literal block is not gone on with.
    if last[:1] in "-*+|>. ":
        return rst_sections.insert(path, source, end, _prose(body))
    newline = rst_sections.line_end(source).decode()
    joint = wrap(f"{last} {body.strip()}").replace("\n", newline)
    return (Edit(path, start, start + len(last.encode("utf-8", "surrogateescape")),
                 joint.encode("utf-8", "surrogateescape")),)  # fmt: skip


def redate(tree: Tree, section: Section, entries: Sequence[Entry], since: str) -> tuple[Edit, ...]:
    """Return the edits that date `section`, found for `entries`, to `since`.

    It is moved only where its siblings would no longer stand in order.

    Raises:
        Refused: the section also documents something else, or gives several versions.
    """
    path = document(tree)
    source = tree.read(path)
    line = line_of(source, section.title_start)
    others = titles.others(section.title, entries)
    if others:
        raise Refused(
            f"the entry also documents {titles.joined(others)}", path=path, line=line,
            hint="deprecate them together, or split the entry by hand",
        )  # fmt: skip
    if titles.versions(section.title) > 1:
        raise Refused(
            "the title names several releases", path=path, line=line, hint="edit it by hand"
        )
    found = rst_sections.sections(source)
    parent = [s for s in found if s.body <= section.start < s.end and s.level < section.level][-1]
    siblings = rst_sections.children(found, parent)
    named = rst_sections.retitle(path, source, section, titles.redated(section.title, since))
    release = _release(since)
    if not named or placement.in_order(section, siblings, release):
        return named
    rest = [s for s in siblings if s != section]
    after = placement.entry_slot(source, parent, rest, release)
    (gone,) = rst_sections.remove(path, source, section)
    if gone.start <= after <= gone.end:
        return named
    return (gone, *rst_sections.insert(path, source, after, _moved(source, section, named)))


def _release(since: str) -> placement.Version:
    major, minor = since.split(".")
    return int(major), int(minor)


def _chapters(entries: Sequence[Entry]) -> tuple[placement.Aliases, ...]:
    if len({e.chapters for e in entries}) != 1:
        raise Refused("features of different chapters cannot share one entry of deprecated.rst")
    return entries[0].chapters


def _prose(body: str) -> str:
    """Return the body as it goes into the file: wrapped, LF, no blanks at the ends of lines."""
    lines = [line.rstrip() for line in body.strip().splitlines()]
    text = "\n".join(lines)
    if not text:
        raise Refused("an entry needs a text", hint="give a --reason")
    if rst_sections.sections(text.encode("utf-8", "surrogateescape")):
        raise Refused("the reason holds a heading", hint="write plain paragraphs")
    return wrap(text) + "\n"


def _moved(source: bytes, section: Section, named: Sequence[Edit]) -> str:
    """Return the lines of `section` with its new heading, to be inserted elsewhere."""
    end = rst_sections.content_end(source, section.start, section.end)
    parts, at = [], section.start
    for edit in named:
        parts += [source[at : edit.start], edit.text]
        at = edit.end
    raw = b"".join([*parts, source[at:end]]).rstrip() + b"\n"
    return raw.replace(b"\r\n", b"\n").decode("utf-8", "surrogateescape")
