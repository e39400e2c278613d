"""Where a user-creatable object learns that all its properties are set.

Source: include/qom/object_interfaces.h; 9526b9b620 and others do the like for
machines in their class_init.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.formats.c import functions as c_functions
from codemods.formats.c import members as c_members
from codemods.formats.c import tokens as c_tokens
from codemods.qemu.code import types as qom_types
from codemods.qemu.code.types import Type
from codemods.source.tree import Tree

#: The function that is called when all properties are set.
HOOK = "complete"
#: Where QEMU keeps the headers that name such types.
_HEADERS = ("include/qom", "include/system", "include/sysemu", "include/crypto", "include/net",
            "include/authz", "include/chardev", "include/scsi", "include/io", "include/hw",
            "include/exec")  # fmt: skip
_MACRO = re.compile(rb'(?m)^[ \t]*#[ \t]*define[ \t]+(\w+)[ \t]+"([^"\n]*)"')
_SHORTS = re.compile(r"\bOBJECT_DEFINE_(?=\w*TYPE)\w+\s*\([^;{]{0,500}\)")
_SHORT = re.compile(r"\bOBJECT_DEFINE_(?=\w*TYPE)\w+\s*\(\s*\w+\s*,\s*(\w+)\s*,\s*(\w+)\s*,")


def functions(tree: Tree, name: str) -> Iterator[tuple[str, c_functions.Function]]:
    """Yield the functions, with their files, that complete an object of exactly the type `name`.

    None where the type leaves that to a parent class, or several types share it.
    """
    for path, init in _class_inits(tree, name):
        source = tree.read(path)
        for function in c_functions.functions(path, source, init):
            hooks = list(dict.fromkeys(c_members.assigned(source, function, HOOK)))
            for hook in hooks if len(hooks) == 1 else ():
                if not _shared(tree, path, init):
                    yield from ((path, f) for f in c_functions.functions(path, source, hook))


def files(tree: Tree, name: str) -> Iterator[str]:
    """Yield the files that define a type called `name`, and the header that names it."""
    macros = _names_of(tree, name)
    named = "|".join([re.escape(f'"{name}"'), *macros])
    info = re.compile(rf"\.name\s*=\s*(?:{named})(?!\w)")
    define = re.compile(rf'#\s*define\s+\w+\s+"{re.escape(name)}"')
    short = re.compile(rf"\b(?:{'|'.join(m.removeprefix('TYPE_') for m in macros)})\s*,")
    for path in dict.fromkeys([*_candidates(tree, name), *tree.naming(f'"{name}"')]):
        if not path.endswith((".c", ".h")) or path.startswith("tests/"):
            continue
        text = tree.read(path).decode("latin-1")
        made = macros and any(short.search(m) for m in _SHORTS.findall(text))
        if made or (define if path.endswith(".h") else info).search(text):
            yield path


def defined(tree: Tree, name: str) -> Iterator[tuple[Type, bool]]:
    """Yield each definition of the type, and whether its file defines no other one."""
    for path in files(tree, name):
        found = qom_types.types(tree, path, "OBJECT_DEFINE", _HEADERS)
        yield from ((one, len(found) == 1) for one in found if one.name == name)


def _class_inits(tree: Tree, name: str) -> Iterator[tuple[str, str]]:
    """Yield file and class_init function of the type `name`."""
    for path in _candidates(tree, name):
        for found in qom_types.types(tree, path, "OBJECT_DEFINE", _HEADERS):
            if found.name == name and found.class_init:
                yield path, found.class_init
        text = c_tokens.text_of(tree.read(path))
        for short in _SHORT.finditer(text):
            if f"TYPE_{short[2]}" in _names_of(tree, name):
                yield path, f"{short[1]}_class_init"


def _candidates(tree: Tree, name: str) -> list[str]:
    words = [f'"{name}"', *(m.removeprefix("TYPE_") for m in _names_of(tree, name))]
    found = [p for m in _names_of(tree, name) for p in tree.naming(m)]
    for word in words:
        found += [p for p in tree.naming(word) if b"OBJECT_DEFINE" in tree.read(p)]
    found += tree.naming(words[0])
    kept = (p for p in dict.fromkeys(found) if p.endswith(".c") and not p.startswith("tests/"))
    return list(kept)


def _names_of(tree: Tree, name: str) -> list[str]:
    """Return the macros that stand for the type's name."""
    found = []
    for path in tree.naming(f'"{name}"'):
        if path.endswith((".c", ".h")) and not path.startswith("tests/"):
            for macro in _MACRO.finditer(tree.read(path)):
                if macro[2].decode("latin-1") == name:
                    found.append(macro[1].decode("latin-1"))
    return list(dict.fromkeys(found))


def _shared(tree: Tree, path: str, init: str) -> bool:
    """Tell whether several types of the file have the same class_init."""
    users = [t for t in qom_types.types(tree, path, "", _HEADERS) if t.class_init == init]
    return len(users) > 1
