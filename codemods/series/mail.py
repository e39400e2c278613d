"""The text of a mail: commit message, notes, recipients.  Knows mail syntax and no git."""

from __future__ import annotations

import re
from collections.abc import Iterable

from codemods import printable
from codemods.errors import Refused, UsageError
from codemods.model import Patch

#: Lines at which `git am` would end the message, split the mail, or start to patch.
_UNSAFE = re.compile(
    r"^(?=diff -|Index: |---\s*$|--- \S|\+\+\+ |@@ -|>?From |\[PATCH\]|(?:From|Subject|Date):)",
    re.MULTILINE,
)
#: Half of a pair of scissors that the other half follows.
_MARK = re.compile(r">(?=[8%])|[8%](?=<)")
_PERFORATION = re.compile(r"(?:-|>[8%]|[8%]<)(?:-|>[8%]|[8%]<|\s+(?=[->8%]))*")
#: RFC 5322, 2.1.1.
_HEADER = 998
_TRAILER = re.compile(r"[A-Za-z0-9-]+: \S")


def message(patch: Patch, signoff: str = "") -> str:
    """Return the commit message of `patch`, with the line `signoff` last.

    It is as `git am` keeps it: a line that would end the message there is moved in by one blank.
    """
    body = plain(patch.body)
    if signoff and signoff not in body.split("\n"):
        last = body.rpartition("\n\n")[2].split("\n")
        joined = "\n" if body and all(_TRAILER.match(line) for line in last) else "\n\n"
        body = (body + joined + signoff).strip("\n")
    subject = printable.calm(" ".join(patch.subject.split()))
    return f"{subject}\n\n{body}".rstrip("\n") + "\n"


def require_names(paths: Iterable[str]) -> None:
    """Refuse a file whose name would hold a control character in the mail of its patch."""
    for path in paths:
        if found := printable.unfit(path):
            raise Refused(f"its name holds the control character {found}", path=path,
                          hint="give it another name in a patch of its own")  # fmt: skip


def plain(text: str) -> str:
    """Return `text` without blanks at line ends, doubled empty lines, and mail or diff syntax.

    A control character is shown as `\\x1b`, and a line at which `git am --scissors` would
    cut off what stands above it, "-- >8 --", gets a blank between its marks.
    """
    lines = (printable.calm(line.rstrip()) for line in text.replace("\0", "").split("\n"))
    text = "\n".join(_MARK.sub(r"\g<0> ", x) if _is_scissors(x) else x for x in lines)
    return _UNSAFE.sub(" ", re.sub(r"\n{3,}", "\n\n", text).strip("\n"))


def _is_scissors(line: str) -> bool:
    """Tell whether `git am --scissors` may take `line` for a place to cut.

    Source: git's mailinfo.c, is_scissors_line(); what it counts is counted a bit too much here.
    """
    if not _MARK.search(line) or "-" not in line:
        return False
    perforated = sum(len(found) for found in _PERFORATION.findall(line))
    return 3 * perforated > len(line.strip()) >= 8


def below_dashes(mail: bytes, notes: str) -> bytes:
    """Return `mail` with `notes` below its "---" line, where `git am` drops them."""
    above, dashes, below = mail.partition(b"\n---\n")
    return above + dashes + utf8(plain(notes)) + b"\n\n" + below if plain(notes) else mail


def declare(mail: bytes, ours: str) -> bytes:
    """Return `mail`, which holds our text `ours`, with the headers that a text in UTF-8 needs."""
    # format-patch looks at commit messages only when it decides on these headers.
    head, _, rest = mail.partition(b"\n\n")
    if ours.isascii() or b"\nContent-Type:" in head:
        return mail
    head += b"\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8"
    return head + b"\nContent-Transfer-Encoding: 8bit\n\n" + rest


def addressed(mail: bytes, to: Iterable[str], cc: Iterable[str]) -> bytes:
    """Return `mail` with To and Cc headers; nobody is named twice.

    Raises:
        UsageError: a recipient is not an address.
        Refused: a line of the headers is longer than mail servers take.
    """
    head, _, rest = mail.partition(b"\n\n")
    seen: set[str] = set()
    for header, people in ("To", to), ("Cc", cc):
        new = [_address(p, seen) for p in people]
        if found := ",\n    ".join(p for p in new if p):
            head += f"\n{header}: {found}".encode("ascii")
    for line in head.split(b"\n"):
        if len(line) > _HEADER:
            start = line[:40].decode("ascii", "replace")
            raise Refused(f"a header of the mail is longer than {_HEADER} bytes: {start}...")
    return head + b"\n\n" + rest


def require_addresses(people: Iterable[str]) -> None:
    """Make sure that each of `people` can be a recipient.

    Raises:
        UsageError: one is not an address.
    """
    for person in people:
        _address(person, set())


def encoded(mail: bytes) -> bytes:
    """Return `mail` with its headers in ASCII: format-patch leaves those of a cover letter raw."""
    head, _, rest = mail.partition(b"\n\n")
    if head.isascii():
        return mail
    return b"\n".join(map(_header, re.split(rb"\n(?![ \t])", head))) + b"\n\n" + rest


def utf8(text: str) -> bytes:
    """Return `text` in UTF-8.

    Raises:
        Refused: it holds bytes of the command line that were not UTF-8.
    """
    try:
        return text.encode()
    except UnicodeEncodeError as err:
        raise Refused("a text for the patch is not valid UTF-8") from err


def _header(line: bytes) -> bytes:
    if line.isascii():
        return line
    name, _, value = re.sub(r"\n[ \t]+", " ", line.decode()).partition(": ")
    if name == "From":
        return f"From: {_address(value, set())}".encode("ascii")
    prefix, bracket, text = value.partition("] ") if value.startswith("[") else ("", "", value)
    start = f"{name}: {prefix}{bracket}"
    return (start + _encoded_words(text, len(start))).encode("ascii")


def _address(person: str, seen: set[str]) -> str:
    # format-patch --to copies its argument as it is, which is no valid mail when a name is
    # not ASCII, and it knows no recipients per patch.
    from email.utils import formataddr, parseaddr

    name, address = parseaddr(person)
    if "@" not in address or not address.isascii() or not person.isprintable() or " " in address:
        raise UsageError(f"not a mail address: {person!r}")
    if address.lower() in seen:
        return ""
    seen.add(address.lower())
    return formataddr((name, address)) if name.isascii() else f"{_encoded_words(name)} <{address}>"


def _encoded_words(text: str, column: int = 0) -> str:
    from email.charset import QP, Charset
    from email.header import Header

    charset = Charset("utf-8")
    charset.header_encoding = QP
    return Header(text, charset, maxlinelen=75, header_name="x" * column).encode()
