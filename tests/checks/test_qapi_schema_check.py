"""The schema check with a small stand-in for scripts/qapi, and with the real one.

The stand-in reads each line of a schema file as one expression, in the shape
that the first or the later releases of scripts/qapi give to parsed expressions.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from codemods.checks.of_patches import _qapi_steps, qapi_schema
from codemods.errors import Problem, Refused
from codemods.model import Patch
from codemods.scripts import Report
from codemods.source.folder import FolderTree
from codemods.source.overlay import Overlay

ROOT = "qapi/qapi-schema.json"
SUB = "qapi/sub.json"

ERROR = "class QAPIError(Exception):\n    pass\n"
GEN = "class QAPIGen:\n    def write(self, output_dir):\n        raise AssertionError('written')\n"
PARSER = """
import os
from .error import QAPIError
class Info:
    def __init__(self, fname, line):
        self.fname, self.line = fname, line
class Expr(dict):
    pass
class QAPISchemaParser:
    def __init__(self, fname):
        self.exprs = []
        with open(fname) as stream:
            lines = stream.read().split("\\n")
        for number, line in enumerate(lines, 1):
            if "REJECT" in line:
                raise QAPIError(f"In file included from x.json:7:\\n{fname}: In enum 'E':\\n"
                                f"{fname}:{number}: bad thing\\n{fname}:1: it was here")
            if "BREAK" in line:
                raise AssertionError("the script is broken")
            if "{" in line and not line.startswith("#"):
                self.add(eval(line), Info(fname, number), fname)
    def add(self, expr, info, fname):
        if "include" in expr:
            found = self._include(os.path.join(os.path.dirname(fname), expr["include"]), info, {})
            self.exprs += found.exprs if found else []
        elif OLD:
            self.exprs.append({"expr": expr, "info": info})
        else:
            new = Expr(expr)
            new.info = info
            self.exprs.append(new)
    def _include(self, fname, info, included):
        return QAPISchemaParser(fname)
"""
SCHEMA = """
from .parser import QAPISchemaParser
class QAPISchema:
    def __init__(self, fname):
        self.exprs = QAPISchemaParser(fname).exprs
"""
GENERATOR = """
from .gen import QAPIGen
class Content(QAPIGen):
    def get_content(self):
        return "text"
def gen_{0}(schema, output_dir, prefix, opt=None):
    if any("GEN" in str(e) for e in schema.exprs):
        raise AssertionError("cannot generate")
    assert output_dir == "." and prefix == "" and not opt
    Content().write(output_dir)
"""
OLD_NAMES = ("types", "visit", "commands", "events", "introspect", "doc")


def stand_in(old: bool) -> dict[str, str]:
    files = {"__init__": "", "error": ERROR, "gen": GEN, "schema": SCHEMA}
    files["parser"] = f"OLD = {old}\n" + PARSER
    files |= {name: GENERATOR.format(name) for name in OLD_NAMES if old or name == "types"}
    if not old:
        files["main"] = "from .types import gen_types\n"
    return {f"scripts/qapi/{name}.py": text for name, text in files.items()}


def tree(
    root: Path, sub: str, old: bool = False, more: Mapping[str, str] | None = None
) -> FolderTree:
    files = {ROOT: "{ 'include': 'sub.json' }\n", SUB: sub, **stand_in(old), **(more or {})}
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return FolderTree(root)


def check(
    base: FolderTree,
    files: Mapping[str, str],
    flags: tuple[tuple[str, str], ...] = (),
    unflags: tuple[tuple[str, str], ...] = (),
) -> Report:
    changed = {path: text.encode() for path, text in files.items()}
    patch = Patch("s", "b", (), (), changed, flags=flags, unflags=unflags)
    (report,) = qapi_schema.reports([(base, Overlay(base, changed), patch)])
    return report


def messages(report: Report) -> list[str]:
    assert report.warnings == ()
    return [problem.message for problem in report.problems]


BEFORE = "# text\n{ 'enum': 'E', 'data': ['a', { 'name': 'b', 'features': ['unstable'] }] }\n"
AFTER = (
    "# text\n{ 'enum': 'E', 'data': [{ 'name': 'a', 'features': ['deprecated'] },"
    " { 'name': 'b', 'features': ['unstable'] }] }\n"
)


@pytest.mark.parametrize("old", [True, False])
def test_the_asked_feature(old: bool, tmp_path: Path) -> None:
    assert messages(check(tree(tmp_path, BEFORE, old), {SUB: AFTER}, (("E", "a"),))) == []


@pytest.mark.parametrize("old", [True, False])
def test_a_feature_nobody_asked_for(old: bool, tmp_path: Path) -> None:
    report = check(tree(tmp_path, BEFORE, old), {SUB: AFTER})
    message = "feature 'deprecated' of E.a is new but was not asked for"
    assert report.problems == (Problem("qapi-schema", SUB, 2, message),)


def test_asked_but_not_there(tmp_path: Path) -> None:
    report = check(tree(tmp_path, BEFORE), {SUB: AFTER}, (("E", "a"), ("E", "b"), ("C", "")))
    assert messages(report) == [
        "feature 'deprecated' of C was asked for but is not new",
        "feature 'deprecated' of E.b was asked for but is not new",
    ]


def test_asked_but_there_before(tmp_path: Path) -> None:
    report = check(tree(tmp_path, AFTER), {SUB: AFTER + "# more\n"}, (("E", "a"),))
    assert messages(report) == ["feature 'deprecated' of E.a was asked for but is not new"]


def test_asked_but_no_schema_changed(tmp_path: Path) -> None:
    report = check(tree(tmp_path, BEFORE), {"docs/x.rst": ""}, (("E", "a"),))
    assert messages(report) == ["feature 'deprecated' of E.a was asked for but is not new"]


def test_unstable_that_goes(tmp_path: Path) -> None:
    gone = BEFORE.replace("'unstable'", "")
    base = tree(tmp_path, BEFORE)
    assert messages(check(base, {SUB: gone}, unflags=(("E", "b"),))) == []
    assert messages(check(base, {SUB: gone})) == [
        "feature 'unstable' of E.b is gone but was to stay"
    ]
    assert messages(check(base, {SUB: BEFORE + "\n"}, unflags=(("E", "b"),))) == [
        "feature 'unstable' of E.b was to go but is not gone"
    ]


def test_another_feature_is_not_what_was_asked(tmp_path: Path) -> None:
    other = AFTER.replace("'deprecated'", "'unstable'")
    assert messages(check(tree(tmp_path, BEFORE), {SUB: other}, (("E", "a"),))) == [
        "feature 'unstable' of E.a is new but was not asked for",
        "feature 'deprecated' of E.a was asked for but is not new",
    ]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("{ 'command': 'c', F }", ("c", "")),
        ("{ 'command': 'c', 'data': { '*m': { 'type': 'T', F } } }", ("c", "m")),
        ("{ 'event': 'EV', F, 'data': 'T', 'boxed': True }", ("EV", "")),
        ("{ 'struct': 'S', 'base': 'B', 'data': { 'm': { 'type': ['T'], F } } }", ("S", "m")),
        ("{ 'union': 'U', 'base': { 'm': { 'type': 'T', F } }, 'data': { 'x': 'T' } }", ("U", "m")),
        ("{ 'enum': 'N', 'data': [ { 'name': 'm', F } ] }", ("N", "m")),
    ],
)
@pytest.mark.parametrize("feature", ["'deprecated'", "{ 'name': 'deprecated', 'if': 'X' }"])
def test_places(line: str, place: tuple[str, str], feature: str, tmp_path: Path) -> None:
    base = tree(tmp_path, line.replace(", F", ""))
    after = {SUB: line.replace(", F", f", 'features': [{feature}]")}
    assert messages(check(base, after, (place,))) == []
    assert len(messages(check(base, after))) == 1


def test_rejection_has_file_line_and_message(tmp_path: Path) -> None:
    report = check(tree(tmp_path, BEFORE), {SUB: AFTER + "REJECT\n"}, (("E", "a"),))
    message = "bad thing\nqapi/sub.json:1: it was here"
    assert report.problems == (Problem("qapi-schema", SUB, 3, message),)


def test_a_tree_whose_own_schema_is_rejected_is_refused(tmp_path: Path) -> None:
    base = tree(tmp_path, f"REJECT\n{BEFORE}")
    with pytest.raises(Refused, match="scripts/qapi/ rejects the schema as it is: bad") as refused:
        check(base, {SUB: f"REJECT\n{AFTER}"}, (("E", "a"),))
    assert (refused.value.path, refused.value.line) == (SUB, 1)
    assert "\n" not in refused.value.message


def test_what_only_breaks_afterwards_is_a_problem(tmp_path: Path) -> None:
    report = check(tree(tmp_path, BEFORE), {SUB: AFTER + "BREAK\n"}, (("E", "a"),))
    (message,) = messages(report)
    assert "the script is broken" in message


@pytest.mark.parametrize("old", [True, False])
def test_what_parses_but_does_not_generate(old: bool, tmp_path: Path) -> None:
    report = check(
        tree(tmp_path, BEFORE, old), {SUB: AFTER + "{ 'event': 'GEN' }\n"}, (("E", "a"),)
    )
    (message,) = messages(report)
    assert "cannot generate" in message


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({SUB: BEFORE + "BREAK\n"}, "the script is broken"),
        ({"scripts/qapi/error.py": "import no_such_module\n"}, "no_such_module"),
        ({"scripts/qapi/parser.py": "print 'old'\n"}, "SyntaxError"),
        ({"scripts/qapi/schema.py": "import os; os._exit(0)\n"}, "it gave no answer"),
        ({"scripts/qapi/main.py": "import distutils_of_old\n"}, "distutils_of_old"),
    ],
)
def test_scripts_that_never_ran_are_a_warning(
    more: dict[str, str], why: str, tmp_path: Path
) -> None:
    base = tree(tmp_path, BEFORE, more=more)
    report = check(base, {SUB: base.read(SUB).decode() + "# more\n"})
    assert report.problems == ()
    (warning,) = report.warnings
    assert warning.startswith("schema not checked: scripts/qapi/: ")
    assert why in warning
    assert why in _qapi_steps.unavailable(base)


def test_no_scripts(tmp_path: Path) -> None:
    (tmp_path / "qapi").mkdir()
    (tmp_path / ROOT).write_text(BEFORE)
    report = check(FolderTree(tmp_path), {ROOT: AFTER}, (("E", "a"),))
    assert (report.problems, report.warnings) == (
        (),
        ("schema not checked: no scripts/qapi/ in the tree",),
    )


def test_a_root_that_broke_before_is_a_warning(tmp_path: Path) -> None:
    agent = "qga/qapi-schema.json"
    base = tree(tmp_path, BEFORE, more={agent: "BREAK\n"})
    report = check(base, {agent: "BREAK\n# more\n"})
    assert (report.problems, len(report.warnings)) == ((), 1)


def test_unavailable(tmp_path: Path) -> None:
    assert _qapi_steps.unavailable(tree(tmp_path / "a", BEFORE)) == ""
    assert _qapi_steps.unavailable(tree(tmp_path / "b", "REJECT\n")) == ""
    (tmp_path / "c").mkdir()
    assert _qapi_steps.unavailable(FolderTree(tmp_path / "c")) == "no schema in the tree"


def test_only_roots_that_read_the_change_are_run(tmp_path: Path) -> None:
    more = {"qga/qapi-schema.json": "REJECT\n", "qga/x.json": ""}
    base = tree(tmp_path, BEFORE, more=more)
    assert messages(check(base, {SUB: AFTER}, (("E", "a"),))) == []
    with pytest.raises(Refused, match="rejects the schema as it is"):
        check(base, {"qga/qapi-schema.json": "REJECT again\n"})


def test_a_file_of_two_roots_is_checked_with_both(tmp_path: Path) -> None:
    storage = "storage-daemon/qapi/qapi-schema.json"
    base = tree(tmp_path, BEFORE, more={storage: "{ 'include': '../../qapi/sub.json' }\n"})
    assert messages(check(base, {SUB: AFTER}, (("E", "a"),))) == []
    report = check(base, {SUB: "REJECT\n"})
    assert report.problems[0].path == SUB
    assert len(report.problems) == 1


def test_includes(tmp_path: Path) -> None:
    root = "{ 'include': 'a.json' }\n# { 'include': 'no.json' }\n{'include' : '../q/b.json'}\n"
    files = {
        "q/r.json": root,
        "q/a.json": "{ 'include': 'r.json' }{ 'include': 'gone.json' }",
        "q/b.json": "{ 'include': '../../out.json' }",
        "q/no.json": "",
    }
    (tmp_path / "out.json").write_text("")
    base = tree(tmp_path / "t", "", more=files)
    assert _qapi_steps.includes(base, "q/r.json") == {"q/r.json", "q/a.json", "q/b.json"}
    assert _qapi_steps.includes(base, "q/none.json") == frozenset()


def test_the_tree_is_not_written_to(tmp_path: Path) -> None:
    base = tree(tmp_path, BEFORE)
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*")}
    check(base, {SUB: AFTER}, (("E", "a"),))
    assert {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*")} == before


def test_as_a_check(tmp_path: Path) -> None:
    assert qapi_schema.CHECK.executes
    changed = {SUB: AFTER.encode()}
    patch = Patch("s", "b", (), (), changed)
    for name, base, warning in (
        ("a", tree(tmp_path / "a", BEFORE), False),
        ("b", tree(tmp_path / "b", BEFORE + "BREAK\n"), True),
    ):
        after = Overlay(base, {SUB: changed[SUB] + (b"BREAK\n" if warning else b"")})
        (problem,) = qapi_schema.CHECK.run(base, after, patch)
        assert problem.warning is warning, name


@pytest.mark.real_tree
@pytest.mark.skipif("QEMU_TREE" not in os.environ, reason="QEMU_TREE is not set")
class TestRealTree:
    SCHEMA = "qapi/control.json"
    COMMAND = b"{ 'command': 'query-version'"

    @pytest.fixture
    def base(self) -> FolderTree:
        return FolderTree(Path(os.environ["QEMU_TREE"]).resolve())

    def flagged(self, base: FolderTree, doc: bytes) -> dict[str, str]:
        source = base.read(self.SCHEMA)
        source = source.replace(self.COMMAND, self.COMMAND + b", 'features': ['deprecated']")
        start = source.index(b"# @query-version:")
        at = re.compile(rb"(?m)^# Returns:|^##$").search(source, start)
        assert at is not None
        return {self.SCHEMA: (source[: at.start()] + doc + source[at.start() :]).decode()}

    def test_accepted(self, base: FolderTree) -> None:
        doc = b"# Features:\n#\n# @deprecated: This command is deprecated.\n#\n"
        files = self.flagged(base, doc)
        assert messages(check(base, files, (("query-version", ""),))) == []
        (message,) = messages(check(base, files))
        assert "query-version is new" in message

    def test_undocumented_feature(self, base: FolderTree) -> None:
        (problem,) = check(base, self.flagged(base, b""), (("query-version", ""),)).problems
        assert problem.path == self.SCHEMA
        assert problem.line
        assert "lacks documentation" in problem.message

    def test_syntax_error(self, base: FolderTree) -> None:
        broken = base.read(self.SCHEMA).decode() + "{ 'command'\n"
        (problem,) = check(base, {self.SCHEMA: broken}).problems
        assert problem.path == self.SCHEMA

    def test_guest_agent_and_storage_daemon(self, base: FolderTree) -> None:
        for path in ("qga/qapi-schema.json", "storage-daemon/qapi/qapi-schema.json"):
            text = base.read(path).decode()
            assert messages(check(base, {path: text + "\n# more\n"})) == []
            assert messages(check(base, {path: text + "{ 'flag'\n"}))
