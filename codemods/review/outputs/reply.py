"""An answer to each mail that has findings: quoted hunks, and the comment under the line.

Nothing is sent, and no Reviewed-by or other tag is given in anybody's name.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from codemods import __version__, printable
from codemods.review import where
from codemods.review.model import Finding, Mail, Series, Step
from codemods.review.outputs import fixes, hunks
from codemods.review.outputs.hunks import Hunk
from codemods.review.review import Review
from codemods.series import mail as mails
from codemods.series.commits import Identity
from codemods.series.rendering import PatchFile

_WIDTH = 72
#: So many lines are quoted above a comment.
_ABOVE = 6
_CUT = "[...]"


@dataclass(frozen=True)
class _Comment:
    finding: Finding
    hunk: Hunk | None
    line: int


def text(found: Review) -> str:
    """Return the answers one behind the other, for reading."""
    parts = [_body(found.series, n, own) for n, own in _by_step(found)]
    return "\n\n".join(parts) + "\n" if parts else ""


def answers(found: Review, author: Identity | None) -> tuple[PatchFile, ...]:
    """Return the mails to write, one for each patch with findings.

    Arguments:
        author: who they are from, None if that is not known.
    """
    files = []
    for number, own in _by_step(found):
        step = found.series.steps[number]
        body = mails.utf8(printable.shown(_body(found.series, number, own)))
        raw = _head(step, author) + b"\n" + body + b"\n"
        files.append(PatchFile(f"{number + 1:04}-reply.eml", raw))
    return tuple(files)


def _by_step(found: Review) -> list[tuple[int, list[Finding]]]:
    last = len(found.series.steps) - 1
    of: dict[int, list[Finding]] = {}
    for finding in found.findings:
        of.setdefault(finding.step if finding.step >= 0 else last, []).append(finding)
    return sorted(of.items())


def _head(step: Step, author: Identity | None) -> bytes:
    lines = [f"From: {author.name} <{author.email}>"] if author else []
    lines.append(f"Subject: Re: {_subject(step)}")
    if step.mail is not None:
        refs = [*step.mail.references, step.mail.message_id]
        if step.mail.message_id:
            lines += [f"In-Reply-To: {step.mail.message_id}"]
            lines += ["References: " + "\n ".join(r for r in refs if r)]
    head = printable.calm("\n".join(lines))
    raw = mails.encoded(f"{head}\n\n".encode(errors="replace"))
    to = [step.mail.sender] if step.mail else []
    cc = [*step.mail.to, *step.mail.cc] if step.mail else []
    raw = mails.addressed(raw, *_valid(to, cc))
    kind = b"\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8"
    return raw.partition(b"\n\n")[0] + kind + b"\nContent-Transfer-Encoding: 8bit\n"


def _valid(*people: Sequence[str]) -> Iterator[list[str]]:
    """Yield the lists without what is no address: a mail from the net may say anything."""
    for each in people:
        yield [p for p in each if "@" in p and p.isprintable() and p.count("<") < 2
               and " " not in p[p.find("<") :]]  # fmt: skip


def _subject(step: Step) -> str:
    return step.mail.subject if step.mail and step.mail.subject else step.subject


def _body(series: Series, number: int, own: Sequence[Finding]) -> str:
    step = series.steps[number]
    comments = _comments(series, number, own)
    lines = list(_opening(step.mail, step))
    shown: Hunk | None = None
    at = 0
    for comment in (c for c in comments if c.hunk is not None):
        hunk = comment.hunk
        assert hunk is not None
        if shown is None or hunk != shown:
            lines += ["", *_heading(hunk, shown)]
            shown, at = hunk, 0
        quoted, at = _quoted(hunk, at, comment.line)
        lines += quoted
        lines += ["", *_said(series, comment.finding), ""]
    rest = [c.finding for c in comments if c.hunk is None]
    for finding in rest:
        place = f"{finding.path}:{finding.line}" if finding.line else finding.path
        lines += ["", *([f"{place}:"] if place else []), *_said(series, finding)]
    lines += ["", "-- ", f"Written by check-deprecation {__version__} (qemu-codemods)."]
    return "\n".join(_collapsed(lines))


def _opening(mail: Mail | None, step: Step) -> Iterator[str]:
    if mail is None:
        yield f"{step.name} {step.subject}:"
    elif mail.date:
        yield f"On {mail.date}, {_person(mail.sender)} wrote:"
    else:
        yield f"{_person(mail.sender)} wrote:"


def _person(sender: str) -> str:
    return sender.partition(" <")[0].strip('"') or sender


def _comments(series: Series, number: int, own: Sequence[Finding]) -> list[_Comment]:
    """Return the findings with the hunks they stand in, in the order of the patch."""
    step = series.steps[number]
    of = {path: list(hunks.of_file(step, path)) for path in {f.path for f in own} & {*step.paths}}
    found = []
    for finding in own:
        line = finding.line
        if not finding.of_patch:
            origin = where.origin(series, finding.path, finding.line)
            line = origin[1] if origin and origin[0] == number else 0
        hunk = next((h for h in of.get(finding.path, ()) if line and h.holds(line)), None)
        found.append(_Comment(finding, hunk, line))
    order = {path: n for n, path in enumerate(step.paths)}
    return sorted(found, key=lambda c: (c.hunk is None, order.get(c.finding.path, 0), c.line))


def _heading(hunk: Hunk, before: Hunk | None) -> Iterator[str]:
    if before is None or before.path != hunk.path:
        yield f"> diff --git a/{hunk.path} b/{hunk.path}"
    yield f"> {hunk.head}"


def _quoted(hunk: Hunk, start: int, line: int) -> tuple[list[str], int]:
    """Return the quoted lines up to `line`, cut short, and where the next quotation begins."""
    end = next(n for n, row in enumerate(hunk.rows) if row.number == line) + 1
    if end <= start:
        return [], start
    first = max(start, end - _ABOVE)
    lines = [_CUT] if first > start else []
    lines += [f"> {row.mark}{row.text}".rstrip() for row in hunk.rows[first:end]]
    return lines, end


def _said(series: Series, finding: Finding) -> Iterator[str]:
    text = finding.message
    end = "" if text.endswith((".", "?", "!", ".`")) else "."
    yield from _wrapped(f"{text}{end}  [{finding.rule}]")
    if finding.hint:
        yield from _wrapped(f"Hint: {finding.hint}.")
    lines = list(fixes.new_lines(series, finding))
    if lines:
        yield ""
        yield from (f"    {line}".rstrip() for line in lines)


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _collapsed(lines: Sequence[str]) -> Iterator[str]:
    before = "x"
    for line in lines:
        if line or before:
            yield line
        before = line
