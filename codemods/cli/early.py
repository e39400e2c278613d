"""Begin with the tree while the rest of a command is still being imported."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NoReturn

from codemods.errors import CodemodError
from codemods.qemu.hooks.hook import WORDS
from codemods.qemu.schema import definitions
from codemods.related import scene, words
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree
from codemods.source.opening import open_tree
from codemods.source.searching import spelling

#: Returns the tree, or raises why it cannot be opened.
Opened = Callable[[], GitTree | FolderTree]


def opened(options: Mapping[str, Any], *, whole: bool) -> Opened:
    """Open the tree that the options tell, and begin to search it for the names.

    Nothing is raised here: what is wrong with the command line is told first.

    Arguments:
        whole: what is tied to a name will be asked for, and so its words wherever they stand.
    """
    begin = partial(_search, options=options, whole=whole)
    try:
        tree = open_tree(options["tree"], options["rev"], begin)
    except (CodemodError, OSError) as err:
        return _failing(err)
    return lambda: tree


def _search(tree: GitTree | FolderTree, *, options: Mapping[str, Any], whole: bool) -> None:
    names: tuple[str, ...] = options["names"]
    telling, everyday = spelling.worth_asking(names)
    if whole:
        wanted = [words.phrase(name.rpartition(":")[2].rpartition(".")[2]) for name in names]
        spelled = [spelling for phrase in wanted if phrase for spelling in words.spellings(phrase)]
        spelled += [text for name in names for text in spelling.strings(name)]
        everyday = []
        telling = [word for word in spelled if not spelling.everyday(word) or _is_rare(tree, word)]
    # A list alone asks for no hook.
    hooks = () if options.get("related") or options.get("users") else WORDS
    tree.expect((*telling, *hooks), everyday)


def _is_rare(tree: GitTree | FolderTree, word: str) -> bool:
    """Tell whether so few schema files have a short word that it may stand for one feature.

    Only then it is looked for everywhere: see related/scene.py.
    """
    if len(word) <= 2 or not word.isascii():
        return False
    # Not "color" nor "protocol".
    plain = re.escape(word.lower().encode())
    # The word stands in front, for it to be looked for at the speed of a plain search.
    whole = re.compile(plain + rb"(?<![a-z]" + plain + rb")(?![a-z])")
    found = (whole.search(tree.read(path).lower()) for path in definitions.files(tree))
    return sum(map(bool, found)) < scene.COMMON


def _failing(err: Exception) -> Callable[[], NoReturn]:
    def fail() -> NoReturn:
        raise err

    return fail
