"""Take a definition, a member or a value out of a schema file, its words in the comment as well.

Source: docs/devel/qapi-code-gen.rst, and the removals of QEMU's history since 2020.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from codemods.errors import Refused
from codemods.formats.qapi.comment_edits import remove_item
from codemods.formats.qapi.comments import TAGGED, WIDTH, Doc, Item, content
from codemods.formats.qapi.schema import Definition, Member, Schema
from codemods.formats.qapi.values import Value
from codemods.source.splice import Edit, line_of

_NAMES = re.compile(r"@[\w.-]+")
_LISTED = re.compile(
    r"^(?P<noun>Members?|Arguments?|Values?|Parameters?|Features?)\s+"
    r"(?P<names>@[\w.-]+(?:(?:,? and |, )@[\w.-]+)*)\s+(?P<verb>[a-z]+)\b"
)
_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z@`])")


def without_definition(schema: Schema, definition: Definition) -> Edit:
    """Return the edit that takes out a definition, its comment and a blank line.

    Raises:
        Refused: it stands below a comment that cannot be read as its own.
    """
    source = schema.source
    _require_read(schema, definition)
    start = definition.doc.start if definition.doc is not None else definition.value.start
    end = _line_end(source, definition.value.end)
    while source[end : end + 1] in (b"\n", b"\r"):
        end += 1
    if end >= len(source):
        start = min(start, len(source[:start].rstrip()) + 1)
    return Edit(schema.path, start, end, b"")


def without_member(schema: Schema, definition: Definition, member: Member) -> Edit:
    """Return the edit that takes out a member, an argument or a value with its comma.

    Raises:
        Refused: nothing would be left of a type.
    """
    holder = _holder(definition, member)
    rows = sorted((_start(holder, k), v) for k, v in holder.items.items())
    n = next(i for i, (start, _) in enumerate(rows) if start == member.start)
    source = schema.source
    start, end = member.start, member.value.end
    if len(rows) == 1:
        return _whole(schema, definition, holder)
    if n + 1 == len(rows):
        return Edit(schema.path, rows[n - 1][1].end, end, b"")
    comma = source.index(b",", end) + 1
    line = source.rfind(b"\n", 0, start) + 1
    behind = _line_end(source, comma)
    if not source[line:start].strip() and not source[comma:behind].strip():
        return Edit(schema.path, line, behind, b"")
    if n and not source[comma:behind].strip():
        # The last of its line: the next line stays where it is.
        return Edit(schema.path, source.index(b",", rows[n - 1][1].end) + 1, comma, b"")
    return Edit(schema.path, start, rows[n + 1][0], b"")


def documented(schema: Schema, definition: Definition, name: str) -> Iterator[Edit]:
    """Yield the edits that take the words about a member out of the comment.

    What the comment says of other members stays word for word.

    Raises:
        Refused: the definition stands below a comment that cannot be read as its own.
    """
    _require_read(schema, definition)
    doc = definition.doc
    if doc is None:
        return
    # Described twice, it goes twice.
    yield from (remove_item(doc, item) for item in doc.members if item.name == name)
    gone = []
    for feature in doc.features:
        text = doc.text(feature)
        said = without_name(text, name, alone=_alone(definition, name, feature.name))
        if said == "":
            gone.append(feature)
        elif said != text:
            yield _rewritten(doc, feature, said)
    if gone and len(gone) == len(doc.features) and doc.header is not None:
        yield _section(doc, gone)
    else:
        yield from (remove_item(doc, feature) for feature in gone)
    yield from _examples(doc, name)


def _require_read(schema: Schema, definition: Definition) -> None:
    above = schema.source[: definition.value.start].splitlines()
    if definition.doc is None and above and above[-1].lstrip().startswith(b"#"):
        raise Refused(
            f"the comment above '{definition.name}' is not its documentation, or is broken",
            path=schema.path, line=definition.line, hint="put the comment right first",
        )  # fmt: skip


def without_name(text: str, name: str, *, alone: bool) -> str:
    """Return the text of a feature's entry without what it says of the member `name`.

    Arguments:
        alone: no other member has the feature, so that the whole text is about this one.

    >>> without_name("Members @a and @b are old.  Use @c instead.", "a", alone=False)
    'Member @b is old.  Use @c instead.'
    """
    if alone:
        return ""
    sentences = _END.split(text)
    groups: list[list[str]] = []
    for sentence in sentences:
        if _LISTED.match(sentence) or not groups:
            groups.append([sentence])
        else:
            groups[-1].append(sentence)
    kept: list[str] = []
    for group in groups:
        found = _LISTED.match(group[0])
        names = _NAMES.findall(found["names"]) if found else []
        if f"@{name}" not in names:
            kept += group
        elif len(names) > 1 and found is not None:
            rest = [n for n in names if n != f"@{name}"]
            kept += [_relisted(group[0], found, rest), *group[1:]]
    return "  ".join(kept)


def references(definition: Definition) -> set[str]:
    """Return the names of the types that a definition uses."""
    data = definition.value.data
    if isinstance(data, dict):
        # Only here is the key a word of the language: a branch may be called "enum", too.
        data = {key: one for key, one in data.items() if key != definition.meta}
    return set(_named(data))


def _named(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _named(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key != "if":
                yield from _named(one)


def _relisted(sentence: str, found: re.Match[str], names: Sequence[str]) -> str:
    one = len(names) == 1
    noun = found["noun"].rstrip("s") + ("" if one else "s")
    verbs = {"are": "is", "have": "has", "were": "was"}
    verb = verbs.get(found["verb"], found["verb"]) if one else found["verb"]
    listed = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return f"{noun} {listed} {verb}{sentence[found.end() :]}"


def _alone(definition: Definition, name: str, feature: str) -> bool:
    having = [m.name for m in definition.members if feature in m.features]
    return having == [name] and feature not in definition.features


def _rewritten(doc: Doc, item: Item, text: str) -> Edit:
    import textwrap

    indent = item.indent if item.indent is not None else 4
    wrapper = textwrap.TextWrapper(
        width=WIDTH, initial_indent=f"# @{item.name}: ", subsequent_indent="# " + " " * indent,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    newline = b"\r\n" if doc.lines[0].endswith(b"\r\n") else b"\n"
    lines = [line.encode(errors="surrogateescape") for line in wrapper.wrap(text)]
    return Edit(doc.path, doc.offsets[item.first], doc.offsets[item.last],
                newline.join([*lines, b""]))  # fmt: skip


def _section(doc: Doc, gone: Sequence[Item]) -> Edit:
    """Take out the whole Features section with one of the blank lines around."""
    assert doc.header is not None
    first, last = doc.header, gone[-1].last
    while last < len(doc.lines) and content(doc.lines[last]) == b"":
        last += 1
    if last == len(doc.lines):
        while first and content(doc.lines[first - 1]) == b"":
            first -= 1
        last = gone[-1].last
    return Edit(doc.path, doc.offsets[first], doc.offsets[last], b"")


def _examples(doc: Doc, name: str) -> Iterator[Edit]:
    """Take out the lines of examples that are about the member alone."""
    quoted = rb"[\"']" + re.escape(name.encode()) + rb"[\"']"
    value = rb"(?:\"[^\"]*\"|'[^']*'|[\w.+-]+)"
    listed = re.compile(
        rb"^\s*(?:\{[^{}]*" + quoted + rb"[^{}]*\}|" + quoted + rb"\s*:\s*" + value + rb")\s*,\s*$"
    )
    described = {n for i in (*doc.members, *doc.features) for n in range(i.first, i.last)}
    for n, line in enumerate(doc.lines):
        text = content(line)
        if n not in described and not TAGGED.match(text) and listed.match(text):
            yield Edit(doc.path, doc.offsets[n], doc.offsets[n + 1], b"")


def _holder(definition: Definition, member: Member) -> Value:
    for part in ("base", "data"):
        holder = definition.value.items.get(part)
        if holder is not None and any(_start(holder, k) == member.start for k in holder.items):
            return holder
    raise Refused(f"{member.name} is not in {definition.name}", path=definition.path,
                  line=definition.line)  # fmt: skip


def _start(holder: Value, key: str | int) -> int:
    return holder.items[key].start if isinstance(key, int) else holder.keys[key]


def _whole(schema: Schema, definition: Definition, holder: Value) -> Edit:
    """Take out the arguments of a command or event that has no others."""
    source = schema.source
    if definition.meta not in ("command", "event"):
        raise Refused(
            f"{definition.name} would be left without members", path=schema.path,
            line=line_of(source, definition.value.start), hint="remove the type, too, by hand",
        )  # fmt: skip
    before = source.rindex(b",", 0, definition.value.keys["data"])
    return Edit(schema.path, before, holder.end, b"")


def _line_end(source: bytes, at: int) -> int:
    end = source.find(b"\n", at)
    return len(source) if end < 0 else end + 1
