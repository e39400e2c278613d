"""Read shell scripts: simple commands as the words they are made of, and here-documents.

The grammar tells where the words are.  Quotes are taken off here as the shell does it, so
that each byte of a word knows where it stands in the file; what the shell would put in
place of `$NAME` is not known.
Source: POSIX, "Shell Command Language", 2.2 Quoting to 2.7 Redirection.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from codemods.errors import Refused
from codemods.formats import qmp
from codemods.formats.qmp import Text
from codemods.syntax.parse import Node, found, parse

_SHEBANG = re.compile(rb"#! *\S*[ /](ba|da|k|z)?sh\b")
#: What stands for itself, within quotes and without, and begins nothing that is not known.
_PLAIN = re.compile(rb"[^'\"\\$`<>(]+")
_LINE_END = re.compile(rb"(?<!\\)\n")
_NAMED = re.compile(rb"\$(?:\w+|[@*#?$!-])")
#: What a backslash takes the meaning of between double quotes.
_SPECIAL = (b"$", b"`", b'"', b"\\", b"\n")


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
    """Yield the commands and here-documents of a script, in the order in which they end.

    The words of a `for`, a `case`, an array or a comparison are one as well.  What a
    here-document has the shell run is only a part of its text.  What stands behind a quote
    without its partner is left out, and all of a text that takes the grammar too long.
    """
    try:
        root = parse("bash", source).root_node
    except Refused:
        return
    texts, matched = found("bash/text", root), found("bash/words", root)
    if texts is None or matched is None:
        return
    documents = _outermost(source, [n for one in texts for n in one.get("document", ())])
    unknown = dict(_without_blanks(source, n) for one in texts for n in one.get("unknown", ()))
    every = [(d.stop, Command(qmp.plain(source, d.start, d.stop))) for d in documents]
    starts = [d.start for d in documents]
    for nodes in _with_words(matched):
        for places in _lines(source, nodes):
            before = bisect_right(starts, places[0].start) - 1
            if before < 0 or places[0].start >= documents[before].stop:
                words = [_word(source, place, unknown) for place in places]
                every.append((places[-1].stop, _command(words)))
    yield from (command for _, command in sorted(every, key=lambda one: one[0]))


def _outermost(source: bytes, nodes: Sequence[Node]) -> list[range]:
    """Return where the here-documents stand, without those that stand in another one."""
    found: list[range] = []
    for node in sorted(nodes, key=lambda node: node.start_byte):
        if not found or node.start_byte >= found[-1].stop:
            found.append(range(_begun(source, node), node.end_byte))
    return found


def _begun(source: bytes, node: Node) -> int:
    """Return where a here-document begins: for the grammar, some at what is replaced first."""
    start = node.prev_sibling
    while start is not None and start.type != "heredoc_start":
        start = start.prev_sibling
    line = _LINE_END.search(source, start.end_byte, node.start_byte) if start is not None else None
    return line.end() if line else node.start_byte


def _without_blanks(source: bytes, node: Node) -> tuple[int, int]:
    """Return where a node stands; the grammar takes blanks before `$(` within quotes to it."""
    text = source[node.start_byte : node.end_byte]
    return node.end_byte - len(text.lstrip()), node.end_byte


def _with_words(matched: Iterable[Mapping[str, Sequence[Node]]]) -> Iterator[list[Node]]:
    """Yield the words of each node that has some."""
    # Each match makes its nodes anew: an id tells which are the same.
    homes: dict[int, dict[int, Node]] = {}
    rest: dict[int, dict[int, Node]] = {}
    for captures in matched:
        of = homes if "home" in captures else rest
        (node,) = captures.get("home") or captures["rest"]
        of.setdefault(node.id, {}).update((word.id, word) for word in captures["word"])
    taken = {word for words in homes.values() for word in words}
    left = ({id: n for id, n in words.items() if id not in taken} for words in rest.values())
    for words in (*homes.values(), *left):
        if words:
            yield sorted(words.values(), key=lambda word: word.start_byte)


def _lines(source: bytes, nodes: Sequence[Node]) -> Iterator[list[range]]:
    """Yield where the words of a node stand, those of each line apart.

    What touches is one word, though the grammar parts `a=$B,c=d`; and it takes a command
    for one more file of a redirection at the end of the line before.
    """
    found: list[range] = []
    for node in nodes:
        start = node.start_byte
        if found and start <= found[-1].stop:
            start = found.pop().start
        elif found and _LINE_END.search(source, found[-1].stop, start):
            yield found
            found = []
        found.append(range(start, node.end_byte))
    yield found


def _command(words: list[Text]) -> Command:
    parts: list[Text] = []
    places: list[tuple[int, int]] = []
    length = 0
    for word in words:
        parts += [word, Text(b" ", (word.at[-1], word.at[-1]))]
        places.append((length, length + len(word.data)))
        length += len(word.data) + 1
    return Command(qmp.join(parts), tuple(places))


def _word(source: bytes, place: range, unknown: Mapping[int, int]) -> Text:
    """Return the word at `place` without its quotes.

    Arguments:
        unknown: the end of each piece of which the script does not tell the text, by its start.
    """
    data, places, quoted = bytearray(), [], False
    at, end = place.start, place.stop
    while at < end:
        named = _NAMED.match(source, at, end)
        if named or at in unknown:
            data += qmp.UNKNOWN
            places.append(at)
            at = named.end() if named else unknown[at]
            continue
        stop, start, known = _piece(source, at, end, quoted=quoted)
        quoted ^= source.startswith(b'"', at)
        data += source[start:known]
        places += range(start, known)
        at = stop
    return Text(bytes(data), [*places, end])


def _piece(source: bytes, at: int, end: int, *, quoted: bool) -> tuple[int, int, int]:
    """Return where the piece of a word at `at` ends, and the span of what it stands for."""
    if plain := _PLAIN.match(source, at, end):
        return plain.end(), at, plain.end()
    char, after = source[at : at + 1], source[at + 1 : at + 2]
    if char == b"'" and not quoted:
        stop = source.find(b"'", at + 1, end)
        stop = end if stop < 0 else stop
        return min(stop + 1, end), at + 1, stop
    if char == b'"':
        return at + 1, at, at
    if char == b"\\" and (not quoted or after in _SPECIAL):
        stop = min(at + 2, end)
        return stop, at + 1, at + 1 if after == b"\n" else stop
    return at + 1, at, at + 1
