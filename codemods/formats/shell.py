"""Read shell scripts: simple commands as the words they are made of, and here-documents.

Quotes are taken off as the shell does it, and each byte of a word knows where
it stands in the file; what the shell would put in place of `$NAME` is not known.
Source: POSIX, "Shell Command Language", 2.2 Quoting to 2.7 Redirection.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from codemods.formats import qmp
from codemods.formats.qmp import Text

_SHEBANG = re.compile(rb"#! *\S*[ /](ba|da|k|z)?sh\b")
_BREAKS = b"\n;&|()"
_BLANKS = b" \t\r"
_HERE = re.compile(rb"<<(-?)[ \t]*(['\"\\]?)([\w.-]+)['\"]?")
_EXPANSION = re.compile(rb"\$(?:\w+|[@*#?$!-])")


@dataclass(frozen=True)
class Command:
    """A simple command or, without `words`, the text of a here-document.

    `text` has the words one blank apart; `words` are their places in it.
    """

    text: Text
    words: tuple[tuple[int, int], ...] = ()

    def word(self, n: int) -> bytes:
        """Return word `n`, counted from 0; b"" if there is none."""
        start, end = self.words[n] if n < len(self.words) else (0, 0)
        return self.text.data[start:end]

    def is_word(self, start: int, end: int) -> bool:
        """Tell whether bytes [start, end) of the text are just one word."""
        return (start, end) in self.words


def is_script(source: bytes) -> bool:
    """Tell whether the file says in its first line that a shell runs it."""
    return _SHEBANG.match(source) is not None


def commands(source: bytes) -> Iterator[Command]:
    """Yield the commands and here-documents of a script.

    Commands inside `$(...)` are yielded before the one around them.  What stands
    behind a quote without its partner is left out.
    """
    state = _State(source)
    _lex(state, 0, len(source))
    state.end_command()
    yield from state.found


@dataclass
class _State:
    """What has been read so far; the only place of the module that changes."""

    source: bytes
    found: list[Command] = field(default_factory=list)
    words: list[Text] = field(default_factory=list)
    data: bytearray = field(default_factory=bytearray)
    at: list[int] = field(default_factory=list)
    inside: bool = False
    here: list[tuple[bytes, bool]] = field(default_factory=list)

    def put(self, data: bytes, at: int) -> None:
        self.data += data
        self.at += range(at, at + len(data))
        self.inside = True

    def end_word(self, at: int) -> None:
        if self.inside:
            self.words.append(Text(bytes(self.data), [*self.at, at]))
        self.data, self.at, self.inside = bytearray(), [], False

    def end_command(self) -> None:
        self.end_word(len(self.source))
        if self.words:
            self.found.append(_command(self.words))
        self.words = []


def _command(words: list[Text]) -> Command:
    parts: list[Text] = []
    places: list[tuple[int, int]] = []
    length = 0
    for word in words:
        parts += [word, Text(b" ", (word.at[-1], word.at[-1]))]
        places.append((length, length + len(word.data)))
        length += len(word.data) + 1
    return Command(qmp.join(parts), tuple(places))


def _lex(state: _State, at: int, end: int) -> int:
    """Read [at, end), or up to a closing bracket that nothing opened; return where it ended."""
    source, depth = state.source, 0
    while at < end:
        char = source[at : at + 1]
        if char == b")" and depth == 0 and end < len(source):
            return at
        if here := _HERE.match(source, at) if not source.startswith(b"<<<", at) else None:
            state.end_word(at)
            state.here.append((here[3], here[1] == b"-"))
            at = here.end()
        elif char in _BREAKS:
            depth += (char == b"(") - (char == b")" and depth > 0)
            state.end_word(at)
            state.end_command()
            at = _bodies(state, at + 1) if char == b"\n" else at + 1
        elif char in _BLANKS or char in b"<>":
            state.end_word(at)
            at += 1
        elif char == b"#" and not state.inside:
            stop = source.find(b"\n", at, end)
            at = end if stop < 0 else stop
        else:
            at = _piece(state, at, end)
    return at


def _piece(state: _State, at: int, end: int) -> int:
    """Read a part of a word; return what follows it."""
    source = state.source
    char = source[at : at + 1]
    if char == b"'":
        stop = source.find(b"'", at + 1, end)
        if stop < 0:
            return end
        state.put(source[at + 1 : stop], at + 1)
        return stop + 1
    if char == b'"':
        return _quoted(state, at + 1, end)
    if char == b"$":
        return _expansion(state, at, end)
    if char == b"\\":
        if source[at + 1 : at + 2] != b"\n":
            state.put(source[at + 1 : at + 2], at + 1)
        return at + 2
    state.put(char, at)
    return at + 1


def _quoted(state: _State, at: int, end: int) -> int:
    state.put(b"", at)
    while at < end:
        char = state.source[at : at + 1]
        if char == b'"':
            return at + 1
        if char == b"\\" and state.source[at + 1 : at + 2] in (b"$", b"`", b'"', b"\\", b"\n"):
            if state.source[at + 1 : at + 2] != b"\n":
                state.put(state.source[at + 1 : at + 2], at + 1)
            at += 2
        elif char == b"$":
            at = _expansion(state, at, end)
        else:
            state.put(char, at)
            at += 1
    return at


def _expansion(state: _State, at: int, end: int) -> int:
    """Read what the shell replaces; commands in it are read as commands."""
    source = state.source
    state.put(qmp.UNKNOWN, at)
    if source.startswith(b"$(", at):
        inner = _State(source)
        # Short of the end, so that the bracket that closes it is looked for.
        stop = _lex(inner, at + 2, end - (end == len(source)))
        inner.end_command()
        state.found += inner.found
        return stop + 1
    if source.startswith(b"${", at):
        stop = source.find(b"}", at, end)
        return end if stop < 0 else stop + 1
    found = _EXPANSION.match(source, at)
    return found.end() if found else at + 1


def _bodies(state: _State, at: int) -> int:
    """Read the here-documents that begin at `at`; return what follows them."""
    for word, dashed in state.here:
        tabs = rb"\t*" if dashed else b""
        closing = re.compile(rb"(?m)^" + tabs + re.escape(word) + rb"\r?$").search(state.source, at)
        stop = closing.start() if closing else len(state.source)
        state.found.append(Command(qmp.plain(state.source, at, stop)))
        at = closing.end() if closing else stop
    state.here.clear()
    return at
