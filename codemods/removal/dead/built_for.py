"""Libraries and options of the build that were there for what is not built any more: told, not cut.

What looks for a library, tells of it and lets a user choose it is in several files, each
with a form of its own; meson_options.txt is where a user finds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.removal.state import Removal
from codemods.source.splice import line_of
from codemods.source.tree import exists

_BUILD, _OPTIONS = "meson.build", "meson_options.txt"
_WORD = re.compile(rb"'(\w+)'|(?<!\w)([A-Za-z_]\w*)")
_ASKED = r"get_option('%s')"


def notes(state: Removal) -> None:
    """Note each library and each option that nothing asks for any more that is built."""
    for name in dict.fromkeys(_lost(state)):
        for path, line in (_library(state, name), _option(state, name)):
            if line:
                state.leave(path, line, f"{name} is there for nothing any more that is built")
                break


def _lost(state: Removal) -> Iterator[str]:
    for cut in state.cuts:
        if cut.path.rpartition("/")[2] == _BUILD and not cut.path.startswith("tests/"):
            for text, word in _WORD.findall(cut.gone):
                yield (text or word).decode()


def _library(state: Removal, name: str) -> tuple[str, int]:
    """Return where the build looks for the library `name`, which nothing is built with; or 0."""
    among = [p for p in state.tree.naming(name) if p.rpartition("/")[2] == _BUILD]
    if among != [_BUILD] or not exists(state.tree, _BUILD):
        return _BUILD, 0
    source = state.read(_BUILD)
    found = re.search(rb"(?m)^" + name.encode() + rb" = ", source)
    return _BUILD, line_of(source, found.start()) if found else 0


def _option(state: Removal, name: str) -> tuple[str, int]:
    """Return the line of the option `name`, which nothing but the summary asks for; or 0."""
    if not exists(state.tree, _OPTIONS):
        return _OPTIONS, 0
    for hit in state.tree.grep((_ASKED % name,)):
        if hit.path.endswith(_BUILD) and not hit.text.lstrip().startswith(b"summary_info"):
            return _OPTIONS, 0
    source = state.read(_OPTIONS)
    found = re.search(rb"(?m)^option\('" + name.encode() + rb"'", source)
    return _OPTIONS, line_of(source, found.start()) if found else 0
