"""What the build and the documents say of names that are gone, and what is left to look at."""

from __future__ import annotations

from codemods.removal import build, includes, owners, traces
from codemods.removal.dead import built_for, functions, hooks, unreached
from codemods.removal.documents import manual
from codemods.removal.state import Removal


def finish(state: Removal, *, keep_includes: bool = False) -> None:
    """Take out what meson, Kconfig, MAINTAINERS, trace-events and the manual say of what went.

    Arguments:
        keep_includes: leave the headers alone that only served it.
    """
    if not keep_includes:
        includes.unneeded(state)
    build.follow(state)
    built_for.notes(state)
    traces.follow(state)
    owners.follow(state)
    manual.follow(state)
    unreached.notes(state)
    functions.notes(state)
    hooks.notes(state)
