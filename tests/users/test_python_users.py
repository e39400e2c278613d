"""Users in Python: what is rewritten, what is left to a person, what is no use."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_users import LIST, MOVE, NEW, OLD, after, at, uses

from codemods.model import Feature
from codemods.users.areas import python
from codemods.users.model import Move

PATH = "tests/functional/test_tank.py"
WRAPPERS = """
def send(stream, command, **arguments):
    stream.write(dumps({'execute': command, 'arguments': arguments}))
def fixed(vm, cmd, target):
    vm.cmd(cmd, tank=target)
def shaky(vm, cmd, options):
    vm.qmp(cmd, **options)
def failing(vm, cmd, **kwargs):
    res = vm.qmp(cmd, **kwargs)
    assert_qmp(res, 'error/class', 'GenericError')
def outer(vm, x, name='n', **kwargs):
    send(vm, x, **kwargs)
class A:
    def go(self, what, **kw):
        self.vm.cmd(what, **kw)
    def run(self):
"""
INSIDE = "        "


def run(
    folder: Path, body: str, move: Move = MOVE, path: str = PATH, **more: str
) -> tuple[str, list[tuple[str, str]]]:
    """The body after the move, and (what, by hand) of each use."""
    files = {path: f"{body}\n", **{k.replace("OUT", f"{path}.out"): v for k, v in more.items()}}
    where = at(folder, dict(files))
    found = uses(python, where, move)
    return after(where, path, found)[:-1], [(u.what, u.by_hand) for u in found]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("vm.cmd('tank-fill', tank='t0')", "vm.cmd('reservoir-fill', zz='t0')"),
        ('self.vm.qmp("tank-fill", tank=t, aa = 1)', 'self.vm.qmp("reservoir-fill", zz=t, aa = 1)'),
        ("vm.qmp('tank-fill',   # é\n  tank=1,)", "vm.qmp('reservoir-fill',   # é\n  zz=1,)"),
        ("vm.qmp('tank-fill', **{'tank': 1})", "vm.qmp('reservoir-fill', **{'zz': 1})"),
        ("vm.qmp('tank-fill', {'tank': 1})", "vm.qmp('reservoir-fill', {'zz': 1})"),
        ("vm.cmd('tank-fill', args_dict={\"tank\": 1})",
         "vm.cmd('reservoir-fill', args_dict={\"zz\": 1})"),
        ("vm.cmd(cmd='tank-fill', tank=1)", "vm.cmd(cmd='reservoir-fill', zz=1)"),
        ("await q.execute('tank-fill', {'tank': 1})",
         "await q.execute('reservoir-fill', {'zz': 1})"),
        ("vm.qmp_log('tank-fill', tank=1, filters=[x], indent=2)",
         "vm.qmp_log('reservoir-fill', zz=1, filters=[x], indent=2)"),
        ("m = {'execute': 'tank-fill', 'arguments': {'tank': 1}}",
         "m = {'execute': 'reservoir-fill', 'arguments': {'zz': 1}}"),
        ("def f():\n  a = {'tank': 1}\n  vm.cmd('tank-fill', **a)",
         "def f():\n  a = {'zz': 1}\n  vm.cmd('reservoir-fill', **a)"),
        ("s = '{\"execute\": \"tank-fill\", \"arguments\": {\"tank\": \"a\"}}'",
         "s = '{\"execute\": \"reservoir-fill\", \"arguments\": {\"zz\": \"a\"}}'"),
        ("COMMANDS = ['tank-fill']", "COMMANDS = ['reservoir-fill']"),
    ],
)  # fmt: skip
def test_moved(tmp_path: Path, old: str, new: str) -> None:
    if "await" in old:
        old, new = (f"async def f():\n  {text}" for text in (old, new))
    text, said = run(tmp_path, old)
    assert text == new.replace("reservoir-fill", NEW)
    assert [why for _, why in said] == [""]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("send(s, 'tank-fill', tank=1)", "send(s, 'reservoir-fill', zz=1)"),
        ("outer(s, 'tank-fill', name=2, tank=1)", "outer(s, 'reservoir-fill', name=2, zz=1)"),
        ("self.go('tank-fill', tank=1)", "self.go('reservoir-fill', zz=1)"),
        ("self.go(what='tank-fill', tank=1)", "self.go(what='reservoir-fill', zz=1)"),
    ],
)
def test_moved_through_a_function_of_the_file(tmp_path: Path, old: str, new: str) -> None:
    text, said = run(tmp_path, WRAPPERS + INSIDE + old)
    assert text == WRAPPERS + INSIDE + new.replace("reservoir-fill", NEW)
    assert [why for _, why in said] == [""]


@pytest.mark.parametrize(
    ("call", "why"),
    [
        ("fixed(vm, 'tank-fill', 1)", "the function in between gives the argument 'tank' itself"),
        ("shaky(vm, 'tank-fill', o)", "a function in between adds arguments, and"),
        ("failing(vm, 'tank-fill', tank=1)", "failing() looks at an error"),
        ("elsewhere(vm, 'tank-fill', tank=1)", "what elsewhere() does with the name is not known"),
    ],
)
def test_by_hand_through_a_function(tmp_path: Path, call: str, why: str) -> None:
    text, said = run(tmp_path, WRAPPERS + INSIDE + call)
    assert text == WRAPPERS + INSIDE + call
    assert len(said) == 1
    assert why in said[0][1]


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("vm.cmd('tank-fill', tank=1, quick=True)", "`reservoir-fill` has no argument 'quick'"),
        ("vm.cmd('tank-fill')", "`reservoir-fill` needs an argument 'zz'"),
        ("vm.cmd('tank-fill', **args)", "its arguments come from the variable args, and"),
        ("vm.cmd('tank-fill', *args)", "it is called with *arguments"),
        ("vm.cmd('tank-fill', **f())", "its arguments are computed"),
        ("vm.cmd('tank-fill', **{k: 1})", "the name of an argument is computed"),
        ("r = vm.qmp('tank-fill', tank=1)\nassert_qmp(r, 'error/class', 'X')", "the error"),
        ("r = vm.qmp('tank-fill', tank=1)\nassert 'error' in r", "the error"),
        ("x = vm.qmp('tank-fill', tank=1)['error']", "the error"),
        ("with self.assertRaises(E):\n  vm.cmd('tank-fill', tank=1)", "it is expected to fail"),
        ("for c, a in [('tank-fill', 'tank'), ('x', 'y')]:\n  vm.cmd(c, **{a: 1})", "a table"),
        ("CS = ['tank-fill', 'reservoir-fill']", "is in it already"),
        ("CS = ['tank-fill', 'stop-it']", "a table of other things"),
        ("for c in ['tank-fill']:\n  vm.cmd(c, tank=1)", "'c' is sent with arguments"),
        ("def f(vm, c='tank-fill', **kw):\n  vm.cmd(c, **kw)", "callers of the function"),
        ("c = 'tank-fill'\nvm.cmd(c, tank=1)", "its arguments are not given here"),
        ("c = 'tank-fill'", "not certain"),
        ("if c == 'tank-fill':\n  pass", "compared"),
        ("# tank-fill is slow", "a text, not a call"),
        ("def f():\n  '''Do a tank-fill.'''", "a text, not a call"),
        ("log('after tank-fill')", "a text, not a call"),
        ("log(f'after tank-fill {x}')", "a text, not a call"),
        ("s = \"{'execute': 'tank-fill', %s\"", "cannot be read"),
        ("t = {'command': 'tank-fill'}", "not certain"),
        ("cmd('tank-fill', tank=1)", "what cmd() does with the name is not known"),
        (f"CS = ['tank-fill']  # {'x' * 58}", "longer than 80 columns"),
        ("x = vm.cmd('tank-fill', zz=1, tank=2)", "two arguments would get the same name"),
    ],
)
def test_by_hand(tmp_path: Path, code: str, why: str) -> None:
    code, why = (text.replace("reservoir-fill", NEW) for text in (code, why))
    text, said = run(tmp_path, code)
    assert text == code
    assert len(said) == 1, said
    assert why in said[0][1]


@pytest.mark.parametrize(
    "code",
    [
        "vm.cmd('tank-filled', tank=1)",
        "vm.cmd('x-tank-fill', tank=1)",
        "def tank_fill(tank): return tank_fill",
        "open('/tmp/tank-fill')",
        "open('tank-fill.img')",
        "a = {'type': 'tank-fill'}",
        "vm.cmd('other-fill', zz=1)",
    ],
)
def test_no_use(tmp_path: Path, code: str) -> None:
    assert run(tmp_path, code) == (code, [])


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("CS = ['tank-fill']\nif c == 'tank-fill':\n  pass", "compares names of commands"),
        ("CS = ['tank-fill']\nx = {'tank-fill': 1}[c]", "compares names of commands"),
        ("CS = ['tank-fill']\nif c == 'other':\n  pass", ""),
    ],
)
def test_a_name_that_is_compared_too(tmp_path: Path, code: str, why: str) -> None:
    text, said = run(tmp_path, code)
    assert why in said[0][1]
    assert (text == code) is bool(why)


def test_a_function_that_compares_what_it_sends(tmp_path: Path) -> None:
    code = (
        "def go(vm, c, **k):\n  if c == 'tank-fill':\n    pass\n  vm.cmd(c, **k)\n"
        "go(v, 'tank-fill', tank=1)"
    )
    text, said = run(tmp_path, code)
    assert text == code
    assert ("call of go()", "the file compares names of commands with it") in said


@pytest.mark.parametrize("other", ["'stop'", "x", "('tank-fill' if b else y)"])
def test_one_of_two_values(tmp_path: Path, other: str) -> None:
    code = f"c = 'tank-fill' if a else {other}\nvm.cmd(c)"
    what = run(tmp_path, code, LIST)[1]
    assert set(what) == {("variable", "")}
    assert all("not given here" in why for _, why in run(tmp_path, code)[1])


def test_only_python_is_looked_at(tmp_path: Path) -> None:
    call = "vm.cmd('tank-fill', tank=1)\n"
    files = {
        "tests/x.c": call,
        "tests/x.out": call,
        "tests/sh": f"#!/bin/sh\n{call}",
        "x.rst": call,
    }
    assert uses(python, at(tmp_path, files)) == []
    found = uses(python, at(tmp_path, {"scripts/tool": f"#!/usr/bin/env python3\n{call}"}))
    assert [(u.path, u.line, bool(u.edits)) for u in found] == [("scripts/tool", 2, True)]


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    where = at(tmp_path, {PATH: "print 'x'\nvm.cmd('tank-fill', tank=1)\n"})
    (use,) = uses(python, where)
    assert (use.line, use.what, use.edits) == (2, "not parsed", ())
    assert use.by_hand.startswith("LibCST cannot read it")


def test_users_are_only_listed_without_a_replacement(tmp_path: Path) -> None:
    code = "vm.cmd('tank-fill', **a)\n# tank-fill\nx = 'tank-fill'"
    text, said = run(tmp_path, code, LIST)
    assert text == code
    assert said == [("call of cmd()", ""), ("comment", ""), ("variable", "")]


def test_a_replacement_that_is_no_command(tmp_path: Path) -> None:
    for new in ("no-such", "two words"):
        _, said = run(tmp_path, "vm.cmd('tank-fill', tank=1)", Move(MOVE.feature, new))
        assert said[0][1]


@pytest.mark.parametrize(
    ("call", "log", "moved"),
    [
        ("vm.qmp_log('tank-fill', tank=1)", '{"execute": "tank-fill"}\n{"return": {}}\n', True),
        ("vm.qmp_log('tank-fill', tank=1)", '{"execute": "tank-fill"}\n{"error": {}}\n', False),
        ("log(vm.qmp('tank-fill', tank=1))", '{"return": {}}\n', True),
        ("log(vm.qmp('tank-fill', tank=1))", '{"error": {}}\n', False),
        ("vm.qmp('tank-fill', tank=1)", '{"error": {}}\n', True),
    ],
)
def test_a_logged_error_keeps_the_call(tmp_path: Path, call: str, log: str, moved: bool) -> None:
    _, said = run(tmp_path, call, OUT=log)
    assert [why == "" for _, why in said] == [moved]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("vm.qmp_log('tank-fill', tank=1)\nvm.cmd('tank-fill', tank=1)",
         ["logged call of qmp_log()"]),
        ("vm.cmd('tank-fill', tank=1)\nfor c in ['tank-fill']: vm.cmd(c)", []),
        ("for c in ['tank-fill']: vm.qmp_log(c)", ["element of a list"]),
        ("# tank-fill\nvm.cmd('tank-fill')", []),
        ("print 'tank-fill'", ["not parsed"]),
    ],
)  # fmt: skip
def test_which_uses_reach_the_log(tmp_path: Path, code: str, expected: list[str]) -> None:
    where = at(tmp_path, {PATH: code})
    assert [u.what for u in python.logged(where, MOVE, PATH)] == expected


MACHINE = Feature("machine", "x-lake", "x-lake", "hw/lake.c", 1, ("x-lake",))


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("self.set_machine('x-lake')", 1),
        ("vm.add_args('-M', 'x-lake')", 1),
        ("args = ['-machine', 'x-lake,dumb=on', '-cpu', 'x']", 1),
        ("vm.add_args('-machine x-lake')", 1),
        ("def t():\n  '''\n  :avocado: tags=machine:x-lake\n  '''", 1),
        ("vm.machine = 'x-lake'", 1),
        ("x = ['-cpu', 'x-lake']", 0),
        ("x = {'name': 'x-lake'}", 0),
        ("self.set_machine('x-lake0')", 0),
    ],
)
def test_machines(tmp_path: Path, code: str, count: int) -> None:
    text, said = run(tmp_path, code, Move(MACHINE, "lake"))
    assert text == (code.replace("x-lake", "lake") if count else code)
    assert len(said) == count


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("vm.add_args('-x-wet')", 1),
        ("args = ['--x-wet', '-m', '1']", 1),
        ("run('qemu -m 1 -x-wet')", 1),
        ('run(f"""qemu {a} \\\n  -x-wet""")', 1),
        ("run('./configure --x-wet')", 0),
        ("vm.add_args('-x-wetter')", 0),
        ("vm.add_args('-not-x-wet')", 0),
    ],
)
def test_an_option(tmp_path: Path, code: str, count: int) -> None:
    feature = Feature("cli-option", "x-wet", "x-wet", "qemu-options.hx", 1)
    text, said = run(tmp_path, code, Move(feature, "wet"))
    assert text == (code.replace("x-wet", "wet") if count else code)
    assert said == [("option on a command line", "")] * count


def test_a_capability(tmp_path: Path) -> None:
    feature = Feature("migration-capability", "x-wet", "MigrationCapability.x-wet", "q.json", 1)
    code = "vm.cmd('m', capabilities=[{'capability': 'x-wet', 'state': True}], other='x-wet')"
    text, said = run(tmp_path, code, Move(feature, "wet"))
    assert text == code.replace("'capability': 'x-wet'", "'capability': 'wet'")
    assert [why for _, why in said] == [""]


def test_an_argument_is_found_and_left_to_a_person(tmp_path: Path) -> None:
    feature = Feature("qapi-member", "aa-b", "tank-fill.aa-b", "qapi/water.json", 1)
    code = (
        "vm.cmd('tank-fill', aa_b=1)\nvm.cmd('other', aa_b=1)\nvm.qmp('tank-fill', **{'aa-b': 2})"
    )
    text, said = run(tmp_path, code, Move(feature, "bb"))
    assert text == code
    assert [what for what, _ in said] == ["argument of tank-fill"] * 2
    assert all(why for _, why in said)


def test_an_event(tmp_path: Path) -> None:
    feature = Feature("qmp-event", "TANK_FULL", "TANK_FULL", "qapi/water.json", 1)
    code = "vm.event_wait('TANK_FULL')\nvm.event_wait(name='TANK_FULL')\nx = 'TANK_FULLER'"
    text, said = run(tmp_path, code, Move(feature, "TANK_DONE"))
    assert text == code
    assert len(said) == 2
    assert all(why for _, why in said)


def test_the_name_of_the_old_command_is_not_in_the_code_of_the_tool() -> None:
    assert OLD not in Path(python.__file__).read_text(encoding="utf-8")
