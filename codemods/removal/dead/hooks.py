"""Members that hold a function which nothing calls any more: told, not cut.

Each type of a tree may set one, and a class of QOM declares it.
Source: DeviceClass and BusClass in include/hw/core/qdev.h of QEMU.
"""

from __future__ import annotations

import re

from codemods.removal import uses
from codemods.removal.state import Removal, is_c
from codemods.source.splice import line_of

_CALLED = re.compile(rb"(?:->|\.)([a-z]\w{5,80})\(")
#: A name in more files than this is no one structure's.
_MANY = 60


def notes(state: Removal) -> None:
    """Note each hook whose last call went, where something still sets it."""
    lost = {
        name.decode()
        for text in (*(c.gone for c in state.cuts if is_c(c.path)), *_gone(state))
        for name in _CALLED.findall(text)
    }
    for name, paths in uses.where(state.tree, sorted(lost)).items():
        if not 0 < len(paths) <= _MANY:
            continue
        field = rb"(?:->|\.)%s\b" % name.encode()
        sets = re.compile(field + rb"\s{0,20}=[^=]")
        first = ("", 0)
        for path in paths:
            source = state.read(path)
            asked = [m for m in re.finditer(field, source) if not sets.match(source, m.start())]
            if asked:
                break
            if not first[1] and (found := sets.search(source)) is not None:
                first = (path, line_of(source, found.start()))
        else:
            if first[1]:
                state.leave(*first, f"nothing calls {name} any more")


def _gone(state: Removal) -> list[bytes]:
    return [data for path, data in state.gone_files.items() if is_c(path)]
