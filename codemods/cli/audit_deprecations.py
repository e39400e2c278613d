"""The command `audit-deprecations`."""

from __future__ import annotations

from typing import Any, NoReturn

import click

from codemods.cli import common

TOOL = "audit-deprecations"

_EPILOG = """
\b
Exit status:
  0  the audit was made, whatever it found
  1  refused: the message says why; or --strict, and a finding that the baseline lacks
  2  the command line makes no sense
  3  the tool's own output failed a check; nothing was written

\b
Environment:
  GIT_AUTHOR_NAME, GIT_AUTHOR_EMAIL  who the patches of --fix are from, if not user.name
                                     and user.email of the git configuration
  SOURCE_DATE_EPOCH                  when they are from, in seconds since 1970

\b
Examples:
  audit-deprecations --only removable
  audit-deprecations --only findings --severity error
  audit-deprecations --format html -o deprecations.html
  audit-deprecations --rev v10.1.0..v10.2.0 --format rst
  audit-deprecations --strict --baseline .deprecations.baseline
  audit-deprecations --fix -o outgoing

A stage has a letter for each mark of an entry: D documented, F flagged in the schema, W warned of
in C, H marked in the help; "-" where the convention of its kind asks for one that is missing.
"""

_OPTIONS = (
    *common.TREE,
    click.option("--format", "form", type=click.Choice(["table", "json", "html", "rst", "md"]),
                 default="table", show_default=True, help="How to print it.  rst and md are for "
                 "release notes, html is one page with everything."),
    click.option("--json", "as_json", is_flag=True, help="The same as --format json."),
    click.option("-o", "--output", "target", type=common.FOLDER, metavar="PATH",
                 help="Write to the file PATH; with --fix, the patches to the folder PATH."),
    click.option("--only", type=click.Choice(["entries", "findings", "removable", "changes"]),
                 help="Print this part alone.  changes is what COMMIT..COMMIT prints."),
    click.option("--kind", metavar="KIND", help="Only entries of this kind of feature."),
    click.option("--owner", metavar="TEXT", help="Only entries whose section of MAINTAINERS has "
                 "TEXT in its title."),
    click.option("--chapter", metavar="TEXT", help="Only entries whose chapter has TEXT in its "
                 "heading."),
    click.option("--rule", "rules", multiple=True, metavar="RULE", help="Only findings of this "
                 "rule; may be given several times."),
    click.option("--severity", type=click.Choice(["error", "style", "info"]), default="info",
                 show_default=True, help="Only findings as grave as this, or graver."),
    click.option("--next", "coming", metavar="X.Y", help="The release to ask for what may go.  "
                 "Default: the next one after the tree's VERSION."),
    click.option("--users", is_flag=True, help="Count the files that certainly use each feature, "
                 "as deprecate-feature --users finds them, in place of those that name it.  On "
                 "QEMU it takes minutes."),
    click.option("--strict", is_flag=True, help="Exit with 1 if there is a finding that the "
                 "--baseline does not have."),
    click.option("--baseline", type=common.FOLDER, metavar="FILE", help="Findings that are known: "
                 "what --write-baseline wrote."),
    click.option("--write-baseline", "new_baseline", type=common.FOLDER, metavar="FILE",
                 help="Write the findings to FILE, for --baseline."),
    click.option("--fix", is_flag=True, help="Write a patch series that cures what is wrong in "
                 "the form of the lists."),
    click.option("-q", "--quiet", is_flag=True, help="No progress, no warnings."),
)  # fmt: skip


@common.command(TOOL, _EPILOG, *_OPTIONS)
def command(**options: Any) -> None:
    """Audit what a QEMU tree deprecates.

    Lists what is deprecated, since when, who owns it, and when it may go; finds where the
    tree contradicts itself: the lists of docs/about, the flags of the schema, and what C code,
    help texts, build and manual say.  With COMMIT..COMMIT as --rev it tells what changed
    between the two.  Nothing is written unless -o, --write-baseline or --fix asks for it.
    """

    def run() -> int:
        # Imported here: --help and completion do without.
        from codemods.cli import audit

        return audit.run(TOOL, options, common.argv(TOOL))

    common.guarded(TOOL, run)


def main() -> NoReturn:
    """Run the command line."""
    common.main(command)
