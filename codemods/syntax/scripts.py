"""Shell text made readable for its grammar, with each byte where it was.

What the grammar does not know, and takes a whole function for unreadable over: brackets in
a test (`[ \\( -e a \\) ]`), the descriptor that a redirection names (`exec {fd}<>file`), and
`for NAME do`.
"""

from __future__ import annotations

import re

_UNKNOWN = re.compile(rb"(?<=[ \t])\\[()](?=[ \t\r\n;])|(?<=[ \t])\{\w{1,80}\}(?=[<>])")
_EVERY = re.compile(rb"(?<!\S)(for[ \t]{1,80}\w{1,80})[ \t](?=[ \t]{0,80}do\b)")


def readable(source: bytes) -> bytes:
    """Return a text of the same length that the grammar can read."""
    known = _UNKNOWN.sub(lambda found: b" " * len(found[0]), source)
    return _EVERY.sub(rb"\1;", known)
