"""The manual page of a command, in roff, made from what its --help says.

Options and their groups are what click hands to the writer of the help.  An epilog's
blocks (paragraphs that click leaves as they are, with a title and a colon on top) become
sections: "Examples" as it stands, the others as lists of terms.  No line depends on the
day, the terminal or the machine.
"""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence

import click

#: The order of man-pages(7); what the epilog adds to it stands before the examples.
_SECTIONS = ("EXIT STATUS", "ENVIRONMENT", "FILES", "EXAMPLES")
#: Where a program that the help names is explained.
_PAGES = {
    "b4": "b4(5)", "git am": "git-am(1)", "git format-patch": "git-format-patch(1)",
    "git send-email": "git-send-email(1)", "git-publish": "git-publish(1)",
}  # fmt: skip
#: An option, or a word that stands for a value, in a synopsis or in a term.
_MARKED = re.compile(r"(?P<option>(?<![\w-])--?\w[\w-]*)|(?P<value>\b[A-Z][A-Z_=.]*\b)")


def page(name: str, command: click.Command, version: str, others: Iterable[str]) -> str:
    """Return the page of `command`, which is called `name`.

    Arguments:
        version: of the package.
        others: the other commands of the package, for SEE ALSO.

    Raises:
        ValueError: the help has no first sentence that can stand under NAME.
    """
    text = inspect.cleandoc(command.help or "")
    summary = re.match(r"([^\W\d_])(.+?)\.(?:\s|$)", text, re.DOTALL)
    if summary is None:
        raise ValueError(f"the help of {name} does not begin with a sentence")
    context = command.make_context(name, [], resilient_parsing=True)
    blocks, notes = _epilog(command.epilog or "")
    usage = " ".join(command.collect_usage_pieces(context))
    lines = [
        f'.TH {_escaped(name.upper())} 1 "" "qemu-codemods {version}" "User Commands"',
        '.SH NAME',
        f"{_escaped(name)} \\- {_escaped(summary[1].lower() + ' '.join(summary[2].split()))}",
        '.SH SYNOPSIS', f"\\fB{_escaped(name)}\\fR {_marked(usage)}",
        '.SH DESCRIPTION', *_paragraphs([*text.split("\n\n"), *notes]),
        '.SH OPTIONS', *_options(command, context),
    ]  # fmt: skip
    for title in (*_SECTIONS[:-1], *(b for b in blocks if b not in _SECTIONS), _SECTIONS[-1]):
        if title in blocks:
            lines += [f".SH {title}", *_block(title, blocks[title])]
    lines += [".SH SEE ALSO", *_see_also(f"{text}\n{command.epilog or ''}", others)]
    return "\n".join(lines) + "\n"


class _Roff(click.HelpFormatter):
    """Takes what click would lay out for a terminal, and keeps it as roff lines."""

    def __init__(self) -> None:
        super().__init__(width=80)
        self.lines: list[str] = []

    def write_heading(self, heading: str) -> None:
        if heading.upper() != "OPTIONS":
            self.lines.append(f'.SS "{_escaped(heading.rstrip(":"))}"')

    def write_paragraph(self) -> None:
        """Nothing: a heading or a term begins a paragraph."""

    def write_text(self, text: str) -> None:
        self.lines += _paragraphs(text.split("\n\n"))

    def write_dl(
        self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        self.lines += _terms((_marked(term), said) for term, said in rows)


def _options(command: click.Command, context: click.Context) -> list[str]:
    roff = _Roff()
    command.format_options(context, roff)
    return roff.lines


def _epilog(text: str) -> tuple[dict[str, list[str]], list[str]]:
    """Return the titled blocks, the lines of each, and the paragraphs between them."""
    blocks: dict[str, list[str]] = {}
    notes = []
    for part in inspect.cleandoc(text).split("\n\n"):
        first, *rest = part.split("\n")
        if first == "\b" and rest and rest[0].endswith(":"):
            blocks[rest[0].rstrip(":").upper()] = rest[1:]
        elif part:
            notes.append(part)
    return blocks, notes


def _block(title: str, lines: Sequence[str]) -> list[str]:
    if title == "EXAMPLES":
        return [".EX", *(_line(_escaped(line.strip())) for line in lines), ".EE"]
    font = "I" if title == "FILES" else "B"
    return list(_terms((f"\\f{font}{_escaped(term)}\\fR", said) for term, said in _rows(lines)))


def _rows(lines: Iterable[str]) -> list[tuple[str, str]]:
    """Return term and text of "  TERM  text" lines; one with a deeper indent goes on."""
    rows: list[tuple[str, str]] = []
    for line in lines:
        term, _, said = line.strip().partition("  ")
        if rows and not said and re.match(r" {4}", line):
            rows[-1] = (rows[-1][0], f"{rows[-1][1]} {term}")
        else:
            rows.append((term, said.strip()))
    return rows


def _terms(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for term, said in rows:
        yield ".TP"
        yield _line(term)
        yield from _sentences(said)


def _paragraphs(parts: Iterable[str]) -> list[str]:
    lines: list[str] = []
    for part in parts:
        lines += [".PP"] if lines else []
        lines += _sentences(part.replace("\b\n", ""))
    return lines


def _sentences(text: str) -> Iterator[str]:
    """Yield the lines of a text; each sentence begins one, as roff wants its input."""
    for sentence in re.split(r"(?<=[.?!])\s+(?=[A-Z])", " ".join(text.split())):
        words = textwrap.wrap(sentence, 72, break_long_words=False, break_on_hyphens=False)
        yield from (_line(_marked(line, values=False)) for line in words)


def _see_also(text: str, others: Iterable[str]) -> Iterator[str]:
    named = [page for said, page in _PAGES.items() if re.search(rf"\b{said}\b", text)]
    pages = sorted([*named, *(f"{other}(1)" for other in others)])
    for n, each in enumerate(pages, 1):
        title, _, section = each.partition("(")
        yield f".BR {_escaped(title)} ({section}" + ("," if n < len(pages) else "")


def _marked(text: str, *, values: bool = True) -> str:
    """Return `text` with options in bold and, in a synopsis or term, values in italics."""
    done, at = "", 0
    for found in _MARKED.finditer(text):
        if not (found["option"] or values):
            continue
        font = "B" if found["option"] else "I"
        done += _escaped(text[at : found.start()]) + f"\\f{font}{_escaped(found[0])}\\fR"
        at = found.end()
    return done + _escaped(text[at:])


def _line(line: str) -> str:
    """Return a line of text in a form that roff does not take for a request."""
    return f"\\&{line}" if line.startswith((".", "'")) else line


def _escaped(text: str) -> str:
    for char, roff in (("\\", "\\e"), ("-", "\\-"), ("'", "\\(aq"), ("`", "\\(ga"),
                       ("^", "\\(ha"), ("~", "\\(ti"), ('"', "\\(dq")):  # fmt: skip
        text = text.replace(char, roff)
    return text
