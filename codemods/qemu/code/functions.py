"""Find the functions that QEMU always calls by the same name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codemods.errors import Refused
from codemods.formats.c import functions as c_functions
from codemods.source.tree import Tree


def named(tree: Tree, name: str, under: Sequence[str] = ()) -> Iterator[c_functions.Function]:
    """Yield each definition of the function `name`, of all files or of those below `under`."""
    for path in tree.naming(name, under):
        if path.endswith(".c"):
            yield from c_functions.functions(path, tree.read(path), name)


def only(tree: Tree, name: str, folder: str, by_hand: str) -> c_functions.Function:
    """Return the definition of the function `name` below `folder`.

    Arguments:
        by_hand: what the user is to do instead, for the hint.

    Raises:
        Refused: there is none, or there are several.
    """
    sites = list(named(tree, name, (folder,)))
    if len(sites) == 1:
        return sites[0]
    found = ", ".join(f"{site.path}:{site.line}" for site in sites)
    raise Refused(
        f"looked for one definition of {name}() below {folder}/, found "
        + (f"{len(sites)}: {found}" if sites else "none"),
        hint=by_hand,
    )
