"""Preprocessor conditionals of C text without a macro: it is defined nowhere any more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from codemods.source.splice import Edit

_DIRECTIVE = re.compile(
    rb"(?m)^[ \t]*#[ \t]*(ifdef|ifndef|if|elif|else|endif)\b"
    rb"((?:/\*.*?(?:\*/|\Z)|\\\r?\n|[^\n\\]|\\.)*)",
    re.DOTALL,
)
_BLANK = b" \t\r\n\\"
_TOKEN = re.compile(rb"(?:\\\r?\n|\s)+|\|\||&&|\w+|.", re.DOTALL)


@dataclass
class _Branch:
    """A branch: its directive in [start, body), the condition's text, and where it begins."""

    word: bytes
    start: int
    body: int
    text: bytes
    at: int


@dataclass
class _Conditional:
    """A conditional: its branches, and the line of its #endif in [end, behind)."""

    branches: list[_Branch] = field(default_factory=list)
    end: int = 0
    behind: int = 0


def without(path: str, source: bytes, macro: str) -> Iterator[Edit]:
    """Yield the edits that take out what is only for builds which define `macro`.

    They are told for one state of the file and do not overlap; a conditional inside of
    one that changes is left for the next time.
    """
    done = 0
    name = macro.encode()
    for one in _conditionals(source):
        if one.branches[0].start < done or not any(_names(b, name) for b in one.branches):
            continue
        edits = list(_folded(path, source, one, name))
        if edits:
            done = one.behind
            yield from edits


def _names(branch: _Branch, name: bytes) -> bool:
    return re.search(rb"\b" + name + rb"\b", branch.text) is not None


def _conditionals(source: bytes) -> list[_Conditional]:
    """Return the conditionals, an outer one before those inside of it."""
    found: list[_Conditional] = []
    stack: list[_Conditional] = []
    for line in _DIRECTIVE.finditer(source):
        word = line[1]
        end = min(line.end() + 1, len(source))
        branch = _Branch(word, line.start(), end, line[2], line.start(2))
        if word in (b"if", b"ifdef", b"ifndef"):
            stack.append(_Conditional([branch]))
            found.append(stack[-1])
        elif word == b"endif" and stack:
            stack[-1].end, stack[-1].behind = line.start(), end
            stack.pop()
        elif stack:
            stack[-1].branches.append(branch)
    return [one for one in found if one.behind]


def _folded(path: str, source: bytes, one: _Conditional, name: bytes) -> Iterator[Edit]:
    """Yield the edits for one conditional."""
    told = [(b, _value(b, name)) for b in one.branches]
    ends = [b.start for b in one.branches[1:]] + [one.end]
    kept: list[tuple[_Branch, int, bytes | bool]] = []
    for (branch, value), end in zip(told, ends, strict=True):
        if value is False:
            continue
        kept.append((branch, end, value))
        if value is True:
            break
    if [k[0] for k in kept] == one.branches and all(v is not True for _, _, v in kept):
        for branch, _, value in kept:
            if isinstance(value, bytes) and value != branch.text:
                yield Edit(path, branch.at, branch.at + len(branch.text), value)
        return
    if not kept:
        yield Edit(path, one.branches[0].start, _past_blank(source, one), b"")
        return
    if kept[0][2] is True or kept[0][0].word == b"else":
        body = source[kept[0][0].body : kept[0][1]]
        yield Edit(path, one.branches[0].start, one.behind, body)
        return
    lines = []
    for n, (branch, end, value) in enumerate(kept):
        lines.append(_line(source, branch, value, first=n == 0))
        lines.append(source[branch.body : end])
    text = b"".join(lines)
    yield Edit(path, one.branches[0].start, one.end, text)


def _line(source: bytes, branch: _Branch, value: bytes | bool, *, first: bool) -> bytes:
    """Return the directive of a branch that stays, as the first one or not."""
    written = source[branch.start : branch.body]
    if value is True and branch.word != b"else":
        return b"#else\n"
    if isinstance(value, bytes) and value != branch.text:
        before = branch.at - branch.start
        written = written[:before] + value + written[before + len(branch.text) :]
    return re.sub(rb"#([ \t]*)elif\b", rb"#\1if", written, count=1) if first else written


def _past_blank(source: bytes, one: _Conditional) -> int:
    """Return where what follows begins, without a blank line that another one precedes."""
    above = source[: one.branches[0].start]
    blank = re.compile(rb"[ \t]*\r?\n").match(source, one.behind)
    return blank.end() if blank and (not above or above.endswith(b"\n\n")) else one.behind


def _value(branch: _Branch, name: bytes) -> bytes | bool:
    """Return the condition without the macro: its text, or what it always is.

    The #else has the text "".
    """
    if branch.word == b"else" or not _names(branch, name):
        return branch.text
    bare = branch.text.split(b"/*")[0].strip()
    if branch.word in (b"ifdef", b"ifndef"):
        return branch.word == b"ifndef" if bare == name else branch.text
    tokens = [m.group() for m in _TOKEN.finditer(branch.text)]
    value = _simplified(tokens, name)
    return value if isinstance(value, bool) else _aligned(branch.text, value)


def _aligned(old: bytes, new: bytes) -> bytes:
    """Return a condition with its backslashes in the column that all of them had."""
    known = set(old.split(b"\n"))
    # The first line has the directive before it.
    columns = {len(line) for line in old.split(b"\n")[1:] if line.endswith(b"  \\")}
    if len(columns) != 1:
        return new
    width = columns.pop() - 1
    first, *more = new.split(b"\n")
    rest = [
        line[:-1].rstrip().ljust(width) + b"\\"
        if line not in known and line[-1:] == b"\\"
        else line
        for line in more
    ]
    return b"\n".join([first, *rest])


def _simplified(tokens: list[bytes], name: bytes) -> bytes | bool:
    """Return a condition without the macro; it stays as it is where it is of another form."""
    for mark, decides in ((b"||", True), (b"&&", False)):
        parts = _split(tokens, mark)
        if len(parts) > 1:
            values = [_simplified(part, name) for part in parts]
            if decides in values:
                return decides
            if all(isinstance(v, bool) for v in values):
                return not decides
            texts = [b"".join(part) for part in parts]
            return _joined(texts, values, mark)
    text = b"".join(tokens)
    bare = re.sub(rb"\\\r?\n|\s", b"", text)
    if bare in (b"defined(" + name + b")", b"defined" + name):
        return False
    if bare in (b"!defined(" + name + b")", b"!defined" + name):
        return True
    inner = [n for n, t in enumerate(tokens) if t.strip(b" \t\r\n\\")]
    if inner and tokens[inner[0]] == b"(" and _closes(tokens, inner[0]) == inner[-1]:
        value = _simplified(tokens[inner[0] + 1 : inner[-1]], name)
        if isinstance(value, bool):
            return value
        after = b"".join(tokens[inner[-1] + 1 :])
        if value == b"".join(tokens[inner[0] + 1 : inner[-1]]):
            return text
        if not _split_marks(value):
            return b"".join(tokens[: inner[0]]) + value.strip(_BLANK) + after
        return b"".join(tokens[: inner[0]]) + b"(" + value.strip(_BLANK) + b")" + after
    return text


def _joined(texts: list[bytes], values: list[bytes | bool], mark: bytes) -> bytes:
    """Return the operands that stay; what stood around one that goes closes up."""
    found: list[bytes] = []
    lead: bytes | None = None
    for n, (text, value) in enumerate(zip(texts, values, strict=True)):
        if isinstance(value, bool):
            if found:
                before = found[-1].rstrip(_BLANK)
                gaps = found[-1][len(before) :], text[len(text.rstrip(_BLANK)) :]
                # What follows takes the place of what goes, at the begin of its line.
                keeps = b"\n" in gaps[0] and b"\n" not in gaps[1] and n + 1 < len(texts)
                found[-1] = before + gaps[not keeps]
            elif lead is None:
                lead = text[: len(text) - len(text.lstrip(_BLANK))]
        elif lead is not None:
            found.append(lead + value.lstrip(_BLANK))
            lead = None
        else:
            found.append(value)
    return mark.join(found)


def _split_marks(text: bytes) -> bool:
    """Tell whether a condition has several operands."""
    return b"||" in text or b"&&" in text


def _split(tokens: list[bytes], mark: bytes) -> list[list[bytes]]:
    found: list[list[bytes]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token == b"(") - (token == b")")
        if token == mark and depth == 0:
            found.append([])
        else:
            found[-1].append(token)
    return found


def _closes(tokens: list[bytes], opened: int) -> int:
    depth = 0
    for n in range(opened, len(tokens)):
        depth += (tokens[n] == b"(") - (tokens[n] == b")")
        if depth == 0:
            return n
    return -1
