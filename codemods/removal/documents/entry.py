"""The entry of deprecated.rst that a removal ends: finding it, and moving it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from codemods import kinds, marks
from codemods.errors import Refused
from codemods.formats.rst import sections as rst_sections
from codemods.formats.rst.sections import Section
from codemods.formats.rst.wrapping import wrap
from codemods.model import Entry, Feature
from codemods.qemu import targets
from codemods.qemu.listing import entries, meaning, placement, removed, titles
from codemods.qemu.listing import listed as listing
from codemods.removal.documents import alone, ranges, split, tense, twins
from codemods.removal.documents.wanted import Listed, Wanted, owner_of, word
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree
from codemods.source.work import Work

#: A title that ends so is about a part of what it names.
_OF_A_PART = re.compile(
    r"\b(?:arguments?|parameters?|property|properties|members?|fields?)"
    r"[ ]{0,4}(?:\([^()]{0,60}\))?$"
)
#: What a name is followed by that only says whose the thing is which the title names.
_OWNS = re.compile(r",[\w-]")
_DATED = re.compile(r"\bsince v?\d+\.\d+|\bremoved in ", re.IGNORECASE)


def listed(tree: Tree, wanted: Sequence[Wanted]) -> tuple[tuple[Listed, ...], tuple[Wanted, ...]]:
    """Return the sections that list the features, in the order of the file, and what none lists.

    Raises:
        Refused: several sections may mean a feature.
    """
    found: dict[Section, list[Wanted]] = {}
    unlisted: list[Wanted] = []
    for one in wanted:
        meant = _sections(tree, one, [w.feature for w in wanted])
        if not meant:
            unlisted.append(one)
        for section in meant:
            found.setdefault(section, []).append(one)
    ordered = sorted(found.items(), key=lambda pair: pair[0].start)
    return tuple(Listed(s, tuple(w), _called(tree, s, w)) for s, w in ordered), tuple(unlisted)


def _called(tree: Tree, section: Section, wanted: Sequence[Wanted]) -> bool:
    """Tell whether the title has another name of the one feature, and its kind knows that."""
    if len(wanted) != 1:
        return False
    feature = wanted[0].feature
    means = kinds.every()[feature.kind].means
    meant = (e for e in listing.deprecated(tree) if e.title == section.title)
    return means is not None and any(means(tree, feature, e) for e in meant)


def certain(tree: Tree, wanted: Sequence[Wanted]) -> tuple[Listed, ...]:
    """Return the sections that list one of the features, which have one name, and no other one."""
    found = []
    for one in wanted:
        try:
            meant = _sections(tree, one, [])
        except Refused:
            continue
        found += [Listed(section, (one,)) for section in meant if _suits(one, section)]
    return tuple(found)


def _suits(one: Wanted, section: Section) -> bool:
    """Tell whether the title does not speak of another target, or of another owner."""
    owner = owner_of(one.feature)
    title = targets.title(owner) or owner
    return not title or title.casefold() in section.title.casefold()


def move(work: Work, one: Listed, release: str, reason: str, *, keep: bool = False) -> None:
    """Move the entry to the removed ones, and take away a chapter that it leaves empty.

    One that lists others besides stays for them.

    Arguments:
        reason: the user's text for the entry, "" for its own put into the past.
        keep: leave its own text as it is.

    Raises:
        Refused: the entry also lists what stays, or no form puts its text into the past.
    """
    path = entries.document(work.tree)
    source = work.tree.read(path)
    one = replace(one, section=_now(source, one.section))
    line = line_of(source, one.section.title_start)
    body = text(work.tree, one, reason, keep=keep)
    known = _known(work.tree, one)
    narrowed = ranges.narrowed(one.section.title, one.names, known)
    parted = split.of(work.tree, one) if narrowed is None else None
    if parted is not None:
        if not (reason or keep) and (name := parted.says(one.section, source)):
            raise Refused(
                f"the text of the entry speaks of {name}, too, which stays", path=path, line=line,
                hint="remove them together with --together, or say in --reason why it was removed",
            )  # fmt: skip
    elif narrowed is None:
        alone.require(work.tree, path, line, one, known)
    chapters = removed.where(one.section.parents[1:], one.wanted[0].entry.chapters)
    going = [narrowed.gone] if narrowed else ranges.parts(one.section.title)
    wider = ranges.widened(work.tree, going[0], release, known, chapters) if going else ()
    gone = going[0].text if narrowed else parted.gone if parted else one.section.title
    work.step(wider or removed.add(work.tree, chapters, removed.title(gone, release), body))
    if rest := narrowed or parted:
        work.step(rst_sections.retitle(path, source, one.section, rest.title))
    else:
        drop(work, one.section)


def drop(work: Work, section: Section) -> None:
    """Take the entry out of deprecated.rst, and each chapter around it that is then empty."""
    path = entries.document(work.tree)
    source = work.tree.read(path)
    work.step(_without(path, source, _now(source, section)))


def text(tree: Tree, one: Listed, reason: str, *, keep: bool = False) -> str:
    """Return the text of the removed entry; see move().

    Raises:
        Refused: no form puts its own text into the past.
    """
    path = entries.document(tree)
    source = tree.read(path)
    section = _now(source, one.section)
    own = source[section.body : section.end].decode("utf-8", "surrogateescape")
    body = _body(own.replace("\r\n", "\n").strip("\n") + "\n", reason, keep=keep)
    if body is None:
        raise Refused(
            f"no rule puts the text of `{section.title}` into the past", path=path,
            line=line_of(source, section.title_start),
            hint="say in --reason why it was removed, or keep the text with --keep-text",
        )  # fmt: skip
    if re.search(rf"(?m)^[ \t]*{re.escape(section.char)}{{4,}}[ \t\r]*$", body):
        raise Refused(
            f"the text of `{section.title}` holds what looks like a heading", path=path,
            line=line_of(source, section.title_start), hint="put that heading right first",
        )  # fmt: skip
    return body


def _known(tree: Tree, one: Listed) -> frozenset[str]:
    """Return the names of the tree's features of the kind where the title is about versions."""
    if not ranges.parts(one.section.title):
        return frozenset(one.names)
    kind = kinds.every()[one.wanted[0].feature.kind]
    return frozenset({f.name for f in kind.every(tree)} | set(one.names))


def _now(source: bytes, section: Section) -> Section:
    """Return the section where it stands once others are gone."""
    same = [
        s for s in rst_sections.sections(source)
        if (s.title, s.parents) == (section.title, section.parents)
    ]  # fmt: skip
    return min(same, key=lambda s: abs(s.start - section.start))


def write(work: Work, wanted: Sequence[Wanted], release: str, reason: str) -> None:
    """Add an entry of features that deprecated.rst never listed."""
    by_chapter: dict[tuple[tuple[str, ...], ...], list[Entry]] = {}
    for one in wanted:
        by_chapter.setdefault(one.entry.chapters, []).append(one.entry)
    for chapters, named in by_chapter.items():
        heading = removed.title(titles.subject(named), release)
        work.step(removed.add(work.tree, chapters, heading, wrap(reason.strip()) + "\n"))


def _body(own: str, reason: str, *, keep: bool) -> str | None:
    if reason:
        return wrap(reason.strip()) + "\n"
    return own if keep else tense.past(own)


def _sections(tree: Tree, one: Wanted, asked: Sequence[Feature]) -> Sequence[Section]:
    """Return the sections that list the feature: by their title, else by a name in it.

    There may be one for each command that has the type of which it is a member.
    """
    exact = entries.find(tree, [one.entry])
    if exact is not None:
        return _with_twins(tree, one, exact)
    kind = kinds.every()[one.feature.kind]
    own = titles.subject([one.entry])
    meant = [
        e for e in meaning.of(tree, kind, one.feature)
        if not e.removed and not targets.are_others(e.title, own)
    ]  # fmt: skip
    meant = meant or list(marks.in_its_words(tree, one.feature))
    if len(meant) == 1:
        section = listing.section(tree, meant[0])
        return _with_twins(tree, one, section) if section is not None else []
    path = entries.document(tree)
    source = tree.read(path)
    found = list(_entries(source))
    home = {name.casefold() for aliases in one.entry.chapters for name in aliases}
    scored = [
        (_score(s, one, home), s) for s in found if not targets.are_others(s.title, own)
    ]  # fmt: skip
    best = max((score for score, _ in scored), default=0)
    if best > 0:
        named = [s for score, s in scored if score == best]
        told = [s for score, s in scored if score]
        if len(told) > len(named) and twins.of_each(tree, one.feature, owner_of(one.feature), told):
            named = told
        if len(named) > 1 and not twins.of_each(tree, one.feature, owner_of(one.feature), named):
            shown = " and ".join(f"{path}:{line_of(source, s.title_start)}" for s in named)
            raise Refused(f"several entries may mean {one.feature.qualified}: {shown}",
                          hint="move the entry by hand")  # fmt: skip
        return named
    alike = [f.name for f in asked if f.kind == one.feature.kind]
    said = [s for s in found if home & _around(s) and _tells(source, s, alike)]
    return said if len(said) == 1 else []


def _with_twins(tree: Tree, one: Wanted, own: Section) -> Sequence[Section]:
    home = {name.casefold() for aliases in one.entry.chapters for name in aliases}
    near = [s for s in _entries(tree.read(entries.document(tree))) if home & _around(s)]
    return twins.beside(tree, one.feature, owner_of(one.feature), own, near)


def _entries(source: bytes) -> Iterator[Section]:
    """Yield the sections that are entries: dated ones without another one inside."""
    every = rst_sections.sections(source)
    for section in every:
        if section.level and _DATED.search(section.title) and section.parents:
            yield section


def _score(section: Section, one: Wanted, home: set[str]) -> int:
    """Tell how well the title means the feature; 0 where it does not."""
    feature = one.feature
    owner = owner_of(feature)
    quoted = titles.literals(section.title) or re.findall(r"'[\w.+-]+'", section.title)
    name = re.compile(word(feature.name))
    named = [(literal, name.search(literal)) for literal in quoted]
    owns = bool(owner) and re.search(word(owner), section.title) is not None
    in_home = bool(home & _around(section))
    if not any(found and not _OWNS.match(literal, found.end()) for literal, found in named):
        return 0
    whole = feature.qualified.rpartition("/")[2] == feature.name
    if whole and _OF_A_PART.search(section.title):
        return 0
    bare = any(literal.strip("`'").lstrip("-") == feature.name for literal in quoted)
    alone = len({literal.strip("`'") for literal in quoted}) == 1
    if not (in_home or owns or (alone and whole)):
        return 0
    return 1 + 4 * in_home + 2 * owns + bare


def _around(section: Section) -> set[str]:
    return {title.casefold() for title in section.parents}


def _tells(source: bytes, section: Section, names: Sequence[str]) -> bool:
    """Tell whether the text of the section names all of `names`, marked as such."""
    text = source[section.body : section.end].decode("utf-8", "replace")
    return all(re.search(rf"[`'\"]{re.escape(n)}[`'\"]", text) for n in names)


def _without(path: str, source: bytes, section: Section) -> tuple[Edit, ...]:
    """Return the edit that takes out `section`, and each chapter around that is then empty."""
    found = rst_sections.sections(source)
    gone = section
    while True:
        around = [s for s in found if s.body <= gone.start < s.end and s.level < gone.level]
        if not around or around[-1].level == 0:
            break
        parent = around[-1]
        inside = rst_sections.children(found, parent)
        if len(inside) > 1 or source[parent.body : inside[0].start].strip():
            break
        gone = parent
    placement.root(path, found)
    return rst_sections.remove(path, source, gone)
