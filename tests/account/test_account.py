"""Every line that spells a feature is accounted for."""

from __future__ import annotations

import subprocess
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codemods.account.account import account
from codemods.model import Feature, Patch
from codemods.source.folder import FolderTree
from codemods.source.overlay import Overlay

WORDS = ("x-tail", "x_tail", "CAT_X_TAIL")
CAT = Feature("cat", "x-tail", "Cat.x-tail", "qapi/cat.json", 1, WORDS)
CODE = b"""\
int wag(void)
{
    return cat[CAT_X_TAIL];
}

FURRY(CAT_X_TAIL,
      x_tail = {
"""
FILES = {
    "qapi/cat.json": b"{ 'enum': 'Cat',\n  'data': [ 'x-tail',\n  'x-tailor' ] }\n",
    "cat.c": CODE,
    "include/cat.h": b"extern int x_tail;\n",
    "tests/qtest/cat-test.c": b'run("x-tail");\n',
    "tests/data.json": b"'x-tail'\n",
    "docs/cat.rst": b"x-tail and CAT_X_TAIL, x-tail\r\nx-tails\n",
    "docs/about/deprecated.rst": b"``x-tail``\n",
    "options.hx": b"x-tail\n",
    "scripts/cat.py": b"x_tail = 1\n",
    ".dot/cat.sh": b"x-tail",
    "po/de.po": b"x-tail\n",
    "roms/cat": b"x-tail\n",
    "latin.c": b"/* \xe9 x-tail */\n",
    "binary": b"\0x-tail\n",
}


@pytest.fixture
def where(tmp_path: Path) -> Path:
    for path, data in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    return tmp_path


def patch(feature: Feature = CAT, files: dict[str, bytes] | None = None) -> Patch:
    return Patch("s", "b", (feature,), (), files or {})


def plain_search(where: Path, words=WORDS) -> int:
    """Count the lines that have one of the words, and not in a longer one, as a person would."""
    whole = "|".join(rf"(?<![\w-]){word}(?![\w-])" for word in words)
    done = subprocess.run(
        ["git", "grep", "--no-index", "-I", "-P", "-n", whole],
        cwd=where, capture_output=True, check=True,
    )  # fmt: skip
    return done.stdout.count(b"\n")


def verdicts(rows) -> dict[tuple[str, int], str]:
    return {(row.path, row.line): row.verdict for row in rows}


def test_the_sum_is_that_of_a_plain_search(where):
    rows = account(FolderTree(where), [patch()])
    assert len(rows) == plain_search(where) == sum(Counter(r.verdict for r in rows).values())
    assert len(verdicts(rows)) == len(rows), "a line is counted twice"


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.lists(st.sampled_from(["x-tail", "CAT_X_TAIL", "x_tails", " ", "\n", "é", "{"])))
def test_the_sum_is_that_of_a_plain_search_whatever_the_text(tmp_path, text):
    (tmp_path / "any.c").write_text("x-tail " + "".join(text))
    assert len(account(FolderTree(tmp_path), [patch()])) == plain_search(tmp_path)


def test_every_line_has_a_reason(where):
    assert all(row.reason for row in account(FolderTree(where), [patch()]))


@pytest.mark.parametrize(
    ("path", "line", "verdict"),
    [
        ("qapi/cat.json", 2, "left"),
        ("cat.c", 3, "left"),
        ("cat.c", 6, "not parsed"),
        ("cat.c", 7, "not parsed"),
        ("include/cat.h", 1, "left"),
        ("tests/qtest/cat-test.c", 1, "ask"),
        ("tests/data.json", 1, "ask"),
        ("docs/cat.rst", 1, "ask"),
        ("docs/about/deprecated.rst", 1, "left"),
        ("options.hx", 1, "ask"),
        ("scripts/cat.py", 1, "ask"),
        (".dot/cat.sh", 1, "ask"),
        ("po/de.po", 1, "left"),
        ("latin.c", 1, "left"),
    ],
)
def test_verdict_of_an_untouched_line(where, path, line, verdict):
    assert verdicts(account(FolderTree(where), [patch()]))[path, line] == verdict


@pytest.mark.parametrize(("path", "line"), [("qapi/cat.json", 3), ("docs/cat.rst", 2)])
def test_a_longer_name_is_another_thing(where, path, line):
    assert (path, line) not in verdicts(account(FolderTree(where), [patch()]))


def test_changed_lines_are_edited_and_moved_ones_are_not(where):
    old = FILES["qapi/cat.json"]
    new = b"# more\n" + old.replace(b"'x-tail',", b"{ 'name': 'x-tail' },")
    rows = verdicts(account(FolderTree(where), [patch(files={"qapi/cat.json": new})]))
    assert rows["qapi/cat.json", 2] == "edited"
    assert ("qapi/cat.json", 3) not in rows
    assert Counter(rows.values())["edited"] == 1


def test_inserted_lines_are_not_counted(where):
    new = CODE.replace(b"{\n    return", b"{\n    warn(CAT_X_TAIL);\n    return")
    tree = FolderTree(where)
    rows = account(tree, [patch(files={"cat.c": new})])
    assert len(rows) == plain_search(where)
    assert "edited" not in {row.verdict for row in rows}


def test_patches_of_a_series_add_up(where):
    dog = Feature("dog", "x-tailor", "Dog.x-tailor", "qapi/cat.json", 3, ("x-tailor",))
    first = FILES["qapi/cat.json"].replace(b"'x-tail',", b"{ 'name': 'x-tail' },")
    second = first.replace(b"'x-tailor'", b"{ 'name': 'x-tailor' }")
    series = [patch(CAT, {"qapi/cat.json": first}), patch(dog, {"qapi/cat.json": second})]
    rows = account(FolderTree(where), series)
    assert Counter(row.verdict for row in rows)["edited"] == 2
    assert len(rows) == plain_search(where, (*WORDS, "x-tailor"))


def test_an_overlay_is_accounted_as_it_stands(where):
    tree = Overlay(FolderTree(where), {"cat.c": b"nothing\n"})
    assert "cat.c" not in {row.path for row in account(tree, [patch()])}


def test_a_feature_without_spellings_has_no_account(where):
    silent = Feature("cat", "purring", "purring", "docs/cat.rst", 1)
    assert account(FolderTree(where), [patch(silent)]) == ()
    assert account(FolderTree(where), []) == ()


MODE = Feature("member", "mode", "Wag.mode", "qapi/wag.json", 1, ("mode",))
WAG = b"{ 'struct': 'Wag', 'data': { 'mode': 'str' } }\n{ 'command': 'wag-it', 'data': 'Wag' }\n"


@pytest.mark.parametrize(
    ("path", "text", "counts"),
    [
        ("docs/a.rst", b"``wag-it`` takes ``mode``\n", True),
        ("docs/a.rst", b"``wag-it`` with mode=fast\n", True),
        ("docs/a.rst", b"Wag: @mode\n", True),
        ("docs/a.rst", b"``wag-it`` in the mode that you like\n", False),
        ("docs/a.rst", b"``purr`` takes ``mode``\n", False),
        ("tests/a.c", b'send("wag-it", "mode");\n', True),
    ],
)
def test_of_an_everyday_word_only_the_name_counts(tmp_path, path, text, counts):
    write(tmp_path, {"qapi/wag.json": WAG, "many.c": b"int mode;\n" * 200, path: text})
    rows = verdicts(account(FolderTree(tmp_path), [patch(MODE)]))
    assert rows.get((path, 1)) == ("ask" if counts else None)
    assert ("many.c", 1) not in rows


PROPERTY = Feature("machine-property", "pace", "arm/horse.pace", "hw/arm/horse.c", 1, ("pace",))
ARGUMENT = Feature("qapi-member", "force", "wag-it.force", "qapi/wag.json", 1, ("force",))
PARAMETER = Feature("cli-suboption", "trot", "horse.trot", "hw/horse.c", 1, ("trot", '"trot"'))
FAR = b"".join(b"line %d\n" % n for n in range(9))
HX = b"""DEF("horse", HAS_ARG, QEMU_OPTION_horse, "-horse trot=on|off\\n", QEMU_ARCH_ALL)
SRST
``-horse trot=on|off``
    It runs.
ERST

DEF("cart", HAS_ARG, QEMU_OPTION_cart, "-cart trot=on|off\\n", QEMU_ARCH_ALL)
"""

FLAG = Feature("program-option", "trot", "horse.trot", "horse.c", 1, ("--trot", '"trot"'))
SETTING = Feature("accel-property", "horse.pace", "horse.pace", "accel/horse.c", 1, ("pace",))
ACCEL = HX.replace(b"cart", b"accel").replace(b"trot", b"pace")


@pytest.mark.parametrize(
    ("feature", "path", "text", "lines"),
    [
        (PROPERTY, "hw/arm/horse.c", b'add("pace");\npace(1);\n', {1}),
        (PROPERTY, "hw/misc/other.c", b'add("pace");\n', set()),
        (PROPERTY, "docs/a.rst", b"-machine horse,pace=4\n", {1}),
        (PROPERTY, "docs/a.rst", b"-machine horse2,pace=4\n-machine cow,pace=1\n", set()),
        (PROPERTY, "docs/a.rst", b"horse takes\n``pace``\n" + FAR + b"``pace``\n", {2}),
        (PROPERTY, "docs/system/horse.rst", FAR + b"``pace``\n", {10}),
        (PROPERTY, "docs/a.rst", b"a horse at a slow pace\n", set()),
        (ARGUMENT, "tests/a.c", b"{'execute': 'wag-it',\n 'arguments': {'force': true}}\n", {2}),
        (ARGUMENT, "tests/a.c", b"{'execute': 'purr', 'arguments': {'force': true}}\n", set()),
        (PARAMETER, "hw/horse.c", b'get("trot");\n', {1}),
        (PARAMETER, "hw/cart.c", b'get("trot");\n', set()),
        (PARAMETER, "docs/a.rst", b"-horse a,trot=on\n-cart trot=on\n" + FAR, {1}),
        (PARAMETER, "docs/a.rst", FAR + b"-cart trot=on\n", set()),
        (PARAMETER, "qemu-options.hx", HX, {1, 3}),
        (FLAG, "docs/tools/horse.rst", b".. option:: -t, --trot\n.. option:: --trot-on\n", {1}),
        (FLAG, "docs/tools/cart.rst", b".. option:: -t, --trot\n", set()),
        (FLAG, "tests/a.sh", b"horse --trot\ncart --trot\n" + FAR + b"cart --trot\n", {1, 2}),
        (SETTING, "qemu-options.hx", ACCEL, {7}),
    ],
)
def test_what_belongs_to_something_counts_near_it(tmp_path, feature, path, text, lines):
    write(tmp_path, {"qapi/wag.json": WAG, path: text})
    rows = verdicts(account(FolderTree(tmp_path), [patch(feature)]))
    assert {line for where, line in rows if where == path} == lines


def test_an_entry_that_recommends_it_is_to_be_looked_at(tmp_path):
    listing = b"""Deprecated
==========

Options
-------

``-a`` (since 9.0)
''''''''''''''''''

Use ``x-tail`` instead.

``-b`` (since 9.0)
''''''''''''''''''

It was slower than ``x-tail``.
"""
    write(tmp_path, {"docs/about/deprecated.rst": listing, "VERSION": b"10.0.50\n"})
    rows = account(FolderTree(tmp_path), [patch()])
    assert {(row.line, row.verdict) for row in rows} == {(10, "ask"), (15, "left")}
    assert 'recommends it: "``-a`` (since 9.0)"' in rows[0].reason


def write(where: Path, files: dict[str, bytes]) -> None:
    for path, data in files.items():
        (where / path).parent.mkdir(parents=True, exist_ok=True)
        (where / path).write_bytes(data)


def test_a_rare_word_counts_wherever_it_stands(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.rst").write_text("in the mode that you like\n")
    assert [row.verdict for row in account(FolderTree(tmp_path), [patch(MODE)])] == ["ask"]


HOST = Feature("host-arch", "wren", "wren", "meson.build", 1, ("wren",))
MACHINE = Feature("machine", "pond", "wren/pond", "hw/wren/pond.c", 1, ("pond",))
NUMBER = Feature("cpu-model", "486", "wren/486", "target/wren/cpu.c", 1, ("486",))
TOPIC = Feature("hmp-argument", "depth", "info.depth", "hmp-commands-info.hx", 6, ("info depth",))
INFO = b"""\
SRST
``info depth`` and others
ERST

    {
        .name = "width",
        .help = "unlike info depth",
    },
    {
        .name = "depth",
        .help = "info depth tells it",
    },

SRST
``info depth``
    Show it.
ERST
"""


@pytest.mark.parametrize(
    ("feature", "path", "text", "lines"),
    [
        (HOST, "docs/a.rst", b"The wren target.\nBuild it on wren hosts.\n", {2}),
        (MACHINE, "docs/system/wren/a.rst", b"pond\n", {1}),
        (MACHINE, "docs/system/hen/a.rst", b"pond\n", set()),
        (MACHINE, "tests/functional/hen/test_a.py", b"pond\n", set()),
        (NUMBER, "docs/a.rst", b"line 486\n-cpu 486\n", {2}),
    ],
)
def test_what_is_of_one_target_or_host(tmp_path, feature, path, text, lines):
    targets = {f"configs/targets/{n}-softmmu.mak": f"TARGET_ARCH={n}\n".encode() for n in
               ("wren", "hen")}  # fmt: skip
    folders = {f"target/{name}/a/b.c": b"" for name in ("wren", "hen")}
    write(tmp_path, {**targets, **folders, path: text})
    rows = verdicts(account(FolderTree(tmp_path), [patch(feature)]))
    assert {line for where, line in rows if where == path} == lines


def test_its_own_entry_is_no_user(tmp_path):
    write(tmp_path, {"hmp-commands-info.hx": INFO})
    topic = replace(TOPIC, line=9)
    rows = verdicts(account(FolderTree(tmp_path), [patch(topic)]))
    assert {line: v for (_, line), v in rows.items()} == {
        2: "ask",
        7: "ask",
        11: "left",
        15: "left",
    }


def test_a_member_of_several_types_counts_near_what_has_it(tmp_path):
    schema = b"""{ 'struct': 'Pond', 'data': { 'deep-end': 'int' } }
{ 'struct': 'Pool', 'data': { 'deep-end': 'int' } }
{ 'command': 'query-pond', 'returns': 'Pond' }
"""
    text = b"query-pond gives\ndeep-end\n" + FAR + b"query-pool gives\ndeep-end\n"
    write(tmp_path, {"qapi/water.json": schema, "docs/a.rst": text})
    member = Feature(
        "qapi-member", "deep-end", "Pond.deep-end", "qapi/water.json", 1, ("deep-end",)
    )
    rows = verdicts(account(FolderTree(tmp_path), [patch(member)]))
    assert {line for where, line in rows if where == "docs/a.rst"} == {2}


STAND = """\
{ 'struct': 'TankStats', 'data': { 'spill': 'int' } }
{ 'command': 'query-tank', 'returns': 'TankStats' }
{ 'enum': 'TankHash', 'data': [ 'tk5' ] }
{ 'command': 'tank-empty' }
{ 'struct': 'NodeTank', 'data': { 'delay': 'int' } }
{ 'union': 'BlockdevOptions', 'base': { 'driver': 'Node' }, 'discriminator': 'driver',
  'data': { 'tank': 'NodeTank' } }
{ 'command': 'add-node', 'data': 'BlockdevOptions' }
"""
STAND_FILES = {
    "qapi/tank.json": STAND,
    "tests/a.py": "# they spill tk5\nvm.qmp('query-tank')['spill']\n",
    "tests/b.py": "# query-tank stands far above\n\n\n\n\nspill = 'tk5'\n",
    "tests/c.py": "spill()\n",
    "tests/d.py": "TankHash = 'tk5'\nvm.qmp('tank-empty')\nvm.hmp('tank-empty')\n",
    "tests/e.c": 'qtest_qmp(q, "tank-empty");\nhmp(q, "tank-empty 1");\n',
    "docs/tank.rst": "Run tank-empty.\n",
    "tests/f.py": "vm.qmp('add-node', driver='tank', delay=1)\n\n\n\n\n"
    "vm.qmp('add-node', delay=2)\n",
    "scripts/t.sh": "tank-empty\n",
    "hmp-commands.hx": '    {\n        .name       = "tank-empty",\n    },\n',
}


@pytest.mark.parametrize(
    ("kind", "qualified", "path", "places"),
    [
        ("qapi-member", "TankStats.spill", "qapi/tank.json",
         {("qapi/tank.json", 1), ("tests/a.py", 1), ("tests/a.py", 2)}),
        ("qapi-member", "NodeTank.delay", "qapi/tank.json",
         {("qapi/tank.json", 5), ("tests/f.py", 1)}),
        ("qapi-enum-value", "TankHash.tk5", "qapi/tank.json",
         {("qapi/tank.json", 3), ("tests/d.py", 1)}),
        ("qmp-command", "tank-empty", "qapi/tank.json",
         {("qapi/tank.json", 4), ("tests/d.py", 2), ("tests/d.py", 3), ("tests/e.c", 1),
          ("tests/e.c", 2), ("docs/tank.rst", 1), ("scripts/t.sh", 1), ("hmp-commands.hx", 2)}),
        ("hmp-command", "tank-empty", "hmp-commands.hx",
         {("qapi/tank.json", 4), ("tests/d.py", 3), ("tests/e.c", 2), ("docs/tank.rst", 1),
          ("hmp-commands.hx", 2)}),
    ],
)  # fmt: skip
def test_plain_words_and_namesakes_of_the_schema_are_others(
    tmp_path: Path, kind: str, qualified: str, path: str, places: set[tuple[str, int]]
) -> None:
    for file, text in STAND_FILES.items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(text)
    name = qualified.rpartition(".")[2]
    feature = Feature(kind, name, qualified, path, 1, (name,))
    rows = account(FolderTree(tmp_path), [patch(feature)])
    assert {(row.path, row.line) for row in rows} == places


PIPE = Feature("chardev-backend", "pipe", "ChardevBackendKind.pipe", "qapi/char.json", 1, ("pipe",))


@pytest.mark.parametrize(
    ("path", "text", "verdict"),
    [
        ("docs/a.rst", b"Start with ``-chardev pipe,id=p``\n", "ask"),
        ("tests/a.sh", b"qemu -chardev pipe,id=p\n", "ask"),
        ("docs/a.rst", b"A pipe,id=p is no backend=pipe\n", None),
        ("docs/a.rst", b"Start with -chardev pipeline\n", None),
        ("docs/meson.build", b"run('-chardev pipe')\n", "left"),
        ("tests/qapi-schema/a.json", b"# -chardev pipe\n", "left"),
    ],
)
def test_a_backend_of_an_everyday_name_counts_behind_its_option(
    tmp_path: Path, path: str, text: bytes, verdict: str | None
) -> None:
    schema = b"{ 'enum': 'ChardevBackendKind', 'data': [ 'pipe' ] }\n"
    write(tmp_path, {"qapi/char.json": schema, "many.c": b"int pipe;\n" * 200, path: text})
    rows = verdicts(account(FolderTree(tmp_path), [patch(PIPE)]))
    assert rows.get((path, 1)) == verdict


@pytest.mark.parametrize(
    ("path", "text", "counts"),
    [
        ("tests/qemu-iotests/1", b"qemu-pour -c 'read 1'\n", False),
        ("docs/a.rst", b"Run qemu-pour on it.\n", False),
        ("docs/a.rst", b"(qemu) qemu-pour drive0\n", True),
        ("tests/qemu-iotests/1", b"{'command-line': 'qemu-pour drive0'}\n", True),
        ("tests/a.py", b"vm.hmp('qemu-pour drive0')\n", True),
        ("hmp-commands.hx", b'    .name = "qemu-pour",\n', True),
    ],
)
def test_a_command_is_not_the_program_of_its_name(
    tmp_path: Path, path: str, text: bytes, counts: bool
) -> None:
    pour = Feature("hmp-command", "qemu-pour", "qemu-pour", "hmp-commands.hx", 9, ("qemu-pour",))
    build = b"executable('qemu-pour', files('qemu-pour.c'))\n"
    write(tmp_path, {"meson.build": build, "hmp-commands.hx": b"", path: text})
    rows = verdicts(account(FolderTree(tmp_path), [patch(pour)]))
    assert rows.get((path, 1)) == ("ask" if counts else None)
