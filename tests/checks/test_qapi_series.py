"""The schema check of a whole series: one process, and nothing done twice.

The stand-in for scripts/qapi parses includes as the real one has done since 5.2, generates
module by module, and notes in a file outside of the tree what it does.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from codemods import scripts
from codemods.checks.of_patches import qapi_schema
from codemods.model import Patch, Planned
from codemods.scripts import Report
from codemods.source.folder import FolderTree
from codemods.source.overlay import Overlay

ROOT, AGENT = "qapi/qapi-schema.json", "qga/qapi-schema.json"
A, B = "qapi/a.json", "qapi/b.json"

SOURCE = """
class QAPISchemaPragma:
    def __init__(self):
        self.names = []
class QAPISourceInfo:
    def __init__(self, fname, parent):
        self.fname, self.line, self.parent = fname, 1, parent
        self.pragma = parent.pragma if parent else QAPISchemaPragma()
"""
PARSER = """
import os
from .error import QAPIError
from .source import QAPISourceInfo
class Expr(dict):
    pass
class QAPISchemaParser:
    def __init__(self, fname, seen=None, info=None):
        with open(LOG, "a") as log:
            log.write(f"parse {os.path.normpath(fname)}\\n")
        self.seen = set() if seen is None else seen
        self.seen.add(os.path.abspath(fname))
        self.exprs = []
        first = QAPISourceInfo(fname, info)
        with open(fname) as stream:
            for number, line in enumerate(stream.read().split("\\n"), 1):
                info = QAPISourceInfo(fname, first.parent)
                info.pragma, info.line = first.pragma, number
                if line.startswith("{"):
                    self.take(eval(line), info, fname)
    def take(self, expr, info, fname):
        if "include" in expr:
            path = os.path.join(os.path.dirname(fname), expr["include"])
            found = self._include(expr["include"], info, path, self.seen)
            self.exprs += found.exprs if found else []
        elif "pragma" in expr:
            info.pragma.names += expr["pragma"]
        elif "REJECT" in str(expr):
            raise QAPIError(f"{fname}:{info.line}: bad thing")
        else:
            new = Expr(expr)
            new.info = info
            self.exprs.append(new)
    @staticmethod
    def _include(text, info, fname, seen):
        if os.path.abspath(fname) in seen:
            return None
        return QAPISchemaParser(fname, seen, info)
"""
SCHEMA = """
import os
from .error import QAPIError
from .parser import QAPISchemaParser
class QAPISchema:
    def __init__(self, fname):
        self._module_dict = {"./builtin": []}
        for expr in QAPISchemaParser(fname).exprs:
            # As the real one, it changes what was parsed.
            expr["seen"] = expr.get("seen", 0) + 1
            if expr["seen"] > 1:
                raise AssertionError("parsed once, checked twice")
            if "NAMED" in str(expr) and expr["struct"] not in expr.info.pragma.names:
                raise QAPIError(f"{expr.info.fname}:{expr.info.line}: no pragma for it")
            module = os.path.relpath(expr.info.fname, os.path.dirname(fname))
            self._module_dict.setdefault(module, []).append(expr)
    def visit(self, take):
        for name, exprs in self._module_dict.items():
            take(name, exprs)
"""
GENERATOR = """
from .gen import QAPIGen
def gen_types(schema, output_dir, prefix):
    def take(name, exprs):
        with open(LOG, "a") as log:
            log.write(f"generate {name}\\n")
        if any("BREAK" in str(e) for e in exprs):
            raise AssertionError("cannot generate")
        if NEEDS_ALL and "./builtin" not in schema._module_dict:
            raise KeyError("./builtin")
    schema.visit(take)
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    (tmp_path / "log").touch()
    return tmp_path / "log"


def tree(top: Path, log: Path, *, needs_all: bool = False, more: str = "") -> FolderTree:
    here = f"LOG = {str(log)!r}\nNEEDS_ALL = {needs_all}\n"
    files = {
        ROOT: "{ 'pragma': ['T'] }\n{ 'include': 'a.json' }\n{ 'include': 'b.json' }\n",
        A: f"{{ 'struct': 'S' }}\n{more}",
        B: "{ 'enum': 'E', 'data': ['x', 'y'] }\n{ 'struct': 'T', 'data': 'NAMED' }\n",
        "scripts/qapi/__init__.py": "",
        "scripts/qapi/error.py": "class QAPIError(Exception):\n    pass\n",
        "scripts/qapi/gen.py": "class QAPIGen:\n    pass\n",
        "scripts/qapi/source.py": SOURCE,
        "scripts/qapi/parser.py": here + PARSER,
        "scripts/qapi/schema.py": SCHEMA,
        "scripts/qapi/types.py": here + GENERATOR,
        "scripts/qapi/main.py": "from .types import gen_types\n",
    }
    for name, text in files.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(text)
    return FolderTree(top)


def series(base: FolderTree, *changes: dict[str, str | None]) -> list[Planned]:
    steps: list[Planned] = []
    at: FolderTree | Overlay = base
    for change in changes:
        files = {path: text and text.encode() for path, text in change.items()}
        after = Overlay(at, {p: d if d is None else bytes(d) for p, d in files.items()})
        steps.append((at, after, Patch("s", "b", (), (), after.changed)))
        steps[-1] = (at, after, Patch("s", "b", (), (), {p: after.changed[p] for p in files}))
        at = after
    return steps


def said(steps: list[Planned]) -> list[list[str]]:
    return [[p.message for p in one.problems] for one in qapi_schema.reports(steps)]


FLAGGED = "{ 'enum': 'E', 'data': ['x', { 'name': 'y', 'features': ['deprecated'] }] }\n"
NAMED = "{ 'struct': 'T', 'data': 'NAMED' }\n"
NEW = "feature 'deprecated' of E.y is new but was not asked for"


@pytest.mark.parametrize("needs_all", [False, True])
def test_each_patch_is_told_what_is_wrong_with_it(tmp_path, log, needs_all):
    steps = series(
        tree(tmp_path / "t", log, needs_all=needs_all),
        {A: "{ 'struct': 'S' }\n{ 'struct': 'S2' }\n"},
        {B: FLAGGED + NAMED},
        {A: "{ 'struct': 'REJECT' }\n"},
        {"docs/a.rst": "text\n"},
        {A: "{ 'struct': 'BREAK' }\n"},
        {A: "{ 'struct': 'S' }\n"},
    )
    first, second, third, fourth, fifth, last = said(steps)
    assert (first, second, third, fourth, last) == ([], [NEW], ["bad thing"], [], [])
    assert "cannot generate" in fifth[0]


def test_what_the_patches_leave_alone_is_read_once(tmp_path, log):
    steps = series(
        tree(tmp_path / "t", log),
        {A: "{ 'struct': 'S2' }\n"},
        {A: "{ 'struct': 'S3' }\n"},
        {A: "{ 'struct': 'S4' }\n"},
    )
    assert said(steps) == [[], [], []]
    done = log.read_text().splitlines()
    assert done.count(f"parse {B}") == 1
    assert done.count("generate b.json") == 0
    assert done.count("generate a.json") == 3


def test_what_includes_a_file_is_generated_with_it(tmp_path, log):
    base = tree(tmp_path / "t", log, more="{ 'include': 'c.json' }\n{ 'struct': 'BREAK' }\n")
    (tmp_path / "t/qapi/c.json").write_text("{ 'struct': 'C' }\n")
    base = FolderTree(base.where)
    whole = base.read(A).decode()
    steps = series(base, {A: whole.replace("BREAK", "D")}, {"qapi/c.json": "{ 'struct': 'Q' }\n"})
    assert said(steps) == [[], []]
    done = [line for line in log.read_text().splitlines() if line.startswith("generate")]
    assert done == ["generate a.json", "generate a.json", "generate c.json"]


def test_one_process_is_started_for_all_patches(tmp_path, log, monkeypatch):
    started = []
    real = scripts.run
    monkeypatch.setattr(scripts, "run", lambda *a, **k: started.append(a) or real(*a, **k))
    said(series(tree(tmp_path / "t", log), {A: "{ 'struct': 'Q' }\n"}, {B: FLAGGED + NAMED}))
    assert len(started) == 1


def test_a_pragma_that_changes_is_not_forgotten(tmp_path, log):
    begins = "{ 'include': 'a.json' }\n{ 'include': 'b.json' }\n"
    steps = series(
        tree(tmp_path / "t", log),
        {A: "{ 'struct': 'S2' }\n"},
        {ROOT: begins},
        {ROOT: "{ 'pragma': ['T'] }\n" + begins},
        {A: "{ 'struct': 'S3' }\n"},
    )
    assert said(steps) == [[], ["no pragma for it"], [], []]


def test_a_file_that_comes_and_goes(tmp_path, log):
    base = tree(tmp_path / "t", log)
    whole = base.read(ROOT).decode()
    steps = series(
        base,
        {"qapi/c.json": "{ 'struct': 'BREAK' }\n"},
        {ROOT: whole + "{ 'include': 'c.json' }\n"},
        {"qapi/c.json": "{ 'struct': 'C' }\n"},
        {"qapi/c.json": None, ROOT: whole},
    )
    first, second, third, fourth = said(steps)
    assert (first, third, fourth) == ([], [], [])
    assert "cannot generate" in second[0]


def test_two_schemas_are_told_apart(tmp_path, log):
    base = tree(tmp_path / "t", log)
    (tmp_path / "t/qga").mkdir()
    (tmp_path / "t" / AGENT).write_text("{ 'include': '../qapi/b.json' }\n{ 'pragma': ['T'] }\n")
    steps = series(
        FolderTree(base.where),
        {A: "{ 'struct': 'BREAK' }\n"},
        {A: "{ 'struct': 'S' }\n", B: FLAGGED},
        {AGENT: "{ 'struct': 'REJECT' }\n"},
    )
    first, second, third = said(steps)
    assert "cannot generate" in first[0]
    assert (second, third) == ([NEW], ["bad thing"])


def test_scripts_that_change_in_between_are_those_of_each_patch(tmp_path, log):
    base = tree(tmp_path / "t", log)
    stricter = base.read("scripts/qapi/parser.py").decode().replace('"REJECT"', '"S2"')
    steps = series(
        base,
        {A: "{ 'struct': 'S2' }\n"},
        {"scripts/qapi/parser.py": stricter, B: FLAGGED + NAMED},
    )
    assert said(steps) == [[], ["bad thing"]]


def test_a_series_on_a_broken_tree_is_a_warning(tmp_path, log):
    base = tree(tmp_path / "t", log, more="{ 'struct': 'BREAK' }\n")
    text = base.read(A).decode()
    steps = series(base, {A: text + "# more\n"}, {B: base.read(B).decode() + "# more\n"})
    reports: list[Report] = list(qapi_schema.reports(steps))
    (warning,) = [text for report in reports for text in report.warnings]
    assert "cannot generate" in warning
    assert [report.problems for report in reports] == [(), ()]
