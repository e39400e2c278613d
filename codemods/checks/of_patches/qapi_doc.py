"""The layout of documentation comments that the tree's own parser does not check."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from codemods.errors import Problem, Refused
from codemods.formats.qapi import comments as qapi_comments
from codemods.formats.qapi import schema as qapi_schema
from codemods.model import Check, Patch
from codemods.qemu.schema import definitions
from codemods.source.splice import line_of
from codemods.source.tree import Tree

_TAGGED = re.compile(rb"# (Returns|Errors|Since|Notes?|Examples?|TODO):")


def run(before: Tree, after: Tree, patch: Patch) -> Iterator[Problem]:
    """Yield what is wrong with the comments of the changed schema files."""
    for path in sorted(p for p in patch.files if definitions.is_schema(p)):
        try:
            old = {d.name: d for d in definitions.load(before, path).definitions}
            new = definitions.load(after, path)
        except Refused as err:
            yield Problem(CHECK.id, path, err.line, err.message)
            continue
        for definition in new.definitions:
            was = old.get(definition.name)
            if was is None or was.doc is None:
                continue
            if definition.doc is None:
                yield Problem(
                    CHECK.id, path, definition.line, f"the comment of {definition.name} is lost"
                )
                continue
            if patch.removes:
                yield from _kept(new, definition, was)
            elif definition.doc.lines != was.doc.lines and not patch.features:
                yield from _moved(new, definition.doc, was.doc, patch)
            elif definition.doc.lines != was.doc.lines:
                yield from _changed(new, definition, definition.doc, was.doc)
            yield from _names_its_members(new, definition, was)


def _kept(
    schema: qapi_schema.Schema, new: qapi_schema.Definition, old: qapi_schema.Definition
) -> Iterator[Problem]:
    """Yield a problem for each member that stays and whose words are not what they were."""
    assert new.doc is not None and old.doc is not None
    for item in new.doc.members:
        # A comment may tell of one twice.
        texts = [old.doc.text(i) for i in old.doc.members if i.name == item.name]
        if new.doc.text(item) not in texts:
            line = line_of(schema.source, new.doc.offsets[item.first])
            yield Problem(CHECK.id, schema.path, line, f"the words about @{item.name} changed")
    if new.doc.header is not None and not new.doc.features and old.doc.features:
        line = line_of(schema.source, new.doc.offsets[new.doc.header])
        yield Problem(CHECK.id, schema.path, line, "a Features section without an entry")


def _moved(
    schema: qapi_schema.Schema, new: qapi_comments.Doc, old: qapi_comments.Doc, patch: Patch
) -> Iterator[Problem]:
    """Yield what a patch that moves users changes besides the lines of its edits."""
    edited = {line for edit, line in patch.edits if edit.path == schema.path}
    first = line_of(schema.source, new.offsets[0])
    for n, line in enumerate(new.lines):
        if n < len(old.lines) and line == old.lines[n]:
            continue
        if first + n not in edited or len(new.lines) != len(old.lines):
            yield Problem(CHECK.id, schema.path, first + n, "the edit changes another line")
        elif len(line.rstrip().decode(errors="replace")) > qapi_comments.WIDTH:
            yield Problem(CHECK.id, schema.path, first + n, f"over {qapi_comments.WIDTH} columns")


def _changed(
    schema: qapi_schema.Schema,
    definition: qapi_schema.Definition,
    new: qapi_comments.Doc,
    old: qapi_comments.Doc,
) -> Iterator[Problem]:
    def problem(n: int, message: str) -> Problem:
        return Problem(CHECK.id, schema.path, line_of(schema.source, new.offsets[n]), message)

    kept = set(old.lines)
    for n, line in enumerate(new.lines):
        if line in kept:
            continue
        if len(line.rstrip().decode(errors="replace")) > qapi_comments.WIDTH:
            yield problem(n, f"over {qapi_comments.WIDTH} columns")
        if line.rstrip() != line.rstrip(b"\r\n"):
            yield problem(n, "trailing blank")
    if new.header is not None and old.header is None:
        if new.lines[new.header + 1].rstrip() != b"#":
            yield problem(new.header, "no blank line after Features:")
        if any(_TAGGED.match(line) for line in new.lines[: new.header]):
            yield problem(new.header, "Features: stands after a tagged section")
    yield from _entries(problem, new, old)
    if _without_features(new) != _without_features(old):
        yield problem(0, f"the edit changes other words of the comment of {definition.name}")


def _entries(
    problem: Callable[[int, str], Problem], new: qapi_comments.Doc, old: qapi_comments.Doc
) -> Iterator[Problem]:
    for item in new.features:
        was = old.feature(item.name)
        if was is not None and new.text(item) == old.text(was):
            continue
        if was is None and new.lines[item.first - 1].rstrip() != b"#":
            yield problem(item.first, f"no blank line before @{item.name}")
        if item.name == "deprecated" and was is not None:
            word = lost(old.text(was), new.text(item))
            if word:
                yield problem(item.first, f"the edit drops `{word}` from @{item.name}")
        if was is None and item.indent not in (None, 4, len(item.name) + 3):
            yield problem(item.first, "bad continuation indent")


def _names_its_members(
    schema: qapi_schema.Schema, new: qapi_schema.Definition, old: qapi_schema.Definition
) -> Iterator[Problem]:
    fresh = [
        m.name
        for m in new.members
        if "deprecated" in m.features
        and (was := old.member(m.name)) is not None
        and "deprecated" not in was.features
    ]
    if "deprecated" in new.features and "deprecated" not in old.features:
        fresh.append("")
    item = new.doc.feature("deprecated") if new.doc else None
    for name in fresh:
        text = new.doc.text(item) if new.doc and item else ""
        wanted = rf"@{re.escape(name)}(?![\w-])" if name else rf"This {new.meta} is deprecated"
        if not re.search(wanted, text):
            what = f"@{name}" if name else f"this {new.meta}"
            yield Problem(
                CHECK.id, schema.path, new.line, f"the @deprecated text does not name {what}"
            )


def lost(old: str, new: str) -> str:
    """Return the first word of `old` that `new` does not have in the same order, or ""."""
    at = 0
    words = new.split()
    # A longer list may say "a, b and c" where it said "a and b".
    for word in (w for w in old.split() if w != "and"):
        alike = {word, f"{word}s", f"{word}.", f"{word},", word.rstrip(",")}
        alike |= {"are"} if word == "is" else set()
        while at < len(words) and words[at] not in alike:
            at += 1
        if at == len(words):
            return word
        at += 1
    return ""


def _without_features(doc: qapi_comments.Doc) -> list[bytes]:
    skip = {n for item in doc.features for n in range(item.first, item.last)}
    if doc.header is not None:
        skip.add(doc.header)
    lines = (line.rstrip() for n, line in enumerate(doc.lines) if n not in skip)
    # What stands between two carriage returns is a line, too.
    return [line for line in lines if line not in (b"#", b"")]


CHECK = Check(id="qapi-doc", run=run)
