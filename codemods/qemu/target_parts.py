"""What goes with a target: its folders, what is compiled for it alone, the lines that build it.

Source: 875bb7e35b, 9d49bcf699, 6c3014858c and 44e4075bf4 in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from codemods.formats import kconfig
from codemods.formats.c import items as c_items
from codemods.formats.c.directives import conditionals
from codemods.kind import Part
from codemods.model import Place
from codemods.qemu import built, emulator_tests, programs
from codemods.qemu.schema import definitions
from codemods.source.searching import beforehand
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree, below, exists

_C = (".c", ".h", ".inc")
_CONFIGS = ("configs/targets", "configs/devices", "default-configs")
_ELF = "include/elf.h"
_ENUM = "SysEmuTarget"
_MESON = "meson.build"
_CONFIGURE = "configure"
#: Folders below which each target has one of its own.
_HOMES = ("target", "hw", "linux-user", "bsd-user", "tests/tcg", "include/hw", "linux-headers/asm-")


def parts(tree: Tree, name: str) -> Iterator[Part]:
    """Yield what goes with the target of the folder target/`name`."""
    builds = [c for c in programs.configs(tree) if programs.folder(tree, c) == name]
    others = sorted({c.name for c in builds} - {name})
    home = f"target/{name}"
    if others or not below(tree, home):
        why = f"{', '.join(others)} is built from {home}, too" if others else f"there is no {home}"
        yield Part(builds[0].path if builds else home, 0, by_hand=why)
        return
    files = dict.fromkeys(_files(tree, name))
    macros = [f"TARGET_{name.upper()}", f"CONFIG_{name.upper()}_DIS"]
    yield Part(home, 0, files=tuple(files), inner=True)
    for macro in macros:
        yield from _conditionals(tree, macro, files)
    yield from _architecture(tree, f"QEMU_ARCH_{name.upper()}", files)
    yield from _schema_conditions(tree, macros[0])
    yield from _built(tree, name)
    yield from value(tree, name)
    yield from _lines(tree, name)
    yield from configured(tree, re.escape(name) + r"-(?:softmmu|(?:linux|bsd)-user)")
    yield from emulator_tests.parts(tree, name)
    declared = [*_declared(tree, name, files), *_machines(tree, name, files)]
    if declared:
        yield Part(home, 0, names=tuple((n, b"false") for n in declared))


def _files(tree: Tree, name: str) -> Iterator[str]:
    """Yield the files that are the target's own."""
    for folder in _HOMES:
        yield from below(tree, f"{folder}/{name}")
    for folder in _CONFIGS:
        config = re.compile(rf"{folder}/(?:\w+/)?{re.escape(name)}-(?:softmmu|\w+-user)(?:[./].*)?")
        yield from (p for p in below(tree, folder) if config.fullmatch(p))
    yield from (p for p in (f"disas/{name}.c",) if exists(tree, p))
    yield from _selected_alone(tree, name)


def _selected_alone(tree: Tree, name: str) -> Iterator[str]:
    """Yield the files of the symbols of its boards, and of those called like it that they select.

    What else only they use is another patch's.
    """
    own = f"hw/{name}/Kconfig"
    if not exists(tree, own):
        return
    known = tuple(kconfig.symbols(built.text(tree, own)))
    for one in known:
        yield from built.under(tree, one.name)
    for symbol in dict.fromkeys(s for k in known for s in k.selects):
        others = [p for p in tree.naming(symbol) if _selects(tree, p, symbol) and p != own]
        called_so = name in symbol.lower() or symbol.startswith(tuple(f"{k.name}_" for k in known))
        if others or not called_so or not _is_plain(tree, symbol):
            continue
        yield from built.under(tree, symbol)


def _selects(tree: Tree, path: str, symbol: str) -> bool:
    if path.endswith((".mak", ".mak.in")):
        return True
    if "Kconfig" not in path.rpartition("/")[2]:
        return False
    return any(symbol in k.selects for k in kconfig.symbols(built.text(tree, path)))


def _is_plain(tree: Tree, symbol: str) -> bool:
    """Tell whether the symbol is only there to be selected: no prompt, no default."""
    for path in tree.naming(symbol):
        if "Kconfig" in path.rpartition("/")[2]:
            source = built.text(tree, path)
            for one in kconfig.symbols(source):
                if one.name == symbol:
                    text = source[one.start : one.end]
                    return re.search(rb'\bdefault\b|\bbool\s+"', text) is None
    return False


def _conditionals(tree: Tree, macro: str, going: Iterable[str]) -> Iterator[Part]:
    """Yield what is compiled for the macro alone, and the lines that poison it."""
    gone = set(going)
    poison = re.compile(rb"(?m)^#pragma GCC poison " + macro.encode() + rb"[ \t]*\n")
    for path in tree.naming(macro):
        if not path.endswith(_C) or path in gone:
            continue
        source = tree.read(path)
        edits = [Edit(path, m.start(), m.end(), b"") for m in poison.finditer(source)]
        edits += conditionals.without(path, source, macro)
        if edits:
            yield Part(path, line_of(source, edits[0].start), tuple(edits))


def _architecture(tree: Tree, constant: str, going: Iterable[str]) -> Iterator[Part]:
    """Yield the rows of the architecture's constant, and its operands in the tables of options."""
    gone = set(going)
    name = constant.encode()
    row = re.compile(rb"(?m)^[ \t]*" + name + rb"[ \t]*=[^,\n]*,[^\n]*\n")
    operand = re.compile(
        rb"[ \t]{0,80}\|[ \t]{0,80}" + name + rb"\b|\b" + name + rb"[ \t]{0,80}\|[ \t]{0,80}"
    )
    for path in tree.naming(constant):
        if path in gone or not path.endswith((*_C, ".hx")):
            continue
        source = tree.read(path)
        found = [*row.finditer(source), *operand.finditer(source)]
        edits = [Edit(path, m.start(), m.end(), b"") for m in found]
        if edits:
            yield Part(path, line_of(source, edits[0].start), tuple(edits))


def _schema_conditions(tree: Tree, macro: str) -> Iterator[Part]:
    """Yield the operands of the macro in the conditions of the schema."""
    name = re.escape(macro.encode())
    operand = re.compile(
        rb",\s{0,80}'" + name + rb"'(?=\s{0,80}[,\]])|'" + name + rb"'\s{0,80},\s{0,80}(?=')"
        rb"|\s{0,80}\|\|\s{0,80}defined\(" + name + rb"\)"
        rb"|defined\(" + name + rb"\)\s{0,80}\|\|\s{0,80}"
    )  # fmt: skip
    for path in tree.naming(macro, ("qapi",)):
        source = tree.read(path)
        edits = tuple(Edit(path, m.start(), m.end(), b"") for m in operand.finditer(source))
        if edits:
            yield Part(path, line_of(source, edits[0].start), edits)


def _built(tree: Tree, name: str) -> Iterator[Part]:
    """Yield the lines of the build that name the target's folders."""
    word = re.escape(name.encode())
    kinds = (
        (_MESON, re.compile(rb"(?m)^[ \t]*subdir\('" + word + rb"'\)[ \t]*\n")),
        (_MESON, re.compile(rb"(?m)^[ \t]*'" + word + rb"'[ \t]*:[ \t]*\[[^\]\n]*\],[ \t]*\n")),
        ("Kconfig", re.compile(rb"(?m)^source " + word + rb"/Kconfig[ \t]*\n")),
    )
    for path in tree.naming(name):
        if path.startswith(("tests/", f"target/{name}/", f"hw/{name}/", "docs/", "subprojects/")):
            continue
        for file, line in kinds:
            if path.rpartition("/")[2] != file:
                continue
            source = tree.read(path)
            edits = tuple(Edit(path, m.start(), m.end(), b"") for m in line.finditer(source))
            if edits:
                yield Part(path, line_of(source, edits[0].start), edits)


def _machines(tree: Tree, name: str, files: Iterable[str]) -> Iterator[str]:
    """Yield the numbers of the target's ELF files that common code asks for."""
    number = re.compile(rb"(?m)^#define[ \t]+(EM_\w*" + name.upper().encode() + rb"\w*)[ \t]")
    gone = {*files, _ELF}
    for found in number.finditer(tree.read(_ELF)) if exists(tree, _ELF) else ():
        macro = found[1].decode()
        users = [p for p in tree.naming(macro) if p.endswith(_C) and p not in gone]
        if any(re.search(rb"\bcase[ \t]+" + found[1] + rb":", tree.read(p)) for p in users):
            yield macro


def value(tree: Tree, name: str) -> Iterator[Part]:
    """Yield the value of the schema by which a system emulator says what it is."""
    found = definitions.definition(tree, _ENUM)
    if found is not None and any(m.name == name for m in found[1].members):
        place = Place(found[0].path, _ENUM, name, f"Member @{name}")
        yield Part(found[0].path, 0, places=(place,))


def configured(tree: Tree, build: str) -> Iterator[Part]:
    """Yield what takes a build, told by the pattern, out of configure's lists of them."""
    one = build.encode()
    listed = re.compile(
        rb",(?:" + one + rb")(?=[,\n])|(?<==)(?:" + one + rb"),|(?<=_list=)(?:" + one + rb")(?=\n)"
    )
    source = tree.read(_CONFIGURE) if exists(tree, _CONFIGURE) else b""
    for found in listed.finditer(source):
        edit = Edit(_CONFIGURE, found.start(), found.end(), b"")
        yield Part(_CONFIGURE, line_of(source, found.start()), (edit,))


def _lines(tree: Tree, name: str) -> Iterator[Part]:
    """Yield the lines by which the disassembler and configure know the target."""
    word = re.escape(name.encode())
    known = (
        ("include/disas/dis-asm.h", rb"(?m)^[ \t]+bfd_arch_" + word + rb",[^\n]*\n"
         rb"(?:#define[ \t]+bfd_mach_" + word + rb"\w*[ \t][^\n]*\n)*"),
        (_CONFIGURE, rb"(?m)^: \$\{cross_prefix_" + word + rb"=[^\n]*\n"
         rb"|^[ \t]+" + word + rb"\) container_[^;\n]*;;\n"),
    )  # fmt: skip
    for path, line in known:
        source = tree.read(path) if exists(tree, path) else b""
        if path.endswith(".h") and any(
            p != path and not p.startswith((f"target/{name}/", f"disas/{name}."))
            for p in tree.naming(f"bfd_arch_{name}")
        ):
            continue
        edits = tuple(Edit(path, m.start(), m.end(), b"") for m in re.finditer(line, source))
        if edits:
            yield Part(path, line_of(source, edits[0].start), edits)


def _declared(tree: Tree, name: str, files: Iterable[str]) -> Iterator[str]:
    """Yield the functions of the files, called like the target, that headers elsewhere declare."""
    gone = set(files)
    found = [
        item.names[0]
        for path in files if path.endswith(".c")
        for item in c_items.read(tree.read(path)).items
        if item.kind == c_items.FUNCTION and not item.static and name in item.names[0].lower()
    ]  # fmt: skip
    beforehand.each(tree, found)
    for function in found:
        if any(p.endswith(".h") and p not in gone for p in tree.naming(function)):
            yield function
