"""Read Python files through LibCST: nodes with their parents and their bytes.

LibCST is imported when the first file is read: it takes longer than the rest of
the tool.  What it cannot give back byte for byte is not read at all.
"""

from __future__ import annotations

import ast
import re
import sys
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from codemods.errors import Refused
from codemods.formats import qmp
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree

#: A node of LibCST, whose types are not known where it is not imported.
Node = Any

_SHEBANG = re.compile(rb"#![^\n]*\bpython")


class ById(Mapping[Node, Node]):
    """What belongs to nodes, told apart as objects: LibCST's own hash takes longer than a file."""

    def __init__(self, found: Mapping[int, tuple[Node, Any]]) -> None:
        self._found = found

    def __getitem__(self, node: Node) -> Node:
        return self._found[id(node)][1]

    def __iter__(self) -> Iterator[Node]:
        return (node for node, _ in self._found.values())

    def __len__(self) -> int:
        return len(self._found)


@dataclass(frozen=True, eq=False)
class Source:
    """One Python file.

    `parents` maps every node to the one around it; `spans` gives the bytes [start, end) of
    a node, without the blanks and comments around it.
    """

    path: str
    source: bytes
    module: Node
    parents: Mapping[Node, Node] = field(repr=False)
    spans: Mapping[Node, tuple[int, int]] = field(repr=False)

    def span(self, node: Node) -> tuple[int, int]:
        """Return the bytes [start, end) of `node`."""
        return self.spans[node]

    def text(self, node: Node) -> bytes:
        """Return the text of `node`."""
        start, end = self.span(node)
        return self.source[start:end]

    def line(self, node: Node) -> int:
        """Return the line, from 1, on which `node` begins."""
        return line_of(self.source, self.span(node)[0])

    def around(self, node: Node) -> Iterator[Node]:
        """Yield the nodes around `node`, the nearest first."""
        while (found := self.parents.get(node)) is not None:
            yield found
            node = found

    def nodes(self, *types: str) -> Iterator[Node]:
        """Yield the nodes of these LibCST types, by name, in the order of the file."""
        if types not in self._ordered:
            found = [node for name in types for node in self._by_type.get(name, ())]
            self._ordered[types] = sorted(found, key=self._place)
        return iter(self._ordered[types])

    def _place(self, node: Node) -> tuple[int, int]:
        """Return a key by which nodes are in the order of the file, the outer one first."""
        start, end = self.span(node)
        return start, start - end

    @cached_property
    def _ordered(self) -> dict[tuple[str, ...], list[Node]]:
        return {}

    @cached_property
    def _by_type(self) -> Mapping[str, list[Node]]:
        found: dict[str, list[Node]] = {}
        for node in self.parents:
            found.setdefault(type(node).__name__, []).append(node)
        return found

    def occurrences(self, node: Node, word: str, *, dashed: bool = False) -> list[int]:
        """Return where the whole word `word` begins in the text of `node`, in bytes of the file.

        Arguments:
            dashed: one or two dashes may stand before it, as before an option.
        """
        start, found = self.span(node)[0], qmp.whole(word, dashed=dashed)
        return [start + m.start() for m in found.finditer(self.text(node))]

    def replace(self, node: Node, old: str, new: str) -> tuple[Edit, ...]:
        """Return the edits that put `new` for each whole word `old` inside `node`.

        Arguments:
            node: a string or a name, of which quotes and prefix stay as they are.
        """
        length = len(old.encode())
        return tuple(
            Edit(self.path, at, at + length, new.encode()) for at in self.occurrences(node, old)
        )


def is_python(tree: Tree, path: str) -> bool:
    """Tell whether `path` is a Python file, by its ending or by its first line."""
    name = path.rpartition("/")[2]
    if name.endswith(".py"):
        return True
    return "." not in name and _SHEBANG.match(tree.read(path)[:200]) is not None


@lru_cache(maxsize=128)
def read(path: str, source: bytes) -> Source:
    """Return the Python file `source`.

    Raises:
        Refused: LibCST cannot read it, or would not write it back byte for byte.
    """
    import libcst

    _require_shallow(path, source)
    try:
        module = libcst.parse_module(source)
    except libcst.ParserSyntaxError as err:
        raise Refused(
            f"LibCST cannot read it: {err.message.partition(' @')[0]}",
            path=path, line=err.raw_line,
        ) from err  # fmt: skip
    except (UnicodeDecodeError, LookupError, SyntaxError) as err:
        raise Refused(f"LibCST cannot decode it: {err}", path=path, line=1) from err
    if module.encoding not in ("utf-8", "ascii") or source.startswith(b"\xef\xbb\xbf"):
        raise Refused("it is not plain UTF-8, so its columns are not bytes", path=path, line=1)
    written, parents, spans = _written(module)
    if written != source:
        raise Refused("LibCST does not write it back byte for byte", path=path, line=1)
    return Source(path, source, module, parents, spans)


def _require_shallow(path: str, source: bytes) -> None:
    """Refuse what LibCST would end the process with; Python's own parser knows its limits."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = ast.parse(source)
        except (RecursionError, MemoryError) as err:
            raise Refused("nested too deeply to be read", path=path) from err
        except SyntaxError as err:
            if "too many" in (err.msg or ""):
                raise Refused(
                    f"Python cannot read it: {err.msg}", path=path, line=err.lineno or 0
                ) from err
            return
        except ValueError:
            return  # LibCST says why
    # Before 3.11 the parser takes what nothing can walk.
    if sys.version_info < (3, 11) and _is_deep(found):
        raise Refused("nested too deeply to be read", path=path)


def _is_deep(module: ast.Module) -> bool:
    """Tell whether nodes stand in each other deeper than functions may call each other."""
    level: list[ast.AST] = [module]
    for _ in range(sys.getrecursionlimit()):
        level = [inner for node in level for inner in ast.iter_child_nodes(node)]
        if not level:
            return False
    return True


def literal(node: Node) -> str | None:
    """Return the value of a string literal without placeholders, or None."""
    value = getattr(node, "evaluated_value", None)
    return value if isinstance(value, str) else None


def called(call: Node) -> str:
    """Return the last name of what `call` calls: "c" for a.b.c(); "" for anything else."""
    func = call.func
    if type(func).__name__ == "Attribute":
        func = func.attr
    return func.value if type(func).__name__ == "Name" else ""


def is_docstring(source: Source, node: Node) -> bool:
    """Tell whether the string `node` stands alone as a statement."""
    return type(source.parents[node]).__name__ == "Expr"


def _written(module: Node) -> tuple[bytes, ById, ById]:
    """Write the module; return its bytes, and for each node the one around it and its bytes.

    LibCST's own providers write it once more and walk it twice, which takes four times as long;
    this does as its ByteSpanPositionProvider.
    """
    from libcst.metadata.span_provider import SpanProvidingCodegenState

    parents: dict[int, tuple[Node, Node]] = {}
    spans: dict[int, tuple[Node, tuple[int, int]]] = {}
    around: list[tuple[Node, int]] = [(None, 0)]

    class Writing(SpanProvidingCodegenState):
        def add_indent_tokens(self) -> None:
            self.tokens.extend(self.indent_tokens)
            self.position += sum(map(_length, self.indent_tokens))

        def add_token(self, value: str) -> None:
            self.tokens.append(value)
            self.position += len(value) if value.isascii() else len(value.encode())

        def before_codegen(self, node: Node) -> None:
            parents[id(node)] = (node, around[-1][0])
            around.append((node, self.position))

        def after_codegen(self, node: Node) -> None:
            start = around.pop()[1]
            if id(node) not in spans:
                spans[id(node)] = (node, (start, self.position))

        def record_syntactic_position(
            self, node: Node, *, start_node: Node = None, end_node: Node = None
        ) -> Any:
            return _Inside(self, spans, node, start_node, end_node)

    nothing: Any = None
    state = Writing(module.default_indent, module.default_newline, nothing)
    module._codegen(state)
    return "".join(state.tokens).encode(module.encoding), ById(parents), ById(spans)


class _Inside:
    """Notes what is written within a `with` block as the bytes of a node, or from others'."""

    __slots__ = ("around", "state")

    def __init__(self, state: Any, *around: Any) -> None:
        self.state = state
        self.around = (*around, state.position)

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        spans, node, first, last, start = self.around
        start = start if first is None else spans[id(first)][1][0]
        end = self.state.position if last is None else spans[id(last)][1][1]
        spans[id(node)] = (node, (start, end))


def _length(token: str) -> int:
    return len(token) if token.isascii() else len(token.encode())
