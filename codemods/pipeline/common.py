"""What every series has, whatever it does: its outcome, its mails' ends, its last check."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from codemods.account import addressees
from codemods.checks.of_patches import rst_valid
from codemods.errors import CheckFailed, UsageError
from codemods.model import Accounted, Patch
from codemods.order import Order
from codemods.related import letter
from codemods.related.group import Choice
from codemods.series import commits, covering, rendering, words, writing
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree

if TYPE_CHECKING:
    from codemods.account.addressees import Addressees, Recipient
    from codemods.checks.running import Result

#: A function that is told which step begins.
Progress = Callable[[str], None]

#: Who patches are from that are only shown.
NOBODY = commits.Identity("nobody", "nobody@localhost", 0, "+0000")


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
    files: tuple[rendering.PatchFile, ...]
    author: commits.Identity
    recipients: tuple[tuple[Recipient, ...], ...] = ()


def of_whole(
    order: Order, choice: Choice, rows: Sequence[Accounted], done: str = "Deprecated"
) -> tuple[str, ...]:
    """Return what the cover letter says of the inventory."""
    if order.whole is None:
        return ()
    told = {row.path for row in rows if row.verdict == "ask"}
    return letter.texts(order.whole.inventory, choice, done, told)


def require_passed(
    results: Sequence[Result], reason: str, replacements: Sequence[str] = ()
) -> None:
    """Make sure that no check found a fault.

    Raises:
        UsageError: the user's reason, or a replacement, is at fault.
        CheckFailed: what the tool made is.
    """
    failed = [problem for result in results for problem in result.problems]
    words = [("reason", reason)] if failed else []
    if any(problem.check == rst_valid.CHECK.id for problem in failed):
        words += [("replacement", text) for text in replacements]
    for what, text in words:
        if text and (faults := rst_valid.faults(text)):
            raise UsageError(
                f"the {what} is not valid reStructuredText: {faults[0]}",
                hint="close every ``literal`` and *emphasis*, and escape a final underscore: "
                "name\\_",
            )
    if failed:
        raise CheckFailed(failed)


def sent_to(tree: GitTree | FolderTree, patches: Sequence[Patch], order: Order) -> Addressees:
    """Return who each patch is sent to; nobody where the order asks for no mails."""
    if not (order.mails and order.auto_cc):
        return addressees.Addressees()
    sent = addressees.addressees(tree, patches, execute=order.verify, explain=order.explain)
    lists = covering.lists(tree)
    left = covering.said(sent.each, lists) if rendering.with_cover(patches, order.format) else ()
    return replace(sent, warnings=(*sent.warnings, *left))


def merged(patches: Sequence[Patch]) -> Mapping[str, bytes | None]:
    """Return each file of the patches as they leave it; None for one that goes."""
    return {path: data for patch in patches for path, data in patch.files.items()}


def cover(
    patches: Sequence[Patch], order: Order, texts: Sequence[str], whole: str
) -> tuple[rendering.Cover | None, str]:
    """Return the cover letter if there is one, and `texts` as one."""
    notes = "\n\n".join(filter(None, texts))
    if not rendering.with_cover(patches, order.format):
        return None, notes
    subject = words.cover_subject(patches, whole)
    why = order.message or order.reason
    return rendering.Cover(subject, words.cover(why, order.argv, notes)), notes


def of_work_tree(tree: GitTree | FolderTree, patches: Sequence[Patch]) -> tuple[str, ...]:
    """Return a warning for each file of the patches that is changed in the work tree."""
    if isinstance(tree, FolderTree):
        return ()
    # Git may know no more than that a file was written since.
    dirty = sorted(p for p in tree.dirty & set(merged(patches)) if writing.differs(tree, p))
    return tuple(f"{path}: changes in the work tree are ignored" for path in dirty)
