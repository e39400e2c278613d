"""Python files through LibCST: not a byte changes, and spans are bytes."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codemods.errors import NotFound, Refused
from codemods.formats import python
from codemods.source.folder import FolderTree
from codemods.source.opening import open_tree
from codemods.source.splice import splice

PIECES = [
    "x = 'old'", 'f("old", a=1)  # é', "é = {'old': 1,\n     'b': [2, 3,],}", "\tpass",
    "def f(a, *, b='old') :\n    return a", "if x:\n\ty = 1\n", "\\\n", "'''old\n  old'''", "",
    "   ", "# old", "x = f'{a}old' 'old'", "async def g(): await h('old')", "\x0c", "print 'old'",
]  # fmt: skip


def is_readable(source: bytes) -> bool:
    try:
        python.read("a.py", source)
    except Refused:
        return False
    return True


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=6), st.sampled_from(["\n", "\r\n", "\r"]))
def test_what_is_read_is_written_back(pieces: list[str], newline: str) -> None:
    data = newline.join(pieces).encode()
    if is_readable(data):
        source = python.read("a.py", data)
        assert source.module.bytes == data
        for node in source.nodes("SimpleString", "Name"):
            assert source.text(node) == node.value.encode()


def test_nodes_stand_where_libcst_says() -> None:
    import libcst
    from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper, ParentNodeProvider

    for data in (
        Path(__file__).read_bytes(),
        "é = [f'{a!r:>{b}}ß' 'c' for a in (1,) if a]\n".encode(),
    ):
        source = python.read("a.py", data)
        wrapper = MetadataWrapper(source.module, unsafe_skip_copy=True)
        found = wrapper.resolve_many([ByteSpanPositionProvider, ParentNodeProvider])
        spans, parents = found[ByteSpanPositionProvider], found[ParentNodeProvider]
        assert len(source.parents) > 40
        for node in source.parents:
            start, length = spans[node].start, spans[node].length
            assert source.span(node) == (start, start + length)
            assert source.parents[node] is parents.get(node)
        known = [n for n in parents if isinstance(n, (libcst.Name, libcst.SimpleString))]
        assert {*map(id, known)} == {id(n) for n in source.nodes("Name", "SimpleString")}


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=40))
def test_anything_is_read_or_refused(data: bytes) -> None:
    is_readable(data)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_an_edit_leaves_every_other_byte(newline: str) -> None:
    lines = ["# Größe: old", "é = ['ö', \"old\"] ; f('old', old=1)", "'''ß", "old'''", ""]
    data = newline.join(lines).encode()
    source = python.read("a.py", data)
    strings = [n for n in source.nodes("SimpleString") if python.literal(n) == "old"]
    edits = [e for n in strings for e in source.replace(n, "old", "new")]
    expected = newline.join([lines[0], "é = ['ö', \"new\"] ; f('new', old=1)", *lines[2:]])
    assert splice(data, edits) == expected.encode()


def test_prefix_and_quotes_stay() -> None:
    data = b"""a = [r'old', u"old", '''old''', 'o' 'ld']\n"""
    source = python.read("a.py", data)
    edits = [e for n in source.nodes("SimpleString") for e in source.replace(n, "old", "new")]
    assert splice(data, edits) == b"""a = [r'new', u"new", '''new''', 'o' 'ld']\n"""


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"print 'old'\n", "LibCST cannot read it"),
        (b"x = (\n", "LibCST cannot read it"),
        (b"# -*- coding: latin-1 -*-\nx = '\xe9'\n", "not plain UTF-8"),
        (b"x = '\xe9'\n", "LibCST cannot decode it"),
        (b"\xef\xbb\xbfx = 'old'\n", "not plain UTF-8"),
        (b"# coding: no-such-thing\nx = 1\n", "LibCST cannot decode it"),
    ],
)
def test_what_cannot_be_kept_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(Refused, match=message) as err:
        python.read("a.py", data)
    assert err.value.path == "a.py"


@pytest.mark.parametrize(
    ("name", "first", "expected"),
    [
        ("a.py", "", True),
        ("041", "#!/usr/bin/env python3", True),
        ("tool", "#!/usr/bin/python", True),
        ("tool", "#! /usr/bin/python3 -s", True),
        ("041", "#!/usr/bin/env bash", False),
        ("041", "# python", False),
        ("041.out", "#!/usr/bin/env python3", False),
        ("notes", "", False),
    ],
)
def test_which_files_are_python(tmp_path: Path, name: str, first: str, expected: bool) -> None:
    (tmp_path / name).write_text(f"{first}\nx = 1\n")
    assert python.is_python(FolderTree(tmp_path), name) is expected


def test_whole_words_only() -> None:
    source = python.read("a", b"# ab-c x-ab-c ab-c-d ab-cd 'ab-c' ab-c. -ab-c --ab-c\n")
    (comment,) = source.nodes("Comment")
    assert len(source.occurrences(comment, "ab-c")) == 3
    assert len(source.occurrences(comment, "ab-c", dashed=True)) == 5


def test_parents_and_names() -> None:
    code = textwrap.dedent("""
        class A:
            def f(self):
                'text'
                self.vm.cmd('old', a=1)
                x()()
    """).encode()
    source = python.read("a.py", code)
    calls = list(source.nodes("Call"))
    assert [python.called(c) for c in calls] == ["cmd", "", "x"]
    assert [source.line(c) for c in calls] == [5, 6, 6]
    doc, old = source.nodes("SimpleString")
    assert python.is_docstring(source, doc)
    assert not python.is_docstring(source, old)
    kinds = [type(n).__name__ for n in source.around(old)]
    assert kinds[:2] == ["Arg", "Call"]
    assert kinds[-2:] == ["ClassDef", "Module"]


@pytest.mark.real_tree
def test_round_trip_over_a_real_tree(qemu_tree: Path) -> None:
    tree = open_tree(qemu_tree)
    read = refused = 0
    for path in tree.files():
        try:
            if not python.is_python(tree, path):
                continue
        except NotFound:  # a link
            continue
        data = tree.read(path)
        try:
            assert python.read(path, data).module.bytes == data
            read += 1
        except Refused:
            refused += 1
    assert read > 100
    assert refused < 5


NESTS = {
    "parentheses": "(" * 5_000 + ")" * 5_000,
    "not": "not " * 20_000 + "x",
    "sum": "1" + " + 1" * 50_000,
    "calls": "x" + "()" * 50_000,
    "attributes": "x" + ".a" * 50_000,
    "lambda": "lambda: " * 20_000 + "x",
    "else": "x if y else " * 20_000 + "x",
    "comprehensions": "[x for x in " * 150 + "y" + "]" * 150,
    "await": "-" * 100_000 + "1",
}


@pytest.mark.parametrize("what", NESTS)
def test_what_is_nested_deeply_ends_no_process(what: str) -> None:
    """LibCST's own parser would leave its stack, and with it the tool."""
    code = (
        "import sys; from codemods.errors import Refused; from codemods.formats import python\n"
        "try: python.read('x.py', sys.stdin.buffer.read())\n"
        "except (Refused, RecursionError): pass\n"
    )
    given = f"x = {NESTS[what]}\n".encode()
    env = {**os.environ, "PYTHONPATH": str(Path(python.__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", code], input=given, env=env, timeout=60,
                          capture_output=True, check=False)  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
