"""A series that deprecates: from what is named to what is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from codemods.checks import running
from codemods.checks.of_build import built
from codemods.checks.of_mails import checkpatch
from codemods.errors import NothingToDo, Refused
from codemods.model import Patch
from codemods.order import Order, jobs
from codemods.pipeline import common
from codemods.pipeline.common import Outcome, Progress
from codemods.plan import ahead, deprecation
from codemods.plan.asked import Job, Wording
from codemods.plan.steps import Step, fold, unsettled
from codemods.qemu.listing import bodies, chapter_asked_for
from codemods.related import group, outputs
from codemods.related.group import Whole
from codemods.removal import account as removal_account
from codemods.removal import in_front
from codemods.series import commits, mail, rendering, words
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree
from codemods.source.overlay import Overlay
from codemods.source.tree import Tree
from codemods.users import migrate, tests_that_warn
from codemods.users.migrate import Migration

if TYPE_CHECKING:
    from codemods.checks.running import Result


def series(tree: GitTree | FolderTree, order: Order, progress: Progress) -> Outcome:
    """Return the series that the order asks for, checked.

    Arguments:
        progress: is told each step.

    Raises:
        CheckFailed: a check found a fault in what the tool made.
        CodemodError: see errors.py.
    """
    mail.require_addresses((*order.format.to, *order.format.cc))
    author = commits.identity(tree.where) if order.mails else common.NOBODY
    progress("reading the tree")
    ahead.read(tree)
    asked = jobs(tree, order)
    progress("planning")
    whole = _whole(tree, asked, order)
    made = _made(tree, asked, order, whole)
    if in_front.undone(tree, made.removed, (*made.moved.patches, *made.deprecated)):
        made = _made(tree, asked, order, whole, keep_includes=True)
    moved, deprecated = made.moved, made.deprecated
    patches = (*made.removed, *moved.patches, *deprecated)
    rows = removal_account.account(tree, patches) if order.account else ()
    if not order.mails and not order.verify:
        warnings = (*_of_words(order), *common.of_work_tree(tree, patches), *_standing(patches))
        return Outcome(patches, rows, (), warnings, (), author)
    progress("checking")
    checking = running.Verification(tree, patches, order.verify)
    compiled = built.compiled(tree, patches, order.build, progress)
    sent = common.sent_to(tree, patches, order)
    of_users = _of_users(made.tree, asked, moved, deprecated) if order.mails else ()
    said_of_all = (
        *common.of_whole(order, whole.choice, rows), words.notes(patches, rows, of_users),
        *of_users, built.said(compiled),
    )  # fmt: skip
    cover, notes = common.cover(patches, order, said_of_all, whole.called)
    files = rendering.render(
        tree, patches, author, order.format, cover=cover, notes=notes, recipients=sent.each
    )
    results = checking.finish(files, author.signoff if order.format.signoff else "")
    repeated = unsettled(tree, patches, whole.steps)
    results = (*results, running.judge("idempotent", repeated), *built.results(compiled))
    _require_place(results, order)
    common.require_passed(results, order.reason, order.replacements)
    skipped = tuple(w for result in results for w in result.warnings if order.verify)
    warnings = (
        *_of_words(order), *_alone(order, whole), *common.of_work_tree(tree, patches),
        *_standing(patches), *skipped, *sent.warnings,
    )  # fmt: skip
    return Outcome(patches, rows, results, warnings, files if order.mails else (), author, sent.why)


def _whole(tree: GitTree | FolderTree, asked: Sequence[Job], order: Order) -> Whole:
    """Return the steps of the series: a patch for each NAME, or for the whole feature."""
    asked_for = (chapter_asked_for.named(tree, text) for text in order.chapters)
    wording = Wording(
        order.argv, order.reason, order.title, order.since is not None,
        tuple(dict.fromkeys(asked_for)),
        message=order.message,
    )  # fmt: skip
    if order.whole is None:
        wording = replace(wording, notes=outputs.of_features(tree, [j.feature for j in asked]))
        return Whole(deprecation.steps(asked, wording, together=order.together))
    return group.steps(tree, asked[0], order.whole, wording, together=order.together)


@dataclass(frozen=True)
class _Made:
    """The patches of a deprecation, and the tree behind those that remove."""

    tree: Tree
    removed: tuple[Patch, ...]
    moved: Migration
    deprecated: tuple[Patch, ...]


def _made(
    tree: Tree, asked: Sequence[Job], order: Order, whole: Whole, *, keep_includes: bool = False
) -> _Made:
    """Plan the removals, the users that move and the deprecation, each behind the ones before."""
    removed = in_front.removals(
        tree, order.removing, [job.feature for job in asked], order.since, order.argv,
        keep_includes=keep_includes,
    )  # fmt: skip
    rest = Overlay(tree, common.merged(removed)) if removed else tree
    moved = _moved(rest, asked, order)
    return _Made(rest, removed, moved, _deprecated(rest, moved, whole.steps))


def _moved(tree: Tree, asked: Sequence[Job], order: Order) -> Migration:
    if not order.migrate:
        return Migration()
    return migrate.migrate(tree, migrate.moves(asked, order.arguments), order.argv)


def _deprecated(tree: Tree, moved: Migration, wanted: Sequence[Step]) -> tuple[Patch, ...]:
    """Return the patches that deprecate; none where only users are left to be moved."""
    try:
        return fold(Overlay(tree, common.merged(moved.patches)), wanted)
    except NothingToDo as err:
        if moved.patches:
            return ()
        if moved.uses:
            raise _unmoved(err, moved) from err
        raise


def _unmoved(err: NothingToDo, moved: Migration) -> NothingToDo:
    """Return the refusal of a run that was to move users, of whom none can be."""
    count = len(moved.uses)
    who = "its only user has" if count == 1 else f"all its {count} users have"
    return NothingToDo(
        f"{err.message}, and {who} to be moved by hand", path=err.path, line=err.line,
        hint="--users in place of --migrate-users lists them with the reasons",
    )  # fmt: skip


def _of_users(
    tree: Tree, asked: Sequence[Job], moved: Migration, deprecated: Sequence[Patch]
) -> tuple[str, ...]:
    """Return what the cover letter says of the users that stay."""
    after = Overlay(tree, common.merged((*moved.patches, *deprecated)))
    texts = (migrate.by_hand(moved.uses), tests_that_warn.tests(after, asked, deprecated))
    return tuple(text for text in texts if text)


def _require_place(results: Sequence[Result], order: Order) -> None:
    """Refuse a place or a condition of the user's that does not stand the checks of C code."""
    failed = [problem for result in results for problem in result.problems]
    for problem in failed if order.warn_at else ():
        if problem.path.endswith(".c") or problem.check == checkpatch.ID:
            raise Refused(
                f"--warn-at: {problem.check}: {problem.message}", path=problem.path,
                line=problem.line, hint="name another function, or write --when in another way",
            )  # fmt: skip


def _of_words(order: Order) -> tuple[str, ...]:
    """Return what is wrong with the user's words, though they can be used."""
    if not bodies.says_nothing(order.reason):
        return ()
    return ("the reason says no more than the title: say why, and what to do instead",)


def _alone(order: Order, whole: Whole) -> tuple[str, ...]:
    """Return that a whole feature is no more than what was named."""
    if order.whole is None or not order.whole.every or whole.choice.taken or whole.choice.left:
        return ()
    return (f"nothing else was found that belongs to {whole.called}",)


def _standing(patches: Sequence[Patch]) -> tuple[str, ...]:
    """Return what the sender should know of marks that were there, or have no place."""
    return tuple(text for patch in patches for text in words.standing(patch))
