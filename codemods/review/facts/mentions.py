"""Whether the lists speak of a feature, in whatever words."""

from __future__ import annotations

import re

from codemods.errors import CodemodError
from codemods.model import Feature, Listed
from codemods.qemu.listing import listed
from codemods.related import words
from codemods.review.facts import recognised
from codemods.review.scene import Scene


def in_lists(scene: Scene, names: tuple[str, ...]) -> bool:
    """Tell whether a title of the tree after the series names one of `names`."""
    try:
        every: tuple[Listed, ...] = listed.listed(scene.after)
    except CodemodError:
        return True
    wanted = {name.rpartition(".")[2].lstrip("-") for name in names}
    return any(n.text.lstrip("-") in wanted for e in every for n in e.names)


def listed_as(scene: Scene, feature: Feature) -> bool:
    """Tell whether an entry of either list is about a feature."""
    try:
        every = listed.listed(scene.after)
    except CodemodError:
        return True
    alike = (e for e in every if any(n.text.lstrip("-") == feature.name for n in e.names))
    return any(recognised.means(scene.after, feature, entry) for entry in alike)


def in_new_text(scene: Scene, name: str) -> bool:
    """Tell whether what the series adds to the list of what is deprecated holds a name."""
    whole = re.compile(rf"(?<![\w-]){re.escape(name.lstrip('-'))}(?![\w-])", re.IGNORECASE)
    return any(whole.search(line) for line in scene.new_text)


def by_words(scene: Scene, feature: Feature) -> bool:
    """Tell whether a new entry has all words of the feature's name in its title."""
    own = {w for w in words.phrase(feature.name) if len(w) > 1}
    return bool(own) and any(
        own <= set(words.phrase(entry.section.title)) for entry in scene.entries
    )
