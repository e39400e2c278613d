"""Users in the manual and in the .hx files."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_users import LIST, MOVE, after, at, uses

from codemods.model import Feature
from codemods.users import areas
from codemods.users.areas import help_texts, manual
from codemods.users.model import Move
from codemods.users.spots import MAYBE_PARAMETER

PATH = "docs/water.rst"


def run(folder: Path, text: str, move: Move = MOVE, path: str = PATH) -> tuple[str, list[str]]:
    where = at(folder, {path: text})
    found = uses(manual, where, move)
    return after(where, path, found), [u.by_hand for u in found]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('::\n\n  -> { "execute": "tank-fill",\n       "arguments": { "tank": "a" } }\n',
         '::\n\n  -> { "execute": "ponds-fill",\n       "arguments": { "zz": "a" } }\n'),
        ("::\n\n  (QEMU) tank-fill tank=a aa=2\n", "::\n\n  (QEMU) ponds-fill zz=a aa=2\n"),
        ("{'execute': 'tank-fill', 'arguments': {'tank': 'a'}}\r\n",
         "{'execute': 'ponds-fill', 'arguments': {'zz': 'a'}}\r\n"),
    ],
)  # fmt: skip
def test_moves(tmp_path: Path, old: str, new: str) -> None:
    where = at(tmp_path, {PATH: old.encode()})
    found = uses(manual, where)
    assert after(where, PATH, found) == new
    assert [u.by_hand for u in found] == [""]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Use ``tank-fill`` first.\n", "looked at"),
        ("Then tank-fill is done.\n", "looked at"),
        ("(QEMU) tank-fill tank=a quick=true\n", "quick"),
        ("(QEMU) tank-fill tank={'a':1}\n", "read for certain"),
        ('{ "execute": "tank-fill", "arguments": { "tank": ... } }\n', ""),
        ('{ "execute": "tank-fill", ... }\n', "read for certain"),
    ],
)
def test_leaves_to_a_person(tmp_path: Path, text: str, reason: str) -> None:
    _, reasons = run(tmp_path, text)
    assert len(reasons) == 1
    assert reason in reasons[0]


@pytest.mark.parametrize(
    "text",
    [
        "Use ``x-tank-fill`` first.\n",
        '{ "event": "FULL", "data": { "id": "tank-fill" } }\n',
        "tank_fill is a function\n",
    ],
)
def test_no_user(tmp_path: Path, text: str) -> None:
    assert run(tmp_path, text) == (text, [])


@pytest.mark.parametrize("name", ["deprecated.rst", "removed-features.rst"])
def test_its_own_entry(tmp_path: Path, name: str) -> None:
    text = (
        "Title\n=====\n\n``tank-fill`` (since 1.0)\n'''''''''''''''''''''''''\n\n"
        "Instead of ``tank-fill`` use more.\n\nOther\n'''''\n\nUse ``tank-fill``.\n"
    )
    where = at(tmp_path, {f"docs/about/{name}": text})
    assert [u.line for u in uses(manual, where)] == [12]


def test_code_is_no_manual(tmp_path: Path) -> None:
    assert run(tmp_path, "``tank-fill``\n", path="hw/notes.c")[1] == []


def test_lists(tmp_path: Path) -> None:
    assert run(tmp_path, "``tank-fill``\n", LIST)[1] == [""]


def test_machines(tmp_path: Path) -> None:
    move = Move(Feature("machine", "x-lake", "x-lake", "x", 1), "lake")
    text = (
        "Start with ``-M x-lake``.  The wren/x-lake node.  ``x-lake`` is.  My x-lake.\n"
        "qos_machine() of ``/wren/x-lake/pump``.\n   hw/wren/x-lake\n   wren/x-lake.c\n"
    )
    after_it, reasons = run(tmp_path, text, move)
    assert after_it == (
        "Start with ``-M lake``.  The wren/lake node.  ``x-lake`` is.  My x-lake.\n"
        "qos_machine() of ``/wren/lake/pump``.\n   hw/wren/x-lake\n   wren/x-lake.c\n"
    )
    assert [bool(r) for r in reasons] == [False, False, True, False]


def test_a_document_is_no_machine(tmp_path: Path) -> None:
    move = Move(Feature("machine", "x-lake", "x-lake", "x", 1), "lake")
    assert run(tmp_path, ".. toctree::\n\n   wren/x-lake\n", move)[1] == []


def test_an_everyday_word_as_a_term_is_no_command(tmp_path: Path) -> None:
    move = Move(Feature("qmp-command", "fill", "fill", "qapi/water.json", 1, ("fill",)))
    assert run(tmp_path, "Words:\n\nfill\n  what a tank gets\n\nThe ``fill``.\n", move)[1] == [""]


HX = """\
DEF("fill", HAS_ARG, QEMU_OPTION_fill, "-fill how   see tank-fill\\n", ARCH_ALL)
SRST
``-fill``
  Like ``tank-fill``.
ERST

    {
        .name = "tank-fill",
        .help = "fill",
    },

SRST
``tank-fill``
  The monitor's ``tank-fill``.  Not ``x-tank-fill``.
ERST
"""


def test_hx(tmp_path: Path) -> None:
    where = at(tmp_path, {"hmp-commands.hx": HX})
    found = uses(help_texts, where)
    assert sorted(u.line for u in found) == [1, 4, 13, 14]
    assert all("looked at" in u.by_hand for u in found)


def test_hx_own_entry(tmp_path: Path) -> None:
    move = Move(Feature("hmp-command", "tank-fill", "tank-fill", "x", 1), "lake")
    where = at(tmp_path, {"hmp-commands.hx": HX})
    assert [u.line for u in uses(help_texts, where, move)] == [4]


def test_hx_that_cannot_be_read(tmp_path: Path) -> None:
    where = at(tmp_path, {"hmp-commands.hx": "SRST\n``tank-fill``\n"})
    assert uses(help_texts, where) == []


def test_hx_example(tmp_path: Path) -> None:
    text = 'SRST\n::\n\n  { "execute": "tank-fill", "arguments": { "tank": "a" } }\nERST\n'
    where = at(tmp_path, {"qemu-options.hx": text})
    found = uses(help_texts, where)
    assert '"ponds-fill", "arguments": { "zz": "a" }' in after(where, "qemu-options.hx", found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Use a ``jug`` character device, that is the\nchardev backend for water.\n", True),
        ("A JSON ``jug`` is no such thing.\n", False),
        ("Start with ``-chardev jug,id=j``.\n", True),
    ],
)
def test_a_plain_word_means_a_backend_where_the_text_says_so(
    tmp_path: Path, text: str, found: bool
) -> None:
    backend = Feature(
        "chardev-backend", "jug", "ChardevBackendKind.jug", "qapi/c.json", 1, ("jug",)
    )
    tree = at(tmp_path, {"docs/a.rst": text})
    assert bool(list(areas.find(tree, Move(backend)))) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("x = 'rain'\nargs = f'{kind},wet=on'\n", False),
        ("o = '-rain'\nargs = f'{k},wet=on'\n", True),
    ],
)
def test_what_may_be_a_parameter_stands_in_a_file_of_the_option(
    tmp_path: Path, text: str, found: bool
) -> None:
    wet = Feature("cli-suboption", "wet", "rain.wet", "room/rain.c", 1, ("wet", '"wet"'))
    tree = at(tmp_path, {"tests/functional/test_a.py": text})
    assert [use.what for use in areas.find(tree, Move(wet))] == [MAYBE_PARAMETER] * found
