"""What goes with a CPU model: its row of a table, the use of a macro, its type.

Source: d83234d347 and 9d49bcf699 in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.formats.c import cutting, rows
from codemods.formats.c import items as c_items
from codemods.kind import Part
from codemods.qemu.code import parts as type_parts
from codemods.qemu.cpus import models as cpu_models
from codemods.qemu.cpus import needed
from codemods.qemu.cpus.models import Model
from codemods.source.tree import Tree

#: What a macro that defines a model is given besides texts.
_GIVEN = re.compile(rb",\s{0,80}(\w{1,80})(?=\s{0,80}[,)])")
_SAID = re.compile(rb"\"[^\"\n]{0,200}\"|/\*.{0,200}?\*/|(?:/\*|//).{0,200}$")
_MACRO = re.compile(rb"\b(TYPE_\w+)\b")


def parts(tree: Tree, qualified: str) -> Iterator[Part]:
    """Yield what goes with the model "TARGET/name"."""
    for model in cpu_models.find(tree, qualified):
        if model.alias_of:
            yield _alias(tree, model)
        else:
            yield from _model(tree, model)
            yield from needed.parts(tree, model)


def _model(tree: Tree, model: Model) -> Iterator[Part]:
    source = tree.read(model.path)
    item = c_items.read(source).at(model.start)
    if item is None:
        yield Part(model.path, model.line, by_hand="the model's definition cannot be read")
        return
    if model.use and model.end:
        end = source.index(b")", model.end - 1) + 1
        edit = cutting.cut(model.path, source, model.start, end)
        yield Part(model.path, model.line, (edit,))
        yield from _told(tree, model, source[model.start : end])
        return
    row = rows.around(source, item.start, item.end, model.start)
    if row is not None and row.array:
        macro = _own_macro(tree, model, source[row.start : row.end])
        if macro:
            # Every arm of a conditional has a row; all of them name it.
            yield Part(model.path, model.line, types=(macro,))
        else:
            yield Part(model.path, model.line, (rows.cut(model.path, source, row),))
    elif model.type is not None:
        yield type_parts.defined(tree, model.type, local=False)
    else:
        yield Part(model.path, model.line, by_hand="no rule takes out a model that is made so")


def _told(tree: Tree, model: Model, use: bytes) -> Iterator[Part]:
    """Yield what only this use of a macro names: a family of models, a number of a processor."""
    for word in dict.fromkeys(w.decode() for w in _GIVEN.findall(use)):
        named = re.compile(rb"(?<!\w)" + word.encode() + rb"(?!\w)")
        family = f"_FAMILY({word})"
        defines = re.compile(rb"^[ \t]{1,20}" + word.encode() + rb"[ \t]{1,80}=")
        found, others = None, 0
        for hit in tree.grep((word,), (model.path.rpartition("/")[0],)):
            if family.encode() in hit.text or defines.match(hit.text):
                found = found or hit
            elif hit.path.endswith((".c", ".h")):
                others += len(named.findall(_SAID.sub(b"", hit.text)))
        if found is not None and others <= len(named.findall(_SAID.sub(b"", use))):
            yield Part(found.path, found.line, left=f"no model has {word} any more")


def _alias(tree: Tree, model: Model) -> Part:
    """Return the row of a table of other names."""
    source = tree.read(model.path)
    item = c_items.read(source).at(model.start)
    row = rows.around(source, item.start, item.end, model.start) if item else None
    if row is None or not row.array:
        return Part(model.path, model.line, by_hand="no rule takes out an alias that is made so")
    for other in cpu_models.of_file(tree, model.path):
        if other.alias_of == model.name:
            return Part(
                other.path, other.line, by_hand=f"{other.name} is another name for {model.name}"
            )
    return Part(model.path, model.line, (rows.cut(model.path, source, row),))


def _own_macro(tree: Tree, model: Model, row: bytes) -> str:
    """Return the macro TYPE_X in the row that stands for this model's name, or ""."""
    found = _MACRO.search(row)
    if found is None:
        return ""
    name = found[1].decode()
    text = re.compile(
        rb"#\s*define\s+" + name.encode() + rb"\b[^\n]*\"" + re.escape(model.name.encode()) + rb"\b"
    )
    for path in tree.naming(name, (f"target/{model.arch}",)):
        if text.search(tree.read(path)):
            return name
    return ""
