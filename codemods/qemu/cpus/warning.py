"""A CPU model that warns when one is realized, where its class has no place for a note.

All models of a target are realized by one function.  Source: f57d5f8004 in QEMU's history,
device_class_set_parent_realize() in target/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from codemods.errors import Refused
from codemods.formats.c import classes as c_classes
from codemods.formats.c import functions as c_functions
from codemods.formats.c import tokens as c_tokens
from codemods.model import WARNING, Mark, Request
from codemods.qemu.code import functions as tree_functions
from codemods.qemu.code import warning
from codemods.qemu.code.types import Type
from codemods.qemu.cpus import models as cpu_models
from codemods.source.splice import Edit
from codemods.source.tree import Tree

#: What gives all models of a target the function that they are realized by.
_SETTER = "device_class_set_parent_realize"
_REALIZE = re.compile(rf"\b{_SETTER}\s*\(\s*\w+\s*,\s*(\w+)\s*,")
_HINT = "add the warning by hand, or ask for --warn none"
_CONSTANT = re.compile(r"(?:\w+\s*\(\s*)?(TYPE_\w+)")


def warning_of(tree: Tree, arch: str, one: Type) -> Mark:
    """Return the mark that the type `one` of the target `arch` warns, there or missing.

    Raises:
        Refused: the function is not found once.
    """
    function = _realize(tree, arch, one)
    said = warning.said(function.path, tree.read(function.path), function.body, _subject(arch, one))
    add = partial(_warn, arch, one)
    return said or Mark(WARNING, function.path, function.line, add=add)


def _realize(tree: Tree, arch: str, one: Type) -> c_functions.Function:
    name = _name(tree, arch)
    found = list(tree_functions.named(tree, name, (f"target/{arch}",)))
    if len(found) != 1:
        what = f"looked for one definition of {name}()"
        raise Refused(what, path=one.path, line=one.line, hint=_HINT)
    return found[0]


def _subject(arch: str, one: Type) -> str:
    return f"'{_model(one)}' CPU"


def _model(one: Type) -> str:
    """Return the model's name: its type's is "MODEL-TARGET-cpu", or "MODEL-cpu"."""
    return re.sub(r"-\w+-cpu$", "", one.name).removesuffix("-cpu")


def _name(tree: Tree, arch: str) -> str:
    """Return the name of the function that all models of a target are realized by, or ""."""
    hits = tree.grep((_SETTER,), (f"target/{arch}",))
    texts = (tree.read(p).decode("latin-1") for p in dict.fromkeys(h.path for h in hits))
    found = {name for text in texts for name in _REALIZE.findall(text)}
    return found.pop() if len(found) == 1 else ""


def _warn(arch: str, one: Type, tree: Tree, request: Request) -> Iterator[Edit]:
    """Yield the warning for the type.

    Raises:
        Refused: the type has no constant, or other models inherit from it.
    """
    cpu_models.require_childless(tree, arch, one, _HINT)
    constant = _constant(tree, arch, one)
    function = _realize(tree, arch, one)
    path, source = function.path, tree.read(function.path)
    device = next((n for t, n in c_functions.pointers(source, function) if t == "DeviceState"), "")
    if not device:
        what = f"looked for the DeviceState that {function.name}() is given"
        raise Refused(what, path=path, line=function.line, hint=_HINT)
    condition = f"object_dynamic_cast(OBJECT({device}), {constant})"
    if warning.qtest_uses(tree, _model(one)):
        condition = f"{warning.QTEST_GUARD} &&\n        {condition}"
        yield from warning.include_qtest(tree, path, source)
    message = warning.text(_subject(arch, one), request)
    yield from warning.at_top(path, source, function, message, condition=condition)


def _constant(tree: Tree, arch: str, one: Type) -> str:
    """Return what the type is called in C: its constant, or the macro that makes its name.

    Raises:
        Refused: the target has neither.
    """
    if constant := _CONSTANT.match(c_tokens.text_of(tree.read(one.path)), one.start):
        return constant[1]
    for hit in tree.grep(("_CPU_TYPE_NAME(",), (f"target/{arch}",)):
        made = re.match(rb"\s*#\s*define\s+(\w+_CPU_TYPE_NAME)\(", hit.text)
        if made:
            return f'{made[1].decode()}("{_model(one)}")'
    what = f"looked for the constant of {one.name}"
    raise Refused(what, path=one.path, line=one.line, hint=_HINT)


def applies(tree: Tree, arch: str) -> bool:
    """Tell whether the models of the target `arch` warn in this way."""
    name = _name(tree, arch)
    return bool(name) and any(
        c_classes.functions(p, tree.read(p)).get(name)
        for p in tree.naming(name, (f"target/{arch}",))
        if p.endswith(".c")
    )
