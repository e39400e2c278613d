"""MAINTAINERS without the files that are gone."""

from __future__ import annotations

from codemods.formats import maintainers
from codemods.removal.state import Removal
from codemods.source.tree import exists

_FILE = "MAINTAINERS"


def follow(state: Removal) -> None:
    """Take out the lines that matched only files which are gone, and what is empty without them."""
    if state.gone_files and exists(state.tree, _FILE):
        source = state.read(_FILE)
        alive = state.tree.files()
        state.step(maintainers.without_files(_FILE, source, list(state.gone_files), alive))
        state.step(maintainers.without_empty_groups(_FILE, state.read(_FILE), source))
