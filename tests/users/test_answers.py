"""A call whose answer has another shape stays, in every area; so do the tests that will warn."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_users import at

from codemods.model import Feature
from codemods.source.splice import splice
from codemods.users import areas, migrate
from codemods.users.model import Move, Use

SCHEMA = """\
##
# @Level:
#
# @wet: whether it is
##
{ 'struct': 'Level', 'data': { 'wet': 'bool' } }

##
# @query-tank:
#
# Returns: what there is
##
{ 'command': 'query-tank', 'returns': ['Level'] }

##
# @query-pond:
#
# Returns: what there is
##
{ 'command': 'query-pond', 'returns': %s }

##
# @drain:
#
# Drain it until `query-tank` shows it.  The @Level of `query-tank` says so.
#
# Use `query-tank` to see more.
##
{ 'command': 'drain' }
"""
CALL = '-> { "execute": "query-tank" }\n'
ANSWER = '<- { "return": [ { "wet": true } ] }\n'
FILES = {
    "docs/answered.rst": f"::\n\n  {CALL}  {ANSWER}",
    "docs/alone.rst": f"::\n\n  {CALL}",
    "docs/later.rst": f'::\n\n  {CALL}  -> {{ "execute": "drain" }}\n  {ANSWER}',
    "docs/shell.rst": '::\n\n  (QEMU) query-tank\n  { "return": [] }\n',
    "tests/qemu-iotests/100": "#!/bin/sh\n_send_qemu_cmd h \"{'execute': 'query-tank'}\"\n",
    "tests/qemu-iotests/100.out": "{'execute': 'query-tank'}\n{\"return\": []}\n",
    "tests/qtest/pond-test.c": "void t(void) { qmp(\"{'execute': 'query-tank'}\"); }\n",
    "tests/functional/test_pond.py": "vm.cmd('query-tank')['wet']\n",
}
FEATURE = Feature("qmp-command", "query-tank", "query-tank", "qapi/tank.json", 13, ("query-tank",))


def uses(folder: Path, returned: str) -> list[Use]:
    tree = at(folder, {**FILES, "qapi/tank.json": SCHEMA % returned, "VERSION": "10.2.50\n"})
    return list(migrate.consistent(tuple(areas.find(tree, Move(FEATURE, "query-pond")))))


def moved(found: list[Use]) -> set[str]:
    return {use.path for use in found if use.edits}


def test_the_same_answer_lets_all_move(tmp_path: Path) -> None:
    found = uses(tmp_path, "['Level']")
    assert moved(found) == {*FILES, "qapi/tank.json"}


def test_another_answer_keeps_what_shows_it(tmp_path: Path) -> None:
    found = uses(tmp_path, "['int']")
    assert moved(found) == {"docs/alone.rst", "docs/later.rst", "qapi/tank.json"}
    reasons = {use.path: use.by_hand for use in found if use.by_hand}
    different = "`query-pond` returns something else"
    for path in ("docs/answered.rst", "docs/shell.rst", "tests/qemu-iotests/100",
                 "tests/qtest/pond-test.c", "tests/functional/test_pond.py"):  # fmt: skip
        assert reasons[path] == different
    assert reasons["qapi/tank.json"] == "the same paragraph speaks of what it returns"


def test_makefiles_are_looked_at(tmp_path: Path) -> None:
    option = Feature("cli-option", "rain", "rain", "qemu-options.hx", 1, ("-rain",))
    text = "QEMU_DRY=-nodefaults \\\n    -rain 1\n# not -rain\nall:\n\tmkdir -rain\n"
    tree = at(
        tmp_path, {"tests/tcg/wren/Makefile.softmmu-target": text, "src/Makefile": "x = -rain\n"}
    )
    found = [(u.path, u.line, u.area) for u in areas.find(tree, Move(option))]
    assert found == [("tests/tcg/wren/Makefile.softmmu-target", 2, "makefiles")]


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("tests/a.sh", "#!/bin/sh\nmkdir -p d\nqemu-img convert -p a\n", []),
        ("tests/a.sh", "#!/bin/sh\n$QEMU_PROG -x -p d\nqemu-system-wren -p 1\n", [2, 3]),
        ("tests/a.sh", "#!/bin/sh\nqemu-io -c 'read -p 0 1' a\n$CMD -p 1\n", []),
        ("tests/a.py", "import os\nos.system('mkdir -p d')\nrun(['mkdir', '-p', 'd'])\n", []),
        ("tests/a.py", "vm.add_args('-p', '1')\n", [1]),
        ("tests/qtest/a.c", 'void t(void) { qtest_start("-p 1"); spawn("-p"); }\n', [1]),
        ("tests/qtest/a.c", 'void t(void) { spawn("-p 1"); }\n', []),
    ],
)
def test_a_short_option_needs_an_emulator(
    tmp_path: Path, path: str, text: str, found: list[int]
) -> None:
    option = Feature("cli-option", "p", "p", "qemu-options.hx", 1, ("-p",))
    tree = at(tmp_path, {path: text})
    assert [use.line for use in areas.find(tree, Move(option))] == found


def test_edits_are_the_name(tmp_path: Path) -> None:
    found = next(use for use in uses(tmp_path, "['int']") if use.path == "docs/alone.rst")
    text = splice(FILES["docs/alone.rst"].encode(), found.edits)
    assert b'"execute": "query-pond"' in text
