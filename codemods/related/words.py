"""Names as words: `x-twin`, `TWIN_EXIT` and `TwinMode` share one, `twine` does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
#: What a name may begin with that says nothing about the feature: the mark of an
#: experiment, and the verb of commands that only tell its state.
_PREFIXES = ("x", "query")

#: Other words are made from a word of at least so many letters; `twine` is not made from `twin`.
LONG = 6


@lru_cache(maxsize=65536)
def split(text: str) -> tuple[str, ...]:
    """Return the words of a name or a text in lower case, cut at marks and CamelCase."""
    return tuple(word.lower() for word in _WORD.findall(text))


def phrase(name: str) -> tuple[str, ...]:
    """Return the words by which the relatives of the feature `name` are known."""
    found = list(split(name))
    while len(found) > 1 and found[0] in _PREFIXES:
        del found[0]
    return tuple(found)


def holds(text: str, wanted: Sequence[str]) -> bool:
    """Tell whether the words `wanted` follow each other in `text`.

    The last one may stand in the plural, and several may be written as one.
    """
    if not wanted or wanted[0] not in text.lower():
        return False
    found = split(text)
    last = (wanted[-1], f"{wanted[-1]}s")
    if len(wanted) == 1:
        return last[0] in found or last[1] in found
    joined = "".join(wanted)
    if joined in found or f"{joined}s" in found:
        return True
    head, size = tuple(wanted[:-1]), len(wanted) - 1
    return any(
        found[n : n + size] == head and found[n + size] in last for n in range(len(found) - size)
    )


def begins(text: str, wanted: Sequence[str]) -> bool:
    """Tell whether `text` begins with the words `wanted`, as holds() takes them."""
    if wanted and wanted[0] not in text.lower():
        return False
    found = split(text)
    return any(holds(" ".join(found[:n]), wanted) for n in {1, len(wanted)})


def leads(name: str, wanted: Sequence[str]) -> bool:
    """Tell whether `name` begins with the words, but for what says nothing of the feature.

    virtio-blk-vfio-pci is first of all a disk, and only made with vfio.
    """
    return begins(" ".join(phrase(name)), wanted)


def derived(text: str, wanted: Sequence[str]) -> bool:
    """Tell whether a word of `text` is made from the single, long word `wanted`: blkreplay."""
    if len(wanted) != 1 or len(wanted[0]) < LONG:
        return False
    return any(word.startswith(wanted[0]) or word.endswith(wanted[0]) for word in split(text))


def reverse(text: str, wanted: Sequence[str]) -> bool:
    """Tell whether a word of `text` undoes what `wanted` does: decompress, for compress."""
    return derived(text, wanted) and f"de{wanted[0]}" in split(text)


def spellings(wanted: Sequence[str]) -> tuple[str, ...]:
    """Return the fixed strings of which each text that holds `wanted` has one."""
    camel = "".join(word.capitalize() for word in wanted)
    joined = "".join(wanted)
    found = [joined, joined.upper(), joined.capitalize(), camel]
    for mark in ("-", "_", " ") if len(wanted) > 1 else ():
        lower = mark.join(wanted)
        found += [lower, lower.upper(), lower.capitalize(), mark.join(map(str.capitalize, wanted))]
    return tuple(dict.fromkeys(found))


def first_sentence(text: str) -> str:
    """Return `text` up to the first full stop that ends a sentence."""
    return re.split(r"(?<=[.;])\s", text, maxsplit=1)[0]


def identifiers(text: str) -> Iterator[str]:
    """Yield the C identifiers of `text`."""
    yield from re.findall(r"[A-Za-z_]\w*", text)
