"""Expected outputs follow the calls of their test, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_users import LIST, MOVE, SCHEMA, after, at, uses

from codemods.users.areas import expected_output
from codemods.users.model import Move

SHELL = "#!/usr/bin/env bash\n"
PYTHON = "#!/usr/bin/env python3\nimport iotests\nvm = iotests.VM()\n"
TEST = "tests/qemu-iotests/123"
OK = '{"return": {}}\n'
CALL = "{ 'execute': 'tank-fill',\n  'arguments': { 'tank': 't0' } }\n"
MOVED = "{ 'execute': 'ponds-fill',\n  'arguments': { 'zz': 't0' } }\n"
QUICK = CALL.replace("}", ", 'quick': 1 }", 1)
LOGGED = '{"execute": "tank-fill", "arguments": {"tank": "t0"}}\n'


def run(
    folder: Path, script: str | None, out: str, move: Move = MOVE, suffix: str = ".out"
) -> tuple[str, list[str]]:
    files: dict[str, str | bytes] = {TEST + suffix: out}
    if script is not None:
        files[TEST] = script
    where = at(folder, files)
    found = uses(expected_output, where, move)
    return after(where, TEST + suffix, found), [u.by_hand for u in found]


def send(call: str) -> str:
    return f'_s "{call.strip()}"\n'


def test_a_shell_test(tmp_path: Path) -> None:
    out = f"start\n{CALL}{OK}{CALL}{OK}"
    assert run(tmp_path, SHELL + send(CALL), out) == (f"start\n{MOVED}{OK}{MOVED}{OK}", ["", ""])


def test_variables_stand_for_anything(tmp_path: Path) -> None:
    script = SHELL + send(CALL.replace("t0", "$T/a"))
    out = CALL.replace("t0", "TEST_DIR/a")
    assert run(tmp_path, script, out) == (MOVED.replace("t0", "TEST_DIR/a"), [""])


def test_another_name_for_an_output(tmp_path: Path) -> None:
    assert run(tmp_path, SHELL + send(CALL), CALL, suffix=".out.raw") == (MOVED, [""])


def test_a_python_test(tmp_path: Path) -> None:
    script = PYTHON + "vm.qmp_log('tank-fill', tank='t0')\n"
    text, reasons = run(tmp_path, script, LOGGED + OK)
    moved = LOGGED.replace("tank-fill", "ponds-fill").replace('"tank"', '"zz"')
    assert (text, reasons) == (moved + OK, [""])


@pytest.mark.parametrize(
    ("script", "out", "reason"),
    [
        (None, CALL, "no test of that name"),
        (SHELL + "other\n", CALL, "no call of the test"),
        (SHELL + send(CALL.replace("t0", "t1")), CALL, "no call of the test"),
        (SHELL + send(CALL), CALL + '{"error": {}}\n', "error"),
        (SHELL + send(QUICK), QUICK, "not rewritten"),
        (SHELL + "for c in tank-fill; do echo $c now; done\n", "tank-fill now\n", "how the line"),
        (PYTHON + "vm.qmp_log('tank-fill', tank='t0', quick=True)\n", LOGGED, "not every call"),
        (PYTHON + "vm.qmp_log('tank-' + 'fill', tank='t0')\n", LOGGED, "not every call"),
        (PYTHON + "vm.qmp_log('tank-fill', tank='t0')\n", LOGGED + '{"error": {}}\n', ""),
    ],
)  # fmt: skip
def test_stays(tmp_path: Path, script: str | None, out: str, reason: str) -> None:
    text, reasons = run(tmp_path, script, out)
    assert text == out
    assert len(reasons) == 1
    assert reason in reasons[0]


@pytest.mark.parametrize(
    "out",
    [
        '{"execute": "tank-fill-2", "arguments": {}}\n',
        '{"event": "X", "data": {"id": "tank-fill"}}\n',
        "=== tank-fill ===\n",
    ],
)
def test_no_user(tmp_path: Path, out: str) -> None:
    script = SHELL + 'echo "=== tank-fill ==="\n' + send(CALL)
    assert run(tmp_path, script, out) == (out, [])


def test_lists_without_a_look_at_the_test(tmp_path: Path) -> None:
    assert run(tmp_path, PYTHON, LOGGED, LIST)[1] == [""]


SORTED = '{"execute": "tank-fill", "arguments": {"aa": 1, "tank": "t0"}}\n'


@pytest.mark.parametrize(
    ("script", "arguments"),
    [
        (PYTHON + "vm.qmp_log('tank-fill', tank='t0', aa=1)\n", '{"a0": "t0", "aa": 1}'),
        (f"{SHELL}_s '{SORTED.strip()}'\n", '{"aa": 1, "a0": "t0"}'),
    ],
)
def test_only_python_sorts_arguments(tmp_path: Path, script: str, arguments: str) -> None:
    schema = SCHEMA.replace(b"'zz'", b"'a0'").replace(b"@zz", b"@a0")
    where = at(tmp_path, {TEST: script, f"{TEST}.out": SORTED, "qapi/water.json": schema})
    move = Move(MOVE.feature, MOVE.replacement, {"tank": "a0"})
    text = after(where, f"{TEST}.out", uses(expected_output, where, move))
    assert text == f'{{"execute": "ponds-fill", "arguments": {arguments}}}\n'
