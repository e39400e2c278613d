"""Hooks in the build, in the prose of schema comments and in the manual."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.formats.qapi.comments import Doc, content
from codemods.formats.qapi.schema import Definition, Schema
from codemods.formats.rst import sections as rst_sections
from codemods.qemu.hooks.hook import Hook
from codemods.qemu.hooks.in_tables import SAYS, sentence
from codemods.qemu.schema import definitions
from codemods.source.splice import line_of
from codemods.source.tree import Tree

_WARNS = re.compile(r"^([ \t]*)warning\('([^']*)'\)", re.MULTILINE)
_CONDITION = re.compile(r"^([ \t]*)(?:el)?if (.+)$", re.MULTILINE)
_MESSAGE = re.compile(r"[ \t]*message\((.*)\)\s*")
_HOST = re.compile(r"\b(?:host_arch|cpu)\s*==\s*'(\w+)'")
_OPTION = re.compile(r"(?<!\s)\s*(?:\.\. option:: ([\w.+-]+)(?![\w.+-]).*|``([^`]+)``)")
_LITERAL = re.compile(r"``([^`]+)``")


def of_build(tree: Tree, path: str) -> Iterator[Hook]:
    """Yield the warnings of a meson.build that say that what it builds for is deprecated."""
    text = tree.read(path).decode("utf-8", "replace")
    for found in _WARNS.finditer(text):
        if "deprecated" not in found[2].casefold():
            continue
        indent = len(found[1])
        around = [c[2] for c in _CONDITION.finditer(text, 0, found.start()) if len(c[1]) < indent][
            -1:
        ]
        said = [found[2]]
        for line in text[found.end() :].splitlines()[1:]:
            message = _MESSAGE.fullmatch(line)
            if message is None:
                break
            said += [" ".join(re.findall(r"'([^']*)'", message[1]))]
        hosts = [h for condition in around for h in _HOST.findall(condition)]
        yield Hook(
            path, text.count("\n", 0, found.start()) + 1, " ".join(filter(None, said)), "meson",
            "".join(around), ties=tuple(("host-arch", h) for h in hosts), names=tuple(hosts),
        )  # fmt: skip


def of_schema(tree: Tree, path: str) -> Iterator[Hook]:
    """Yield what comments say of parts of a definition that cannot carry the flag, or do not.

    What stands behind "@deprecated:" is the flag's own sentence, and no hook.
    """
    schema = definitions.load(tree, path)
    for definition in schema.definitions:
        if definition.doc is not None:
            yield from _prose(schema, definition, definition.doc)


def _prose(schema: Schema, definition: Definition, doc: Doc) -> Iterator[Hook]:
    contents = [content(line).decode("utf-8", "replace") for line in doc.lines]
    text = "\n".join(contents)
    for found in SAYS.finditer(text):
        row = text.count("\n", 0, found.start())
        if any(item.first <= row < item.last for item in doc.features):
            continue
        within = [i.name for i in doc.members if i.first <= row < i.last]
        members = [name for name in within if definition.member(name) is not None]
        names = members or [definition.name]
        # What tells clients that others are deprecated is not deprecated itself.
        if "deprecated" in names[0]:
            continue
        yield Hook(
            schema.path, line_of(schema.source, doc.offsets[row]),
            sentence(text, found.start(), found.end()), "sentence",
            ".".join([definition.name, *members]), names=tuple(names),
        )  # fmt: skip


def of_manual(tree: Tree, path: str) -> Iterator[Hook]:
    """Yield what a document below docs/ says is deprecated."""
    source = tree.read(path)
    found = rst_sections.sections(source)
    text = source.decode("utf-8", "replace")
    for said in SAYS.finditer(text):
        message = sentence(text, said.start(), said.end())
        at = len(text[: said.start()].encode())
        inside = [s.title for s in found if s.start <= at < s.end]
        yield Hook(
            path, text.count("\n", 0, said.start()) + 1, message, "manual", (inside or [""])[-1],
            names=tuple(dict.fromkeys([*_LITERAL.findall(message), *_term(text, said.start())])),
        )  # fmt: skip


def _term(text: str, at: int) -> tuple[str, ...]:
    """Return the option or term whose description the offset stands in."""
    lines = text[:at].split("\n")
    indent = len(lines[-1]) - len(lines[-1].lstrip())
    for line in reversed(lines[:-1]):
        here = len(line) - len(line.lstrip())
        if line.strip() and (here < indent or line.lstrip().startswith(".. option::")):
            found = _OPTION.fullmatch(line)
            return (found[1] or found[2],) if found else ()
    return ()
