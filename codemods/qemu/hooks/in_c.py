"""Hooks in C: reasons, notes, warnings, help and descriptions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.formats.c import macros as c_macros
from codemods.qemu.hooks import around, ties
from codemods.qemu.hooks.hook import Hook
from codemods.qemu.hooks.in_tables import SAYS
from codemods.source.splice import line_of
from codemods.source.tree import Tree
from codemods.syntax.parse import Node, parse

_WORD = re.compile(rb"[Dd]eprecat|DEPRECAT")
_MEMBERS = {"deprecation_reason": "reason", "deprecation_note": "note"}
_READS_MEMBER = re.compile(r"\bdeprecation_(?:reason|note)\b")
_REPORTS = re.compile(
    r"(?:warn|error|info)_report\w*|printf|error_printf\w*|g_warning|monitor_printf|fprintf|"
    r"qemu_printf|g_strdup_printf|g_string_append\w*|error_append_hint"
)
_DESCRIBES = re.compile(r"object_(?:class_)?property_set_description")
_LITERAL = re.compile(r'(?<!\\)"((?:[^"\\]|\\.)*)"')
#: A tag that a comment begins with: what it stands beside is deprecated since then.
_TAG = re.compile(r"\bDEPRECATED_\d+\.\d+:\s*([^*]*)")


def hooks(tree: Tree, path: str) -> Iterator[Hook]:
    """Yield the hooks of the C file `path`, in its order."""
    source = tree.read(path)
    root = parse("c", source).root_node
    done: set[int] = set()
    for found in _WORD.finditer(source):
        node = root.descendant_for_byte_range(found.start(), found.start())
        for hook, start in _hook(tree, path, source, node) if node is not None else ():
            if start not in done:
                done.add(start)
                yield hook


def _hook(tree: Tree, path: str, source: bytes, node: Node) -> Iterator[tuple[Hook, int]]:
    if node.type == "comment":
        yield from _tagged(path, source, node)
        yield from _commented(path, source, node)
        return
    if node.type in ("preproc_arg", "preproc_def", "preproc_function_def"):
        yield from _macro(path, source, node)
        return
    outer: Node | None = node
    while outer is not None and outer.type != "function_definition":
        if outer.type == "call_expression":
            yield from _call(tree, path, source, outer)
            return
        if outer.type in ("assignment_expression", "initializer_pair"):
            yield from _set(tree, path, source, outer)
            return
        outer = outer.parent


def _commented(path: str, source: bytes, node: Node) -> Iterator[tuple[Hook, int]]:
    """Yield the comment of a function that tells clients what is deprecated."""
    beside = around.of(node)
    if "deprecated" in beside.function and SAYS.search(_text(node)):
        names = tuple(re.findall(r"\b[A-Z]\w*?_FEAT_(\w+)", _text(beside.node)))
        message = " ".join(_text(node).strip("/* ").split())
        line = line_of(source, node.start_byte)
        # One function tells of all of them.
        start = beside.node.start_byte if beside.node is not None else node.start_byte
        yield Hook(path, line, message, "comment", beside.function, names=names), start


def _tagged(path: str, source: bytes, node: Node) -> Iterator[tuple[Hook, int]]:
    found = _TAG.search(_text(node))
    if found:
        beside = around.of(node)
        names = tuple(re.findall(r"'([\w.,+-]+)'", _text(node)))
        line = line_of(source, node.start_byte + found.start())
        message = " ".join(found[1].replace("*", " ").split())
        yield Hook(path, line, message, "comment", beside.function, names=names), node.start_byte


def _macro(path: str, source: bytes, node: Node) -> Iterator[tuple[Hook, int]]:
    """Yield the hook of a macro that sets a reason for whatever uses it."""
    while node.parent is not None and not node.type.startswith("preproc_def") \
            and node.type != "preproc_function_def":  # fmt: skip
        node = node.parent
    text = _text(node)
    name = next(iter(c_macros.definitions((text + "\n").encode())), "")
    if re.search(r"\bdeprecation_reason\s*=\s*[A-Z]", text):
        line = line_of(source, node.start_byte)
        yield Hook(path, line, "", "reason", name, generic=True), node.start_byte


def _call(tree: Tree, path: str, source: bytes, call: Node) -> Iterator[tuple[Hook, int]]:
    name = _text(call.child_by_field_name("function"))
    text = _text(call.child_by_field_name("arguments"))
    message = message_of(text)
    line = line_of(source, call.start_byte)
    beside = around.of(call)
    if name.isupper() and re.search(r"DEPRECATED_CPU|_DEPR\b", name):
        yield ties.note(tree, path, source, call, Hook(path, line, _last(text), "note", name)), \
            call.start_byte  # fmt: skip
    elif _DESCRIBES.fullmatch(name) and "eprecated" in message:
        owned = re.search(r'"([\w.+-]+)"', text)
        if owned:
            hook = Hook(path, line, _last(text), "description", beside.function, names=(owned[1],))
            yield ties.described(tree, path, source, call, hook), call.start_byte
    elif _REPORTS.fullmatch(name) and re.search("deprecated", message, re.IGNORECASE):
        read = any(_READS_MEMBER.search(t) for t in (text, *beside.conditions))
        hook = Hook(path, line, message, "warning", beside.function, generic=read, call=name)
        if (
            not read
            and name != "printf"
            and re.search("[a-z]{2}", message.replace("deprecated", ""))
        ):
            yield ties.warned(tree, path, source, beside, hook), call.start_byte
        elif read:
            yield hook, call.start_byte


def _set(tree: Tree, path: str, source: bytes, node: Node) -> Iterator[tuple[Hook, int]]:
    """Yield the hook of "object->member = text" or ".member = text"."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if node.type == "initializer_pair":
        left, right = node.child_by_field_name("designator"), node.child_by_field_name("value")
    member = re.findall(r"\w+", _text(left))[-1:]
    value = _text(right)
    if not member or not _LITERAL.search(value):
        return
    line, message = line_of(source, node.start_byte), message_of(value)
    if member[0] in _MEMBERS:
        hook = Hook(path, line, message, _MEMBERS[member[0]], around.of(node).function)
        tie = ties.reason if hook.idiom == "reason" else ties.note
        yield tie(tree, path, source, node, hook), node.start_byte
    elif member[0] == "help" and re.search(r"\bdeprecated\b", message, re.IGNORECASE):
        hook = Hook(path, line, message, "help", ties.list_around(node))
        yield ties.row(tree, path, source, node, hook), node.start_byte


def message_of(text: str) -> str:
    """Return what the literals of C `text` say together, macros between them as they stand."""
    parts = re.findall(r'(?<!\\)"((?:[^"\\]|\\.)*)"|\b([A-Z][A-Z\d_]{2,})\b(?=[\s"]*"|\s*$)', text)
    joined = "".join(literal or macro for literal, macro in parts)
    return joined.replace('\\"', '"').replace("\\n", "\n").strip()


def _last(text: str) -> str:
    """Return the last literal, with those beside it, among the arguments `text`."""
    run, end = "", 0
    for literal in _LITERAL.finditer(text):
        beside = not text[end : literal.start()].strip()
        run = run + literal[0] if beside else literal[0]
        end = literal.end()
    return message_of(run) if run and text[end:].strip() in ("", ")") else ""


def _text(node: Node | None) -> str:
    return (node.text or b"").decode(errors="replace") if node is not None else ""
