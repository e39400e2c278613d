"""Long texts: whose they are, and a parse of one that an interrupt or a limit ends.

The grammar takes time without measure for what is not its language.  It is written in C, which
no signal interrupts but where it calls Python, and that costs short texts more than they are worth.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from codemods.errors import Refused

if TYPE_CHECKING:
    # What only reads files does not load it.
    from tree_sitter import Parser
    from tree_sitter import Tree as SyntaxTree

#: A text of so many bytes is long.
FROM = 1 << 18
#: The longest file of QEMU, a table, has 3.3 MB.
MOST = 4 << 20
#: Seconds of computing for one text; that table takes half a one.
LIMIT_S = 5.0
_CHUNK = 1 << 16
#: How many paths are remembered.
_MANY = 256

_paths: dict[bytes, str] = {}
_given_up: dict[bytes, str] = {}


def note(path: str, text: bytes) -> None:
    """Remember the path of a long text, for what is said of it when it is parsed."""
    if len(text) >= FROM:
        _remember(_paths, text, path)


def parse(parser: Parser, text: bytes, named: bytes, *, limited: bool = False) -> SyntaxTree:
    """Return the syntax tree of a text.

    Arguments:
        named: the text as the file holds it.
        limited: a short text may take too long as well.

    Raises:
        Refused: it is longer than any file that people write, or takes the grammar too long.
    """
    if len(text) < FROM and not limited:
        return parser.parse(text)
    if len(text) > MOST:
        raise Refused(
            f"a file of {len(text)} bytes is more than is parsed", path=_paths.get(named, ""),
            hint=f"no source of QEMU that people write has {MOST} bytes: take it out of the tree",
        )  # fmt: skip
    if text not in _given_up:
        until = time.thread_time() + LIMIT_S
        try:
            return parser.parse(
                lambda at, _: text[at : at + _CHUNK],
                progress_callback=lambda at, failed: time.thread_time() > until,
            )
        except ValueError:
            _remember(_given_up, text, "")
    raise Refused(
        f"a file of {len(text)} bytes takes more than {LIMIT_S:g} seconds to parse",
        path=_paths.get(named, ""),
        hint="it is not written in the language of its name: take it out of the tree",
    )


def _remember(where: dict[bytes, str], text: bytes, told: str) -> None:
    where.pop(text, None)
    where[text] = told
    if len(where) > _MANY:
        del where[next(iter(where))]
