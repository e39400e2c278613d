"""A series that removes: from what is named to what is sent."""

from __future__ import annotations

from collections.abc import Sequence

from codemods.checks import running
from codemods.checks.of_build import built
from codemods.errors import UsageError
from codemods.model import Feature
from codemods.order import Order
from codemods.pipeline import common
from codemods.pipeline.common import Outcome, Progress
from codemods.plan import ahead
from codemods.related.group import Choice
from codemods.removal import account as removal_account
from codemods.removal import plan as removal
from codemods.removal import whole as gone_whole
from codemods.series import commits, rendering, words
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree
from codemods.source.tree import Tree


def series(
    tree: GitTree | FolderTree, order: Order, asked: removal.Asked, progress: Progress
) -> Outcome:
    """Return the series that removes what the order names, checked.

    Arguments:
        progress: is told each step.

    Raises:
        CheckFailed: a check found a fault in what the tool made.
        CodemodError: see errors.py.
    """
    author = commits.identity(tree.where) if order.mails else common.NOBODY
    progress("reading the tree")
    ahead.read(tree)
    features = [removal.meant(tree, name, order.kind) for name in order.names]
    if len(set(features)) < len(features):
        raise UsageError("a feature is named twice")
    progress("planning")
    whole = _gone(tree, features, order, asked)
    patches = whole.patches
    rows = removal_account.account(tree, patches) if order.account else ()
    if not order.mails and not order.verify:
        warnings = (*_to_look_at(order, whole), *common.of_work_tree(tree, patches))
        return Outcome(patches, rows, (), warnings, (), author)
    progress("checking")
    checking = running.Verification(tree, patches, order.verify)
    compiled = built.compiled(tree, patches, order.build, progress)
    sent = common.sent_to(tree, patches, order)
    of_whole = common.of_whole(order, whole.choice, rows, "Removed")
    said_of_all = (*of_whole, words.notes(patches, rows), built.said(compiled))
    called = features[0].name if order.whole else ""
    cover, notes = common.cover(patches, order, said_of_all, called)
    files = rendering.render(
        tree, patches, author, order.format, cover=cover, notes=notes, recipients=sent.each
    )
    results = checking.finish(files, author.signoff if order.format.signoff else "")
    results = (*results, *built.results(compiled))
    common.require_passed(results, order.reason or asked.no_grace)
    skipped = tuple(w for result in results for w in result.warnings if order.verify)
    warnings = (
        *_to_look_at(order, whole), *common.of_work_tree(tree, patches), *skipped, *sent.warnings
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
