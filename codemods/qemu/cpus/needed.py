"""What needs a CPU model: boards that make it or take no other one, models built on it, defaults.

Source: hw/core/boards.h and linux-user's target_elf.h in QEMU.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.formats.c import items as c_items
from codemods.formats.c import rows
from codemods.kind import Part
from codemods.qemu.cpus.models import Model
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree

#: The list of the models that a board takes, from its name to where a row begins.
_VALID = re.compile(rb"valid_cpu_types\b[^;{}]{0,40}=\s{0,20}\{[^;{}]{0,4000}\Z")
_FAR = 5000
_HEAD = 60
#: The folders of user mode whose CPU is called as another target's.
_USER = {"arm": ("arm", "aarch64"), "i386": ("i386", "x86_64")}


def parts(tree: Tree, model: Model) -> Iterator[Part]:
    """Yield the rows that let a board take the model; what needs it is for a person."""
    literal = f'"{model.name}"'
    quoted = re.escape(literal.encode())
    named = re.compile(rb"\b[A-Z]\w{0,30}_CPU_TYPE_NAME\(\s{0,4}" + quoted + rb"\s{0,4}\)")
    joined = re.compile(quoted + rb'\s{0,4}"-"\s{0,4}TYPE_\w{1,40}')
    default = re.compile(rb"(?:\breturn|\bTARGET_DEFAULT_CPU_MODEL)\s{1,20}" + quoted)
    folders = ("hw", f"target/{model.arch}", "linux-user", "bsd-user")
    for path in dict.fromkeys(h.path for h in tree.grep((literal,), folders)):
        if not path.endswith((".c", ".h", ".inc")) or not _is_near(path, model.arch):
            continue
        source = tree.read(path)
        if path.startswith(("linux-user/", "bsd-user/")):
            for found in default.finditer(source):
                yield Part(path, line_of(source, found.start()),
                           by_hand=f"{model.name} is the CPU of user mode")  # fmt: skip
            continue
        for found in named.finditer(source):
            if not _is_own(model, path, source, found.start()):
                yield _use(model, path, source, found)
        for found in joined.finditer(source):
            yield from _compat(path, source, found.start())


def _compat(path: str, source: bytes, at: int) -> Iterator[Part]:
    """Yield the row that sets a property of the model for an older machine."""
    item = c_items.read(source).at(at)
    if item is None or b"GlobalProperty" not in source[item.start : item.start + _HEAD]:
        return
    row = rows.around(source, item.start, item.end, at)
    if row is not None and row.array:
        yield Part(path, line_of(source, row.start), (rows.cut(path, source, row),))


def _is_near(path: str, arch: str) -> bool:
    """Tell whether the file is the target's, or its user mode's."""
    top, folder, *_ = path.split("/")
    if top == "target":
        return True
    known = _USER.get(arch, ()) if top != "hw" else ()
    return folder.startswith(arch) or folder in known


def _is_own(model: Model, path: str, source: bytes, at: int) -> bool:
    """Tell whether the byte `at` is in the definition of the model, or of its macro."""
    line = source[source.rfind(b"\n", 0, at) + 1 : at]
    if path.startswith("target/") and line.lstrip().startswith(b"#"):
        return True
    if path != model.path:
        return False
    item = c_items.read(source).at(model.start)
    # The parent of another model is in another row.
    if item is None:
        return False
    return rows.together(source, item.start, item.end, model.start, at)


def _use(model: Model, path: str, source: bytes, found: re.Match[bytes]) -> Part:
    line = line_of(source, found.start())
    if _VALID.search(source, max(0, found.start() - _FAR), found.start()):
        start = source.rfind(b"\n", 0, found.start()) + 1
        end = source.find(b"\n", found.end()) + 1
        if source[start:end].rstrip().endswith(b",") and _has_more(source, start, end):
            return Part(path, line, (Edit(path, start, end, b""),))
    return Part(path, line, by_hand=f"it needs the CPU model {model.name}")


def _has_more(source: bytes, start: int, end: int) -> bool:
    """Tell whether the list has another row than the lines [start, end)."""
    opened, closed = source.rfind(b"{", 0, start), source.find(b"}", end)
    rest = source[opened + 1 : start] + source[end:closed]
    return b"(" in rest or b"TYPE_" in rest
