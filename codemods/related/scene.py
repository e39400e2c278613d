"""What all evidence looks at: the schema, the feature's words, and the files that are its own."""

from __future__ import annotations

import fnmatch
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from codemods.qemu.schema import constants, definitions
from codemods.related import words
from codemods.related.book import Book
from codemods.related.model import Clue, Known, Thing
from codemods.source.tree import Hit, Tree, exists

_MAINTAINERS = "MAINTAINERS"
#: Where the schema of the guest agent stands, a program of its own.
_AGENT = "qga/"
_CODE = (".c", ".h")
#: A word that names things in so many schema files belongs to no single feature.
COMMON = 7
#: A word that so many lines of text have in capitals, by itself, or with one within a sentence,
#: and no more lines have in small letters, is a proper name.
PROPER = 3
#: A word that more files have, by itself, is of everyday.
_EVERYDAY = 40
#: Where people write text: in the manual, the help, the schema and MAINTAINERS.
_PROSE = (".rst", ".txt", ".texi", ".hx", ".json", "MAINTAINERS")


@dataclass(frozen=True)
class Section:
    """A section of MAINTAINERS: its title, where it stands, and its file patterns."""

    title: str
    line: int
    patterns: tuple[str, ...]

    def lists(self, path: str) -> bool:
        """Tell whether the section names `path`, by more than a folder high up."""
        return any(_covers(pattern, path) for pattern in self.patterns)


@dataclass(frozen=True)
class Scene:
    """Everything that is known before evidence is looked for.

    `words` are those of the feature; `seeds` the things that the user named;
    `spread` counts the schema files with names that hold the words; `named` are
    the things whose own name does.  `hits` are the lines of the tree that hold
    the words, by file; `own` the C files named after them with their `code`,
    `sections` the sections of MAINTAINERS, `adopted` the further files which
    those list.  `proper` tells that the words mean the same wherever they stand.
    """

    tree: Tree
    words: tuple[str, ...]
    seeds: tuple[Thing, ...]
    book: Book
    named: tuple[Thing, ...]
    spread: int
    hits: Mapping[str, tuple[Hit, ...]]
    own: tuple[str, ...]
    sections: tuple[Section, ...]
    adopted: Mapping[str, Section]
    code: Mapping[str, str]
    proper: bool
    everyday: bool = False

    @property
    def telling(self) -> bool:
        """Whether the words stand for one feature: they name things in few schema files.

        What a part of something is called in an everyday word stands for that alone.
        """
        return is_telling(self.words, self.spread) and not self.everyday

    def near(self, thing: Thing) -> bool:
        """Tell whether `thing` stands in the schema file of what the user named."""
        return thing.path in self.center

    @property
    def center(self) -> frozenset[str]:
        """The schema files of what the user named; without one, that which is most about it."""
        seeds = frozenset(seed.path for seed in self.seeds if seed.owner)
        return seeds or _most(self.named, self.words)

    def foreign(self, thing: Thing) -> bool:
        """Tell whether `thing` is of the guest agent and the feature is not, or the reverse."""
        agent = thing.path.startswith(_AGENT)
        return not any(path.startswith(_AGENT) == agent for path in self.center)

    def user(self, thing: Thing) -> str:
        """Return the first of the feature's own files whose code spells `thing`, or ""."""
        pattern = re.compile(_in_code(self.tree, self.book, thing, quoted=thing in self.named))
        found = (path for path, text in self.code.items() if pattern.search(text))
        return next((path for path in found if self.speaks(path, thing)), "")

    def speaks(self, path: str, thing: Thing) -> bool:
        """Tell whether the own file `path` says something of `thing`.

        One that is just called after a thing of a longer name says no more than the name.
        """
        its_own = words.split(thing.name.removeprefix("x-"))
        if len(its_own) <= len(self.words) or not words.begins(_stem(path), its_own):
            return True
        return any(section.lists(path) for section in self.sections)


@dataclass(frozen=True)
class Evidence:
    """A kind of evidence.

    `find(scene, known)` yields clues; `known` is empty unless it is `derived`,
    that is, unless it starts from what other evidence has tied to the feature.
    One that `searches` asks the tree for what only itself knows.
    """

    id: str
    find: Callable[[Scene, Known], Iterable[Clue]]
    derived: bool = False
    searches: bool = False


def is_telling(wanted: Sequence[str], spread: int) -> bool:
    """Tell whether words that name things in `spread` schema files can be evidence."""
    return spread < COMMON and len("".join(wanted)) > 2


def named(book: Book, wanted: Sequence[str]) -> tuple[Thing, ...]:
    """Return the things of the schema whose own name holds the words `wanted`."""
    return tuple(thing for thing in book.things.values() if words.holds(thing.name, wanted))


def scene(tree: Tree, book: Book, wanted: tuple[str, ...], seeds: tuple[Thing, ...]) -> Scene:
    """Look at the tree for the feature with the words `wanted`.

    Where the words are common, the tree is not searched: nothing would follow.
    """
    found = named(book, wanted)
    spread = len({thing.path for thing in found})
    everyday = _is_everyday(tree, wanted, seeds)
    telling = is_telling(wanted, spread) and not everyday
    hits = _hits(tree, wanted) if telling else {}
    sections = tuple(_sections(tree, wanted)) if telling else ()
    own = _own(tree.files(), wanted) if telling else ()
    adopted = dict(_adopted(tree.files(), sections, own))
    code = {path: tree.read(path).decode("latin-1") for path in own}
    proper = len(wanted) > 1 or (len(wanted) == 1 and _is_proper(hits, wanted[0]))
    return Scene(
        tree, wanted, seeds, book, found, spread, hits, own, sections, adopted, code, proper,
        everyday,
    )  # fmt: skip


def _is_everyday(tree: Tree, wanted: Sequence[str], seeds: Sequence[Thing]) -> bool:
    """Tell whether the named thing is a part of something, called by a word of many files."""
    if len(wanted) != 1 or not seeds or not all(seed.is_part for seed in seeds):
        return False
    return len(tree.naming(wanted[0])) > _EVERYDAY


def _most(found: Sequence[Thing], wanted: Sequence[str]) -> frozenset[str]:
    """Return the file that is called after the words, or else has most of the names they lead."""
    leading = Counter(t.path for t in found if words.leads(t.name, wanted))
    ranked = sorted({t.path for t in found})
    best = max(ranked, key=lambda p: (words.begins(_stem(p), wanted), leading[p]), default="")
    return frozenset([best])


def _is_proper(hits: Mapping[str, Sequence[Hit]], word: str) -> bool:
    """Tell whether text has `word` with a capital rather than in small letters, as RDMA or Xen."""
    prose = [h.text for path, found in hits.items() if path.endswith(_PROSE) for h in found]
    inside = rf"(?<=[a-z,] ){word.capitalize()}"
    large = sum(_alone(word.upper(), text) or _alone(inside, text) for text in prose)
    small = sum(_alone(word, text) for text in prose)
    return large >= PROPER and large >= small


def _alone(pattern: str, text: bytes) -> bool:
    """Tell whether a word that is `pattern` stands in `text` and is no part of a name."""
    whole = rf"(?<![\w@`'\"-]){pattern}(?![\w`'\"-])"
    return re.search(whole.encode(), text) is not None


def _in_code(tree: Tree, book: Book, thing: Thing, *, quoted: bool) -> str:
    """Return what matches `thing` in C: its string, too, where that is telling."""
    name = definitions.c_name(thing.name)
    if thing.kind == "command":
        return rf"\bqmp_(?:marshal_)?{name}\b"
    if thing.kind == "event":
        return rf"\bqapi_event_send_{name.lower()}\b"
    if thing.kind == "value":
        spelled = constants.constant(tree, book.definitions[thing.owner], thing.name)
        string = rf"|\"{re.escape(thing.name)}\"" if quoted else ""
        return rf"\b{spelled}\b|{_accessor(name)}{string}"
    if thing.kind == "member":
        return _accessor(name)
    return rf"\b{name}\b"


def _accessor(name: str) -> str:
    """Return what matches `name` in an identifier, such as migrate_NAME(), if it is telling."""
    bare = re.sub("^x_", "", name)
    return rf"(?<![a-z0-9]){bare}(?![a-z0-9])" if "_" in bare else r"(?!)"


def _hits(tree: Tree, wanted: Sequence[str]) -> dict[str, tuple[Hit, ...]]:
    found: dict[str, list[Hit]] = {}
    for hit in tree.grep(words.spellings(wanted)):
        if words.holds(hit.text.decode("latin-1"), wanted):
            found.setdefault(hit.path, []).append(hit)
    return {path: tuple(hits) for path, hits in found.items()}


def _own(paths: Iterable[str], wanted: Sequence[str]) -> tuple[str, ...]:
    """Return the C files whose own name begins with the words."""
    return tuple(
        path
        for path in paths
        if path.endswith(_CODE)
        and not path.startswith(("tests/", "include/standard-headers/", "linux-headers/"))
        and words.begins(_stem(path), wanted)
    )


def _stem(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]


def _sections(tree: Tree, wanted: Sequence[str]) -> Iterator[Section]:
    """Yield the sections of MAINTAINERS whose titles hold the words."""
    if not exists(tree, _MAINTAINERS):
        return
    lines = tree.read(_MAINTAINERS).decode(errors="replace").split("\n")
    for n, line in enumerate(lines):
        if words.holds(line, wanted) and not re.match(r"\S:\s|\s|$", line):
            after = [*lines[n + 1 :], ""]
            block = after[: after.index("")]
            # A heading is underlined; a section is followed by lines of the form "F: file".
            patterns = tuple(text[2:].strip() for text in block if text.startswith("F:"))
            if patterns and not block[0].startswith(("--", "==")):
                yield Section(line.strip(), n + 1, patterns)


def _adopted(
    paths: Iterable[str], sections: Sequence[Section], own: Sequence[str]
) -> Iterator[tuple[str, Section]]:
    # Almost no file is listed: the folders of the patterns sort out the rest fast.
    heads = tuple({re.split(r"[*?\[]", p, maxsplit=1)[0] for s in sections for p in s.patterns})
    mine = set(own)
    for path in paths if sections else ():
        if path.startswith(heads) and path not in mine:
            section = next((s for s in sections if s.lists(path)), None)
            if section:
                yield path, section


def _covers(pattern: str, path: str) -> bool:
    if pattern.endswith("/"):
        return path.startswith(pattern)
    # A "*" of MAINTAINERS stays within a folder.
    return path.count("/") == pattern.count("/") and fnmatch.fnmatchcase(path, pattern)
