"""Users in shell scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_users import LIST, MOVE, after, at, uses

from codemods.model import Feature
from codemods.users.areas import shell
from codemods.users.model import Move

PATH = "tests/qemu-iotests/123"
CALL = "{ 'execute': 'tank-fill',\n  'arguments': { 'tank': 't0' } }"
MOVED = "{ 'execute': 'ponds-fill',\n  'arguments': { 'zz': 't0' } }"


def run(
    folder: Path, body: str, out: str = "", move: Move = MOVE, shebang: str = "#!/usr/bin/env bash"
) -> tuple[str, list[str]]:
    where = at(folder, {PATH: f"{shebang}\n{body}\n", f"{PATH}.out": out})
    found = uses(shell, where, move)
    return after(where, PATH, found).partition("\n")[2][:-1], [u.by_hand for u in found]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f'_send_cmd $h "{CALL}" "return"', f'_send_cmd $h "{MOVED}" "return"'),
        (f'x=1 _send_cmd $h \\\n  "{CALL}" \\\n  | grep y',
         f'x=1 _send_cmd $h \\\n  "{MOVED}" \\\n  | grep y'),
        ('_s \'{"execute":"tank-fill", "arguments":{"tank":"\'"$T/a"\'"}}\'',
         '_s \'{"execute":"ponds-fill", "arguments":{"zz":"\'"$T/a"\'"}}\''),
        ('_s "{\\"execute\\":\\"tank-fill\\", \\"arguments\\":{\\"tank\\":\\"a\\"}}"',
         '_s "{\\"execute\\":\\"ponds-fill\\", \\"arguments\\":{\\"zz\\":\\"a\\"}}"'),
        (f"run <<EOF | filter\n{CALL}\nEOF", f"run <<EOF | filter\n{MOVED}\nEOF"),
        (f'r=$(_s "{CALL}")', f'r=$(_s "{MOVED}")'),
        (f'echo "{CALL}" | qemu', f'echo "{MOVED}" | qemu'),
    ],
)  # fmt: skip
def test_moves(tmp_path: Path, old: str, new: str) -> None:
    assert run(tmp_path, old) == (new, [""])


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("_s \"{ 'execute': 'tank-fill', 'arguments': { 'tank': 'a', 'quick': true } }\"", "quick"),
        ("_s \"{ 'execute': 'tank-fill', 'arguments': { $rest } }\"", "read for certain"),
        (f'grep "{CALL}" log', "what reads the text"),
        ("fill tank-fill", "what the name is used for"),
        ("cmd=tank-fill", "what the name is used for"),
        ("for c in tank-fill other; do", "what the name is used for"),
        (f'_s it\'s\n_s "{CALL}"', "cannot be read for certain"),
    ],
)
def test_leaves_to_a_person(tmp_path: Path, body: str, reason: str) -> None:
    text, reasons = run(tmp_path, body)
    assert text == body
    assert len(reasons) == 1
    assert reason in reasons[0]


@pytest.mark.parametrize(
    "body",
    [
        f"# {CALL.splitlines()[0]}",
        'echo "=== tank-fill ==="',
        "_s \"{ 'execute': 'x-tank-fill' }\"",
        "_s \"{ 'execute': 'x', 'arguments': { 'id': 'tank-fill' } }\"",
        "_s \"{ 'execute': '$cmd' }\" # tank-fill",
        "rm tank-fill.img",
    ],
)
def test_no_user(tmp_path: Path, body: str) -> None:
    assert run(tmp_path, body) == (body, [])


def test_an_error_is_expected(tmp_path: Path) -> None:
    body = f'_s "{CALL}" "error"'
    answer = '{"error": {"class": "GenericError", "desc": "tank t0"}}'
    text, reasons = run(tmp_path, body, f"{CALL}\n{answer}\n")
    assert (text, len(reasons)) == (body, 1)
    assert "expects an error" in reasons[0]


def test_the_error_of_another_call(tmp_path: Path) -> None:
    out = CALL.replace("t0", "t1") + '\n{"error": {}}\n' + CALL + '\n{"return": {}}\n'
    assert run(tmp_path, f'_s "{CALL}"', out)[1] == [""]


def test_a_python_test_is_not_read(tmp_path: Path) -> None:
    assert run(tmp_path, f'_s "{CALL}"', shebang="#!/usr/bin/env python3")[1] == []


def test_lists(tmp_path: Path) -> None:
    assert run(tmp_path, "_s \"{ 'execute': 'tank-fill' }\"", move=LIST)[1] == [""]


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("machine", "qemu -M x-lake -m 1", "qemu -M lake -m 1"),
        ("device", 'qemu -device "x-lake,id=$x"', 'qemu -device "lake,id=$x"'),
        ("hmp-command", '_send_cmd $h "x-lake -n $x"', '_send_cmd $h "lake -n $x"'),
        ("hmp-command", "run <<EOF\nx-lake 1\nEOF", "run <<EOF\nlake 1\nEOF"),
    ],
)
def test_other_kinds(tmp_path: Path, kind: str, old: str, new: str) -> None:
    move = Move(Feature(kind, "x-lake", "x-lake", "x", 1), "lake")
    assert run(tmp_path, old, move=move) == (new, [""])


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("machine", "cp pond x"),
        ("device", "qemu -M pond"),
        ("hmp-command", "run <<EOF\ninfo pond\nEOF"),
    ],
)
def test_other_kinds_no_user(tmp_path: Path, kind: str, body: str) -> None:
    move = Move(Feature(kind, "pond", "pond", "x", 1), "lake")
    assert run(tmp_path, body, move=move) == (body, [])
