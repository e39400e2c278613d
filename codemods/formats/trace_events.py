"""Cut trace-events files: one line for each event, below a comment with the file it is for.

Source: docs/devel/tracing.rst of QEMU.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from codemods.source.splice import Edit

_EVENT = re.compile(rb"(?m)^(?:disable[ \t]+|vcpu[ \t]+|tcg[ \t]+)*(\w+)\([^\n]*\n")
_HEAD = re.compile(rb"(?m)^#[^\n]*\n")


def events(source: bytes) -> Iterator[tuple[str, int, int]]:
    """Yield the name of each event, and bytes [start, end) of its line."""
    for found in _EVENT.finditer(source):
        yield found[1].decode(), found.start(), found.end()


def without(path: str, source: bytes, names: Sequence[str]) -> Iterator[Edit]:
    """Yield the edits that take out events, and the comment above a group that is left empty."""
    gone = [(a, b) for name, a, b in events(source) if name in names]
    if not gone:
        return
    lines = {span[0] for span in gone}
    start = 0
    for block in re.finditer(rb"(?m:^)(?:[^\n]+\n)+", source):
        inside = [(a, b) for a, b in gone if block.start() <= a < block.end()]
        if not inside:
            continue
        rest = [
            m.start()
            for m in re.finditer(rb"(?m)^[^\n]+\n", block.group())
            if m.start() + block.start() not in lines
            and not _HEAD.match(source, m.start() + block.start())
        ]
        if rest:
            yield from (Edit(path, a, b, b"") for a, b in inside)
            continue
        start, end = block.span()
        if source[end : end + 1] == b"\n":
            end += 1
        elif source[:start].endswith(b"\n\n"):
            start -= 1
        yield Edit(path, start, end, b"")
