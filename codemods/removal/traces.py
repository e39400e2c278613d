"""Trace events that nothing calls any more."""

from __future__ import annotations

import re

from codemods.formats import trace_events
from codemods.formats.c import items as c_items
from codemods.removal.state import Removal, is_c

_PREFIX = "trace_"
_FILE = "trace-events"


def follow(state: Removal) -> None:
    """Take out the events whose last call went."""
    lost: set[str] = set()
    for cut in state.cuts:
        lost |= {n for n in cut.lost if n.startswith(_PREFIX)}
    for path, source in state.gone_files.items():
        if is_c(path):
            lost |= {n for n in c_items.words(source) if n.startswith(_PREFIX)}
    dead = [n for n in sorted(lost) if not _is_called(state, n)]
    names = [n.removeprefix(_PREFIX) for n in dead]
    names += [n.removeprefix("event_get_state_backends(TRACE_") for n in names if "(" in n]
    if not names:
        return
    folders = {p.rpartition("/")[0] for p in (*state.gone_files, *(c.path for c in state.cuts))}
    for folder in sorted(folders):
        path = f"{folder}/{_FILE}" if folder else _FILE
        if path in state.tree.files():
            state.step(trace_events.without(path, state.read(path), names))


def _is_called(state: Removal, name: str) -> bool:
    word = re.compile(rb"\b" + name.encode() + rb"\b")
    files = [p for p in state.tree.naming(name) if is_c(p) or p.endswith(".rs")]
    return any(word.search(state.read(p)) for p in files)
