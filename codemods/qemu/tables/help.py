"""Mark an option or a monitor command deprecated in the help text that its .hx file holds.

Source: b979c93121 and b6ddc6a2b2 for options, 05404916bf for monitor commands.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence

from codemods.formats import hx
from codemods.model import HELP, Mark, Request
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree

#: Help texts say it in one of these ways; "deprecated interfaces" are something else.
_MARKED = re.compile(
    r"\(deprecated\b|\bdeprecated[,.;)]|\bdeprecated (synonym|option)", re.IGNORECASE
)
_WIDTH = 79
#: Lines of a description that go on are filled at least so far.
_ROOM = 60
#: "-option args   what it does": the description begins in column 16 or behind two blanks.
_TOGETHER = re.compile(r"(?=-)(?:(.{15}) (?=\S)|(.*?\S)  +(?=\S))")
_ITEM = re.compile(r"['\"<|]|use |when ['\"]|[\w.,/<>|-]+ ?=|[\w.-]+:|-\w|[A-Z]")
_DEFAULT = re.compile(r"\((?=default\b[^()]*\)$)")


_Again = Callable[[Tree], hx.Block]


def marks(
    source: bytes, block: hx.Block, edits: Callable[[bytes, hx.Block], Iterator[Edit]],
    again: _Again,
) -> Iterator[Mark]:  # fmt: skip
    """Yield the mark that the help of `block` says it is deprecated, there or missing.

    None where the entry has no help.

    Arguments:
        edits: option() or command(), which makes it.
        again: finds the block in the tree as it is then.
    """
    lines = list(hx.help_lines(block.help))
    for line in lines:
        if _MARKED.search(line.text):
            yield Mark(HELP, block.path, line_of(source, line.literal.start), line.text.strip())
            return

    def add(tree: Tree, request: Request) -> Iterator[Edit]:
        return edits(tree.read(block.path), again(tree))

    if lines:
        yield Mark(HELP, block.path, line_of(source, lines[0].literal.start), add=add)


def option(source: bytes, block: hx.Block) -> Iterator[Edit]:
    """Yield the edit that puts "(deprecated)" behind the first description in an option's help.

    None where the help is empty or says so already.  A help that is about
    several options tells which one.
    """
    lines = list(hx.help_lines(block.help))
    if not lines or any(_MARKED.search(line.text) for line in lines):
        return
    together = re.match(r"-[\w-]+(?: or |/)-[\w-]+", lines[0].text)
    words = f"-{block.name} is deprecated" if together else "deprecated"
    groups = list(_descriptions(lines))
    forms = [line for line in lines if re.match(rf"-{re.escape(block.name)}(?![\w-])", line.text)]
    if len(groups) > 1 and len(forms) > 1 and not together:
        # Behind one of several forms it would be said of that one alone.
        yield _own_line(block.path, source, lines[-1], f"(-{block.name} is deprecated)", 16)
        return
    usage = 1
    while usage < len(lines) and (
        lines[usage].text.startswith("-") or _continues_usage(lines[usage].text)
    ):
        usage += 1
    if groups:
        yield _mark(block.path, source, groups[0][-1], words, 16)
    elif usage < len(lines) and _describes(lines[usage]):
        yield _mark(block.path, source, lines[usage], words, 16)
    else:
        yield _own_line(block.path, source, lines[usage - 1], f"({words})", 16)


def command(source: bytes, block: hx.Block) -> Iterator[Edit]:
    """Yield the edit that puts "(deprecated)" behind the description of a monitor command."""
    lines = list(hx.help_lines(block.help))
    if not lines or any(_MARKED.search(line.text) for line in lines):
        return
    for literal, following in itertools.pairwise(block.help):
        # Literals without line ends between them: the first sentence says what it does.
        if _new_sentence(literal.text, following.text):
            at = literal.end - 1 - (len(literal.text) - len(literal.text.rstrip()))
            yield Edit(block.path, at, at, b" (deprecated)")
            return
    chosen = lines[0]
    whole = ""
    for n, line in enumerate(lines):
        chosen, whole = line, whole + line.text
        after = lines[n + 1].text.replace("\\t", " ").strip() if n + 1 < len(lines) else ""
        ended = not after or _ITEM.match(after) or _new_sentence(line.text, after)
        if whole.count("(") == whole.count(")") and ended:
            break
    aside = block.help[0].text.find(" (")
    if whole.count("(") != whole.count(")") and aside > 0:
        # A bracket that never closes: what follows it belongs to the flags it lists.
        at = block.help[0].start + len(block.help[0].text[:aside].encode())
        yield Edit(block.path, at, at, b" (deprecated)")
        return
    yield _mark(block.path, source, chosen, "deprecated", None)


def flag_marks(source: bytes, block: hx.Block, flag: str, again: _Again) -> Iterator[Mark]:
    """Yield the mark that a command's help says of its `flag` that it is deprecated.

    None where the help has no item for it: "-d: do this".
    """
    lines = _item(block, flag)
    for line in lines:
        if _MARKED.search(line.text):
            yield Mark(HELP, block.path, line_of(source, line.literal.start), line.text.strip())
            return

    def add(tree: Tree, request: Request) -> Iterator[Edit]:
        text, now = tree.read(block.path), again(tree)
        yield _mark(block.path, text, _item(now, flag)[-1], "deprecated", None)

    if lines:
        yield Mark(HELP, block.path, line_of(source, lines[-1].literal.start), add=add)


def _item(block: hx.Block, flag: str) -> list[hx.HelpLine]:
    """Return the lines of the help that are about the flag, behind those about all."""
    found: list[hx.HelpLine] = []
    for line in hx.help_lines(block.help):
        text = line.text.replace("\\t", " ").strip()
        if re.match(rf"{re.escape(flag)}(?![\w-])", text):
            found = [line]
        elif found and re.match(r"-\w|<|[\w-]{1,40} ?[:=]", text):
            break
        elif found:
            found.append(line)
    return found


def _descriptions(lines: Sequence[hx.HelpLine]) -> Iterator[list[hx.HelpLine]]:
    """Yield the lines of the first sentence behind each usage."""
    n = 0
    while n < len(lines):
        usage = lines[n]
        n += 1
        if not usage.text.startswith("-"):
            continue
        group = [usage] if _TOGETHER.match(usage.text) else []
        while n < len(lines) and _continues_usage(lines[n].text):
            group = []
            n += 1
        if not group and n < len(lines) and _begins(lines[n]):
            group.append(lines[n])
            n += 1
        while group and n < len(lines) and _goes_on(group[-1], lines[n]):
            group.append(lines[n])
            n += 1
        if group:
            yield group


def _begins(line: hx.HelpLine) -> bool:
    text = line.text.strip()
    return _describes(line) and (not _ITEM.match(text) or text[0].isupper())


def _goes_on(line: hx.HelpLine, following: hx.HelpLine) -> bool:
    ended = line.text.rstrip().endswith((".", ":", ")"))
    # A line that was ended early, with room for the next word, says something of its own.
    word = following.text.split()[0] if following.text.strip() else ""
    ended = ended or len(line.text.rstrip()) + 1 + len(word) <= _ROOM
    return _describes(following) and not ended and not _ITEM.match(following.text.strip())


def _new_sentence(text: str, following: str) -> bool:
    """Tell whether a sentence ends with a line, and another one follows."""
    return text.rstrip().endswith(".") and following[:1].isupper()


def _continues_usage(text: str) -> bool:
    return re.match(r" {1,15}[\[,]| +\[[,\w]", text) is not None


def _describes(line: hx.HelpLine) -> bool:
    return line.text.startswith("   ") and bool(line.text.strip()) and not line.literal.conditional


def _mark(path: str, source: bytes, line: hx.HelpLine, words: str, column: int | None) -> Edit:
    """Return the edit that adds `words` to a line; below it at `column` where it gets long."""
    # What ends the line may be a macro: only text of the last literal is looked at.
    text = line.text.rstrip()
    end = line.end - (len(line.text) - len(text))
    if not source[:end].endswith(text[-1:].encode()):
        return Edit(path, line.end, line.end, f" ({words})".encode())
    default = _DEFAULT.search(text)
    if default and line.literal.start <= end - (len(text) - default.end()):
        at = end - (len(text) - default.end())
        return Edit(path, at, at, f"{words}, ".encode())
    stop = text[-1:] if text.endswith((".", ":")) else ""
    if column is not None and len(text) + len(words) + 3 > _WIDTH >= len(text) and not stop:
        return _own_line(path, source, line, f"({words})", column)
    at = end - len(stop)
    return Edit(path, at, at, f" ({words})".encode())


def _own_line(path: str, source: bytes, line: hx.HelpLine, text: str, column: int) -> Edit:
    """Return the edit that puts a literal with `text`, at `column`, behind the one of `line`."""
    start = source.rfind(b"\n", 0, line.literal.start) + 1
    indent = source[start : line.literal.start - 1].decode()
    if indent.strip():
        indent = "    "
    eol = source.find(b"\n", line.end)
    continued = " \\" if source[start:eol].rstrip().endswith(b"\\") else ""
    shown = '"' + " " * column + text
    return Edit(path, line.end, line.end, f'\\n"{continued}\n{indent}{shown}'.encode())
