"""Cut a C file into what stands at its outermost level: functions, types, variables, macros.

By tokens, not by the grammar: half of QEMU's files hold a macro that it cannot
read, and a definition is to be found there, too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from codemods.formats.c.outermost import declared
from codemods.formats.c.outermost.lexing import CLOSING, OPENING, TOKEN, Token, closing, lexed
from codemods.formats.c.tokens import text_of

FUNCTION, PROTOTYPE, VARIABLE, DECLARATION = "function", "prototype", "variable", "declaration"
TYPE, MACRO, CALL, INCLUDE, OTHER = "type", "macro", "call", "include", "other"

_DIRECTIVE = re.compile(r"[ \t]*\#(?:/\*.*?(?:\*/|\Z)|\\\r?\n|[^\n\\]|\\.)*", re.DOTALL)
_WORD = re.compile(r"[ \t]*\#[ \t]*(\w+)")
_DEFINE = re.compile(r"[ \t]*\#[ \t]*define[ \t]+(\w+)")
_INCLUDE = re.compile(r'[ \t]*\#[ \t]*include[ \t]*["<]([^">\n]+)[">]')
#: Nothing to the preprocessor.
_GOES_ON = re.compile(r"\\\r?\n")
_BRACE = re.compile(
    r"""[{}]|(?<!\\)"(?:\\.|[^"\\\n])*"|(?<!\\)'(?:\\.|[^'\\\n])*'|/\*.*?(?:\*/|\Z)|//[^\n]*
    |(?m:^)[ \t]*\#(?:/\*.*?(?:\*/|\Z)|\\\r?\n|[^\n\\]|\\.)*""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Item:
    """One definition, declaration or use of a macro at the outermost level.

    Bytes [start, end) are its text, its semicolon included; `names` are what it
    defines: a function's or macro's name, the variables, a type's tag and name;
    of a call the macro's name first.  An include has the header's path.
    `constants` are the constants of an enumeration.
    """

    kind: str
    names: tuple[str, ...]
    start: int
    end: int
    static: bool = False
    constants: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The first of `names`, "" where there is none: what stands there is broken."""
        return self.names[0] if self.names else ""


@dataclass(frozen=True)
class Directive:
    """A line of a preprocessor conditional at the outermost level: `word` is if, ifdef, else..."""

    word: str
    start: int
    end: int


@dataclass(frozen=True)
class File:
    """The items of a file and the conditionals around them, each in file order."""

    items: tuple[Item, ...]
    directives: tuple[Directive, ...]

    def at(self, offset: int) -> Item | None:
        """Return the item around byte `offset`, or None."""
        return next((i for i in self.items if i.start <= offset < i.end), None)

    def defining(self, name: str) -> tuple[Item, ...]:
        """Return the items that define or declare `name`."""
        return tuple(i for i in self.items if name in i.names)


@lru_cache(maxsize=256)
def read(source: bytes) -> File:
    """Return the items of the C text `source`."""
    text = text_of(source)
    items: list[Item] = []
    directives: list[Directive] = []
    for piece in _pieces(text):
        if isinstance(piece, Directive):
            directives.append(piece)
        elif isinstance(piece, Item):
            items.append(piece)
        else:
            items.append(_classified(text, piece))
    return File(tuple(items), tuple(directives))


@lru_cache(maxsize=1024)
def words(source: bytes) -> Counter[str]:
    """Return how often each name occurs in the C text outside of comments and strings."""
    return Counter(t.text for t in lexed(text_of(source)) if t.kind == "name")


def uses(source: bytes, start: int, end: int, name: str) -> int:
    """Return how often `name` occurs in [start, end) outside of comments and strings."""
    return words(source[start:end])[name]


def _pieces(text: str) -> Iterator[list[Token] | Item | Directive]:
    """Yield the tokens of each item; macros, includes and conditionals ready made."""
    current: list[Token] = []
    depth = at = 0
    fresh = True  # at the beginning of a line
    while at < len(text):
        if fresh and (found := _DIRECTIVE.match(text, at)):
            whole = depth == 0
            if whole and current and (_is_whole_call(current) or _is_broken(current, found[0])):
                yield current
                current = []
            if whole and not current and (made := _directive(found)) is not None:
                yield made
            at = found.end()
            fresh = False
            continue
        found = TOKEN.match(text, at)
        assert found is not None
        kind, start, at = found.lastgroup or "", found.start(), found.end()
        if kind == "line":
            fresh = True
            continue
        if kind in ("space", "comment"):
            continue
        token = Token(kind, found.group(), start, at)
        left = fresh
        fresh = False
        if left and depth == 0 and current and _is_whole_call(current) and not _goes_on(token):
            yield current
            current = []
        current.append(token)
        if token.text == "{" and depth == 0:
            # What is between the braces is cut up only where somebody asks.
            at = _closed(text, start)
            current.append(Token("mark", "}", at - 1, at))
        elif token.kind == "mark":
            depth += (token.text in OPENING) - (token.text in CLOSING)
            depth = max(depth, 0)
        if depth == 0 and _ends(current):
            yield current
            current = []
    if current:
        yield current


def _closed(text: str, start: int) -> int:
    """Return the offset behind the brace that closes the one at `start`.

    One in the first column closes whatever is open: what a conditional opens in
    both of its branches is counted twice.
    """
    depth, end = 0, len(text)
    for found in _BRACE.finditer(text, start):
        mark = found.group()
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
            if depth == 0 or text[found.start() - 1] == "\n":
                return found.end()
    return end


def _directive(found: re.Match[str]) -> Item | Directive | None:
    line = _GOES_ON.sub("", found.group())
    word = _WORD.match(line)
    start, end = found.start(), found.end()
    start += len(line) - len(line.lstrip())
    if word is None:
        return None
    if word[1] in ("if", "ifdef", "ifndef", "elif", "else", "endif"):
        return Directive(word[1], start, end)
    if named := _DEFINE.match(line):
        return Item(MACRO, (named[1],), start, end)
    if named := _INCLUDE.match(line):
        return Item(INCLUDE, (named[1],), start, end)
    return Item(OTHER, (), start, end)


def _goes_on(token: Token) -> bool:
    return token.text in ("{", ";", ",", "=", "(", "[")


def _is_broken(tokens: Sequence[Token], directive: str) -> bool:
    """Tell whether `tokens` are half of something that an #include cannot stand in."""
    included = _INCLUDE.match(_GOES_ON.sub("", directive))
    return included is not None and tokens[-1].text not in ("=", ",", "(")


def _is_whole_call(tokens: Sequence[Token]) -> bool:
    """Tell whether `tokens` are NAME(...) and nothing else: a macro that needs no semicolon."""
    if len(tokens) < 3 or tokens[0].kind != "name" or tokens[1].text != "(":
        return False
    return tokens[-1].text == ")" and closing(tokens, 1) == len(tokens) - 1


def _ends(tokens: Sequence[Token]) -> bool:
    last = tokens[-1].text
    if last == ";":
        return True
    if last != "}":
        return False
    opened = next((n for n, t in enumerate(tokens) if t.text == "{"), 0)
    head = [t.text for t in tokens[:opened]]
    if "=" in head or (head and head[0] in ("typedef", "struct", "union", "enum")):
        return ")" in head and "=" not in head and head[0] != "typedef"
    # A body without a head is what a broken one left.
    return ")" in head or head == ["extern"] or not head


def _classified(text: str, tokens: Sequence[Token]) -> Item:
    start, end = tokens[0].start, tokens[-1].end
    static = any(t.text == "static" for t in tokens[:3])
    kind, names = _kind(tokens)
    constants = declared.constants(text, tokens) if kind in (TYPE, VARIABLE) else ()
    return Item(kind, names, start, end, static, constants)


def _kind(tokens: Sequence[Token]) -> tuple[str, tuple[str, ...]]:
    texts = [t.text for t in tokens]
    brace = texts.index("{") if "{" in texts else len(texts)
    assign = texts.index("=") if "=" in texts else len(texts)
    if tokens[0].kind != "name":
        return OTHER, ()
    if texts[0] == "typedef":
        return TYPE, declared.typedef(tokens, brace)
    tagged = declared.tag(texts, brace)
    if tagged is not None and brace < assign and "(" not in texts[:brace]:
        own, variables = declared.tagged(tokens, brace, tagged)
        # The variable comes first: it is what is used.
        return (VARIABLE if variables else TYPE), (*variables, *own)
    if _is_call(tokens, brace):
        inner = [t.text for t in tokens[2:] if t.kind == "name"]
        return CALL, (texts[0], *dict.fromkeys(inner))
    call = declared.parameters(tokens, min(brace, assign))
    if call is not None and declared.is_type_macro(tokens, call):
        # `static QLIST_HEAD(, Type) list;`
        return VARIABLE, tuple(declared.variables(tokens[closing(tokens, call) + 1 :]))
    if call is not None:
        return (FUNCTION if brace < assign else PROTOTYPE), (texts[call - 1],)
    if texts[0] == "extern" and brace == len(texts):
        return DECLARATION, tuple(declared.variables(tokens))
    if texts[0] in ("struct", "union", "enum") and len(texts) == 3:
        return DECLARATION, (texts[1],)
    return VARIABLE, tuple(declared.variables(tokens))


def _is_call(tokens: Sequence[Token], brace: int) -> bool:
    if tokens[0].kind != "name" or len(tokens) < 3 or tokens[1].text != "(":
        return False
    return brace == len(tokens) or closing(tokens, 1) + 1 < brace
