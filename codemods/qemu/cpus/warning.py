"""A CPU model that warns when one is realized, where its class has no place for a note.

Source: f57d5f8004 in QEMU's history (RISC-V).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.errors import Refused
from codemods.formats.c import classes as c_classes
from codemods.formats.c import tokens as c_tokens
from codemods.model import Request
from codemods.qemu.code import functions as tree_functions
from codemods.qemu.code import warning
from codemods.qemu.code.types import Type
from codemods.qemu.cpus import models as cpu_models
from codemods.source.splice import Edit
from codemods.source.tree import Tree

#: The targets that have done so, and the function all their models are realized by.
REALIZE = {"riscv": "riscv_cpu_realize"}
_HINT = "add the warning by hand, or ask for --warn none"
_CONSTANT = re.compile(r"(?:\w+\s*\(\s*)?(TYPE_\w+)")


def edits(tree: Tree, arch: str, one: Type, request: Request) -> Iterator[Edit]:
    """Yield the warning for the type `one` of the target `arch`; none where it is there.

    Raises:
        Refused: the function is not found once, the type has no constant, or
            other models inherit from it.
    """
    cpu_models.require_childless(tree, arch, one, _HINT)
    folder, name = f"target/{arch}", REALIZE[arch]
    found = list(tree_functions.named(tree, name, (folder,)))
    constant = _CONSTANT.match(c_tokens.text_of(tree.read(one.path)), one.start)
    if len(found) != 1 or constant is None:
        what = f"one definition of {name}()" if constant else f"the constant of {one.name}"
        raise Refused(f"looked for {what}", path=one.path, line=one.line, hint=_HINT)
    function = found[0]
    path, source = function.path, tree.read(function.path)
    model = one.name.removesuffix(f"-{arch}-cpu")
    condition = f"object_dynamic_cast(OBJECT(dev), {constant[1]})"
    if warning.qtest_uses(tree, model):
        condition = f"{warning.QTEST_GUARD} &&\n        {condition}"
        yield from warning.include_qtest(tree, path, source)
    subject = f"'{model}' CPU"
    yield from warning.at_top(
        path, source, function, warning.text(subject, request), condition=condition, about=subject
    )


def applies(tree: Tree, arch: str) -> bool:
    """Tell whether the models of the target `arch` warn in this way."""
    name = REALIZE.get(arch)
    return name is not None and any(
        c_classes.functions(p, tree.read(p)).get(name)
        for p in tree.naming(name, (f"target/{arch}",))
        if p.endswith(".c")
    )
