"""Which features a hook in C is about: what the code around it says, never its words alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from codemods.formats.c import classes as c_classes
from codemods.formats.c import functions as c_functions
from codemods.formats.c import macros as c_macros
from codemods.formats.c import tokens as c_tokens
from codemods.formats.c.tokens import Token
from codemods.formats.qapi.schema import Schema
from codemods.qemu.code import block_drivers, headers
from codemods.qemu.code.types import Type
from codemods.qemu.cpus import models as cpu_models
from codemods.qemu.devices import properties as device_properties
from codemods.qemu.devices import types as device_types
from codemods.qemu.hooks import monitor_ties
from codemods.qemu.hooks.around import Around
from codemods.qemu.hooks.hook import Hook
from codemods.qemu.machines import machines
from codemods.qemu.machines import properties as machine_properties
from codemods.qemu.machines import reason as machine_reason
from codemods.qemu.options import options, user_mode
from codemods.qemu.schema import constants, definitions
from codemods.source.tree import Tree
from codemods.syntax.parse import Node

Tie = tuple[str, str]
_CPU_FILE = re.compile(r"target/(\w+)/")
_QUOTED = re.compile(r"""['"`]([\w.+-]+)['"`]""")
_LIST_NAME = re.compile(r'QemuOptsList\s+\w+\s*=\s*\{\s*\.name\s*=\s*"([\w-]+)"')
_ROW_NAME = re.compile(r'\.name\s*=\s*("?[\w.-]+"?)')


def reason(tree: Tree, path: str, source: bytes, node: Node, hook: Hook) -> Hook:
    """Tie a machine's reason to the machines that the function around it sets up."""
    found = [
        ("machine", m.qualified)
        for m in machines.of_file(tree, path)
        if m.type and hook.where in _set_up(tree, m.type)
    ]
    return replace(hook, ties=tuple(dict.fromkeys(found)))


def _set_up(tree: Tree, one: Type) -> set[str]:
    chain = (one, *machines.ancestors(tree, one))
    return {name for t in chain for name in machine_reason.set_up_by(tree, t)}


def note(tree: Tree, path: str, source: bytes, node: Node, hook: Hook) -> Hook:
    """Tie a CPU's note to the model whose definition it stands in."""
    found = [
        m
        for m in cpu_models.of_file(tree, path)
        if not m.alias_of and _holds(m, node.start_byte, source)
    ]
    names = tuple(m.name for m in found[-1:])
    where = hook.where or next(iter(names), "")
    pairs = tuple(("cpu-model", m.qualified) for m in found[-1:])
    return replace(hook, ties=pairs, names=names, where=where)


def _holds(model: cpu_models.Model, at: int, source: bytes) -> bool:
    if model.entry is not None:
        return model.entry.start <= at < model.entry.end
    if model.use:
        begin = source.rfind(b"\n", 0, model.start) + 1
        return begin <= at < max(model.end, model.start + 1)
    return False


def described(tree: Tree, path: str, source: bytes, node: Node, hook: Hook) -> Hook:
    """Tie the description of a property to the machine or CPU whose class it is added to."""
    (name,) = hook.names
    return replace(hook, ties=tuple(_properties(tree, path, hook.where, name)))


def _properties(tree: Tree, path: str, function: str, name: str) -> Iterator[Tie]:
    target = _CPU_FILE.match(path)
    if target:
        yield "cpu-property", f"{target[1]}.{name}"
        return
    real = [t for t in machines.types(tree, path) if t.name.endswith(machines.SUFFIX)]
    owners = [t for t in real if function in machine_reason.set_up_by(tree, t)]
    for owner in owners[:1]:
        for found in machine_properties.find(tree, f"{machines.called(owner.name)}.{name}"):
            if found.path == path:
                yield "machine-property", found.qualified
    if not owners:
        for one in device_types.of_file(tree, path):
            if not one.abstract and any(
                p.name == name for p in device_properties.of_type(tree, one)
            ):
                yield "device-property", f"{one.name}.{name}"


def list_around(node: Node) -> str:
    """Return the name of the option list around `node`, or ""."""
    outer: Node | None = node
    while outer is not None:
        found = _LIST_NAME.search((outer.text or b"").decode(errors="replace"))
        if found:
            return found[1]
        outer = outer.parent
    return ""


def row(tree: Tree, path: str, source: bytes, node: Node, hook: Hook) -> Hook:
    """Name the row of an option list; the list's option has it where it is on a command line."""
    text = (node.parent.text or b"").decode(errors="replace") if node.parent is not None else ""
    named = _ROW_NAME.search(text)
    if named is None:
        return hook
    name = named[1].strip('"')
    if name == named[1]:
        known = headers.lookup(tree, path, ("include", path.split("/")[0]))
        name = c_tokens.string(c_macros.expand([Token("name", name, 0)], known)) or name
    ties: tuple[Tie, ...] = ()
    if hook.where and options.blocks(tree, hook.where):
        ties = (("cli-suboption", f"{hook.where}.{name}"),)
    return replace(hook, names=(name,), ties=ties)


def warned(tree: Tree, path: str, source: bytes, beside: Around, hook: Hook) -> Hook:
    """Tie a warning by what leads to it: a case, a condition, else the function's purpose."""
    fields = tuple(f.removeprefix("has_") for f in beside.fields())
    found: list[Tie] = []
    for way in (_by_case, _by_constant, _by_member, _by_field, _by_name, _by_function):
        found = list(way(tree, path, source, beside, hook))
        if found:
            break
    # A member of a structure is a name only where it turned out to be one.
    shown = fields if found else ()
    names = (*beside.read(), *shown, *_QUOTED.findall(hook.message), *beside.near())
    return replace(hook, ties=tuple(dict.fromkeys(found)), names=tuple(dict.fromkeys(names)))


def _by_case(
    tree: Tree, path: str, source: bytes, beside: Around, hook: Hook
) -> Iterator[Tie]:  # fmt: skip
    table = options.table(tree)
    for block in table.blocks if table and beside.cases else ():
        if block.fields["constant"] in beside.cases:
            yield "cli-option", block.name


def _by_constant(tree: Tree, path: str, source: bytes, beside: Around, hook: Hook) -> Iterator[Tie]:
    """Yield the migration capability, or another value, whose constant a condition looks up."""
    wanted = set(beside.constants())
    for schema in _naming(tree, wanted) if wanted else ():
        for definition in (d for d in schema.definitions if d.meta == "enum"):
            for member in definition.members:
                if constants.constant(tree, definition, member.name) in wanted:
                    capability = definition.name == "MigrationCapability"
                    kind = "migration-capability" if capability else "qapi-enum-value"
                    yield kind, f"{definition.name}.{member.name}"


def _naming(tree: Tree, constants: Iterable[str]) -> Iterator[Schema]:
    """Yield the schema files that hold a value which one of `constants` can stand for."""
    ends = {"_".join(part) for c in constants for part in _ends(c.split("_"))}
    # A mark in a value is "_" in its constant.
    values = "|".join(re.escape(end).replace("_", r"[\W_]") for end in sorted(ends))
    value = re.compile(rf"'(?:{values})'".encode(), re.IGNORECASE)
    for path in definitions.files(tree):
        if value.search(tree.read(path)):
            yield definitions.load(tree, path)


def _ends(parts: Sequence[str]) -> Iterator[Sequence[str]]:
    return (parts[n:] for n in range(1, len(parts)))


def _by_member(tree: Tree, path: str, source: bytes, beside: Around, hook: Hook) -> Iterator[Tie]:
    """Yield the member of a schema's type that a condition reads through a parameter."""
    if beside.node is None:
        return
    functions = c_classes.functions(path, source)
    function = functions.get(beside.function)
    for type_name, pointer in c_functions.pointers(source, function) if function else ():
        read = re.compile(rf"\b{re.escape(pointer)}->(?:has_)?(\w+)")
        wanted = {f for text in beside.conditions[:1] for f in read.findall(text)}
        found = definitions.definition(tree, type_name) if wanted else None
        for member in found[1].members if found else ():
            if definitions.c_name(member.name) in wanted:
                parameter = type_name == "MigrationParameters"
                yield (
                    ("migration-parameter", f"MigrationParameter.{member.name}")
                    if parameter
                    else ("qapi-member", f"{type_name}.{member.name}")
                )


def _by_field(tree: Tree, path: str, source: bytes, beside: Around, hook: Hook) -> Iterator[Tie]:
    """Yield the device property that fills the member which the innermost condition reads."""
    nearest = replace(beside, conditions=beside.conditions[:1])
    text = source.decode("latin-1")
    for field in nearest.fields():
        define = re.compile(
            rf'\bDEFINE_PROP\w*\(\s*"([\w.-]+)",\s*\w+,\s*(?:\w+\.)*{re.escape(field.split(".")[-1])}\b'
        )
        for name in dict.fromkeys(define.findall(text)):
            owners = list(_owning(tree, path, beside.function, name))
            yield from (("device-property", f"{owner}.{name}") for owner in owners)


def _owning(tree: Tree, path: str, function: str, name: str) -> Iterator[str]:
    """Yield the devices of the file that have the property, only those of `function` if any."""
    types = [t for t in device_types.of_file(tree, path) if not t.abstract]
    having = [t for t in types if any(p.name == name for p in device_properties.inherited(tree, t))]
    source = tree.read(path)
    functions = c_classes.functions(path, source)
    own = []
    for one in having:
        init = functions.get(one.class_init)
        body = source[init.body.start : init.body.end] if init else b""
        if re.search(rb"\b" + function.encode() + rb"\b", body):
            own.append(one)
    yield from (t.name for t in own or having)


def _by_name(tree: Tree, path: str, source: bytes, beside: Around, hook: Hook) -> Iterator[Tie]:
    """Yield the parameter of the file's option list that is read, or the option's by its group."""
    read = beside.read()
    said = [name for name in _QUOTED.findall(hook.message) if name in read]
    names = said[:1] or list(read[:1])
    text = source.decode("latin-1")
    lists = _LIST_NAME.findall(text)
    groups = [*lists, *re.findall(r"\b\w+_opt_foreach|\b(\w+)_parse_one\b", text)]
    for name in names:
        rows = re.search(rf'\.name\s*=\s*"{re.escape(name)}"', text)
        for group in dict.fromkeys(g for g in groups if g):
            if rows and options.blocks(tree, group):
                yield "cli-suboption", f"{group}.{name}"
        yield from _group_of(tree, path, beside.function, name)


def _group_of(tree: Tree, path: str, function: str, name: str) -> Iterator[Tie]:
    """Yield the parameter of the option whose list is handed, one by one, to the function."""
    text = tree.read(path).decode("latin-1")
    handed = re.search(rf"qemu_opt_foreach\s*\(\s*\w+\s*,\s*{re.escape(function)}\b", text)
    for owner in re.findall(r"QemuOptsList\s+qemu_(\w+)_opts", text) if handed else ():
        if options.blocks(tree, owner):
            yield "cli-suboption", f"{owner}.{name}"


def _by_function(tree: Tree, path: str, source: bytes, beside: Around, hook: Hook) -> Iterator[Tie]:
    yield from monitor_ties.commands(tree, beside, hook.message)
    if path == user_mode.TABLE:
        for option in user_mode.every(tree):
            if option.handler == beside.function:
                yield "cli-option", f"user.{option.name}"
    text = source.decode("latin-1")
    info = re.search(
        rf"PropertyInfo\s+(\w+)\s*=\s*\{{[^}}]*\.set\s*=\s*{re.escape(beside.function)}\b", text
    )
    target = _CPU_FILE.match(path)
    if info and target:
        for name in re.findall(rf'\.name\s*=\s*"([\w.-]+)",\s*\.info\s*=\s*&{info[1]}\b', text):
            yield "cpu-property", f"{target[1]}.{name}"
    if beside.conditions:
        return
    if path.startswith("block/"):
        yield from _drivers(tree, path, beside.function)
    for one in device_types.of_file(tree, path) if path.startswith("hw/") else ():
        init = c_classes.functions(path, source).get(one.class_init)
        body = source[init.body.start : init.body.end].decode("latin-1") if init else ""
        if not one.abstract and _realizes(body, beside.function):
            yield "device", one.name


def _realizes(body: str, function: str) -> bool:
    """Tell whether a line of `body` names the function behind the word "realize"."""
    named = re.compile(rf"\b{re.escape(function)}\b")
    lines = (line for line in body.split("\n") if "realize" in line)
    return any(named.search(line, line.index("realize") + len("realize")) for line in lines)


def _drivers(tree: Tree, path: str, function: str) -> Iterator[Tie]:
    """Yield the block drivers that open images with the function."""
    found = definitions.definition(tree, "BlockdevDriver")
    for names, hooks in block_drivers.of_file(tree, path):
        for name in names if found and function in hooks else ():
            if found and found[1].member(name) is not None:
                yield "block-driver", f"BlockdevDriver.{name}"
