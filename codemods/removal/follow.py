"""Let what is dead follow what went: code, types, files, what is built of them."""

from __future__ import annotations

from codemods.removal import files, tail
from codemods.removal.dead import settle
from codemods.removal.of_schema import schema
from codemods.removal.state import Removal


def follow(state: Removal, *, keep_includes: bool = False) -> None:
    """Take out what lost its last use, until nothing more does.

    Arguments:
        keep_includes: leave the headers alone that only served it.

    Raises:
        Refused: it does not come to an end, or an output would lack what a command tells.
    """
    while True:
        before = len(state.cuts) + len(state.gone_files)
        settle.settle(state)
        schema.orphans(state)
        files.follow(state)
        if len(state.cuts) + len(state.gone_files) == before:
            break
    schema.require_lists(state)
    tail.finish(state, keep_includes=keep_includes)
