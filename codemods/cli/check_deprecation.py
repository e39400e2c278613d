"""The command `check-deprecation`."""

from __future__ import annotations

from typing import Any, NoReturn

import click

from codemods.cli import common

TOOL = "check-deprecation"
FORMATS = ("concise", "full", "terse", "b4", "gitlab", "sarif", "json")

_EPILOG = """
\b
Exit status:
  0  nothing of weight was found
  1  errors or warnings were found (with --strict notes, too), or the series cannot be read
  2  the command line makes no sense
  3  a fault of the tool

\b
Examples:
  check-deprecation                           the commits from the upstream branch to HEAD
  check-deprecation master..topic             those of a range
  check-deprecation outgoing/*.patch          patches, applied to the base they name
  b4 am -o- MESSAGE-ID | check-deprecation -  a series from the list
  check-deprecation --reply answer series.mbox

\b
With b4, in .b4-config of the tree or in your git configuration:
  [b4]
    am-perpatch-check-cmd = check-deprecation --format terse -
    review-series-check-cmd = check-deprecation --format b4 -

Nothing of your checkout, index or refs is changed.  No mail is sent.
"""

_OPTIONS = (
    click.argument("what", metavar="[RANGE | BRANCH | FILE... | -]", nargs=-1),
    *common.TREE,
    click.option("--base", metavar="COMMIT", help="Commit that patches are applied to.  Default: "
                 "the one that a base-commit: line names, else --rev."),
    click.option("--format", "form", type=click.Choice(FORMATS), default="concise",
                 show_default=True, help="Form of the findings."),
    click.option("--json", "as_json", is_flag=True, help="The same as --format json."),
    click.option("--reply", type=common.FOLDER, metavar="DIR", help="Write an answer to each mail "
                 "that has findings into DIR; nothing is sent."),
    click.option("--fix", type=common.FOLDER, metavar="DIR", help="Write patches that put right "
                 "what can be put right for certain into DIR."),
    click.option("--select", multiple=True, metavar="RULE", help="Only these rules: an id, or the "
                 "part before its slash; repeatable."),
    click.option("--ignore", multiple=True, metavar="RULE", help="Not these rules; repeatable."),
    click.option("--explain", metavar="RULE", help="Say why a rule is there, and stop."),
    *common.COMPILING,
    click.option("--strict", is_flag=True, help="Let notes count for the exit status, too."),
    click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever was found."),
    *common.RUN,
)  # fmt: skip


@common.command(TOOL, _EPILOG, *_OPTIONS)
def command(**options: Any) -> None:
    """Say of a series that deprecates or removes features what its reviewer would say.

    The series is a range of commits, a branch, files of patches or mailboxes, or a
    mail on standard input.  Each finding names file and line, says what is missing,
    wrong or lost, and by which rule.
    """

    def run() -> int:
        from codemods.cli import checking

        if options["as_json"]:
            options["form"] = "json"
        return checking.run(TOOL, options)

    common.guarded(TOOL, run)


def main() -> NoReturn:
    """Run the command line."""
    common.main(command)
