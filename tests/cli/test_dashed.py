"""Names that begin with a dash are arguments, and no run of short options."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from codemods.cli import common, dashed

NAME = click.argument("names", nargs=-1)
VALUE = click.option("--use", multiple=True)


@common.command("tool", "", NAME, VALUE, *common.SERIES)
def tool(**options: object) -> None:
    folder = options["folder"] and str(options["folder"])
    click.echo([options["names"], options["use"], options["signoff"], folder, options["version"]])


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["-lamp gas"], [("-lamp gas",), (), False, None, None]),
        (["-no-lamp"], [("-no-lamp",), (), False, None, None]),
        (["a", "-object b", "c"], [("a", "-object b", "c"), (), False, None, None]),
        (["-vane gale,force=9", "-v2"], [("-vane gale,force=9",), (), False, None, 2]),
        (["-s", "a"], [("a",), (), True, None, None]),
        (["-sv", "3", "a"], [("a",), (), True, None, 3]),
        (["a", "--use", "-lamp gas"], [("a",), ("-lamp gas",), False, None, None]),
        (["a", "--use", "-no-lamp"], [("a",), ("-no-lamp",), False, None, None]),
        (["-old-lamp", "-o", "out"], [("-old-lamp",), (), False, "out", None]),
        (["-soundbox", "-s", "-v2"], [("-soundbox",), (), True, None, 2]),
        (["-vga", "--use", "-vnc"], [("-vga",), ("-vnc",), False, None, None]),
        (["-smp", "-old-lamp"], [("-smp", "-old-lamp"), (), False, None, None]),
        (["a", "-old-lamp"], [("a",), (), False, "ld-lamp", None]),
        (["-oout", "a"], [("a",), (), False, "out", None]),
        (["--", "-object b"], [("-object b",), (), False, None, None]),
    ],
)
def test_what_click_takes_for_a_name(words: list[str], shown: object) -> None:
    done = CliRunner().invoke(tool, words)
    assert (done.output, done.exit_code) == (f"{shown}\n", 0)


def test_a_wrong_number_is_told_of_where_a_name_stands_first() -> None:
    done = CliRunner().invoke(tool, ["a", "-vnc"])
    assert done.exit_code == 2
    assert "'-v'" in done.output


@pytest.mark.parametrize("word", ["-x", "--lamp", "-", "lamp", "-oout", "-sv3", "-s -q"])
def test_what_is_no_name(word: str) -> None:
    assert not dashed.is_name(word, {"-o", "-s", "-v"})


def test_an_unknown_short_option_is_told_of_as_before() -> None:
    done = CliRunner().invoke(tool, ["-x", "a"])
    assert done.exit_code == 2
    assert "No such option" in done.output
