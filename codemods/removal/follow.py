"""Let what is dead follow what went: code, types, files, what is built of them."""

from __future__ import annotations

from codemods.errors import Refused
from codemods.formats import unread
from codemods.removal import files, tail
from codemods.removal.dead import settle
from codemods.removal.of_schema import branches, schema
from codemods.removal.state import Removal


def follow(state: Removal, *, keep_includes: bool = False) -> None:
    """Take out what lost its last use, until nothing more does.

    Arguments:
        keep_includes: leave the headers alone that only served it.

    Raises:
        Refused: it does not come to an end, an output would lack what a command tells, code uses
            what is gone, or it was cut out of code that cannot be read.
    """
    while True:
        before = len(state.cuts) + len(state.gone_files)
        settle.settle(state)
        schema.orphans(state)
        files.follow(state)
        if len(state.cuts) + len(state.gone_files) == before:
            break
    schema.require_lists(state)
    branches.require_unused(state)
    tail.finish(state, keep_includes=keep_includes)
    _require_readable(state)


def _require_readable(state: Removal) -> None:
    """Refuse what was cut out of code that the grammar had not read, if it reads less of it now."""
    for path, data in state.work.files.items():
        found = unread.fresh(path, state.before.read(path), data) if data is not None else None
        if found is not None and not found[1]:
            raise Refused(
                "the grammar cannot read the code here, so it is not certain what goes", path=path,
                line=found[0], hint="remove it by hand",
            )  # fmt: skip
