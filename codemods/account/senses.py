"""Which lines mean a feature: an everyday word and a property do not wherever they stand.

A word such as `mode` means the feature where it is written as a name.  What belongs to
something, as a property to its device, means nothing where that is not named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from codemods import kinds
from codemods.account import implementing
from codemods.model import Feature
from codemods.qemu import programs
from codemods.qemu.options import options
from codemods.qemu.schema import definitions, shown_by
from codemods.source.tree import Hit, Tree

#: In more lines than this a word mostly means something else.
_COMMON = 100
#: No name that only a feature has: letters alone, or a number.
_EVERYDAY = re.compile(r"[A-Za-z]+|\d+")
#: What may be a name of anything: no part of it tells of its owner.
_PLAIN = re.compile(r"[A-Za-z]+\d{0,9}")
#: How schema, C, documents and command lines write a name as a name.
_TYPED = b"|".join((
    rb"""["'`]\*?%s["'`]""", rb"@%s(?![\w-])", rb"[\s=,]%s=(?!=)", rb"=%s(?![\w-])",
    rb"(?:^|\s)--?[a-zA-Z][\w-]* %s(?![\w-])", rb",[+-]?%s(?![\w-])", rb"\.%s(?![\w-])",
    rb"`%s[=,]",
))  # fmt: skip
_OPTION = re.compile(rb"(?:^|[\s'\"`(])--?[a-z][\w-]*[ =][\w.-]+[,=]")
#: What talks to QEMU sends the schema's commands, unless it says that the monitor is meant.
_CLIENTS = ("tests/", "python/", "scripts/")
_MONITOR = re.compile(rb"hmp|human[-_ ]monitor|\(qemu\)")
#: Types whose values have members of their own, behind options and commands.
_UNIONS = ("BlockdevOptions", "Netdev", "ObjectOptions", "ChardevBackend")
#: What something belongs to is named at most so many lines from it.
_NEAR = 3


@dataclass(frozen=True)
class Sense:
    """One spelling of a feature: what finds it where it may be meant, and whether a line does."""

    meant: re.Pattern[bytes]
    is_here: Callable[[Hit], bool]

    def means(self, hit: Hit) -> bool:
        """Tell whether the line `hit` means the feature."""
        return self.meant.search(hit.text) is not None and self.is_here(hit)


def senses(tree: Tree, features: Iterable[Feature], hits: Sequence[Hit]) -> tuple[Sense, ...]:
    """Return one sense for each spelling of each feature.

    A word that is found all over the tree counts only where it is written as a
    name; as the member of a type also only in files that name the type, or the
    command or event that shows it.  A property, a parameter and an argument count
    only in the feature's own files and near what has them.
    """
    pairs = [(f, word) for f in features for word in f.spellings]
    whole = {word: re.compile(rb"(?<![\w-])%s(?![\w-])" % _escaped(word)) for _, word in pairs}
    counts = Counter(
        word for word in whole if _EVERYDAY.fullmatch(word)
        for hit in hits if whole[word].search(hit.text)
    )  # fmt: skip
    found = []
    for feature, word in pairs:
        everyday = counts[word] > _COMMON or word.isdigit()
        owner = _owner(feature, word)
        typed = re.compile(_TYPED.replace(b"%s", _escaped(word)))
        if owner:
            plain = _EVERYDAY.fullmatch(_bare(word)) and not word.startswith("-")
            meant = typed if plain else whole[word]
            found.append(Sense(meant, _near(tree, feature, owner)))
        elif everyday or _is_shared(tree, feature):
            meant = typed if everyday else whole[word]
            found.append(Sense(meant, _about(tree, feature, strict=not everyday)))
            found += _on_command_line(tree, feature, word)
        elif _is_word_of_a_type(feature, word):
            found.append(Sense(whole[word], _about(tree, feature, strict=True)))
        else:
            found.append(Sense(whole[word], _in_monitor(tree, feature)))
    return tuple(found)


def _on_command_line(tree: Tree, feature: Feature, word: str) -> Iterator[Sense]:
    """Yield the sense of a value behind its option, which needs no type beside it."""
    kind = kinds.every().get(feature.kind)
    if kind is None or not kind.in_schema or word != feature.name:
        return
    for lead in kind.naming.leads:
        meant = re.compile(rb"(?:%s)%s(?![\w-])" % (lead.encode(), _escaped(word)))
        yield Sense(meant, _of_target(tree, feature))


def _is_shared(tree: Tree, feature: Feature) -> bool:
    """Tell whether other types of the schema have a member of the same name."""
    owner = feature.qualified.removesuffix(f".{feature.name}")
    if owner == feature.qualified or not feature.path.endswith(".json"):
        return False
    found = (d for s in definitions.naming(tree, feature.name) for d in s.definitions)
    return any(d.name != owner and d.meta != "enum" and d.member(feature.name) for d in found)


def _is_word_of_a_type(feature: Feature, word: str) -> bool:
    """Tell whether a member or a value of a type, which nobody types, is called by a plain word."""
    kind = kinds.every().get(feature.kind)
    return kind is not None and kind.by_owner and _PLAIN.fullmatch(word) is not None


def _in_monitor(tree: Tree, feature: Feature) -> Callable[[Hit], bool]:
    """Return what tells whether a line means a command of the monitor, not a namesake of it.

    That may be one of the schema, or a program.  For other features that is whether it is of
    their target.
    """
    is_here = _of_target(tree, feature)
    kind = kinds.every().get(feature.kind)
    if kind is None or not kind.naming.typed:
        return is_here
    runs = any(p.name == feature.name for p in programs.programs(tree, feature.name))
    if not runs and not definitions.definition(tree, feature.name):
        return is_here
    leads = (lead.encode() for lead in kind.naming.leads)
    said = re.compile(b"|".join((_MONITOR.pattern, *leads)), re.IGNORECASE)

    def means(hit: Hit) -> bool:
        sure = hit.path.endswith(".hx") or not (runs or hit.path.startswith(_CLIENTS))
        return is_here(hit) and (sure or said.search(hit.text) is not None)

    return means


def _of_target(tree: Tree, feature: Feature) -> Callable[[Hit], bool]:
    """Return what tells whether a line is where the feature's kind is meant, and its target."""
    arch, slash, _ = feature.qualified.partition("/")
    folders = set(programs.folders(tree)) if slash else set()
    own = {c.name for c in programs.configs(tree) if programs.folder(tree, c) == arch} | {arch}
    others = {c.name for c in programs.configs(tree)} | folders if arch in folders else set()
    beside = kinds.every()[feature.kind].naming.beside if feature.kind in kinds.every() else ""
    wanted = re.compile(beside.encode(), re.IGNORECASE)

    def is_here(hit: Hit) -> bool:
        named = {part for part in re.split(r"[/._-]", hit.path) if part in others}
        elsewhere = bool(named) and not named & own
        return not elsewhere and wanted.search(hit.text) is not None

    return is_here


def _owner(feature: Feature, word: str) -> str:
    """Return what has the property, parameter or argument of the feature; "" for other features.

    Schema types are no owners that a user names; commands and events are.
    """
    owner = feature.qualified.removesuffix(f".{_bare(word)}")
    is_type = feature.path.endswith(".json") and owner[:1].isupper() and not owner.isupper()
    if owner == feature.qualified or is_type:
        return ""
    return owner.rpartition("/")[2]


def _bare(word: str) -> str:
    return word.strip('"').lstrip("-")


def _near(tree: Tree, feature: Feature, owner: str) -> Callable[[Hit], bool]:
    """Return what tells whether a line is in the feature's own files, or near its owner."""
    own = {source.path for source in implementing.implementing(tree, feature)} | {feature.path}
    # "netdev.tap": both words are needed, and stand in this order where both are typed.
    names = [re.escape(part.encode()) for part in owner.split(".")]
    named = re.compile(rb"(?<![\w-])-?" + rb"[\s=,]+".join(names) + rb"(?![\w-])")
    # The help of an option tells of what stands behind any of its values.
    rows = _rows(tree, _option(feature) or owner.partition(".")[0])
    lines = _lines(tree)

    def is_near(hit: Hit) -> bool:
        if hit.path.endswith((".c", ".h", ".json")) and not hit.path.startswith("tests/"):
            return hit.path in own
        if hit.path == options.FILE and rows:
            return hit.line in rows
        if owner in re.split(r"[/.]", hit.path):
            return True
        if _OPTION.search(hit.text):
            # A command line says itself whose parameters it gives.
            return named.search(hit.text) is not None
        around = lines(hit.path)[max(0, hit.line - 1 - _NEAR) : hit.line + _NEAR]
        return any(named.search(text) for text in around)

    return is_near


def _option(feature: Feature) -> str:
    """Return the option whose values have such a property, or ""."""
    kind = kinds.every().get(feature.kind)
    return kind.naming.option if kind is not None else ""


def _rows(tree: Tree, option: str) -> frozenset[int]:
    """Return the lines of the table of options that are about `option`; none if it is no option."""
    found: set[int] = set()
    source = tree.read(options.FILE) if (blocks := options.blocks(tree, option)) else b""
    for block in blocks:
        first = source.count(b"\n", 0, block.start) + 1
        end = block.end if block.doc is None else block.doc.end
        found |= set(range(first, first + source.count(b"\n", block.start, end) + 1))
    return frozenset(found)


def _about(tree: Tree, feature: Feature, *, strict: bool) -> Callable[[Hit], bool]:
    """Return what tells whether a line is in a file that names the owner of a schema member.

    Arguments:
        strict: outside of code the owner has to be named near the line.
    """
    owner = feature.qualified.removesuffix(f".{feature.name}")
    found = definitions.definition(tree, owner) if feature.path.endswith(".json") else None
    if owner == feature.qualified or found is None:
        return _of_target(tree, feature)
    names = {owner, *(use.name for use in shown_by.of(tree, found[1]))}
    words = names | {definitions.c_name(name) for name in names}
    paths = frozenset(path for word in words for path in tree.naming(word))
    near = re.compile(rb"(?<![\w-])(?:%s)(?![\w-])" % b"|".join(map(_escaped, sorted(names))))
    # What only some values of a union have is meant where one of these is named.
    values = {v for union in _UNIONS for v in shown_by.branches(tree, found[1], union)}
    value = re.compile(rb"(?<![\w-])(?:%s)(?![\w-])" % b"|".join(map(_escaped, sorted(values))))
    lines = _lines(tree)

    def is_here(hit: Hit) -> bool:
        if hit.path not in paths or hit.path.endswith((".c", ".h", ".json")):
            return hit.path in paths
        around = lines(hit.path)[max(0, hit.line - 1 - _NEAR) : hit.line + _NEAR]
        named = not strict or any(near.search(text) for text in around)
        return named and (not values or any(value.search(text) for text in around))

    return is_here


def _lines(tree: Tree) -> Callable[[str], list[bytes]]:
    """Return what gives the lines of a file, read once."""

    @lru_cache(maxsize=64)
    def lines(path: str) -> list[bytes]:
        return tree.read(path).split(b"\n")

    return lines


def _escaped(word: str) -> bytes:
    return re.escape(word.encode())
