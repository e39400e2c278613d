"""Text of others, made fit for a terminal or a mail.

A name of a tree, an argument or what a script says may hold escape sequences
that write to the clipboard, hide lines or answer for the user.
"""

from __future__ import annotations

import re

#: Controls but for newline and tab, marks that turn the direction of text, and line separators.
_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
_CONTROL = re.compile(f"[{_CONTROLS}]")
#: The surrogates stand for bytes which are no UTF-8.
_UNFIT = re.compile(f"[{_CONTROLS}\ud800-\udfff]")


def shown(text: str) -> str:
    """Return `text` with what must reach no terminal as `\\x1b` or `\\u202e`."""
    return _UNFIT.sub(lambda found: _escaped(found[0]), text)


def calm(text: str) -> str:
    """Return `text` likewise, but with bytes that are no UTF-8 as they are."""
    return _CONTROL.sub(lambda found: _escaped(found[0]), text)


def unfit(text: str) -> str:
    """Return the first control character of `text`, escaped; "" for none."""
    found = _CONTROL.search(text.replace("\r\n", "\n"))
    return _escaped(found[0]) if found else ""


def _escaped(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
