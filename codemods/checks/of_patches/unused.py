"""No static function or variable, local or label may lose its last use and stay.

The compiler says so only with a configured build.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.errors import Problem
from codemods.formats.c import items as c_items
from codemods.formats.c.directives import pasting
from codemods.formats.c.items import File, Item
from codemods.formats.c.tokens import text_of
from codemods.model import Check, Patch
from codemods.source.tree import Tree

_HIDDEN = re.compile(
    r'/\*.*?(?:\*/|\Z)|//[^\n]*|(?<!\\)"(?:\\.|[^"\\\n])*"|(?<!\\)\'(?:\\.|[^\'\\\n])*\'', re.DOTALL
)
_LABEL = re.compile(r"(?m)^[ \t]*(\w+):(?!:)[ \t]*$")
_LOCAL = re.compile(
    r"(?m)^[ \t]+(?:const |unsigned |struct )*[A-Za-z_]\w*[ \t]+\**(\w+)[ \t]*(?:=[^;=][^;]*)?;"
)
_KEYWORDS = frozenset({"return", "goto", "else", "case", "typedef", "extern"})
_MARKED = re.compile(r"unused|constructor|static inline|G_DEFINE|glue\s*\(", re.IGNORECASE)


def run(before: Tree, after: Tree, patch: Patch) -> Iterator[Problem]:
    """Yield a problem for each that a removal leaves without use."""
    for path in sorted(p for p, data in patch.files.items() if data and p.endswith(".c")):
        if patch.removes:
            yield from _file(path, before.read(path), after.read(path))


def _file(path: str, old: bytes, new: bytes) -> Iterator[Problem]:
    was, now = c_items.read(old), c_items.read(new)
    pasted = _pasted(new, now)
    macros = [_bare(new, i) for i in now.items if i.kind == c_items.MACRO]
    for item in now.items:
        name = item.name
        text = _bare(new, item)
        same = [i for i in was.defining(name) if i.kind == item.kind]
        # Each branch of a conditional may have one of the name: the one that did not change counts.
        earlier = next((i for i in same if _bare(old, i) == text), same[0] if same else None)
        if earlier is None:
            continue
        line = new.count(b"\n", 0, item.start) + 1
        if item.static and item.kind in (c_items.FUNCTION, c_items.VARIABLE):
            lost = _only(new, item, name) and not _only(old, earlier, name)
            lost = lost and not _MARKED.search(text[:200]) and not any(p in name for p in pasted)
            if lost and not any(pasting.may_make(macro, name) for macro in macros):
                yield Problem(CHECK.id, path, line, f"static {name} is used no more")
        if item.kind == c_items.FUNCTION and (body := _bare(old, earlier)) != text:
            for label in _labels(body, text):
                yield Problem(
                    CHECK.id, path, line, f"the label {label} in {name}() is used no more"
                )
            for local in _locals(body, text):
                yield Problem(CHECK.id, path, line, f"{local} in {name}() is used no more")


def _only(source: bytes, item: Item, name: str) -> bool:
    """Tell whether the file has `name` in the item alone."""
    return c_items.words(source)[name] == c_items.uses(source, item.start, item.end, name)


def _pasted(source: bytes, file: File) -> set[str]:
    """Return the pieces with which uses of macros may put names together: "2_7" of X(2, 7)."""
    found = set()
    for item in file.items:
        if item.kind == c_items.CALL:
            inner = re.findall(r"\w+", text_of(source[item.start : item.end]).partition("(")[2])
            found |= {"_".join(inner[:n]) for n in range(1, len(inner) + 1)}
    return found


def _bare(source: bytes, item: Item) -> str:
    return _HIDDEN.sub("", text_of(source[item.start : item.end]))


def _labels(old: str, new: str) -> Iterator[str]:
    for label in _LABEL.findall(new):
        goto = re.compile(rf"\bgoto\s+{label}\b")
        if label != "default" and goto.search(old) and not goto.search(new):
            yield label


def _locals(old: str, new: str) -> Iterator[str]:
    inner = new[new.find("{") :]
    for found in _LOCAL.finditer(inner):
        name = found[1]
        if found[0].split()[0] in _KEYWORDS or "g_auto" in found[0]:
            continue
        word = re.compile(rf"\b{name}\b")
        if len(word.findall(inner)) == 1 and len(word.findall(old)) > 1:
            yield name


CHECK = Check(id="unused", run=run)
