"""Imports point one way, rooms stay small, and CONTRIBUTING says what each is for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from codemods import kinds

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "codemods"
#: Each may import itself and those before it.
ORDER = (
    "errors", "printable", "interrupts", "lazy", "registry", "start", "syntax", "source", "model",
    "kind", "formats", "scripts", "qemu", "series", "kinds", "marks", "account", "checks", "plan",
    "related", "removal", "audit", "users", "sweep", "order", "pipeline", "review", "cli",
)  # fmt: skip
#: What stands earlier and is none of one's business all the same.
APART = {"checks": ("kinds",), "users": ("related",)}
#: So many files may stand in one room; kinds/ has one a kind, however many QEMU has, and
#: rules/ one a rule.
ROOM = 20
UNLIMITED = ("kinds", "rules")

FILES = sorted(p for p in PACKAGE.rglob("*.py") if p != PACKAGE / "__init__.py")


def _module(path: Path) -> str:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix(".__init__")


MODULES = {_module(path): path for path in FILES}


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def _statements(block: ast.AST) -> Iterator[ast.AST]:
    """Yield each statement inside, also of branches and handlers; expressions hold none."""
    for field in ("body", "orelse", "finalbody", "handlers", "cases"):
        inside = getattr(block, field, ())
        for statement in inside if isinstance(inside, list) else ():
            yield statement
            yield from _statements(statement)


def _imports(path: Path) -> Iterator[str]:
    """Yield the modules of the package that the file imports, wherever in it."""
    for node in _statements(_parsed(path)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            module = name if name in MODULES else name.rpartition(".")[0]
            if module in MODULES:
                yield module


def _part(module: str) -> str:
    return module.split(".")[1]


@cache
def _graph() -> dict[str, list[str]]:
    return {module: sorted(set(_imports(path)) - {module}) for module, path in MODULES.items()}


ROOMS = sorted({p.parent for p in FILES} - {PACKAGE})


def test_every_part_has_its_place() -> None:
    assert {_part(module) for module in MODULES} == set(ORDER)


@pytest.mark.parametrize("part", ORDER)
def test_imports_point_one_way(part: str) -> None:
    known = {*ORDER[: ORDER.index(part) + 1]} - {*APART.get(part, ())}
    for module in (m for m in MODULES if _part(m) == part):
        assert {_part(m) for m in _graph()[module]} <= known, module


def test_no_modules_import_each_other_in_a_circle() -> None:
    done: set[str] = set()

    def walk(module: str, above: tuple[str, ...]) -> None:
        assert module not in above, " -> ".join((*above, module))
        if module not in done:
            for other in _graph()[module]:
                walk(other, (*above, module))
            done.add(module)

    for module in MODULES:
        walk(module, ())


@pytest.mark.parametrize("room", ROOMS, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_no_room_is_crowded(room: Path) -> None:
    files = [p for p in room.glob("*.py") if p.name != "__init__.py"]
    assert len(files) <= ROOM or room.name in UNLIMITED


@pytest.mark.parametrize("room", ROOMS, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_contributing_has_a_line_for_each_room(room: Path) -> None:
    tree = (ROOT / "CONTRIBUTING.md").read_text().split("codemods/\n", 1)[1].split("```")[0]
    assert re.search(rf"(?m)^ +{re.escape(room.name)}/ +\S", tree)


def test_no_two_test_files_have_one_name() -> None:
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(set(names)) == sorted(names)


#: Hooks stand below the kinds: what one is tied to is the only place where an id is given to them.
TIES = "qemu/hooks/"


def _kind_ids(source: str) -> list[str]:
    """Return the ids of kinds in a source; a plain word is one where it is compared with a kind."""
    ids = set(kinds.every())
    if not any(one in source for one in ids):
        return []
    nodes = list(ast.walk(ast.parse(source)))
    compared: set[ast.AST] = set()
    for node in (n for n in nodes if isinstance(n, ast.Compare)):
        sides = (node.left, *node.comparators)
        if any(re.search(r"\bkind(_id|\.id)?$", ast.unparse(side)) for side in sides):
            compared.update(part for side in sides for part in ast.walk(side))
    return [
        n.value
        for n in nodes
        if isinstance(n, ast.Constant) and n.value in ids and ("-" in str(n.value) or n in compared)
    ]


def test_only_kinds_have_ids_of_kinds() -> None:
    files = {p.relative_to(PACKAGE).as_posix(): p for p in FILES}
    apart = ("kinds/", TIES)
    found = {n: _kind_ids(p.read_text()) for n, p in files.items() if not n.startswith(apart)}
    assert not {name: ids for name, ids in found.items() if ids}


def test_an_id_of_a_kind_is_noticed() -> None:
    assert _kind_ids('A = {"qapi-member": 1}') == ["qapi-member"]
    assert _kind_ids('x = feature.kind in ("device", "bus")') == ["device"]
    assert _kind_ids('x = feature.noun == "device"; y = "target"') == []
