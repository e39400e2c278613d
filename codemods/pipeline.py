"""The whole way: resolve, plan, verify, series."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from codemods.account import addressees
from codemods.checks import running
from codemods.checks.of_build import built
from codemods.checks.of_mails import checkpatch
from codemods.checks.of_patches import rst_valid
from codemods.errors import CheckFailed, NothingToDo, Refused, UsageError
from codemods.model import Accounted, Feature, Patch
from codemods.order import Order, jobs
from codemods.plan import deprecation
from codemods.plan.asked import Job, Wording
from codemods.plan.steps import Step, fold, unsettled
from codemods.qemu.listing import bodies, chapter_asked_for
from codemods.related import group, letter, outputs
from codemods.related.group import Choice, Whole
from codemods.removal import account as removal_account
from codemods.removal import in_front
from codemods.removal import plan as removal
from codemods.removal import whole as gone_whole
from codemods.series import commits, covering, mail, words, writing
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree
from codemods.source.overlay import Overlay
from codemods.source.tree import Tree
from codemods.users import migrate, tests_that_warn
from codemods.users.migrate import Migration

if TYPE_CHECKING:
    from codemods.account.addressees import Addressees, Recipient
    from codemods.checks.running import Result

#: A function that is told which step begins.
Progress = Callable[[str], None]

_NOBODY = commits.Identity("nobody", "nobody@localhost", 0, "+0000")


@dataclass(frozen=True)
class Outcome:
    """What is known at the end, before a byte is written.

    `files` are the mails, none for a dry run; `author` is who they are from.
    `recipients` tell for each patch why it goes to whom, where the order asks for that.
    """

    patches: tuple[Patch, ...]
    account: tuple[Accounted, ...]
    results: tuple[Result, ...]
    warnings: tuple[str, ...]
    files: tuple[commits.PatchFile, ...]
    author: commits.Identity
    recipients: tuple[tuple[Recipient, ...], ...] = ()


def make(tree: GitTree | FolderTree, order: Order, progress: Progress) -> Outcome:
    """Return the series that the order asks for, checked.

    Arguments:
        progress: is told each step.

    Raises:
        CheckFailed: a check found a fault in what the tool made.
        CodemodError: see errors.py.
    """
    mail.require_addresses((*order.format.to, *order.format.cc))
    author = commits.identity(tree.where) if order.mails else _NOBODY
    progress("reading the tree")
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
        warnings = (*_of_words(order), *_warnings(tree, patches), *_standing(patches))
        return Outcome(patches, rows, (), warnings, (), author)
    progress("checking")
    checking = running.Verification(tree, patches, order.verify)
    compiled = built.compiled(tree, patches, order.build, progress)
    sent = _sent(tree, patches, order)
    of_users = _of_users(made.tree, asked, moved, deprecated) if order.mails else ()
    said_of_all = (
        *_of_whole(order, whole.choice, rows), words.notes(patches, rows, of_users), *of_users,
        built.said(compiled),
    )  # fmt: skip
    cover, notes = _cover(patches, order, said_of_all, whole.called)
    files = commits.render(
        tree, patches, author, order.format, cover=cover, notes=notes, recipients=sent.each
    )
    results = checking.finish(files, author.signoff if order.format.signoff else "")
    repeated = unsettled(tree, patches, whole.steps)
    results = (*results, running.judge("idempotent", repeated), *built.results(compiled))
    _require_place(results, order)
    _require_passed(results, order.reason)
    skipped = tuple(w for result in results for w in result.warnings if order.verify)
    warnings = (
        *_of_words(order), *_alone(order, whole), *_warnings(tree, patches), *_standing(patches),
        *skipped, *sent.warnings,
    )  # fmt: skip
    return Outcome(patches, rows, results, warnings, files if order.mails else (), author, sent.why)


def remove(
    tree: GitTree | FolderTree, order: Order, asked: removal.Asked, progress: Progress
) -> Outcome:
    """Return the series that removes what the order names, checked.

    Arguments:
        progress: is told each step.

    Raises:
        CheckFailed: a check found a fault in what the tool made.
        CodemodError: see errors.py.
    """
    author = commits.identity(tree.where) if order.mails else _NOBODY
    progress("reading the tree")
    features = [removal.meant(tree, name, order.kind) for name in order.names]
    if len(set(features)) < len(features):
        raise UsageError("a feature is named twice")
    progress("planning")
    whole = _gone(tree, features, order, asked)
    patches = whole.patches
    rows = removal_account.account(tree, patches) if order.account else ()
    if not order.mails and not order.verify:
        warnings = (*_to_look_at(order, whole), *_warnings(tree, patches))
        return Outcome(patches, rows, (), warnings, (), author)
    progress("checking")
    checking = running.Verification(tree, patches, order.verify)
    compiled = built.compiled(tree, patches, order.build, progress)
    sent = _sent(tree, patches, order)
    of_whole = _of_whole(order, whole.choice, rows, "Removed")
    said_of_all = (*of_whole, words.notes(patches, rows), built.said(compiled))
    called = features[0].name if order.whole else ""
    cover, notes = _cover(patches, order, said_of_all, called)
    files = commits.render(
        tree, patches, author, order.format, cover=cover, notes=notes, recipients=sent.each
    )
    results = checking.finish(files, author.signoff if order.format.signoff else "")
    results = (*results, *built.results(compiled))
    _require_passed(results, order.reason)
    skipped = tuple(w for result in results for w in result.warnings if order.verify)
    warnings = (
        *_to_look_at(order, whole), *_warnings(tree, patches), *skipped, *sent.warnings
    )  # fmt: skip
    return Outcome(patches, rows, results, warnings, files if order.mails else (), author, sent.why)


def _gone(
    tree: Tree, features: Sequence[Feature], order: Order, asked: removal.Asked
) -> gone_whole.Whole:
    """Return the patches that remove `features`, or the first with all that belongs to it."""
    if order.whole is not None:
        return gone_whole.planned(tree, features[0], order.whole, asked, together=order.together)
    groups = [features] if order.together else [[feature] for feature in features]
    return gone_whole.Whole(removal.planned(tree, groups, asked), Choice())


def _to_look_at(order: Order, whole: gone_whole.Whole) -> tuple[str, ...]:
    """Return a warning for each interface that is left out because no rule removes it.

    What a patch leaves to look at is in its mail; without one it is a warning, too.
    """
    left = (
        f"left out: {row.kind} {row.qualified} ({row.path}:{row.line}): {why}"
        for row, why in whole.choice.left if why.startswith(gone_whole.BY_HAND)
    )  # fmt: skip
    notes = () if order.mails else (note for patch in whole.patches for note in patch.notes)
    return (*left, *notes)


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


def _of_whole(
    order: Order, choice: Choice, rows: Sequence[Accounted], done: str = "Deprecated"
) -> tuple[str, ...]:
    """Return what the cover letter says of the inventory."""
    if order.whole is None:
        return ()
    told = {row.path for row in rows if row.verdict == "ask"}
    return letter.texts(order.whole.inventory, choice, done, told)


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
    rest = Overlay(tree, _merged(removed)) if removed else tree
    moved = _moved(rest, asked, order)
    return _Made(rest, removed, moved, _deprecated(rest, moved, whole.steps))


def _moved(tree: Tree, asked: Sequence[Job], order: Order) -> Migration:
    if not order.migrate:
        return Migration()
    return migrate.migrate(tree, migrate.moves(asked, order.arguments), order.argv)


def _deprecated(tree: Tree, moved: Migration, wanted: Sequence[Step]) -> tuple[Patch, ...]:
    """Return the patches that deprecate; none where only users are left to be moved."""
    try:
        return fold(Overlay(tree, _merged(moved.patches)), wanted)
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
    after = Overlay(tree, _merged((*moved.patches, *deprecated)))
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


def _require_passed(results: Sequence[Result], reason: str) -> None:
    failed = [problem for result in results for problem in result.problems]
    if failed and reason and (faults := rst_valid.faults(reason)):
        raise UsageError(
            f"the reason is not valid reStructuredText: {faults[0]}",
            hint="close every ``literal`` and *emphasis*, and escape a final underscore: name\\_",
        )
    if failed:
        raise CheckFailed(failed)


def _sent(tree: GitTree | FolderTree, patches: Sequence[Patch], order: Order) -> Addressees:
    if not (order.mails and order.auto_cc):
        return addressees.Addressees()
    sent = addressees.addressees(tree, patches, execute=order.verify, explain=order.explain)
    lists = covering.lists(tree)
    left = covering.said(sent.each, lists) if commits.with_cover(patches, order.format) else ()
    return replace(sent, warnings=(*sent.warnings, *left))


def _merged(patches: Sequence[Patch]) -> Mapping[str, bytes | None]:
    return {path: data for patch in patches for path, data in patch.files.items()}


def _cover(
    patches: Sequence[Patch], order: Order, texts: Sequence[str], whole: str
) -> tuple[commits.Cover | None, str]:
    """Return the cover letter if there is one, and `texts` as one."""
    notes = "\n\n".join(filter(None, texts))
    if not commits.with_cover(patches, order.format):
        return None, notes
    subject = words.cover_subject(patches, whole)
    why = order.message or order.reason
    return commits.Cover(subject, words.cover(why, order.argv, notes)), notes


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


def _warnings(tree: GitTree | FolderTree, patches: Sequence[Patch]) -> tuple[str, ...]:
    if isinstance(tree, FolderTree):
        return ()
    # Git may know no more than that a file was written since.
    dirty = sorted(p for p in tree.dirty & set(_merged(patches)) if writing.differs(tree, p))
    return tuple(f"{path}: changes in the work tree are ignored" for path in dirty)
