"""Every command has its manual page, and it says what --help says."""

from __future__ import annotations

import importlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import man_page
import pytest

import codemods

if sys.version_info >= (3, 11):
    import tomllib
else:
    # What pytest itself needs there.
    import tomli as tomllib

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "codemods/cli/man"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
SCRIPTS: dict[str, str] = PROJECT["project"]["scripts"]


def command(script: str) -> click.Command:
    """Return the click command of an entry point; its module calls it `command`."""
    start, _, name = SCRIPTS[script].partition(":")
    assert start == "codemods.start", "only from there can it be interrupted while it loads"
    module = importlib.import_module(f"codemods.cli.{name}")
    assert callable(module.main)
    assert isinstance(module.command, click.Command)
    return module.command


def made(script: str) -> str:
    others = [other for other in SCRIPTS if other != script]
    return man_page.page(script, command(script), codemods.__version__, others)


@pytest.mark.parametrize("script", SCRIPTS)
def test_page_is_what_the_help_says(script: str, regenerate: bool) -> None:
    file = PAGES / f"{script}.1"
    if regenerate:
        PAGES.mkdir(exist_ok=True)
        file.write_text(made(script), encoding="utf-8")
    assert file.exists(), "run pytest --regenerate"
    assert file.read_text(encoding="utf-8") == made(script), "run pytest --regenerate"


def test_no_page_is_left_of_a_command_that_is_gone() -> None:
    assert {file.name for file in PAGES.iterdir()} == {f"{script}.1" for script in SCRIPTS}


def test_a_wheel_installs_the_pages_once() -> None:
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["shared-data"] == {"codemods/cli/man": "share/man/man1"}
    assert "codemods/cli/man" in wheel["exclude"]


@pytest.mark.parametrize("columns", ["20", "300"])
def test_the_terminal_changes_nothing(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = made("deprecate-feature")
    monkeypatch.setenv("COLUMNS", columns)
    assert made("deprecate-feature") == before


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
@pytest.mark.parametrize("script", SCRIPTS)
def test_groff_has_nothing_to_say(script: str) -> None:
    command = ["groff", "-man", "-Tutf8", "-ww", "-P-cbou", PAGES / f"{script}.1"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    shown = re.findall(r"(?m)^[A-Z].*", done.stdout)
    assert shown[1:6] == ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS"]
    assert "SEE ALSO" in shown


class Grouped(click.Command):
    """A command whose help has its options in two groups."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = (p for p in self.get_params(ctx) if isinstance(p, click.Option))
        rows = [option.get_help_record(ctx) for option in options]
        found = [row for row in rows if row is not None]
        for heading, part in (("What to do:", found[:1]), ("Others:", found[1:])):
            with formatter.section(heading):
                formatter.write_dl(part)


EPILOG = """
\b
Exit status:
  0  'tis done
  1  refused

\b
Odd ends:
  .rc, a\\b  a file
            of two lines

\b
Examples:
  paint -c red '.door'

Ask git send-email.
"""


def test_a_page_in_full() -> None:
    colour = click.Option(["-c", "--colour"], metavar="NAME", help="Which `one`.  Default: red.")
    paint = Grouped("paint", params=[colour, click.Argument(["wall"])], epilog=EPILOG,
                    help="Paint a WALL.  With --colour any.\n\n.dots may begin it.",
                    context_settings={"help_option_names": ["-h", "--help"]})  # fmt: skip
    assert man_page.page("paint-it", paint, "1.2", ["wash-it"]).split("\n") == [
        r'.TH PAINT\-IT 1 "" "qemu-codemods 1.2" "User Commands"',
        ".SH NAME", r"paint\-it \- paint a WALL",
        ".SH SYNOPSIS", r"\fBpaint\-it\fR [\fIOPTIONS\fR] \fIWALL\fR",
        ".SH DESCRIPTION", "Paint a WALL.", r"With \fB\-\-colour\fR any.",
        ".PP", r"\&.dots may begin it.", ".PP", r"Ask git send\-email.",
        ".SH OPTIONS",
        '.SS "What to do"', ".TP", r"\fB\-c\fR, \fB\-\-colour\fR \fINAME\fR",
        r"Which \(gaone\(ga.", "Default: red.",
        '.SS "Others"', ".TP", r"\fB\-h\fR, \fB\-\-help\fR", "Show this message and exit.",
        ".SH EXIT STATUS", ".TP", r"\fB0\fR", r"\(aqtis done", ".TP", r"\fB1\fR", "refused",
        ".SH ODD ENDS", ".TP", r"\fB.rc, a\eb\fR", "a file of two lines",
        ".SH EXAMPLES", ".EX", r"paint \-c red \(aq.door\(aq", ".EE",
        ".SH SEE ALSO", r".BR git\-send\-email (1),", r".BR wash\-it (1)", "",
    ]  # fmt: skip


def test_a_help_without_a_sentence_makes_no_page() -> None:
    with pytest.raises(ValueError, match="paint does not begin with a sentence"):
        man_page.page("paint", click.Command("paint", help="no full stop"), "1", [])
