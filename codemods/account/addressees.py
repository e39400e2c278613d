"""Whom the patches of a series go to, and why: MAINTAINERS asked of the features' own files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from codemods import kinds
from codemods.account import implementing
from codemods.model import Patch, Source
from codemods.series import commits, covering, recipients
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree

#: Why a patch goes to whom no single file tells of.
_ASKED = Source("", "whom the tree's conventions, or the patch as a whole, ask for")
_SHARED = Source("", "whom the cover letter goes to: the entry is for all that the series marks")


@dataclass(frozen=True)
class Recipient:
    """An address that a patch goes to, and the files that tell so, each with its tie."""

    address: str
    because: tuple[Source, ...]


@dataclass(frozen=True)
class Addressees:
    """To and Cc of each patch, why where that was asked for, and what could not be found out."""

    each: tuple[covering.Recipients, ...] = ()
    why: tuple[tuple[Recipient, ...], ...] = ()
    warnings: tuple[str, ...] = ()


def addressees(
    tree: GitTree | FolderTree, patches: Sequence[Patch], *, execute: bool, explain: bool
) -> Addressees:
    """Return whom each of `patches` goes to.

    Arguments:
        execute: False runs no script of the tree.
        explain: asks which file each address is there for.
    """
    own = [
        [s for f in (*p.features, *p.removes) for s in implementing.implementing(tree, f)]
        for p in patches
    ]
    asked = [
        recipients.Asked(diff, tuple(s.path for s in sources), tuple(sorted(patch.files)))
        # The names of the touched files are what counts, so each patch may start from the base.
        for patch, sources, diff in zip(patches, own, commits.diffs(tree, patches), strict=True)
    ]
    told = recipients.of_each(tree, asked, execute, explain=explain)
    why = [
        _explained(who, sources, one.touched)
        for who, sources, one in zip(told, own, asked, strict=True)
    ]
    each: list[covering.Recipients] = [(who.to, who.cc) for who in told]
    shared = covering.addressed(each, covering.lists(tree))
    for n in (n for n, patch in enumerate(patches) if len(patches) > 1 and _is_of_all(patch)):
        added = [name for name in shared[1] if name not in each[n][1]]
        each[n] = (each[n][0], (*each[n][1], *added))
        why[n] = (*why[n], *(Recipient(name, (_SHARED,)) for name in added if explain))
    warnings = dict.fromkeys(text for who in told for text in who.warnings)
    return Addressees(tuple(each), tuple(why), tuple(warnings))


def _is_of_all(patch: Patch) -> bool:
    """Tell whether the patch lists what has no name, so that no file tells whom it concerns."""
    found = patch.features
    return bool(found) and all(kinds.every()[f.kind].on_request for f in found)


def _explained(
    who: recipients.Recipients, own: Sequence[Source], touched: Sequence[str]
) -> tuple[Recipient, ...]:
    ties = {path: Source(path, "changed by the patch") for path in touched}
    ties |= {source.path: source for source in own}
    return tuple(
        Recipient(name, tuple(ties[path] for path in paths) or (_ASKED,))
        for name, paths in who.reasons
    )
