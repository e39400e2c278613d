"""The CPU models of the tree: what `-cpu` takes, and where each is defined.

A model is an entry of a table, the use of a macro that makes a type, or a type
that is written out; an alias is another name for one.  Source: target/ in QEMU.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from codemods.errors import Refused
from codemods.formats.c import initializers as c_initializers
from codemods.formats.c import macros as c_macros
from codemods.formats.c import tokens as c_tokens
from codemods.formats.c.initializers import Initializer
from codemods.formats.c.tokens import Token
from codemods.qemu.code import headers
from codemods.qemu.code import types as qom_types
from codemods.qemu.code.types import Type
from codemods.source.splice import line_of
from codemods.source.tree import Tree

#: The structures that describe one model each in a table of all.
_STRUCTS = r"X86CPUDefinition|ARMCPUInfo|mips_def_t|sparc_def_t|S390CPUDef|XtensaConfig"
_ALIASES = re.compile(r"\b(?=\w*[Aa]lias)\w+\s*\[\]\s*=\s*(\{)")
_COMPARED = re.compile(r'\b\w*(?:strcmp|str_equal)\(\w+, *\w+_CPU_TYPE_NAME\("([^"%]+)"')
_STRUCT = re.compile(r"struct\s+(?:\w+\s*)?\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}\s*(\w+)?")
_FOLDERS = ("target",)
#: A macro that defines one PowerPC model; its arguments are matched by the expansion's fields.
_USE = re.compile(r"^[ \t]*(POWERPC_\w+)[ \t]*\((?=[ \t\r\n]*\")", re.MULTILINE)


@dataclass(frozen=True)
class Model:
    """A CPU model of the target whose folder below target/ is `arch`.

    One of these tells how it is defined: `entry` of the table `table`, a structure `struct`;
    the macro `use` with its arguments up to the offset `end`; the `type`.
    None does for an alias, whose `alias_of` is the model's name.
    """

    name: str
    arch: str
    path: str
    line: int
    start: int
    entry: Initializer | None = None
    struct: str = ""
    table: str = ""
    use: str = ""
    end: int = 0
    type: Type | None = None
    alias_of: str = ""

    @property
    def qualified(self) -> str:
        """The name with its target: several have a model "max"."""
        return f"{self.arch}/{self.name}"


def find(tree: Tree, name: str) -> tuple[Model, ...]:
    """Return the definitions of the models called "NAME" or "TARGET/NAME"."""
    arch, slash, bare = name.partition("/")
    if arch and slash and bare:
        # All lines with the name answer both questions below.
        tree.grep((bare,), _FOLDERS)
    # A model may have a slash of its own.
    asked = [("", name), *([(arch, bare)] if arch and slash else [])]
    return tuple(m for a, n in asked for m in _called(tree, n) if a in ("", m.arch))


def every(tree: Tree) -> Iterator[Model]:
    """Yield each definition of each model."""
    words = ("TypeInfo", *_STRUCTS.split("|"), "POWERPC_DEF", "lias")
    for path in sorted({h.path for h in tree.grep(words, _FOLDERS)}):
        yield from of_file(tree, path)


def of_file(tree: Tree, path: str) -> tuple[Model, ...]:
    """Return the models that the file `path` defines, aliases last."""
    if not path.endswith((".c", ".c.inc")) or path.count("/") < 2:
        return ()
    found = _of_file(tree, path)
    return tuple(sorted(found, key=lambda m: (m.alias_of != "", m.start)))


def note_field(tree: Tree, struct: str, arch: str) -> bool:
    """Tell whether the structure `struct` of a target has a place for the note."""
    for hit in tree.grep(("deprecation_note;",), (f"target/{arch}",)):
        text = c_tokens.text_of(tree.read(hit.path))
        for found in _STRUCT.finditer(text):
            if re.search(r"\*\s*deprecation_note;", found.group()) and struct in found.group():
                return True
    return False


def require_childless(tree: Tree, arch: str, one: Type, by_hand: str) -> None:
    """Refuse the type `one` when another model inherits from it, and so what is said of it.

    Arguments:
        by_hand: what the user is to do instead, for the hint.
    """
    folder = f"target/{arch}"
    paths = sorted({h.path for h in tree.grep(("TypeInfo",), (folder,)) if h.path.endswith(".c")})
    types = (t for path in paths for t in qom_types.types(tree, path, "CPU", (folder,)))
    children = [t.name for t in types if t.parent == one.name]
    if children:
        raise Refused(
            f"{', '.join(children)} would inherit the deprecation of {one.name}",
            path=one.path, line=one.line, hint=by_hand,
        )  # fmt: skip


def _called(tree: Tree, name: str) -> Iterator[Model]:
    if not name or len(name) > 80:
        return
    # A word such as "any" stands in hundreds of files: a name is a string or given to a macro.
    given = re.compile(rb'"%s|[(,]\s*%s\s*[,)]'.replace(b"%s", re.escape(name.encode())))
    naming = tree.naming(name, _FOLDERS)
    found_in = dict.fromkeys(path for path in naming if given.search(tree.read(path)))
    for header in [p for p in found_in if p.endswith(".h")]:
        for macro in c_macros.definitions(tree.read(header)).values():
            whole = f'"{name}"' in macro.text or f'"{name}-cpu"' in macro.text
            if macro.name.startswith("TYPE_") and whole:
                found_in |= dict.fromkeys(tree.naming(macro.name, _FOLDERS))
    yield from (m for p in found_in for m in of_file(tree, p) if m.name == name)


@lru_cache(maxsize=256)
def _of_file(tree: Tree, path: str) -> tuple[Model, ...]:
    source = tree.read(path)
    text = c_tokens.text_of(source)
    lookup = headers.lookup(tree, path, (f"target/{_arch(path)}",))
    made = [*_tabled(path, source, text, lookup), *_used(path, source, text)]
    if "TypeInfo" in text:
        made += _typed(tree, path)
    made += _aliases(path, source, text)
    return tuple(made)


def _tabled(path: str, source: bytes, text: str, lookup: c_macros.Lookup) -> Iterator[Model]:
    for struct, table, inside in c_initializers.declared(text, _STRUCTS):
        for one in _entries(inside, lookup):
            name = c_tokens.string(c_macros.expand(one.fields.get("name", ()), lookup))
            if name:
                start = one.fields["name"][0].start
                yield Model(
                    name, _arch(path), path, line_of(source, start), start,
                    entry=one, struct=struct, table=table,
                )  # fmt: skip


def _entries(inside: Sequence[Token], lookup: c_macros.Lookup) -> list[Initializer]:
    """Return the entries of a table; those that macros make are expanded."""
    written = list(c_initializers.structures(inside))
    if all("name" in one.fields or not (one.fields or one.plain) for one in written):
        # Most of a large table are masks of features, which take long to expand.
        return written
    return list(c_initializers.structures(c_macros.expand(inside, lookup)))


def _used(path: str, source: bytes, text: str) -> Iterator[Model]:
    for found in _USE.finditer(text):
        inside = c_tokens.balanced(text, found.end() - 1)
        name = c_tokens.string(inside[1:2])
        if name:
            start = found.start(1)
            yield Model(
                name, _arch(path), path, line_of(source, start), start,
                use=found[1], end=inside[-1].start,
            )  # fmt: skip


def _typed(tree: Tree, path: str) -> Iterator[Model]:
    arch = _arch(path)
    types = qom_types.types(tree, path, "CPU", (f"target/{arch}",))
    for one in types:
        # A target of one model or two calls them as itself: "hppa64-cpu".
        found = re.fullmatch(r"(.+?)-(\w+-cpu)", one.name) or re.fullmatch(r"(\w+)-cpu", one.name)
        if found and not one.abstract and one.parent and not re.match("accel|tcg|kvm", one.name):
            yield Model(found[1], arch, path, one.line, one.start, type=one)


def _aliases(path: str, source: bytes, text: str) -> Iterator[Model]:
    for found in _ALIASES.finditer(text):
        inside = c_tokens.balanced(text, found.start(1))
        for one in c_initializers.structures(inside) if inside else ():
            if len(one.plain) == 2 and (name := c_tokens.string(one.plain[0])):
                target = next((t.text.strip('"') for t in one.plain[1] if t.kind == "string"), "")
                yield _alias(path, source, one.plain[0][0], name, target)
    # What a target's lookup compares a name with, without having such a model.
    for found in _COMPARED.finditer(text):
        token = Token("string", found[1], found.start(1))
        yield _alias(path, source, token, found[1], "another name")


def _alias(path: str, source: bytes, token: Token, name: str, target: str) -> Model:
    line = line_of(source, token.start)
    return Model(name, _arch(path), path, line, token.start, alias_of=target or "another name")


def _arch(path: str) -> str:
    return path.split("/")[1]
