"""What only a feature used that is gone: a patch of its own, behind the one that removes it.

A board, a device and a versioned machine leave behind what other files did for them alone;
QEMU's people take that out in patches of its own.

Source: 11b4071503, 615ab788a5 and 21c1270f41 in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from codemods.errors import Refused
from codemods.formats import kconfig
from codemods.formats.c import items as c_items
from codemods.model import Patch
from codemods.qemu import built
from codemods.qemu.listing import titles
from codemods.removal import build, files, follow, uses
from codemods.removal.dead import orphans
from codemods.removal.state import Removal, is_c
from codemods.series import words

#: The message names so many of the names that go, at most.
_NAMED = 40
_KCONFIG = re.compile(r"(?:.*/)?Kconfig(?:\.\w{1,40})?")
_ROUNDS = 40


def patch(done: Removal, first: Patch, argv: Sequence[str]) -> Patch | None:
    """Return the patch behind a removal; None where nothing is left that only it used.

    Arguments:
        done: the state behind the patch `first`, which removes.

    Raises:
        Refused: what is dead does not come to an end.
    """
    state = Removal(done.tree)
    state.cuts = [replace(cut) for cut in done.cuts if done.alive(cut.path)]
    _unbuilt(state, _unselected(done))
    _of_files(state, done.gone_files)
    follow.follow(state)
    if not state.work.files:
        return None
    called = first.subject.partition(": Remove ")[2] or first.removes[0].name
    paths = sorted(state.work.files)
    prefix = words.subsystem([p for p in paths if not p.startswith("tests/")] or paths)
    return Patch(
        subject=words.subject(prefix, [f"Remove what only {called} used", "Remove unused code"]),
        body=words.body(_reason(state, called), argv),
        features=(), edits=tuple(state.work.edits), files=dict(state.work.files),
        notes=tuple(f"{left.path}:{left.line}: {left.why}" for left in state.left),
        removes=first.removes, unused=True,
    )  # fmt: skip


def _unselected(done: Removal) -> list[str]:
    """Return the symbols that the removal selected, or that were selected by what it took out."""
    lost: dict[str, None] = {}
    for path in sorted(p for p in done.work.files if _KCONFIG.fullmatch(p)):
        now = _selected(done.read(path)) if done.alive(path) else {}
        lost |= {n: None for n in _selected(done.before.read(path)) if n not in now}
    return list(lost)


def _selected(source: bytes) -> dict[str, None]:
    return {n: None for one in kconfig.symbols(source) for n in one.selects}


def _unbuilt(state: Removal, waiting: list[str]) -> None:
    """Take away the files of each symbol that nothing can select any more."""
    for symbol in waiting:
        if len(waiting) > _ROUNDS:
            return
        block = _hidden(state, symbol)
        if block is None:
            continue
        going = built.under(state.tree, symbol)
        try:
            files.require_closed(state, going)
        except Refused as why:
            state.leave(
                why.path or going[0],
                why.line,
                f"nothing selects {symbol} any more, but {why.message}",
            )
            continue
        files.drop(state, going)
        build.follow(state)
        waiting += [n for n in block.selects if n not in waiting]


def _hidden(state: Removal, symbol: str) -> kconfig.Symbol | None:
    """Return the block of a symbol that no user and no other symbol can set; None where one can."""
    among = [p for p in state.tree.naming(symbol) if _KCONFIG.fullmatch(p)]
    found = None
    for path in among:
        source = built.text(state.tree, path)
        for one in kconfig.symbols(source):
            if symbol in one.selects:
                return None
            if one.name == symbol:
                if found is not None or kconfig.is_free(source, one):
                    return None
                found = one
    named = [
        p for p in state.tree.naming(f"CONFIG_{symbol}") if not p.endswith(("meson.build", ".rst"))
    ]
    return None if named else found


def _of_files(state: Removal, gone: Mapping[str, bytes]) -> None:
    """Take out what the files that are gone used, where nothing else does."""
    lost: dict[str, set[str]] = {}
    for path, source in (*gone.items(), *state.gone_files.items()):
        if is_c(path):
            lost |= {word: set() for word in c_items.words(source)}
    orphans.orphans(state, lost, set(lost))


def _reason(state: Removal, called: str) -> str:
    """Return what the message says: which names go, and the files."""
    after = state.tree
    staying = [path for path in state.work.files if state.alive(path)]
    listed = [
        f"{name}()" if item.kind == c_items.FUNCTION else name
        for item in uses.deleted(state.before, after, staying) for name in item.names
    ]  # fmt: skip
    said = [f"Only {called} used what this takes out."]
    if listed:
        names = dict.fromkeys(listed)
        more = len(names) - _NAMED
        shown = [*list(names)[:_NAMED], *([f"{more} more"] if more > 0 else [])]
        said.append(f"Nothing uses these any more: {titles.joined(shown)}.")
    if state.gone_files:
        going = titles.joined(sorted(state.gone_files))
        said.append(f"Nothing is built of these any more: {going}.")
    return "\n\n".join(said)
