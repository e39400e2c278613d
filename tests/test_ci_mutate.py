"""The developers' tool that puts faults into the package: which faults, and which it misses."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOOLS = Path(__file__).parent.parent / ".ci"


@pytest.fixture(autouse=True)
def _found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(TOOLS)


def mutants(source: str) -> list[str]:
    """Return what becomes of one line of source, the text alone."""
    from faults import faults

    data = source.encode()
    return [each.applied(data).decode() for each in faults("m.py", data)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a == b", ["a != b"]),
        ("a < b <= c", ["a <= b <= c", "a < b < c"]),
        ("a is not b", ["a is b"]),
        ("a not  in b", ["a in b"]),
        ("(a) and (b) or c", ["(a) or (b) or c", "(a) and (b) and c"]),
        ("a + b - c", ["a - b - c", "a + b + c"]),
        ("a | b", ["a & b"]),
        ("a % b / c", []),
        ("not a", [" a"]),
        ("7, True, -1, 'x', None, 0.5", ["8, True, -1, 'x', None, 0.5",
         "7, False, -1, 'x', None, 0.5", "7, True, -2, 'x', None, 0.5"]),
        ("if a: b", ["if not (a): b"]),
        ("if a == b: c", ["if a != b: c"]),
        ("if a <= b: c", ["if not (a <= b): c", "if a < b: c"]),
        ("if a: raise b", ["if False: raise b"]),
        ("b if a else c", ["b if not (a) else c"]),
        ("[a for a in b if c if d]",
         ["[a for a in b if True if d]", "[a for a in b if c if True]"]),
        ("filter(None, a)", ["iter(a)"]),
        ("any(a)", ["all(a)"]),
        ("a.startswith(b)", ["a.endswith(b)"]),
        ("assert a == b", []),
        ("f'{a + 1}'", []),
        ("a: 'b | c' = d", []),
        ("if TYPE_CHECKING: a = 1", []),
        ("@a(1)\ndef b(c: d | e = 2) -> f | g: ...", ["@a(1)\ndef b(c: d | e = 3) -> f | g: ..."]),
        ("ß = 'äöü' + a", ["ß = 'äöü' - a"]),
        ("(a  # and == or\n or b)", ["(a  # and == or\n and b)"]),
        ("a = 1\r\nb = '\x0c'\nc = 2",
         ["a = 2\r\nb = '\x0c'\nc = 2", "a = 1\r\nb = '\x0c'\nc = 3"]),
    ],
)  # fmt: skip
def test_every_fault_of_a_line(source: str, expected: list[str]) -> None:
    assert mutants(source) == expected


def test_a_fault_tells_its_place() -> None:
    from faults import compiles, faults

    (fault,) = faults("p/m.py", b"a = 1\nb = (a\n     in c)\n")[1:]
    assert str(fault) == "p/m.py:3: `in` -> `not in`"
    assert not compiles(b"a not not b")


MODULE = """\
LIMIT = 3


def small(n):
    return n < LIMIT


def named(words):
    return [w for w in words if w]


def unused(a):
    return a + 1
"""
TESTS = """\
from codemods import m


def test_small():
    assert m.small(2) and not m.small(4)


def test_named():
    assert m.named(["a", ""]) == ["a"]
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with three functions: one well tested, one at its limits not, one not at all."""
    pytest.importorskip("coverage")
    # Or each process would compile pytest, for what is mutated is never written as compiled.
    monkeypatch.delenv("PYTHONPYCACHEPREFIX", raising=False)
    top = tmp_path / "project"
    for path, text in (("codemods/__init__.py", ""), ("codemods/m.py", MODULE),
                       ("tests/test_m.py", TESTS), ("pyproject.toml", "")):  # fmt: skip
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_text(text)
    (top / ".ci").mkdir()
    for tool in ("mutate.py", "faults.py"):
        shutil.copy(TOOLS / tool, top / ".ci")
    git(top, "init", "-q")
    git(top, "add", "codemods/__init__.py")
    git(top, "-c", "user.name=A", "-c", "user.email=a@x.org", "commit", "-q", "-m", "begin")
    return top


def git(top: Path, *args: str) -> None:
    subprocess.run(["git", *args], cwd=top, check=True)


def run(top: Path, *args: str) -> tuple[int, list[str]]:
    command = [sys.executable, str(top / ".ci/mutate.py"), *args]
    done = subprocess.run(command, cwd=top, capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    return done.returncode, done.stdout.splitlines()


def test_survivors_are_told_with_their_place(project: Path) -> None:
    before = (project / "codemods/m.py").read_bytes()
    status, said = run(project)
    assert status == 1
    assert said == [
        "codemods/m.py:1: `3` -> `4`  (survived)", "    LIMIT = 4",
        "codemods/m.py:5: `<` -> `<=`  (survived)", "    return n <= LIMIT",
        "codemods/m.py:13: `+` -> `-`  (not run)", "    return a - 1",
        "codemods/m.py:13: `1` -> `2`  (not run)", "    return a + 2",
        "5 faults: 1 killed, 2 not run, 2 survived",
    ]  # fmt: skip
    assert (project / "codemods/m.py").read_bytes() == before


def test_given_tests_are_run_for_each_fault(project: Path) -> None:
    args = ("--tests", "tests/test_m.py::test_small", "--sample", "1", "--seed", "3")
    status, said = run(project, *args)
    assert status == 1
    assert said == [
        "codemods/m.py:1: `3` -> `4`  (survived)", "    LIMIT = 4", "1 faults: 1 survived",
    ]  # fmt: skip


def test_only_what_changed(project: Path) -> None:
    git(project, "add", "codemods/m.py")
    git(project, "-c", "user.name=A", "-c", "user.email=a@x.org", "commit", "-q", "-m", "more")
    assert run(project, "--since", "HEAD") == (0, ["nothing to mutate"])
    (project / "codemods/m.py").write_text("def two():\n    return 2\n")
    (project / "tests/test_m.py").write_text(
        "from codemods import m\n\n\ndef test_two():\n    assert m.two() == 2\n"
    )
    assert run(project, "--since", "HEAD~1") == (0, ["1 faults: 1 killed"])


def test_what_fails_without_a_fault_kills_none(project: Path) -> None:
    (project / "tests/test_m.py").write_text(
        "from codemods import m\n\n\ndef test_bad():\n    assert m.small(9)\n"
    )
    assert run(project, "--sample", "1", "--seed", "3")[1] == [
        "codemods/m.py:1: `3` -> `4`  (not run)", "    LIMIT = 4", "1 faults: 1 not run",
    ]  # fmt: skip
    command = [sys.executable, str(project / ".ci/mutate.py"), "--tests", "tests"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith("the tests fail without any fault\n")
