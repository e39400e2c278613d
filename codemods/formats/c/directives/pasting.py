"""Names that a macro puts together from pieces: `kind_##name##_init`."""

from __future__ import annotations

import re

_CHAIN = re.compile(r"(?<!\w)\w{1,80}(?:[\s\\]{0,200}##[\s\\]{0,200}\w{1,80}){1,20}")
_HEAD = re.compile(r"\s{0,80}#\s{0,80}define\s{1,80}\w{1,80}\(([^()]{0,2000})\)")
#: A shorter piece is in every name.
_SHORT = 3


def may_make(macro: str, name: str) -> bool:
    """Tell whether the macro of this text may make `name`, whatever it is given.

    What has no piece of its own that tells counts for nothing.
    """
    if "##" not in macro:
        return False
    head = _HEAD.match(macro)
    given = {one.strip() for one in head[1].split(",")} if head else set()
    for chain in _CHAIN.finditer(macro):
        pieces = [piece.strip("\\ \t\r\n") for piece in chain[0].split("##")]
        if max((len(p) for p in pieces if p not in given), default=0) > _SHORT:
            parts = (r"\w*" if p in given else re.escape(p) for p in pieces)
            if re.fullmatch("".join(parts), name):
                return True
    return False
