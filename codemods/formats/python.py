"""Read Python files through LibCST: nodes with their parents and their bytes.

LibCST is imported when the first file is read: it takes longer than the rest of
the tool.  What it cannot give back byte for byte is not read at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property, lru_cache
from typing import Any

from codemods.errors import Refused
from codemods.formats import qmp
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree

#: A node of LibCST, whose types are not known where it is not imported.
Node = Any

_SHEBANG = re.compile(rb"#![^\n]*\bpython")


@dataclass(frozen=True, eq=False)
class Source:
    """One Python file.

    `parents` maps every node to the one around it; `spans` gives the bytes of
    a node, without the blanks and comments around it.
    """

    path: str
    source: bytes
    module: Node
    parents: Mapping[Node, Node] = field(repr=False)
    spans: Mapping[Node, Any] = field(repr=False)

    def span(self, node: Node) -> tuple[int, int]:
        """Return the bytes [start, end) of `node`."""
        found = self.spans[node]
        return found.start, found.start + found.length

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
        if len(types) == 1:
            return iter(self._by_type.get(types[0], ()))
        return (node for node in self.parents if type(node).__name__ in types)

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
    if module.bytes != source:
        raise Refused("LibCST does not write it back byte for byte", path=path, line=1)
    spans = _spans(module)
    return Source(path, source, module, _parents(module, spans), spans)


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


def _spans(module: Node) -> Mapping[Node, Any]:
    """Return the bytes of each node, which LibCST finds out as it writes the module."""
    from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper

    class Wrapper(MetadataWrapper):
        def visit_batched(self, visitors: Any, *args: Any, **more: Any) -> Any:
            # Without this it walks the module, slowly, for no provider at all.
            return super().visit_batched(visitors, *args, **more) if visitors else self.module

    return Wrapper(module, unsafe_skip_copy=True).resolve(ByteSpanPositionProvider)


def _parents(module: Node, spans: Mapping[Node, Any]) -> dict[Node, Node]:
    """Return the node around each node; the keys are in the order of the file.

    LibCST's own visitors make each node anew, which takes five times as long.
    """
    import libcst

    found: dict[Node, Node] = {module: None}
    names: dict[str, list[str]] = {}
    todo = [module]
    while todo:
        node = todo.pop()
        kind = type(node).__name__
        if kind not in names:
            names[kind] = [f.name for f in fields(node)]
        for name in names[kind]:
            value = getattr(node, name)
            several = value if isinstance(value, (list, tuple)) else (value,)
            inner = [n for n in several if isinstance(n, libcst.CSTNode)]
            found |= dict.fromkeys(inner, node)
            todo += inner
    order = sorted(found, key=lambda node: (spans[node].start, -spans[node].length))
    return {node: found[node] for node in order}
