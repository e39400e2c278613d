"""What a title of the lists names: literals and plain words, each with its owners.

"``block-commit`` arguments ``base`` and ``top``" names `base` and `top` of block-commit,
"``-device nvme,use-intel-id=on|off``" names `use-intel-id` of -device nvme, "MIPS" itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from codemods.model import Named
from codemods.qemu import targets
from codemods.qemu.releases import next_release

_LITERAL = re.compile(r"``((?:[^`]|`(?!`))+)``")
#: The end of a title: "(since 5.0.0)", "(x86, removed in 8.0)".
_DATED = re.compile(
    r"(?<!\s)\s*\((?:([^()]*),\s*)?(?:deprecated )?(?:since|removed in)\s+"
    r"v?\d+\.\d+(?:\.\d+)?\)\s*$",
    re.IGNORECASE,
)
#: Literals that only such text stands between are named together.
_TOGETHER = re.compile(r"\s*(?:,|and|or|/|&|,\s*and|,\s*or)\s*$")
_RANGE = re.compile(r"\s*(?:up to|through|to)\s*$")
#: Ends what belongs to the names on its left, and begins what belongs to those on its right.
_NEXT = re.compile(r",? and |, | / | & ")
_OF_RELEASE = re.compile(r"(\S+?-)(\d+)\.(\d+)")
_OWNED_BY = re.compile(r"\b(?:of|for|in|from|on)(?: the)?\s*$")
_ITALIC = re.compile(r"``\\ \*\w+\*")
_BEHIND = re.compile(
    r"\s+(?:return value member|result(?: field)?|argument|member)\s+([\w.\[\]-]+)"
    r'|\s+"([\w-]+)" \w+'
)
_KEY = re.compile(r"(?<![\w.-])[\w.-]+=")
#: What stands for any value.
_ANY = re.compile(
    r"\.*|[^{|<]*[|<].*|\{[^{}]*\}|[A-Z_]+|(.)\1*|string|str|size|file\w*|name|path|id|num\w*|val\w*|secret\w*"
)
#: What titles call a feature, in the singular.
NOUNS = frozenset({
    "accelerator", "alias", "architecture", "argument", "backend", "binary", "board", "capability",
    "chip", "command", "cpu", "device", "driver", "event", "field", "host", "machine", "member",
    "model", "name", "object", "option", "parameter", "platform", "processor", "property",
    "result", "return", "target", "type", "value",
})  # fmt: skip
#: Options whose argument is the name of a thing that has a noun of its own.
_SELECTS = {"cpu": "CPU", "machine": "machine", "M": "machine"}
_LINKS = frozenset({
    "the", "a", "an", "and", "or", "of", "on", "command", "line", "output", "data", "options",
})  # fmt: skip
_MOST_WORDS = 3


@lru_cache(maxsize=4096)
def of_title(title: str) -> tuple[Named, ...]:
    """Return what `title`, with or without its version, names; nothing for a mere sentence."""
    text = _ITALIC.sub("...``", undated(title)).strip()
    if not _LITERAL.search(text):
        return tuple(_plain(text))
    groups = _groups(text)
    found: list[Named] = []
    start = 0
    for n in range(1, len(groups) + 1):
        # A conjunction within the words between two groups ends what hangs together.
        if n == len(groups) or _NEXT.search(groups[n][0].strip() + " "):
            found += _connected(groups[start:n], groups[n][0] if n < len(groups) else _rest(text))
            start = n
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=4096)
def undated(title: str) -> str:
    """Return `title` without the release that its end gives, but what else stands beside that."""
    return _DATED.sub(lambda m: f" {m[1]}" if m[1] else "", title)


def singular(word: str) -> str:
    """Return the noun `word` of a title in small letters and the singular."""
    word = word.casefold().strip("().,:'\"")
    if word in ("alias", "address", "bus"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith("aliases") else word.removesuffix("s")


def _rest(text: str) -> str:
    return text[list(_LITERAL.finditer(text))[-1].end() :]


def _groups(text: str) -> list[tuple[str, list[str]]]:
    """Return each run of literals that are named together, with the words before it."""
    found: list[tuple[str, list[str]]] = []
    at = 0
    for literal in _LITERAL.finditer(text):
        between, at = text[at : literal.start()], literal.end()
        if found and _TOGETHER.fullmatch(between):
            found[-1][1].append(literal[1])
        elif found and _RANGE.fullmatch(between):
            found[-1][1].extend(_following(found[-1][1][-1], literal[1]))
        else:
            found.append((between, [literal[1]]))
    return found


def _connected(groups: Sequence[tuple[str, list[str]]], behind: str) -> Iterator[Named]:
    """Yield what the last, or before an "of" the first, of `groups` names; others own it."""
    before = _NEXT.split(groups[0][0])[-1].strip()
    between = " ".join(text.strip() for text, _ in groups[1:])
    after = _NEXT.split(f"{behind} ", maxsplit=1)[0].strip()
    inverse = len(groups) > 1 and _OWNED_BY.search(groups[1][0])
    owning = groups[1:] if inverse else groups[:-1]
    owners = tuple((o.lstrip("-"),) for _, literals in owning for o in literals)
    plain = _named_behind(behind) if len(groups) == 1 else ""
    if plain:
        yield Named(plain, tuple((o.lstrip("-"),) for o in groups[0][1]), before=before)
        return
    texts = (before, f"{between} {after}") if inverse else (f"{before} {between}", after)
    for literal in groups[0 if inverse else -1][1]:
        one = _literal(literal, owners)
        after = f"{one.after} {texts[1]}".strip()
        yield replace(one, before=texts[0].strip(), after=after)


def _named_behind(behind: str) -> str:
    """Return the plain word that is named behind its owners, as in "result dirty-bitmaps[i].x"."""
    found = _BEHIND.fullmatch(behind)
    return (found[1] or found[2]) if found else ""


def _literal(text: str, owners: tuple[tuple[str, ...], ...]) -> Named:
    option, blank, rest = text.partition(" ")
    if not option.startswith("-"):
        if re.fullmatch(r"[\w-]+ [\w-]+", text) and not owners:
            return Named(rest, ((option,),))
        option, rest = "", text
    elif not blank:
        return Named(text, owners)
    json = re.fullmatch(r'"([\w.-]+)": *(?! )(.*)', text)
    if json:
        return Named(json[1], owners, value=json[2])
    if not option and not _KEY.search(rest):
        return Named(text, owners)
    return _parameter((option.lstrip("-"),) if option else (), rest, owners)


def _parameter(option: tuple[str, ...], rest: str, owners: tuple[tuple[str, ...], ...]) -> Named:
    """Return what "BRANCH,KEY=VALUE" names, of `option` or of the `owners` that others name."""
    items = rest.split(",") if "{" not in rest else [rest]
    branch = () if "=" in items[0] or not items[0].strip(".") else (items[0],)
    keys = [item for item in items if _KEY.match(item)]
    if not keys:
        noun = _SELECTS.get("".join(option), "")
        return Named(items[0], (option,) if option and not noun else owners, after=noun)
    key, _, value = keys[-1].partition("=")
    path = (*option, *branch)
    value = "" if _ANY.fullmatch(value) else value
    return Named(key, (path,) if path else owners, value=value)


def _following(first: str, last: str) -> list[str]:
    """Return the names of the releases behind `first`, up to `last`; that alone if unknown."""
    ends = [_OF_RELEASE.fullmatch(name) for name in (first, last)]
    if not ends[0] or not ends[1] or ends[0][1] != ends[1][1]:
        return [last]
    release, stop = ((int(m[2]), int(m[3])) for m in ends if m)
    found = []
    while release < stop:
        release = next_release(release)
        found.append(f"{ends[0][1]}{release[0]}.{release[1]}")
    return found


def _plain(text: str) -> Iterator[Named]:
    """Yield the names that a title without literals consists of: "Power8E and Power8NVL CPUs"."""
    if "(" in text:
        return
    pieces = [piece.split() for piece in re.split(r",? and |, ", text)]
    tails: list[tuple[str, ...]] = []
    for piece in pieces:
        tail: list[str] = []
        while piece and singular(piece[-1]) in NOUNS:
            tail.insert(0, piece.pop())
        tails.append(tuple(tail))
    for n, piece in enumerate(pieces):
        alone = len(pieces) == 1 and len(piece) == 1 and not tails[0]
        if not piece or len(piece) > _MOST_WORDS:
            continue
        if alone or all(re.search(r"[A-Z\d]", word) for word in piece):
            after = next((" ".join(tail) for tail in tails[n:] if tail), "")
            yield Named(" ".join(piece), after=after, literal=False)


def is_part(named: Named) -> bool:
    """Tell whether the words of the title narrow `named` down: "``-mem-path`` fallback to RAM".

    Nouns, targets and vendors do not, nor what follows a noun right behind the name:
    "``-old-param`` option for booting Arm kernels".
    """
    after = named.after.split()
    if after and singular(after[0]) in NOUNS:
        after = []
    words = [w for w in (*named.before.split(), *after) if w.strip("'\"") != named.text]
    known = NOUNS | _LINKS | {title.casefold() for title in targets.titles()}
    return any(
        singular(w) not in known and not re.search(r"[A-Z\d]", w) and w.strip("().,:")
        for w in words
    )


def nouns(named: Named) -> frozenset[str]:
    """Return the nouns by which the title calls `named`, in the singular."""
    return frozenset(map(singular, f"{named.before} {named.after}".split())) & NOUNS
