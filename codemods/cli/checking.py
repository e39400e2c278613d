"""What `check-deprecation` does: read the series, review it, print what was found."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from codemods.checks.of_build import built
from codemods.checks.of_build.compiling import Build
from codemods.cli import common
from codemods.cli.terminal.progress import Progress
from codemods.errors import EXIT_REFUSED, Refused, UsageError
from codemods.review import fix, inputs, outputs, review, rules
from codemods.review.model import NOTE, Series
from codemods.review.outputs import concise, reply
from codemods.review.rule import Rule
from codemods.series import commits, writing
from codemods.source.opening import open_tree

#: b4 takes a word on stderr for a failure.
_READ_BY_B4 = ("terse", "b4")


def run(tool: str, options: Mapping[str, Any]) -> int:
    """Carry out the command line and return the exit status.

    Raises:
        CodemodError: see errors.py.
    """
    if options["explain"] is not None:
        common.out(explained(options["explain"]))
        return 0
    if options["build"] is not None and options["no_verify"]:
        raise UsageError("--build runs compiler and generators: leave out --no-verify")
    chosen = choose(options["select"], options["ignore"])
    tree = open_tree(options["tree"], options["rev"])
    asked = inputs.STDIN in options["what"]
    stdin = inputs.whole("standard input", sys.stdin.buffer) if asked else b""
    with Progress(shown=not options["quiet"]) as progress:
        progress.step("reading the series")
        series = inputs.read(tree, options["what"], options["base"], stdin)
        build = _build(series, common.build(options), progress.step)
        execute = not options["no_verify"]
        found = review.review(series, chosen, progress.step, execute, build)
        fixing = options["fix"] is not None
        made = fix.fixed(found, chosen, progress.step, execute) if fixing else None
    if not options["quiet"] and options["form"] not in _READ_BY_B4:
        common.warnings(found.notes)
    if made is not None:
        _fix(made, options["fix"])
    elif options["reply"] is not None:
        _reply(found, options["reply"])
    else:
        common.out(outputs.render(found, options["form"]), nl=False)
    weighty = [f for f in found.findings if options["strict"] or f.severity != NOTE]
    return EXIT_REFUSED if weighty and not options["exit_zero"] else 0


def _build(series: Series, folder: Path | None, progress: Callable[[str], None]) -> Build | None:
    if folder is None:
        return None
    base = built.base_of(series.tree, series.base, series.before, series.paths)
    return Build(series.tree.where, folder, base, progress)


def _reply(found: review.Review, folder: Path) -> None:
    """Write the answers, and print the names of their files."""
    try:
        author = commits.identity(found.series.tree.where)
    except Refused:
        author = None
    files = reply.answers(found, author)
    for name in writing.write_series(folder, files) if files else ():
        common.out_path(name)


def _fix(made: fix.Fixed, folder: Path) -> None:
    """Write the fixup patches, print the names of their files, and say what is left."""
    files = fix.mails(made, commits.identity(made.series.tree.where)) if made.taken else ()
    for name in writing.write_series(folder, files) if files else ():
        common.out_path(name)
    if not made.taken and not made.left:
        common.say("no finding can be put right for certain")
    for finding, why in made.left:
        common.say(f"not fixed: {concise.line(finding, made.series.steps)}: {why}")


def choose(select: Sequence[str], ignore: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of the rules that are to run.

    Raises:
        UsageError: a name is that of no rule.
    """
    wanted = {id_ for name in select for id_ in _named(name)} or set(rules.every())
    return tuple(sorted(wanted - {id_ for name in ignore for id_ in _named(name)}))


def explained(name: str) -> str:
    """Return what is to be said of the rule `name`.

    Raises:
        UsageError: there is none.
    """
    import textwrap

    texts = []
    for id_ in _named(name):
        rule: Rule = rules.every()[id_]
        texts.append(f"{rule.id} ({rule.severity}): {rule.about}\n\n"
                     f"{textwrap.fill(rule.explain, 78)}")  # fmt: skip
    return "\n\n".join(texts)


def _named(name: str) -> list[str]:
    every = rules.every()
    found = [id_ for id_ in every if id_ == name or id_.startswith(f"{name.rstrip('/')}/")]
    if not found:
        close = difflib.get_close_matches(name, every, 3, 0.5)
        raise UsageError(
            f"{name}: no such rule",
            hint=f"did you mean {', '.join(close)}?" if close else f"one of {', '.join(every)}",
        )
    return found
