"""What the convention of its kind asks for where a feature is deprecated, and the tree lacks."""

from __future__ import annotations

from collections.abc import Sequence

from codemods import kinds
from codemods.errors import CodemodError
from codemods.model import AT_RUN_TIME, HELP, Feature, Mark
from codemods.source.tree import Tree


def of(tree: Tree, feature: Feature) -> tuple[Mark, ...]:
    """Return the marks of code and help that the kind asks for; none where they cannot be told."""
    try:
        return tuple(kinds.every()[feature.kind].marks(tree, feature))
    except CodemodError:
        return ()


def lack_message(found: Sequence[Mark]) -> bool:
    """Tell whether a feature with these marks should print it at run time, and does not."""
    return _lack(found, AT_RUN_TIME)


def lack_help(found: Sequence[Mark]) -> bool:
    """Tell whether the help of a feature with these marks should say it, and does not."""
    return _lack(found, (HELP,))


def is_doubtful(feature: Feature) -> bool:
    """Tell whether a person has to look where the message may be."""
    return kinds.every()[feature.kind].told_elsewhere


def _lack(found: Sequence[Mark], says: Sequence[str]) -> bool:
    own = [mark for mark in found if mark.says in says]
    return any(mark.missing for mark in own) and not any(mark.there for mark in own)
