"""A file beyond all sense costs time in proportion to its size, or is refused with a word."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from example_tree import *  # noqa: F403
from example_tree import run

from codemods.formats.qapi import schema as qapi_schema
from codemods.formats.rst import sections as rst_sections
from codemods.source.searching.searches import Searches
from codemods.source.splice import line_of
from codemods.syntax import long
from codemods.syntax.parse import once

pytestmark = pytest.mark.usefixtures("identity")

#: Of this process alone.  What grows with the square takes a quarter of a minute here.
LIMIT_S = 4.0
RULE = "'" * 60
ARGV = ("--reason", "Old.", "-o", "../out", "--no-verify")


@contextmanager
def limited() -> Iterator[None]:
    def late(number: int, frame: object) -> None:
        raise AssertionError(f"more than {LIMIT_S} s")

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def append(folder: Path, path: str, text: str) -> None:
    with (folder / path).open("a", encoding="utf-8") as file:
        file.write(text)


def values(folder: Path) -> str:
    doc = "".join(f"# @v{n}: value {n}\n#\n" for n in range(2_500))
    listed = ", ".join(f"'v{n}'" for n in range(2_500))
    text = f"\n##\n# @Big:\n#\n# Big.\n#\n{doc}# Since: 1.0\n##\n"
    append(folder, "qapi/migration.json", f"{text}{{ 'enum': 'Big',\n  'data': [ {listed} ] }}\n")
    return "Big.v5"


def definitions(folder: Path) -> str:
    for n in range(1_500):
        text = f"\n##\n# @cmd-{n}:\n#\n# Command {n}.\n#\n# Since: 1.0\n##\n"
        append(folder, "qapi/migration.json", f"{text}{{ 'command': 'cmd-{n}' }}\n")
    return "cmd-5"


def comment(folder: Path) -> str:
    append(folder, "qapi/migration.json", "# more\n" * 25_000)
    return "x-twin"


def entries(folder: Path) -> str:
    for n in range(1_250):
        title = f"``thing-{n}`` capability (since 10.{n % 2})"
        append(folder, "docs/about/deprecated.rst", f"\n{title}\n{RULE}\n\nIt is old.\n")
    return "x-twin"


def blank_lines(folder: Path) -> str:
    append(folder, "docs/about/deprecated.rst", "\n" * 75_000)
    return "x-twin"


def quotes(folder: Path) -> str:
    path = folder / "hmp-commands.hx"
    text = path.read_text().replace('.help       = "', '.help       = "' + '\\"' * 25_000, 1)
    path.write_text(text)
    return "x-twin"


def a_line(folder: Path) -> str:
    append(folder, "hmp-commands.hx", "x" * 7_000_000 + "\n")
    return "x-twin"


def lines_that_name_it(folder: Path) -> str:
    append(folder, "docs/twin.rst", "x-twin here\n" * 5_000)
    append(folder, "docs/twin.rst", "x-twin here " * 5_000 + "\n")
    return "x-twin"


def conditionals(folder: Path) -> str:
    append(folder, "migration/options.c", "#if A\n" * 2_000 + "int q;\n" + "#endif\n" * 2_000)
    return "x-twin"


def continued(folder: Path) -> str:
    """One macro of many lines, each of which looks like a directive."""
    append(folder, "migration/options.c", "#define A \\\n" * 10_000)
    return "x-twin"


def disordered(folder: Path) -> str:
    """Entries in no order."""
    for n in range(1_250):
        title = f"``thing-{n}`` capability (since {5 + n * 7 % 6}.{n % 3})"
        append(folder, "docs/about/deprecated.rst", f"\n{title}\n{RULE}\n\nIt is old.\n")
    return "x-twin"


BIG = (
    values, definitions, comment, entries, blank_lines, quotes, a_line, lines_that_name_it,
    conditionals, continued, disordered,
)  # fmt: skip


@pytest.mark.parametrize("make", BIG, ids=lambda f: f.__name__)
def test_big_files(folder: Path, make: Callable[[Path], str]) -> None:
    name = make(folder)
    with limited():
        done = run(folder, name, *ARGV)
    assert done.status == 0, done.err


JUNK = {
    "code": ("migration/options.c", "x y-z "),
    "schema": ("qapi/migration.json", "{ 'a': [ 'b', "),
}


@pytest.mark.parametrize("what", JUNK)
def test_a_file_that_is_not_what_its_name_says(
    folder: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is given up, and named; what is longer than all that people write is not begun."""
    monkeypatch.setattr(long, "LIMIT_S", 1.0)
    path, piece = JUNK[what]
    append(folder, path, piece * (600_000 // len(piece)) + "\n")
    with limited():
        done = run(folder, "x-twin", *ARGV)
    assert (done.status, done.out) == (1, "")
    said = "this is not QAPI" if what == "schema" else r"a file of \d+ bytes takes more than 1 s"
    assert re.match(rf"deprecate-feature: {path}:(?:\d+:)? {said}", done.err), done.err
    append(folder, path, piece * (long.MOST // len(piece)) + "\n")
    with limited():
        done = run(folder, "x-twin", *ARGV)
    assert (done.status, done.out) == (1, "")
    assert re.match(rf"deprecate-feature: {path}: a file of \d+ bytes is more than", done.err)


def test_a_long_file_is_parsed_as_a_short_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    source = b"static int a(void) { return b; } /* c */\n" * 300 + b"BAD(x\n{\n"
    plain = str(once("c", source).root_node)
    monkeypatch.setattr(long, "FROM", 100)
    monkeypatch.setattr(long, "_CHUNK", 7)
    assert str(once("c", source).root_node) == plain


def test_a_parse_can_be_interrupted() -> None:
    began = time.monotonic()
    before = signal.signal(signal.SIGVTALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0.3)
    try:
        with pytest.raises(KeyboardInterrupt):
            once("c", b"x y-z " * 600_000)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    assert time.monotonic() - began < LIMIT_S


def test_of_many_words_those_with_another_in_them_are_not_searched_for() -> None:
    words = [f"{n}-{end}" for n in range(10_000, 30_000) for end in ("a", "ab")]
    asked: list[str] = []

    def start(options: Sequence[str], under: Sequence[str]) -> Callable[[], bytes]:
        asked.extend(options)
        return lambda: b""

    with limited():
        Searches(start, lambda under: None).expect(words)
    assert asked[-1].split("|") == words[::2]


NESTED = {
    "parentheses": ("migration/options.c", "void f(void) {{ int a = {}1{}; }}\n", "(", ")"),
    "blocks": ("migration/options.c", "void f(void) {{ {}{} }}\n", "{", "}"),
    "else": (
        "migration/options.c",
        "void f(int a) {{ if (a) {{}} {}{} }}\n",
        "else if (a) {} ",
        "",
    ),
    "operators": ("migration/options.c", "int f(int a) {{ return a{}{}; }}\n", " + a", ""),
    "schema": ("qapi/migration.json", "{{ 'struct': 'X', 'data': {}'int'{} }}\n", "[", "]"),
}


@pytest.mark.parametrize("where", NESTED)
def test_what_is_nested_deeply(folder: Path, where: str) -> None:
    path, text, opening, closing = NESTED[where]
    append(folder, path, "\n" + text.format(opening * 5_000, closing * 5_000))
    with limited():
        done = run(folder, "x-twin", *ARGV)
    assert (done.status, done.out) == (1, "")
    assert re.match(r"deprecate-feature: (\S+: )?nested too deeply", done.err), done.err
    assert not (folder.parent / "out").exists()


def test_lines_are_counted_the_same_in_short_and_long_texts() -> None:
    text = b"\n\na\nbb\r\n\n" * 10
    for n in range(len(text) + 1):
        long = text[:n] + b"x" + text[n:] + b"y" * (1 << 16)
        assert line_of(long, n) == long.count(b"\n", 0, n) + 1


def test_sections_end_where_the_next_of_their_level_begins() -> None:
    marks = "=-=-''-=="
    source = "".join(f"T{n}\n{mark * 4}\n\ntext\n\n" for n, mark in enumerate(marks)).encode()
    found = rst_sections.sections(source)
    for n, one in enumerate(found):
        later = (s.start for s in found[n + 1 :] if s.level <= one.level)
        assert one.end == next(later, len(source))
        outer = [s for s in found[:n] if s.start < one.start < s.end]
        assert one.parents == tuple(s.title for s in outer)
        inside = [s for s in found if one.start < s.start < one.end]
        direct = tuple(s for s in inside if len(s.parents) == len(one.parents) + 1)
        assert rst_sections.children(found, one) == direct


def test_a_definition_takes_the_comment_right_before_it() -> None:
    source = b"##\n# @A:\n##\n{ 'enum': 'A', 'data': [] }\n{ 'enum': 'B', 'data': [] }\n"
    first, second = qapi_schema.read("x.json", source).definitions
    assert first.doc is not None and second.doc is None
