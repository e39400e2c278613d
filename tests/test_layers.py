"""Imports point one way, and CONTRIBUTING says where each module lives."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "codemods"
#: Each may import those before it; types alone (under TYPE_CHECKING) may come from anywhere.
ORDER = (
    "model", "errors", "temporary", "git", "search", "tree", "splice", "readable", "syntax",
    "formats", "since", "idioms", "kinds", "scripts", "checks", "mail", "message", "work",
    "unstable", "plan", "resolve", "spelled", "account", "sources", "recipients", "series",
    "roundtrip", "checkpatch", "verify", "users", "related", "pipeline", "output", "sweep", "cli",
)  # fmt: skip
#: What stands earlier and is none of one's business all the same.
APART = {"checks": ("kinds",), "related": ("users",)}
#: The entry point of `python -m codemods.sweep`.
ENTRY = "sweep/__main__.py"


def _imports(path: Path) -> Iterator[str]:
    """Yield the part of the package that each import of the file names."""
    todo: list[ast.AST] = [ast.parse(path.read_text())]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        todo += ast.iter_child_nodes(node)
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (n.split(".")[1] for n in names if n.startswith("codemods."))


def _part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


FILES = sorted(p for p in PACKAGE.rglob("*.py") if p != PACKAGE / "__init__.py")


def test_every_part_has_its_place() -> None:
    assert {_part(path) for path in FILES} == set(ORDER)


@pytest.mark.parametrize("part", ORDER)
def test_imports_point_one_way(part: str) -> None:
    known = {*ORDER[: ORDER.index(part) + 1], "__version__"} - {*APART.get(part, ())}
    for path in (p for p in FILES if _part(p) == part):
        if path.relative_to(PACKAGE).as_posix() != ENTRY:
            assert set(_imports(path)) <= known, path


@pytest.mark.parametrize("part", ORDER)
def test_contributing_tells_where_it_is(part: str) -> None:
    table = (ROOT / "CONTRIBUTING.md").read_text().split("| where |")[1].split("\n\n")[0]
    where = f"{part}/" if (PACKAGE / part).is_dir() else f"{part}.py"
    assert re.search(rf"`(codemods/)?{re.escape(where)}`", table)
