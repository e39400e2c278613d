"""Users in C tests: what is moved, what is left to a person, what is no user."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_users import LIST, MOVE, after, at, tree, uses

from codemods.model import Feature
from codemods.users.areas import c_tests
from codemods.users.model import Move

PATH = "tests/qtest/water-test.c"


def run(folder: Path, body: str, move: Move = MOVE) -> tuple[str, list[str]]:
    where = tree(folder, tests__qtest__water_test_DOT_c="")
    source = f"static void test(void)\n{{\n{body}\n}}\n"
    (folder / PATH).parent.mkdir(parents=True, exist_ok=True)
    (folder / PATH).write_text(source)
    found = uses(c_tests, where, move)
    assert all(u.path == PATH for u in found)
    return after(where, PATH, found), [u.by_hand for u in found]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("q(s, \"{ 'execute': 'tank-fill', 'arguments': { 'tank': %s } }\", n);",
         "q(s, \"{ 'execute': 'ponds-fill', 'arguments': { 'zz': %s } }\", n);"),
        ("q(\"{ 'execute': 'tank-fill', \"\n  \" 'arguments': {\" /**/\n  \"'tank': 'a' } }\");",
         "q(\"{ 'execute': 'ponds-fill', \"\n  \" 'arguments': {\" /**/\n  \"'zz': 'a' } }\");"),
        ('q("{\\"execute\\": \\"tank-fill\\", \\"arguments\\": {\\"tank\\": \\"a\\"}}");',
         'q("{\\"execute\\": \\"ponds-fill\\", \\"arguments\\": {\\"zz\\": \\"a\\"}}");'),
        ("q(\"{ 'execute': 'tank-fill', 'arguments': { 'tank': %\" PRIu64 \" } }\", n);",
         "q(\"{ 'execute': 'ponds-fill', 'arguments': { 'zz': %\" PRIu64 \" } }\", n);"),
        ("\n#define Q \\\n  \"{ 'execute': 'tank-fill',\" \\\n  \"'arguments': { 'tank': 1 } }\"\n",
         "\n#define Q \\\n  \"{ 'execute': 'ponds-fill',\" \\\n  \"'arguments': { 'zz': 1 } }\"\n"),
    ],
)  # fmt: skip
def test_moves(tmp_path: Path, old: str, new: str) -> None:
    text, reasons = run(tmp_path, old)
    assert new in text
    assert old not in text
    assert reasons == [""]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("q(\"{ 'execute': 'tank-fill', 'arguments': { 'tank': 'a', 'quick': 1 } }\");", "quick"),
        ("q(\"{ 'execute': 'tank-fill' }\");", "needs an argument 'zz'"),
        ("q(\"{ 'execute': 'tank-fill', 'arguments': %p }\", d);", "put in while the test runs"),
        ("q(\"{ 'execute': 'tank-fill', 'arguments': { %s } }\", d);", "read for certain"),
        ("r = q(\"{ 'execute': 'tank-fill', 'arguments': { 'tank': 'a' } }\");\n"
         "expect(r, \"TankLeaking\");", "error class TankLeaking"),
        ('return qmp_known("tank-fill");', "what the name is used for"),
        ("/* `tank-fill` is slow */", "looked at"),
    ],
)  # fmt: skip
def test_leaves_to_a_person(tmp_path: Path, body: str, reason: str) -> None:
    text, reasons = run(tmp_path, body)
    assert body in text
    assert len(reasons) == 1
    assert reason in reasons[0]


@pytest.mark.parametrize(
    "body",
    [
        "q(\"{ 'execute': 'x-tank-fill', 'arguments': { 'tank': 'a' } }\");",
        "q(\"{ 'execute': 'other', 'arguments': { 'id': 'tank-fill' } }\");",
        "q(\"{ 'event': 'tank-fill' }\");",
        "q(\"{ 'execute': 'other', 'arguments': { 'tank-fill': 1 } }\");",
        'g_test_message("now tank-fill runs");',
        "/* now tank-fill runs */",
        "tank-fill;",
    ],
)
def test_other_letters_are_no_user(tmp_path: Path, body: str) -> None:
    assert run(tmp_path, body) == (f"static void test(void)\n{{\n{body}\n}}\n", [])


def test_a_constant(tmp_path: Path) -> None:
    feature = Feature("migration-capability", "pond", "C.pond", "x", 1, ("pond", "C_POND"))
    body = 'caps[C_POND] = true; caps[C_POND_2] = f("C_POND"); /* C_POND */'
    where = tree(tmp_path, tests__qtest__a_DOT_c=body, hw__b_DOT_c=body)
    for move in (Move(feature), Move(feature, "lake"), Move(feature, "x-pond")):
        (found,) = uses(c_tests, where, move)
        assert (found.path, found.what) == ("tests/qtest/a.c", "constant of the capability")


def test_an_error_that_another_call_expects_does_not_matter(tmp_path: Path) -> None:
    call = "q(\"{ 'execute': '%s', 'arguments': { 'tank': 'a' } }\");\n"
    _, reasons = run(tmp_path, call % "tank-fill" + call % "other" + 'e("TankLeaking");')
    assert reasons == [""]


def test_only_tests_are_looked_at(tmp_path: Path) -> None:
    where = tree(tmp_path, hw__water_DOT_c="f(\"{ 'execute': 'tank-fill' }\");")
    assert uses(c_tests, where) == []


def test_lists(tmp_path: Path) -> None:
    text, reasons = run(tmp_path, "q(\"{ 'execute': 'tank-fill' }\");", LIST)
    assert "'tank-fill'" in text
    assert reasons == [""]


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("machine", 'f("-nodefaults -M x-lake -m 1");', 'f("-nodefaults -M lake -m 1");'),
        ("machine", 'f("-machine x-lake,size=%d", 1);', 'f("-machine lake,size=%d", 1);'),
        ("machine", 'f("wren/x-lake", g);', 'f("wren/lake", g);'),
        ("device", 'f("-device x-lake,id=a");', 'f("-device lake,id=a");'),
        ("device", 't_device_add(s, "x-lake", "a");', 't_device_add(s, "lake", "a");'),
        ("cli-option", 'f("-x-lake -m 1");', 'f("-lake -m 1");'),
        ("migration-capability", 'migrate_set_capability(s, "x-lake", true);',
         'migrate_set_capability(s, "lake", true);'),
        ("migration-capability", "f(\"{ 'capability': 'x-lake', 'state': true }\");",
         "f(\"{ 'capability': 'lake', 'state': true }\");"),
        ("hmp-command", 'qtest_hmp(s, "x-lake 1");', 'qtest_hmp(s, "lake 1");'),
    ],
)  # fmt: skip
def test_other_kinds(tmp_path: Path, kind: str, old: str, new: str) -> None:
    move = Move(Feature(kind, "x-lake", "x-lake", "x", 1), "lake")
    text, reasons = run(tmp_path, old, move)
    assert new in text
    assert reasons == [""]


@pytest.mark.parametrize("kind", ["machine", "device"])
def test_what_is_not_another_name_stays(tmp_path: Path, kind: str) -> None:
    move = Move(Feature(kind, "pond", "pond", "x", 1), "lake")
    text, reasons = run(tmp_path, f'f("-{kind} pond");', move)
    assert f"-{kind} pond" in text
    assert reasons == ["`lake` is not just another name for it"]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("machine", 'f("-device pond");'),
        ("machine", 'f("-M pond-2");'),
        ("device", 'f("-device lake,id=pond");'),
        ("device", 'f("-M pond");'),
        ("cli-option", 'f("-M pond");'),
        ("migration-capability", 'g_test_message("pond");'),
        ("hmp-command", 'qtest_hmp(s, "info pond");'),
        ("qapi-member", 'f("pond");'),
    ],
)
def test_other_kinds_no_user(tmp_path: Path, kind: str, body: str) -> None:
    move = Move(Feature(kind, "pond", "pond", "x", 1), "lake")
    assert run(tmp_path, body, move)[1] == []


@pytest.mark.parametrize(
    ("replacement", "body", "edited"),
    [
        ("wait=off", 'f("-chardev socket,id=a,nowait");', True),
        ("wait=off", 'f("-chardev socket,id=a,nowait=on");', False),
        ("wait=off", 'f(",nowait");', False),
        ("later", 'f("-serial tcp::1,nowait");', False),
    ],
)
def test_parameters_of_options(tmp_path: Path, replacement: str, body: str, edited: bool) -> None:
    move = Move(Feature("cli-suboption", "nowait", "chardev.nowait", "x", 1), replacement)
    text, reasons = run(tmp_path, body, move)
    assert (body.replace("nowait", replacement) in text) is edited
    assert [bool(r) for r in reasons] == [not edited]


def test_a_member_that_an_option_takes(tmp_path: Path) -> None:
    definition = 'DEF("netdev", HAS_ARG, QEMU_OPTION_netdev, "-netdev a\\n", ARCH_ALL)\n'
    schema = (
        "{ 'union': 'Netdev', 'base': { 'type': 'T' }, 'discriminator': 'type',\n"
        "  'data': { 'pump': 'NetdevPumpOptions' } }\n"
        "{ 'struct': 'NetdevPumpOptions', 'data': { '*speed': 'int' } }\n"
        "{ 'struct': 'Netdevice', 'data': { '*speed': 'int', '*depth': 'int' } }\n"
    )
    body = 'void t(void)\n{\nf("-netdev pump,speed=1");\nf("-other x,speed=2,depth=2");\n}\n'
    files = {"qemu-options.hx": definition, "qapi/net.json": schema, PATH: body}
    where = at(tmp_path, dict(files))
    expected = {"NetdevPumpOptions.speed": [3], "Netdevice.speed": [], "Netdevice.depth": []}
    for name, lines in expected.items():
        feature = Feature("qapi-member", name.partition(".")[2], name, "qapi/net.json", 1)
        found = uses(c_tests, where, Move(feature))
        assert [(u.line, u.what) for u in found] == [(n, "parameter of an option") for n in lines]


def test_a_parameter_of_another_option(tmp_path: Path) -> None:
    move = Move(Feature("cli-suboption", "nowait", "chardev.nowait", "x", 1), "wait=off")
    assert run(tmp_path, 'f("-spice port=1,nowait");', move)[1] == []
    assert run(tmp_path, 'f("-chardev socket,nowait.path=1");', move)[1] == []
