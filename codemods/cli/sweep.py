"""The command `python -m codemods.cli.sweep`: show its progress, print its table."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click

from codemods import printable
from codemods.cli import common
from codemods.sweep import run as sweeping
from codemods.sweep import verdict
from codemods.sweep.verdict import Verdict

TOOL = "python -m codemods.cli.sweep"

_EPILOG = """
\b
Exit status:
  0  every feature was deprecated well, or refused
  1  something bad was made, or something crashed
  2  the command line makes no sense
"""
_SHOWN = 30


@click.command(TOOL, epilog=_EPILOG, context_settings=common.CONTEXT)
@click.option("--tree", type=click.Path(path_type=Path), required=True, metavar="DIR",
              help="QEMU checkout, bare clone or plain source folder.")  # fmt: skip
@click.option("--rev", metavar="COMMIT", help="Commit to work on.  Default: HEAD.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only this kind; repeatable.")
@click.option("--sample", type=click.IntRange(min=1), metavar="N",
              help="At most N features of each kind, the same ones in every run.")  # fmt: skip
@click.option("--jobs", type=click.IntRange(min=1), default=2, show_default=True, metavar="N",
              help="Worker processes.")  # fmt: skip
@click.option("--state", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write each verdict as JSON; a later run goes on from there.")  # fmt: skip
@click.option("--verify", is_flag=True, help="Run the tree's own scripts on the results, too.")
def command(
    tree: Path, rev: str | None, kinds: tuple[str, ...], sample: int | None, jobs: int,
    state: Path | None, verify: bool,
) -> None:  # fmt: skip
    """Deprecate every feature of a QEMU tree in memory, one at a time, and judge each result.

    Each is refused with a reason, or every check must pass.  Nothing is written
    but the state file.
    """

    def run() -> int:
        with _progress() as told:
            verdicts = sweeping.run(
                sweeping.Sweep(tree, rev, kinds, sample, jobs, state, verify), told
            )
        for line in lines(verdicts):
            common.out(line)
        return 1 if verdict.failed(verdicts) else 0

    common.guarded(TOOL, run)


def main() -> NoReturn:
    """Run the command line."""
    common.main(command)


def lines(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Yield the table of counts by kind, the reasons of refusals, and every failure."""
    yield _row("kind", "all", *verdict.STATUSES, "refused %")
    for kind in sorted({v.kind for v in verdicts}):
        yield _counts(kind, [v for v in verdicts if v.kind == kind])
    yield _counts("total", verdicts)
    refused = [v for v in verdicts if v.status == verdict.REFUSED]
    if refused:
        yield "\nRefused:"
    reasons = Counter((v.kind, v.reason) for v in refused)
    for (kind, why), count in sorted(reasons.items(), key=lambda item: (item[0][0], -item[1])):
        first = next(v for v in refused if (v.kind, v.reason) == (kind, why))
        yield f"  {count:5} {kind}: {why} ({first.name})"
    failed = verdict.failed(verdicts)
    if failed:
        yield "\nFailed:"
    for v in failed[:_SHOWN]:
        where = f" {v.path}:{v.line}" if v.path else ""
        yield f"  {v.status} {v.kind}:{v.name}{where}: {v.message}"
    if len(failed) > _SHOWN:
        yield f"  and {len(failed) - _SHOWN} more, in the state file"


def _counts(name: str, verdicts: Sequence[Verdict]) -> str:
    counts = Counter(v.status for v in verdicts)
    share = 100 * counts[verdict.REFUSED] / len(verdicts) if verdicts else 0
    numbers = [str(counts[status]) for status in verdict.STATUSES]
    return _row(name, str(len(verdicts)), *numbers, f"{share:.1f}")


def _row(first: str, *rest: str) -> str:
    return f"{first:22}" + "".join(f"{cell:>10}" for cell in rest)


_Told = Callable[[int, int, Verdict | None], None]


@contextmanager
def _progress() -> Iterator[_Told]:
    """Give what shows how far the sweep is: a bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda done, of, last: None
        return
    # rich takes longer to import than the rest of the command line.
    from rich import progress
    from rich.console import Console

    text = progress.TextColumn("{task.description}")
    columns = (progress.BarColumn(), progress.MofNCompleteColumn(), progress.TimeRemainingColumn())
    with progress.Progress(*columns, text, console=Console(stderr=True)) as bar:
        task = bar.add_task("listing the features", total=None)

        def told(done: int, of: int, last: Verdict | None) -> None:
            name = printable.shown(f"{last.kind} {last.name}") if last else ""
            bar.update(task, completed=done, total=of, description=name)

        yield told


if __name__ == "__main__":
    main()
