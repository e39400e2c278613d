"""A warning at a place that the user gives: a function, and the condition there.

An example, `--warn-at hw/misc/lamp.c:lamp_realize --when s->dim`::

    if (s->dim) {
        warn_report("...");
    }
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from functools import partial

from codemods.errors import NotFound, Refused
from codemods.formats.c import functions as c_functions
from codemods.formats.c import macros as c_macros
from codemods.formats.c import names as c_names
from codemods.formats.c.functions import Function
from codemods.formats.c.given import expressions, places
from codemods.formats.c.given.expressions import Expression
from codemods.model import WARNING, Mark, Request, Spot
from codemods.qemu.code import pure, reports, warning
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree

_BY_HAND = "add the warning by hand"
#: Names of glib and of the C library, which no tree defines.
_OF_LIBRARY = re.compile(r"g_\w+|G_\w+|str\w+|mem\w+|is[a-z]+|abs|[A-Z]+_MAX")
_QTEST = "qtest_enabled"


def mark(tree: Tree, spot: Spot, subject: str, verb: str, names: Iterable[str] = ()) -> Mark:
    """Return the mark that the function of `spot` warns of `subject`, there or missing.

    Arguments:
        subject: how the message begins, before the `verb` "is" or "are".
        names: a message with one of them is about the same.

    Raises:
        Refused: the function cannot be edited safely, or the condition is not one.
    """
    function = _function(tree, spot)
    source = tree.read(spot.path)
    said = _said(source, function, spot, (warning.escaped(subject), *names))
    if said is not None:
        return Mark(WARNING, spot.path, line_of(source, said.offset), said.text)
    _prepared(tree, source, function, spot)
    return Mark(WARNING, spot.path, function.line, add=partial(_add, spot, subject, verb))


def unsure(spot: Spot) -> str:
    """Return what is not known of the condition's calls, as a note, or ""."""
    calls = expressions.read(spot.when).calls if spot.when else ()
    unknown = [f"{name}()" for name in calls if not pure.is_pure(name)]
    if not unknown:
        return ""
    return f"The condition calls {', '.join(unknown)}: nothing tells that this has no side effects."


def _add(spot: Spot, subject: str, verb: str, tree: Tree, request: Request) -> Iterator[Edit]:
    source, function = tree.read(spot.path), _function(tree, spot)
    expression, at, is_asked = _prepared(tree, source, function, spot)
    indent = c_functions.indentation(source, function.body.end - 1) + "    "
    message = warning.text(subject, request, verb=verb)
    lines = warning.call(message, f"{indent}    " if expression is not None else indent)
    if expression is not None and not is_asked:
        lines = [*expressions.opening(indent, expression), *lines, f"{indent}}}"]
    if not is_asked:
        lines = _set_apart(source, function, at, lines)
    yield c_functions.insert_lines(spot.path, source, at, lines)
    yield from warning.include(spot.path, source)
    if expression is not None and _QTEST in expression.calls:
        yield from warning.include_qtest(tree, spot.path, source)


def _set_apart(source: bytes, function: Function, at: int, lines: list[str]) -> list[str]:
    """Return `lines` with the blank lines that they need where they stand."""
    start = source.rfind(b"\n", 0, at) + 1
    above = source[function.body.start : start].rstrip(b" \t").split(b"\n")[-2].strip()
    behind = source[start : function.body.end].split(b"\n", 1)[0].strip()
    opened = c_functions.after_line(function.path, source, function.body.start)
    before = [""] if above and start > opened else []
    return [*before, *lines, *([""] if behind not in (b"", b"}") else [])]


def _function(tree: Tree, spot: Spot) -> Function:
    """Return the one definition of the function.

    Raises:
        Refused: there is none, there are several, or it is no text that can be read.
    """
    source = _source(tree, spot)
    found = list(c_functions.functions(spot.path, source, spot.function))
    if len(found) == 1:
        c_functions.require_clean(source, found[0], _BY_HAND)
        return found[0]
    if found:
        lines = ", ".join(str(one.line) for one in found)
        raise Refused(
            f"{spot.function}() is defined {len(found)} times, in lines {lines}",
            path=spot.path, line=found[0].line, hint=f"{_BY_HAND} to each that needs it",
        )  # fmt: skip
    raise _unknown(source, spot)


def _source(tree: Tree, spot: Spot) -> bytes:
    if not spot.path.endswith(".c"):
        raise Refused(
            "a warning is put into a .c file only: other code is compiled into several",
            path=spot.path, line=1, hint="name a function that calls it",
        )  # fmt: skip
    try:
        return tree.read(spot.path)
    except NotFound as err:
        raise NotFound(f"--warn-at: {err.message}", path=spot.path,
                       hint="FILE is seen from the top of the tree") from err  # fmt: skip


def _unknown(source: bytes, spot: Spot) -> Refused:
    """Return the refusal of a function that has no definition: with what was found of its name."""
    name = re.escape(spot.function.encode())
    where = re.search(rb"\b" + name + rb"\s*\(", source)
    line = line_of(source, where.start()) if where else 1
    macros = c_macros.definitions(source)
    around = [m for m in macros.values() if re.search(rf"\b{spot.function}\s*\(", m.text)]
    begins = re.search(rb"(?m)^(?:[A-Za-z_][^;\n(]{0,200}\b)?" + name + rb"\s*\([^;\n]*$", source)
    if spot.function in macros:
        what = f"{spot.function} is a macro"
    elif begins:
        line = line_of(source, begins.start())
        what = f"the definition of {spot.function}() could not be parsed"
    elif around:
        what = f"{spot.function}() stands in the text of the macro {around[0].name}"
    else:
        known = [one.name for one in c_functions.functions(spot.path, source)]
        close = difflib.get_close_matches(spot.function, known, n=3, cutoff=0.6)
        what = f"no function {spot.function}() is defined here"
        hint = f"nearest names: {', '.join(close)}" if close else _BY_HAND
        return NotFound(what, path=spot.path, line=line, hint=hint)
    return Refused(what, path=spot.path, line=line, hint=_BY_HAND)


def _said(
    source: bytes, function: Function, spot: Spot, names: tuple[str, ...]
) -> reports.Report | None:
    """Return the message of the function about the same thing, or under the same condition."""
    start, end = function.body.start, function.body.end
    for report in reports.deprecations(source, start, end, *names):
        return report
    condition = "".join(spot.when.split())
    for report in reports.deprecations(source, start, end) if condition else ():
        # The text from the last opened brace back to the statement before.
        head = re.split(rb"[;{}]", source[start : report.offset])
        if f"if({condition})" in b"".join(b"".join(head[-2:]).split()).decode("utf-8", "replace"):
            return report
    return None


def _prepared(
    tree: Tree, source: bytes, function: Function, spot: Spot
) -> tuple[Expression | None, int, bool]:
    """Return the condition, if there is one, the offset of the warning, and whether it is asked.

    The code asks it already where the offset is in an `if` of that condition.

    Raises:
        Refused: it is none, does something, or names what is not known there.
    """
    try:
        expression = expressions.read(spot.when) if spot.when else None
        for name in expression.calls if expression else ():
            if pure.acts(name):
                raise Refused(f"'{spot.when}' has side effects: it calls {name}()")
        _require_known(tree, source, function, expression)
        at = places.first(source, function, expression.names if expression else ())
        there = places.asked(source, function, at, expression.text) if expression else None
        if there is None:
            places.require_errno(source, function, at)
        return expression, at if there is None else there, there is not None
    except Refused as err:
        raise Refused(
            f"--when: {err.message}" if spot.when else err.message,
            path=spot.path, line=err.line or function.line, hint=err.hint or _BY_HAND,
        ) from err  # fmt: skip


def _require_known(
    tree: Tree, source: bytes, function: Function, expression: Expression | None
) -> None:
    """Refuse what the tree does not have, or the function does not see."""
    words = (*expression.names, *expression.fields, *expression.calls) if expression else ()
    for word in words:
        if not _OF_LIBRARY.fullmatch(word) and not any(
            path.endswith((".c", ".h", ".inc", ".json")) for path in tree.naming(word)
        ):
            raise Refused(f"no C code has the name '{word}'")
    for name in expression.names if expression else ():
        if name.islower() and not _is_seen(tree, source, function, name):
            raise Refused(f"'{name}' is no variable that {function.name}() sees")


def _is_seen(tree: Tree, source: bytes, function: Function, name: str) -> bool:
    """Tell whether `name` is declared in the function, outside of all, or by a header."""
    if c_names.is_local(function.node, name):
        return True
    inside = [f.span for f in c_functions.functions(function.path, source)]
    for start in c_names.declared(source, name):
        if not any(span.start <= start < span.end for span in inside):
            return True
    return any(h.path.endswith(".h") and b"extern" in h.text for h in tree.grep((name,)))
