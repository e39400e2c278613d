"""What the convention of its kind asks for where a feature is deprecated, and the tree lacks."""

from __future__ import annotations

from codemods import kinds
from codemods.errors import CodemodError
from codemods.model import AT_RUN_TIME, Feature
from codemods.source.tree import Tree

#: Kinds whose message may stand in another place, or for a part of the uses.
_DOUBTFUL = frozenset({"cli-suboption", "device", "object-type"})


def lacks_message(tree: Tree, feature: Feature) -> bool:
    """Tell whether `feature` should print that it is deprecated, and does not."""
    try:
        found = list(kinds.every()[feature.kind].marks(tree, feature))
    except CodemodError:
        return False
    printed = [mark for mark in found if mark.says in AT_RUN_TIME]
    return any(mark.missing for mark in printed) and not any(mark.there for mark in printed)


def is_doubtful(feature: Feature) -> bool:
    """Tell whether a person has to look where the message may be."""
    return feature.kind in _DOUBTFUL
