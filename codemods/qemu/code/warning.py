"""QEMU's run-time warning about a deprecated feature."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable

from codemods.errors import NothingToDo, Refused
from codemods.formats.c import functions as c_functions
from codemods.formats.c.functions import Span
from codemods.model import BY_USER, WARNING, Feature, Mark, Request
from codemods.qemu.code import headers, reports
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree, exists

_Marks = Callable[[Tree, Feature], Iterable[Mark]]

HEADER = "qemu/error-report.h"
WIDTH = 80


def text(subject: str, request: Request, *, verb: str = "is") -> str:
    """Return the message: "SUBJECT is deprecated, use Y instead", without a full stop.

    Arguments:
        verb: "are" of several things.
    """
    said = f"{subject} {verb} deprecated"
    if request.words:
        return f"{said}, {request.words}"
    if request.replacement:
        return f"{said}, use {plain(request.replacement)} instead"
    return said


def plain(replacement: str) -> str:
    """Return the user's replacement without rST or QAPI markup."""
    return re.sub(r"^[`@]+|`+$", "", replacement.replace("``", ""))


def said(path: str, source: bytes, span: Span, *names: str) -> Mark | None:
    """Return the first message in `span` that says that one of `names` is deprecated.

    Arguments:
        names: as whole words; without any, every message counts.
    """
    for report in reports.deprecations(source, span.start, span.end, *names):
        return Mark(WARNING, path, line_of(source, report.offset), report.text)
    return None


def of_no_alias(feature: Feature) -> Mark:
    """Return the mark of an alias: code knows only what it stands for."""
    looked_for = f"code that only the alias '{feature.name}' comes to"
    return Mark(WARNING, feature.path, feature.line, lacks=f"{looked_for}{BY_USER}")


def deferred(marks: _Marks) -> Callable[[Tree, Feature], tuple[Mark, ...]]:
    """Decorate a kind's `marks` so that a refusal comes only where the warning is to be made.

    Who asks for --warn none does without the place that was not found.
    """

    @functools.wraps(marks)
    def wrapped(tree: Tree, feature: Feature) -> tuple[Mark, ...]:
        found: list[Mark] = []
        try:
            for mark in marks(tree, feature):
                found.append(mark)
        except NothingToDo:
            raise
        except Refused as err:
            found.append(_refused(err, feature))
        return tuple(found)

    return wrapped


def _refused(err: Refused, feature: Feature) -> Mark:
    def add(tree: Tree, request: Request) -> Iterable[Edit]:
        raise err

    return Mark(WARNING, err.path or feature.path, err.line or feature.line, add=add)


def call(message: str, indent: str, function: str = "warn_report") -> list[str]:
    """Return the lines of the call that reports `message`, at most WIDTH columns each."""
    quoted = escaped(message)
    one = f'{indent}{function}("{quoted}");'
    if len(one) <= WIDTH:
        return [one]
    head, rest = f"{indent}{function}(", " " * (len(indent) + len(function) + 1)
    lines, row = [], ""
    for word in re.findall(r"\S+\s*", quoted):
        if row and len(rest) + len(row) + len(word) + 4 > WIDTH:
            lines.append(row)
            row = ""
        row += word
    lines.append(row)
    return [
        f'{head if n == 0 else rest}"{row}"{");" if n == len(lines) - 1 else ""}'
        for n, row in enumerate(lines)
    ]


def escaped(message: str) -> str:
    """Return `message` as it stands in a literal that is a format."""
    return message.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")


def at_top(
    path: str, source: bytes, function: c_functions.Function, message: str, *,
    name: str = "warn_report", condition: str = "",
) -> tuple[Edit, ...]:  # fmt: skip
    """Return the edits that report `message` first thing in `function`, behind its declarations.

    Arguments:
        name: the reporting function.
        condition: a C expression; the report is made only when it is true.

    Raises:
        Refused: the function holds text that could not be parsed.
    """
    c_functions.require_clean(source, function, f"add the warning to {function.name}() by hand")
    indent = c_functions.indentation(source, function.body.end - 1) + "    "
    lines = call(message, indent, name)
    if condition:
        inner = call(message, indent + "    ", name)
        lines = [f"{indent}if ({condition}) {{", *inner, f"{indent}}}"]
    at = c_functions.first_statement(source, function)
    # At the top of a body without declarations nothing needs to be set apart.
    above = source[function.body.start : at].strip(b"{ \t\r\n")
    behind = source[at : at + 1] != b"}"
    insertion = c_functions.insert_lines(path, source, at, [*lines, ""] if behind else lines)
    if above and not source[: insertion.start].endswith((b"\n\n", b"\r\n\r\n")):
        insertion = c_functions.insert_lines(
            path, source, at, ["", *lines, *([""] if behind else [])]
        )
    return (insertion, *include(path, source))


def qtest_uses(tree: Tree, word: str) -> bool:
    """Tell whether a qtest names `word`, so that an unguarded warning would disturb it."""
    return any(path.endswith((".c", ".h")) for path in tree.naming(word, ("tests/qtest",)))


#: The guard for a warning that a qtest would print.
QTEST_GUARD = "!qtest_enabled()"
#: The header that declares it: in 10.0 the folder got another name.
_QTEST_HEADERS = ("system/qtest.h", "sysemu/qtest.h")


def include_qtest(tree: Tree, path: str, source: bytes) -> tuple[Edit, ...]:
    """Return the edit that includes the header which declares qtest_enabled(), if it is missing.

    Raises:
        Refused: the tree has no such header, or it defines a macro by a name that the file has
            for something else.
    """
    for header in _QTEST_HEADERS:
        if exists(tree, f"include/{header}"):
            edit = c_functions.add_include(path, source, header)
            if edit is None:
                return ()
            _require_no_clash(tree, path, f"include/{header}")
            return (edit,)
    raise Refused(
        f"looked for {' and '.join(_QTEST_HEADERS)}, found neither",
        path=path,
        hint="guard the warning for qtests by hand, or ask for --warn none",
    )


def _require_no_clash(tree: Tree, path: str, header: str) -> None:
    found = headers.clash(tree, path, header)
    if found is not None:
        raise Refused(
            f"{path} cannot include {header.removeprefix('include/')} for qtest_enabled(): "
            f"{found.header} has a macro {found.name}, which is something else here",
            path=found.path, line=found.line,
            hint="guard the warning for qtests by hand, or ask for --warn none",
        )  # fmt: skip


def include(path: str, source: bytes) -> tuple[Edit, ...]:
    """Return the edit that includes the header which declares warn_report(), if it is missing."""
    edit = c_functions.add_include(path, source, HEADER)
    return () if edit is None else (edit,)
