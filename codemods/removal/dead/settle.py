"""Let what is dead follow what went, until nothing more does."""

from __future__ import annotations

from collections.abc import Callable

from codemods.errors import Refused
from codemods.removal.dead import (
    constants,
    emptied,
    functions,
    idle,
    inside,
    members,
    option_rows,
    orphans,
    parameters,
    registries,
)
from codemods.removal.state import Cut, Removal, is_c

_ROUNDS = 60


def settle(state: Removal) -> None:
    """Take out what lost its last use, in the functions around each cut and in the whole tree.

    Raises:
        Refused: it does not come to an end.
    """
    for _ in range(_ROUNDS):
        cuts = [c for c in state.take() if is_c(c.path)]
        if not cuts:
            return
        for cut in cuts:
            _around(state, cut)
        lost: dict[str, set[str]] = {}
        for cut in cuts:
            for name in cut.lost:
                lost.setdefault(name, set()).add(cut.path)
        elsewhere = {name for cut in cuts for name in cut.known_elsewhere()}
        orphans.orphans(state, lost, elsewhere)
        registries.written(state, lost)
        for cut in cuts:
            _try(state, cut, constants.variable)
            _try(state, cut, members.unwritten)
            _try(state, cut, functions.constant)
            _try(state, cut, functions.empty)
            _try(state, cut, functions.identity)
            _try(state, cut, emptied.table)
            _try(state, cut, option_rows.unread)
            _try(state, cut, idle.given)
            _try(state, cut, parameters.same)
            _try(state, cut, parameters.unused)
    raise Refused("what is dead does not come to an end", hint="remove the feature by hand")


def tidy(state: Removal) -> None:
    """Take out what the cuts so far left empty around them, and nothing else."""
    for cut in list(state.cuts):
        if is_c(cut.path):
            _try(state, cut, inside.tidy)


def _around(state: Removal, cut: Cut) -> None:
    for rule in (inside.tidy, inside.assigned, inside.begun, inside.dead, inside.constant):
        _try(state, cut, rule)


def _try(state: Removal, cut: Cut, rule: Callable[[Removal, Cut], bool]) -> None:
    """Apply a rule as long as it finds something; what it must not touch is noted."""
    for _ in range(_ROUNDS):
        if not state.alive(cut.path):
            return
        try:
            if not rule(state, cut):
                return
        except Refused as err:
            state.leave(err.path or cut.path, err.line, err.message)
            return
