"""The head of a mail: whose it is, what it answers, and its number in the series."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_NUMBER = re.compile(r"\[(?=[^\[\]]*\])[^\[\]]*?\b(\d+)/(\d+)[^\[\]]*\]")
_PREFIX = re.compile(r"^(?:\s*(?:re:|fwd?:|\[[^\]]*\]))+\s*", re.IGNORECASE)
_BASE = re.compile(rb"(?m)^base-commit: ([0-9a-f]{7,64})\s*$")


@dataclass(frozen=True)
class Head:
    """`whole` is the subject as it stands, `number` the (n, m) of its "[PATCH n/m]".

    `subject` is without what stands in brackets.
    """

    whole: str
    subject: str
    number: tuple[int, int] | None
    message_id: str
    references: tuple[str, ...]
    sender: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    date: str


def head(raw: bytes) -> Head:
    """Return what the head of the mail `raw` says; what is not there is ""."""
    # Imported here: a range of commits needs none of it.
    from email import policy
    from email.parser import BytesHeaderParser

    parsed = BytesHeaderParser(policy=policy.compat32).parsebytes(_headers(raw))
    subject = _text(parsed["Subject"])
    found = _NUMBER.search(subject)
    answers = f"{_text(parsed['References'])} {_text(parsed['In-Reply-To'])}"
    return Head(
        whole=subject,
        subject=_PREFIX.sub("", subject),
        number=(int(found[1]), int(found[2])) if found else None,
        message_id=_text(parsed["Message-ID"]),
        references=tuple(dict.fromkeys(re.findall(r"<[^<>\s]+>", answers))),
        sender=_text(parsed["From"]),
        to=_people(parsed.get_all("To", [])),
        cc=_people(parsed.get_all("Cc", [])),
        date=_text(parsed["Date"]),
    )


def bases(raw: bytes) -> list[str]:
    """Return the commits that "base-commit:" lines of the mail name."""
    return [found.decode() for found in _BASE.findall(raw)]


def _headers(raw: bytes) -> bytes:
    """Return the head of a mail without the mailbox's own line before it."""
    text = raw.replace(b"\r\n", b"\n")
    if text.startswith(b"From "):
        text = text.partition(b"\n")[2]
    return text.partition(b"\n\n")[0] + b"\n\n"


def _text(value: object) -> str:
    """Return a header decoded, on one line."""
    if value is None:
        return ""
    from email.errors import HeaderParseError
    from email.header import decode_header, make_header

    try:
        decoded = str(make_header(decode_header(str(value))))
    except (HeaderParseError, LookupError, ValueError):
        decoded = str(value)
    return " ".join(decoded.encode(errors="replace").decode().split())


def _people(values: Iterable[object]) -> tuple[str, ...]:
    from email.utils import formataddr, getaddresses

    pairs = getaddresses([_text(value) for value in values])
    return tuple(
        formataddr((name, address)) if name.isascii() else f"{name} <{address}>"
        for name, address in pairs
        if "@" in address
    )
