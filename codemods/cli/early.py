"""Begin with the tree while the rest of a command is still being imported."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NoReturn

from codemods.errors import CodemodError
from codemods.source import search
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree
from codemods.source.opening import open_tree

#: Returns the tree, or raises why it cannot be opened.
Opened = Callable[[], GitTree | FolderTree]


def opened(folder: Path | None, rev: str | None, names: Iterable[str]) -> Opened:
    """Open the tree and begin to search it for what `names` stand for.

    Nothing is raised here: what is wrong with the command line is told first.
    """
    try:
        tree = open_tree(folder, rev)
    except (CodemodError, OSError) as err:
        return _failing(err)
    tree.expect(word for name in names for word in search.spelled(name))
    return lambda: tree


def _failing(err: Exception) -> Callable[[], NoReturn]:
    def fail() -> NoReturn:
        raise err

    return fail
