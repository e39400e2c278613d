"""meson.build, Kconfig and the configurations without the files that are gone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.formats import kconfig, meson
from codemods.qemu import built
from codemods.removal.state import Removal, is_c
from codemods.source.splice import Edit

_MESON = "meson.build"
#: A line that only tells the user what was configured.
_SUMMARY = re.compile(rb"(?m)^[ \t]*summary_info \+= \{[^{}\n]{0,200}\}\n")


def follow(state: Removal) -> None:
    """Take out what builds the files that are gone, and the symbols that select nothing then."""
    if not state.gone_files:
        return
    symbols: dict[str, None] = {}
    for path in list(state.gone_files):
        symbols |= dict.fromkeys(built.symbols(state.before, path))
        _unbuild(state, path)
    for symbol in symbols:
        if not _is_used(state, symbol):
            _without_symbol(state, symbol)


def _unbuild(state: Removal, path: str) -> None:
    for build, name in list(built.lists(state.tree, path)):
        source = built.text(state.tree, build)
        edits = list(meson.without_text(build, source, name))
        state.step(edits)
        if edits:
            state.step(meson.emptied(build, state.read(build), source))
            return


def _is_used(state: Removal, symbol: str) -> bool:
    """Tell whether anything is still built or decided by the symbol."""
    config = f"CONFIG_{symbol}"
    for path in state.tree.naming(config):
        if is_c(path):
            return True
        if path.endswith(_MESON) and not path.startswith("tests/"):
            told = _SUMMARY.sub(b"", built.text(state.tree, path))
            if re.search(rb"\b" + config.encode() + rb"\b", told):
                return True
    return False


def _without_symbol(state: Removal, symbol: str) -> None:
    for path in [p for p in state.tree.naming(symbol) if "Kconfig" in p.rpartition("/")[2]]:
        source = built.text(state.tree, path)
        state.step([
            *kconfig.without_symbol(path, source, symbol),
            *kconfig.without_selection(path, source, symbol),
        ])  # fmt: skip
        for line, text in kconfig.depending(state.read(path), symbol):
            state.leave(path, line, f"`{text}` names CONFIG_{symbol}, which is gone")
    for path in state.tree.naming(f"CONFIG_{symbol}"):
        state.step(_configured(path, state.read(path), symbol))
    for path in [p for p in state.tree.naming(symbol) if p.endswith(".rst")]:
        if not path.startswith("docs/about/"):
            state.step(kconfig.without_selection(path, state.read(path), symbol))


def _configured(path: str, source: bytes, symbol: str) -> Iterator[Edit]:
    """Yield the edits for lines that set the symbol, or say how to, and for tests of a list."""
    if path.endswith((".mak", ".mak.in")):
        line = re.compile(rb"(?m)^(?:#[ \t]*)?CONFIG_" + symbol.encode() + rb"[ \t]*=[^\n]*\n")
    elif path.endswith(_MESON):
        yield from (
            Edit(path, m.start(), m.end(), b"")
            for m in _SUMMARY.finditer(source)
            if b"'CONFIG_" + symbol.encode() + b"'" in m[0]
        )
        line = re.compile(
            rb"(?m)^[ \t]*\(config_all_devices\.has_key\('CONFIG_" + symbol.encode()
            + rb"'\) \? \[[^\n\]]*\] : \[\]\) \+[ \t]*(?:\\[ \t]*)?\n"
        )  # fmt: skip
    else:
        return
    for found in line.finditer(source):
        yield Edit(path, found.start(), found.end(), b"")
