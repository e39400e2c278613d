"""How a CPU model says that it is deprecated: `deprecation_note`.

Source: 3e6a015cbd (x86), 5a3c49dedf (Arm), f19052110e and 264a604e71 (PowerPC);
hw/core/machine.c prints "CPU model X is deprecated -- NOTE".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from codemods.errors import Refused
from codemods.formats.c import classes as c_classes
from codemods.formats.c import functions as c_functions
from codemods.formats.c import literals as c_literals
from codemods.formats.c import tokens as c_tokens
from codemods.model import NOTE, Mark, Request
from codemods.qemu.code import types as qom_types
from codemods.qemu.cpus import models as cpu_models
from codemods.qemu.cpus.models import Model
from codemods.source.splice import Edit
from codemods.source.tree import Tree

_Add = Callable[[Tree, Request], Iterable[Edit]]

MEMBER = "deprecation_note"
BY_HAND = f"set {MEMBER} by hand, or ask for --warn none"
#: The macro that takes a note, by the one that does not (since 10.1).
_NOTED = {"POWERPC_DEF": "POWERPC_DEPRECATED_CPU", "POWERPC_DEF_SVR": "POWERPC_DEF_SVR_DEPR"}


def note_of(tree: Tree, model: Model, add: _Add) -> Mark:
    """Return the mark that `model` has a note, there or missing, or what its target lacks for it.

    Most targets have no place for a note of one model: QEMU lists such a model
    in the documentation only (a60442eb8d, 52f0b59ec6, 029171b5d6).

    Arguments:
        add: makes it.
    """
    if is_noted(tree, model):
        return Mark(NOTE, model.path, model.line, MEMBER)
    try:
        made = list(edits(tree, model, ""))
    except Refused:
        made = []
    else:
        if not made:
            lacks = f"a {MEMBER} of the CPU model '{model.name}' alone"
            return Mark(NOTE, model.path, model.line, lacks=lacks)
    return Mark(NOTE, model.path, model.line, add=add)


def edits(tree: Tree, model: Model, note: str) -> Iterator[Edit]:
    """Yield the edits that give `model` its note; none where it has one, or the target no place.

    Most targets have no place for a note of one model: QEMU lists such a model
    in the documentation only (a60442eb8d, 52f0b59ec6, 029171b5d6).

    Raises:
        Refused: the tree is older than the note, or the place would not work.
    """
    if model.entry is not None:
        yield from _in_table(tree, model, note)
    elif model.use:
        yield from _in_use(tree, model, note)
    elif model.type is not None:
        yield from _in_class(tree, model, note)


def is_noted(tree: Tree, model: Model) -> bool:
    """Tell whether `model` has a note."""
    if model.entry is not None:
        return MEMBER in model.entry.fields
    if model.type is not None:
        source = tree.read(model.type.path)
        function = c_classes.functions(model.type.path, source).get(model.type.class_init)
        return function is not None and bool(c_classes.assignments(source, function, MEMBER))
    return model.use in _NOTED.values()


def _in_table(tree: Tree, model: Model, note: str) -> Iterator[Edit]:
    entry = model.entry
    if entry is None or MEMBER in entry.fields:
        return
    if not cpu_models.note_field(tree, model.struct, model.arch):
        if model.struct == "X86CPUDefinition":
            raise Refused(
                f"looked for a field {MEMBER} in {model.struct}, found none", path=model.path,
                line=model.line, hint="use a tree of QEMU 5.2 or later, or ask for --warn none",
            )  # fmt: skip
        return
    _require_passed_on(tree, model)
    text = c_tokens.text_of(tree.read(model.path))
    if entry.end - entry.start < 2 or text[entry.start] != "{":
        raise Refused(
            f"the entry of '{model.name}' comes from a macro", path=model.path, line=model.line,
            hint=BY_HAND,
        )  # fmt: skip
    yield _field(model, text, entry.start, note)


def _field(model: Model, text: str, start: int, note: str) -> Edit:
    """Return the edit that makes the note the last field of the structure at `start`."""
    inside = c_tokens.balanced(text, start)
    last = inside[-2]
    at = last.start + len(last.text)
    comma = "" if last.text == "," else ","
    column = inside[1].start - text.rfind("\n", 0, inside[1].start) - 1
    indent = " " * column
    lines = c_literals.lines(f"{indent}.{MEMBER} = ", note, ",")
    made = f"{comma}\n" + "\n".join(lines)
    return Edit(model.path, at, at, made.encode())


def _require_passed_on(tree: Tree, model: Model) -> None:
    """Refuse where the class that is made from the entry would not get its note."""
    source = tree.read(model.path)
    entry = model.entry
    own = entry.fields.get("class_init", ()) if entry else ()
    place, name = model.path, own[0].text if own else ""
    if not own:
        called = re.search(rf"\b(\w+)\(&{model.table}\[", c_tokens.text_of(source))
        if called is None:
            return
        place, name = _default_init(tree, model, called[1])
        if not name:
            # x86 takes the note from the table wherever it makes a class.
            return
    function = c_classes.functions(place, tree.read(place)).get(name) if place else None
    body = tree.read(place)[function.span.start : function.span.end] if function else b""
    if MEMBER.encode() not in body:
        raise Refused(
            f"{name or 'the class_init'}() does not pass the {MEMBER} of '{model.name}' on to "
            "its class",
            path=place or model.path, line=function.line if function else model.line, hint=BY_HAND,
        )  # fmt: skip


def _default_init(tree: Tree, model: Model, register: str) -> tuple[str, str]:
    """Return the file and the name of the class_init that `register` gives an entry without one."""
    found_in = tree.naming(register, (f"target/{model.arch}",))
    for path in (p for p in found_in if p.endswith(".c")):
        function = c_classes.functions(path, tree.read(path)).get(register)
        if function is not None:
            body = tree.read(path)[function.span.start : function.span.end].decode("latin-1")
            found = re.search(r"\.class_init\s*=\s*(?:[\w>.-]+\s*\?:\s*)?(\w+)", body)
            return path, found[1] if found else ""
    return "", ""


def _in_use(tree: Tree, model: Model, note: str) -> Iterator[Edit]:
    noted = _NOTED.get(model.use)
    source = tree.read(model.path)
    if noted is None or not re.search(rf"(?m)^#define {noted}\(".encode(), source):
        return
    text = c_tokens.text_of(source)
    start = model.start
    inside = c_tokens.balanced(text, text.index("(", start))
    parts = [text[p[0].start : p[-1].start + len(p[-1].text)] for p in c_tokens.split(inside[1:-1])]
    yield Edit(model.path, start, model.end + 1, _use(source, start, noted, parts, note).encode())


def _use(source: bytes, start: int, name: str, parts: list[str], note: str) -> str:
    """Return the use of the macro `name` with its arguments in lines of at most 80 columns."""
    indent = c_functions.indentation(source, start)
    more = indent + " " * 12
    lines = [f"{name}({parts[0]}"]
    for part in parts[1:]:
        room = 80 - (len(indent) if len(lines) == 1 else 0)
        if len(lines[-1]) + len(part) + 3 <= room:
            lines[-1] += f", {part}"
        else:
            lines[-1] += ","
            lines.append(more + part)
    lines[-1] += ","
    rest = c_literals.lines(more, note, ")")
    joined = f"{lines[-1]} {rest[0].strip()}"
    if len(lines) > 1 and len(rest) == 1 and len(joined) <= c_literals.WIDTH:
        lines[-1] = joined
    else:
        lines += rest
    return "\n".join(lines)


def _in_class(tree: Tree, model: Model, note: str) -> Iterator[Edit]:
    one = model.type
    if one is None or not one.class_init:
        return
    source = tree.read(one.path)
    function = c_classes.functions(one.path, source).get(one.class_init)
    if function is None or c_classes.assignments(source, function, MEMBER):
        return
    if not has_class(tree, model):
        return
    cpu_models.require_childless(tree, model.arch, one, BY_HAND)
    c_functions.require_clean(source, function, BY_HAND)
    yield _assigned(model.path, source, function, note)


def has_class(tree: Tree, model: Model) -> bool:
    """Tell whether the type of `model` has a class_init of its own, and a class a note.

    One function for several models is no place for the note of one.
    """
    one = model.type
    if one is None or not one.class_init:
        return False
    types = qom_types.types(tree, one.path, "CPU", (f"target/{model.arch}",))
    sharing = any(t.class_init == one.class_init and t != one for t in types)
    return not sharing and bool(tree.grep((f"*{MEMBER};",), ("include/hw/core",)))


def _assigned(path: str, source: bytes, function: c_functions.Function, note: str) -> Edit:
    owner = c_classes.handle(source, function, "CPUClass", "CPU_CLASS", BY_HAND)
    indent = c_functions.indentation(source, function.body.end - 1) + "    "
    lines = c_literals.lines(f"{indent}{owner}->{MEMBER} = ", note, ";")
    done = [a for a in c_classes.assignments(source, function) if a.outermost]
    if done:
        place = c_functions.after_line(path, source, done[-1].statement.end - 1)
    else:
        place = c_functions.first_statement(source, function)
    return c_functions.insert_lines(path, source, place, lines)
