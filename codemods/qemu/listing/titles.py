"""How a title of deprecated.rst names what it documents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from codemods.model import Entry
from codemods.qemu.releases import next_release

_LITERAL = re.compile(r"``(?:[^`]|`(?!`))+``")
_ANY = f"(?:{_LITERAL.pattern})"
_AND = r"(?:, and |, | and | ?/ ?)"
_DATED = re.compile(r"(?<! ) *\((?:deprecated )?since v?\d+\.\d+(?:\.\d+)?\)$", re.IGNORECASE)
#: What a release calls a thing; then what marks a variant of that.
_OF_RELEASE = re.compile(r"``(?=[^\s`]+``)([^\s`]+?-)(\d+)\.(\d+)(\.\d+|-[^\s`]+)?``")
_PREPOSITION = re.compile(r" (?:as|by|for|from|in|of|on|that|through|to|via|when|with|without)\b.*")
_VERSION = re.compile(r"\bsince v?\d+\.\d+(?:\.\d+)?", re.IGNORECASE)


def subject(entries: Sequence[Entry]) -> str:
    """Return what the entries are called together, without a version.

    What has one shape is named in one list: "``x`` capability, and ``a`` and ``b`` parameters".
    """
    alike = _alike(entries)
    groups: list[str] = []
    for one in alike:
        # Names without a word beside them go into the list of what has one.
        bare = len(alike) > 1 and not any(_shape(one[0]))
        groups += [e.name for e in one] if bare else [_group(one)]
    if len(groups) > 1 and any(" and " in group for group in groups):
        return f"{', '.join(groups[:-1])}, and {groups[-1]}"
    return joined(groups)


def phrase(entries: Sequence[Entry]) -> str:
    """Return what opens a sentence about the entries: "The ``x`` capability", "``y``"."""
    text = subject(entries)
    words = re.sub(r"\band\b|\bup to\b|[ ,]", "", unnamed(text))
    if not words or not literals(text):
        return text
    # A name such as "Arm" keeps its capital.
    return f"The {text[0].lower()}{text[1:]}" if text.startswith("Backend") else f"The {text}"


def short(name: str, after: str, afters: str = "", *, target: str = "") -> Entry:
    """Return the words "the TARGET NAME AFTER" for subject lines, which follow no title.

    Arguments:
        after: the noun; `afters` its plural where that takes more than an "s".
    """
    # A word alone would read as part of the sentence: "the any CPU model".
    shown = re.sub("^``([a-z]+)``$", r"'\1'", name)
    own = "" if says(name, after) else after
    return Entry((), shown, _words("the", target), after=own, afters=afters or f"{after}s")


def says(name: str, noun: str) -> bool:
    """Tell whether a name says itself what it names: "x-device" is a device."""
    return name.strip("`").endswith(f"-{noun}")


def brief(entries: Sequence[Entry], folder: str = "") -> str:
    """Return what a subject line calls the entries: "the x machine", without markup.

    Arguments:
        folder: the subject's prefix; a target, or a program, is not named again where that is
            its folder or its name.
    """
    distinct = list(dict.fromkeys(entries))
    shown = Counter((e.short or e).name for e in distinct)
    # What is called alike is told apart by what stands around it.
    words = [
        Entry((), typed(e)) if e.short and not e.before and shown[e.short.name] > 1
        else e.short or e
        for e in distinct
    ]  # fmt: skip
    if folder.startswith(("hw/", "target/")):
        words = [replace(w, before=re.sub("^the .*", "the", w.before)) for w in words]
    # "qemu-nbd: Deprecate the --cache option" says the program already.
    words = [replace(w, name=w.name.replace(f"``{folder} ", "``", 1)) for w in words]
    # Quotes are for a word alone; of several names all have them or none.
    quoted = [re.fullmatch("'.*'", w.name) is not None for w in words]
    if any(quoted) and not all(quoted):
        words = [replace(w, name=re.sub("^'(.*)'$", r"\1", w.name)) for w in words]
    return subject(words).replace("``", "")


def typed(entry: Entry) -> str:
    """Return the name in a title without markup and the value that a user would give."""
    return re.sub(r"=.*", "", entry.name.replace("``", ""))


def literals(text: str) -> list[str]:
    """Return the inline literals of `text`, with their backquotes."""
    return _LITERAL.findall(text)


def unnamed(text: str) -> str:
    """Return `text` without its inline literals."""
    return _LITERAL.sub("", text)


def joined(names: Sequence[str]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _is_range(names: Sequence[str]) -> bool:
    """Tell whether `names` are what several releases in a row called a thing, such as a machine."""
    found = [n for name in names if (n := _OF_RELEASE.fullmatch(name))]
    each = [(n[1], (int(n[2]), int(n[3]))) for n in found if not n[4]]
    following = [(family, next_release(release)) for family, release in each]
    variants = {(n[1], (int(n[2]), int(n[3]))) for n in found if n[4]}
    ends = len(found) == len(names) and not (found[0][4] or found[-1][4])
    # Two are as short by their names.
    return ends and len(each) > 2 and each[1:] == following[:-1] and variants <= set(each)


def is_plural(text: str) -> bool:
    """Tell whether the words of a title are about several things: "Colours by name"."""
    head = _PREPOSITION.sub("", f" {undated(text)}").strip()
    words = head.split()
    if not words or re.match(r"\w{2,40}ing\b", words[0]):
        return False
    return " and " in head or re.fullmatch(r"[A-Za-z-]{0,60}[^su'i]s", words[-1]) is not None


def singular(word: str) -> str:
    """Return the word for one of what `word`, a plural, has several of: "property"."""
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")


def undated(text: str) -> str:
    """Return the title `text` without its final "(since X.Y)", however that is written."""
    return _DATED.sub("", text).strip()


def is_undated(text: str) -> bool:
    """Tell whether `text` is a title to which "(since X.Y)" can be added."""
    return bool(text) and not _VERSION.search(text)


def redated(text: str, since: str) -> str:
    """Return the title `text` with the version `since`, "X.Y", in place of the one it has."""
    if not _DATED.search(text) and _VERSION.search(text):
        return _VERSION.sub(f"since {since}", text)
    return f"{undated(text)} (since {since})"


def versions(text: str) -> int:
    """Return how many versions the title `text` gives."""
    return len(_VERSION.findall(text))


def names(text: str, entry: Entry) -> bool:
    """Tell whether the title `text` names `entry`, alone or with others of its shape."""
    # To make an expression takes longer than to look into all titles of a list.
    alike = all(literal in text for literal in literals(entry.name))
    return alike and _naming(entry).fullmatch(text) is not None


@lru_cache(maxsize=512)
def _naming(entry: Entry) -> re.Pattern[str]:
    phrases = {
        _words(before, entry.name, after)
        for before in {entry.before, entry.befores or entry.before}
        for after in {entry.after, entry.afters or entry.after}
    }
    return re.compile("|".join(_listing(phrase) for phrase in sorted(phrases)))


def _alike(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Return the distinct entries by their shape, those of one name with all its owners."""
    names: dict[tuple[str, ...], list[Entry]] = {}
    for e in dict.fromkeys(entries):
        # "``a`` argument": the owner comes first.
        before = unnamed(e.before) if e.before.startswith("``") else e.before
        names.setdefault((e.name, before, e.after, e.afters), []).append(e)
    shapes: dict[tuple[str, ...], list[Entry]] = {}
    for e in map(_owned, names.values()):
        shapes.setdefault(_shape(e), []).append(e)
    return list(shapes.values())


def _shape(entry: Entry) -> tuple[str, ...]:
    return entry.before, entry.befores, entry.after, entry.afters


def _owned(alike: Sequence[Entry]) -> Entry:
    """Return the entry of one name that several owners have: "``a`` and ``b`` argument"."""
    first = alike[0]
    named = [owner for e in alike for owner in literals(e.before)]
    # Of two chapters, such as an option of each of two programs, both are called the same.
    if len(alike) == 1 or not named:
        return first
    owners = joined(named)
    words = {text: _LITERAL.split(text)[-1] for text in (first.before, first.befores)}
    return replace(
        first, before=owners + words[first.before],
        befores=first.befores and owners + words[first.befores],
    )  # fmt: skip


def _group(alike: Sequence[Entry]) -> str:
    one = alike[0]
    if len(alike) == 1:
        return _words(one.before, one.name, one.after)
    names = [e.name for e in alike]
    listed = f"{names[0]} up to {names[-1]}" if _is_range(names) else joined(names)
    return _words(one.befores or one.before, listed, one.afters or one.after)


def _listing(phrase: str) -> str:
    """Let each literal of `phrase` be one of several; words count in any case."""
    parts, end = [], 0
    for literal in _LITERAL.finditer(phrase):
        parts.append(f"(?i:{re.escape(phrase[end : literal.start()])})")
        parts.append(f"(?:{_ANY}{_AND})*{re.escape(literal.group())}(?:{_AND}{_ANY})*")
        end = literal.end()
    parts.append(f"(?i:{re.escape(phrase[end:])})")
    # Only words tell where another phrase ends: two bare literals may be one argument's.
    if unnamed(phrase).strip():
        return f"(?:.{{0,300}}{_AND})?" + "".join(parts) + f"(?:{_AND}.{{0,300}})?"
    return "".join(parts)


def others(text: str, entries: Sequence[Entry]) -> list[str]:
    """Return the literals of the title `text` that none of `entries` has."""
    own = {literal for e in entries for literal in literals(subject([e]))}
    return [literal for literal in literals(text) if literal not in own]


def _words(*parts: str) -> str:
    return " ".join(part for part in parts if part)
