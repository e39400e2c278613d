"""The options of `deprecate-feature`, in the order in which --help shows them."""

from __future__ import annotations

import click

from codemods.cli import common

OPTIONS = (
    click.argument("names", metavar="NAME...", nargs=-1),
    click.option("--since", metavar="X.Y", help="Release that deprecates.  Default: the next "
                 "release after the tree's VERSION."),
    *common.TREE, *common.KIND,
    click.option("--title", default="", metavar="TEXT", help="Heading of the deprecated.rst entry, "
                 "without the version."),
    click.option("--chapter", "chapters", multiple=True, metavar="TEXT", help="Chapter of "
                 "deprecated.rst that the entry goes into; again for another entry there."),
    click.option("--reason", metavar="TEXT", help="Why: body of the deprecated.rst entry and "
                 "of the commit message.  reStructuredText is kept."),
    click.option("--reason-file", type=common.FILE, metavar="FILE",
                 help="Read the reason from FILE (- for standard input)."),
    click.option("--message", metavar="TEXT", help="What the commit message says in place of the "
                 "reason: that is for users, this for reviewers."),
    click.option("--message-file", type=common.FILE, metavar="FILE",
                 help="Read the message from FILE (- for standard input)."),
    click.option("--replacement", "replacements", multiple=True, metavar="NAME",
                 help="What to use instead; once for each NAME, in their order, '' for none; a "
                 "single one with --together is for all, several for one NAME are to choose from."),
    click.option("--no-replacement", is_flag=True, help='Say "without replacement".'),
    click.option("--together", is_flag=True, help="All NAMEs in one patch and one entry."),
    click.option("--remove", "removing", multiple=True, metavar="OLD", help="First remove OLD, in "
                 "a patch of its own, as remove-feature does."),
    click.option("--related", is_flag=True, help="Print everything that is tied to NAME, with the "
                 "evidence, and stop."),
    click.option("--include-related", is_flag=True, help="Deprecate the whole feature: all that "
                 "--related marks."),
    click.option("--include", multiple=True, metavar="NAME", help="Deprecate this row of "
                 "--related with it."),
    click.option("--exclude", multiple=True, metavar="NAME", help="Leave this row of --related "
                 "out."),
    click.option("--interactive", is_flag=True, help="Ask about each row that --related asks "
                 "about, and keep the answers."),
    click.option("--answers", type=common.FOLDER, metavar="FILE", help="Answers to take from FILE; "
                 "--interactive asks for the rest and writes all to it.  Its default: "
                 "NAME.answers.json beside the patches."),
    click.option("--mark-unstable", is_flag=True, help="First mark those of them 'unstable' that "
                 "are not and whose siblings are."),
    click.option("--status", is_flag=True, help="Print what the tree says of NAME already, "
                 "since when, and what is missing, and stop."),
    click.option("--users", is_flag=True, help="List who uses NAME in the tree, and who can be "
                 "moved to the --replacement, and stop."),
    click.option("--migrate-users", is_flag=True, help="Move the users to the --replacement, in "
                 "patches in front of the deprecation."),
    click.option("--argument", "arguments", multiple=True, metavar="OLD=NEW",
                 help="An argument of NAME has this name for the --replacement."),
    click.option("--warn", type=click.Choice(["auto", "none"]), default="auto", show_default=True,
                 help="Whether the C code gets a run-time warning where QEMU has a place for it."),
    click.option("--warn-at", multiple=True, metavar="FILE:FUNCTION", help="Put the warning into "
                 "this function: for what has no place of its own, a behaviour, a property, a "
                 "value.  May be repeated."),
    click.option("--when", multiple=True, metavar="EXPR", help="C expression: the condition of "
                 "that warning, once for each --warn-at, or one for all; '' is none.  Default: "
                 "whenever the function is called."),
    click.option("--warning-text", default="", metavar="TEXT", help="What QEMU says at run time "
                 'behind "is deprecated", in place of what to use instead.'),
    click.option("--keep-unstable/--drop-unstable", default=True, help="What becomes of an "
                 "existing 'unstable' flag.  Default: keep."),
    *common.SERIES, *common.JSON, *common.RUN,
)  # fmt: skip
#: The options that ask for the inventory of the whole feature.
WISHES = ("include_related", "include", "exclude", "interactive", "answers", "mark_unstable")
WHOLE = ("related", *WISHES)
