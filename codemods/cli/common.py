"""What the commands share: errors and exit codes, the options of every tree and series."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn, TypeVar, cast

import click

from codemods import __version__, interrupts, printable
from codemods.cli import dashed
from codemods.cli.terminal import failures, streams
from codemods.errors import CheckFailed, CodemodError
from codemods.start import ABORTED

F = TypeVar("F", bound=Callable[..., Any])
Option = Callable[[Any], Any]

FOLDER = click.Path(path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=str)
#: Stands for the folder build/ of the tree.
BUILD = ""
CONTEXT = {"help_option_names": ["-h", "--help"]}

#: Which state of which tree.
TREE = (
    click.option("--tree", type=FOLDER, metavar="DIR", help="QEMU checkout, bare clone or "
                 "plain source folder.  Default: the one around the current directory."),
    click.option("--rev", metavar="COMMIT", help="Commit to work on.  Default: HEAD."),
)  # fmt: skip
KIND = (click.option("--kind", metavar="KIND", help="Kind of feature, when NAME means several."),)
#: What becomes of a series.
COMPILING = (
    click.option("--build", is_flag=False, flag_value=BUILD, metavar="DIR", help="Compile each "
                 "patch with the commands of the configured build in DIR, which stays as it is.  "
                 "Without =DIR: build/ of the tree."),
)  # fmt: skip
SERIES = (
    click.option("--dry-run", is_flag=True, help="Show the series as one diff, write nothing."),
    click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto",
                 show_default=True, help="Colour the diff of --dry-run."),
    click.option("-o", "--output-directory", "folder", type=FOLDER, metavar="DIR",
                 help="Where the patches go.  Default: the current directory."),
    click.option("-v", "--reroll-count", "version", type=click.IntRange(min=1), metavar="N",
                 help="Mark the series as its N-th version."),
    click.option("--rfc", is_flag=True, help="Use [RFC PATCH] in the subjects."),
    click.option("--cover-letter/--no-cover-letter", default=None, help="Write a cover letter.  "
                 "Default: from two patches on."),
    click.option("-s", "--signoff", is_flag=True, help="Add your Signed-off-by line."),
    click.option("--to", "to", multiple=True, metavar="ADDRESS", help="Add a To: header."),
    click.option("--cc", "cc", multiple=True, metavar="ADDRESS", help="Add a Cc: header."),
    click.option("--no-cc", is_flag=True, help="Do not ask the tree whom the patches go to."),
    click.option("--branch", metavar="NAME", help="Also leave the commits on the new branch NAME."),
    click.option("--apply", "apply_", is_flag=True, help="Change the work tree instead of "
                 "writing patches."),
    *COMPILING,
    click.option("--recover", type=click.Choice(["finish", "undo"]), help="Finish or undo what a "
                 "killed run left half written in the tree, or in the folder of -o, and stop."),
)  # fmt: skip
JSON = (
    click.option("--json", "as_json", is_flag=True, help="Print the plan, the account and the "
                 "results as JSON."),
)  # fmt: skip
RUN = (
    click.option("--no-verify", is_flag=True, help="Run no script of the tree."),
    click.option("-q", "--quiet", is_flag=True, help="No progress, no warnings."),
)


def command(tool: str, epilog: str, *options: Option) -> Callable[[F], click.Command]:
    """Return the decorator of the function that carries out the command `tool`.

    Arguments:
        options: in the order in which --help shows them.
    """
    version = click.version_option(__version__, "--version", "show_version", prog_name=tool)

    def decorate(function: F) -> click.Command:
        function = _checked(tool, function)
        for option in reversed((*options, version)):
            function = option(function)
        made = click.command(tool, _Command, epilog=epilog, context_settings=CONTEXT)
        return made(function)

    return decorate


class _Command(click.Command):
    """A command whose NAMEs may begin with a dash."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        short = {text for one in self.get_params(ctx) for text in one.opts if len(text) == 2}
        words = list(dashed.shielded(args, short))
        names = list(dashed.shielded(args, short, alone=True))
        if names == words:
            return super().parse_args(ctx, words)
        is_name = names[0] != words[0]
        try:
            left = super().parse_args(ctx, words)
            if ctx.params.get("names") != () or ctx.params.get("recover"):
                return left
        except click.UsageError:
            if not is_name:
                raise
        ctx.params.clear()
        return super().parse_args(ctx, names)


def _checked(tool: str, function: F) -> F:
    """Return `function` with what precedes each command: fit texts, and nothing half written."""

    @wraps(function)
    def checked(**given: Any) -> Any:
        options = {name: dashed.bare(value) for name, value in given.items()}
        for name, value in options.items():
            for text in value if isinstance(value, tuple) else (value,):
                if isinstance(text, str):
                    require_printable(name, text)
        if options.get("recover"):
            return guarded(tool, lambda: _recover(options))
        if options.get("names") == () and "recover" in options:
            raise click.UsageError("Missing argument 'NAME...'.")
        return function(**options)

    return cast(F, checked)


def _recover(options: Mapping[str, Any]) -> None:
    from codemods.series import writing
    from codemods.source.opening import open_tree

    folder = options["folder"] or open_tree(options["tree"], options["rev"]).where
    how = options["recover"]
    files = writing.recover(folder, how)
    if not files:
        say(f"nothing is half written in {folder}")
    for path in files:
        say(f"{'finished' if how == 'finish' else 'undone'}: {path}")


def require_printable(option: str, text: str) -> None:
    """Refuse a text that a terminal or a mail could not show.

    Raises:
        click.UsageError: it holds a control character.
    """
    if found := printable.unfit(text):
        name = option.replace("_", "-")
        raise click.UsageError(f"{name}: it holds the control character {found}")


def main(tool: click.Command) -> NoReturn:
    """Run the command line of `tool`, and leave with its exit status."""
    streams.complete()
    interrupts.raise_once()
    status: object = 0
    try:
        try:
            tool(prog_name=tool.name, standalone_mode=False)
        except click.ClickException as err:
            status = _misused(err)
        except click.exceptions.Exit as end:
            status = end.exit_code
        except (click.Abort, KeyboardInterrupt):
            status = CodemodError.exit_code
            say(ABORTED)
        except RuntimeError as err:
            # So Python before 3.12 tells of an interrupt while a class is being made.
            if not isinstance(err.__cause__, KeyboardInterrupt):
                raise
            status = CodemodError.exit_code
            say(ABORTED)
        except SystemExit as end:
            status = end.code
        sys.stdout.flush()
    except BrokenPipeError:
        streams.drop(sys.stdout)
        status = CodemodError.exit_code
    except (OSError, ImportError) as err:
        # What could not be written once stays in the buffer, and was told of then.
        if not status:
            error(tool.name or "", failures.refusal(err))
        streams.drop(sys.stdout)
        status = CodemodError.exit_code
    # Nothing is left to take back but scratch folders.
    interrupts.ignore()
    sys.exit(status)  # type: ignore[arg-type]


def _misused(err: click.ClickException) -> int:
    """Print what click found wrong with the command line, and return the exit status."""
    text = io.StringIO()
    err.show(text)
    say(text.getvalue().rstrip("\n"))
    return err.exit_code


def guarded(tool: str, run: Callable[[], int | None]) -> None:
    """Call `run`, turn what it raises into text and an exit status, and leave with what it returns.

    Every command ends here: nothing else prints an error or knows an exit status.
    """
    try:
        status = run()
    except CodemodError as err:
        error(tool, err)
        sys.exit(err.exit_code)
    except BrokenPipeError:
        raise  # main() knows that nobody reads any more
    except failures.KINDS as err:
        error(tool, failures.refusal(err))
        sys.exit(CodemodError.exit_code)
    if status:
        sys.exit(status)


def build(options: Mapping[str, Any]) -> Path | None:
    """Return the folder that --build names; None without that option."""
    given: str | None = options["build"]
    if given is None:
        return None
    if given != BUILD:
        return Path(given)
    from codemods.source.opening import open_tree

    return open_tree(options["tree"], options["rev"]).where / "build"


def argv(tool: str) -> tuple[str, ...]:
    """Return the command line as the patches tell it: the tool's name, then the arguments."""
    return (tool, *sys.argv[1:])


def error(tool: str, err: CodemodError) -> None:
    """Print a refusal: what was found, a hint, and the problems of a failed check."""
    say(f"{tool}: {err}", err.hint)
    for problem in err.problems if isinstance(err, CheckFailed) else ():
        place = f"{problem.path}:{problem.line}: " if problem.line else f"{problem.path}: "
        say(f"{place if problem.path else ''}{problem.check}: {problem.message}", problem.hint)


def say(text: str, hint: str = "") -> None:
    """Print a line to standard error, and what can be done about it.

    Where it cannot be written, nobody reads it: what is being done goes on all the same.
    """
    try:
        click.echo(printable.shown(text), err=True)
        if hint:
            click.echo(printable.shown(f"hint: {hint}"), err=True)
    except OSError:
        streams.drop(sys.stderr)


def out(text: str, *, nl: bool = True) -> None:
    """Print lines to standard output; `nl` ends the last one."""
    click.echo(printable.shown(text), nl=nl)


def out_path(path: str) -> None:
    """Print the name of a file to standard output: its very bytes where a program reads them."""
    click.echo(printable.shown(path) if on_terminal() else os.fsencode(path))


def warnings(texts: Sequence[str]) -> None:
    """Print warnings."""
    for text in texts:
        say(f"warning: {text}")


def on_terminal() -> bool:
    """Tell whether a person reads standard output; it may be closed."""
    return sys.stdout is not None and sys.stdout.isatty()
