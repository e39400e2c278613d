"""Ways in which a file of a tree may be spoilt, each by chance but the same for a seed."""

from __future__ import annotations

import random
from collections.abc import Callable

Lines = list[bytes]


def _crlf(rng: random.Random, data: bytes) -> bytes:
    return data.replace(b"\n", b"\r\n")


def _line(
    change: Callable[[random.Random, bytes], bytes],
) -> Callable[[random.Random, bytes], bytes]:
    """Return what changes one line, which it is given with its end."""

    def changed(rng: random.Random, data: bytes) -> bytes:
        lines = data.splitlines(keepends=True)
        if lines:
            n = rng.randrange(len(lines))
            lines[n] = change(rng, lines[n])
        return b"".join(lines)

    return changed


_ODD = (b"\x00", b"\x0b", b"\x0c", b"\x1b[31m", b"\x1c", b"\x1e", b"\x85", b"\xa0", b"\xe9",
        b"\xc2\x85", b"\xc2\xa0", b"\xe2\x80\xa8", b"\xe2\x80\xae", b"\t")  # fmt: skip


def _odd(rng: random.Random, line: bytes) -> bytes:
    at = rng.randrange(len(line.rstrip(b"\r\n")) + 1)
    return line[:at] + rng.choice(_ODD) + line[at:]


def _split(rng: random.Random, line: bytes) -> bytes:
    at = rng.randrange(len(line) + 1)
    return line[:at] + rng.choice([b"\n", b"\r\n", b"\r"]) + line[at:]


def _cut(rng: random.Random, data: bytes) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + data[at + rng.randrange(20) :]


def _swap(rng: random.Random, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    if len(lines) > 1:
        n = rng.randrange(len(lines) - 1)
        lines[n : n + 2] = lines[n + 1], lines[n]
    return b"".join(lines)


WAYS: dict[str, Callable[[random.Random, bytes], bytes]] = {
    "crlf": _crlf,
    "another line end": _line(lambda rng, line: line.rstrip(b"\r\n") + b"\r\n"),
    "cr before the end": _line(lambda rng, line: line.rstrip(b"\r\n") + b"\r\r\n"),
    "blanks": _line(
        lambda rng, line: line.rstrip(b"\n") + rng.choice([b" ", b"\t", b"   "]) + b"\n"
    ),
    "indented": _line(lambda rng, line: rng.choice([b" ", b"\t", b"    "]) + line),
    "twice": _line(lambda rng, line: line + line),
    "gone": _line(lambda rng, line: b""),
    "blank line": _line(lambda rng, line: line + rng.choice([b"\n", b"\r\n", b"  \n", b"\x0c\n"])),
    "odd": _line(_odd),
    "split": _line(_split),
    "joined": _line(lambda rng, line: line.rstrip(b"\r\n")),
    "cut": _cut,
    "swapped": _swap,
    "no end": lambda rng, data: data.rstrip(b"\n"),
    "many ends": lambda rng, data: data + b"\n\n\n",
    "mark": lambda rng, data: b"\xef\xbb\xbf" + data,
}


def spoilt(rng: random.Random, data: bytes, near: int | None = None) -> tuple[str, bytes]:
    """Return the name of a way and `data` spoilt in it, only around the offset `near` if given."""
    way = rng.choice(list(WAYS))
    if near is None:
        return way, WAYS[way](rng, data)
    reach = rng.choice([100, 400, 1500])
    start = data.rfind(b"\n", 0, max(0, near - reach)) + 1
    end = data.find(b"\n", near + reach) + 1 or len(data)
    return way, data[:start] + WAYS[way](rng, data[start:end]) + data[end:]
