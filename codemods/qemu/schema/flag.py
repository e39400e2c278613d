"""The `deprecated` flag of the schema, and the sentence that documents it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from codemods.errors import Refused
from codemods.formats.qapi import comment_edits as qapi_comment_edits
from codemods.formats.qapi import comments as qapi_comments
from codemods.formats.qapi import flags as qapi_flags
from codemods.formats.qapi import schema as qapi_schema
from codemods.model import FLAG, Mark, Place, Request
from codemods.qemu.schema import definitions
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree

_LISTED = re.compile(
    r"(?P<noun>Member|Argument)s? (?P<names>@[\w.-]+(?:(?:, | and |, and )@[\w.-]+)*) "
    r"(?P<verb>is|are|may|might|can|will) (?P<rest>[^@]*)"
)


def flagged(tree: Tree, place: Place) -> bool:
    """Tell whether `place` carries the flag `deprecated`."""
    return "deprecated" in _features(tree, place)


def mark(tree: Tree, place: Place) -> Mark:
    """Return the mark that `place` carries the flag, with the text that documents it, or not."""
    schema, definition, member = _locate(tree, place)
    line = line_of(schema.source, member.start) if member else definition.line
    if not flagged(tree, place):
        return Mark(FLAG, place.path, line, add=functools.partial(_add, place))
    item = definition.doc.feature("deprecated") if definition.doc else None
    text = definition.doc.text(item) if definition.doc and item else ""
    return Mark(FLAG, place.path, line, text)


def _add(place: Place, tree: Tree, request: Request) -> Iterator[Edit]:
    return deprecate(tree, place, request)


def unstable(tree: Tree, place: Place) -> bool:
    """Tell whether `place` carries the flag `unstable`."""
    return "unstable" in _features(tree, place)


def deprecate(tree: Tree, place: Place, request: Request) -> Iterator[Edit]:
    """Yield the edits that flag `place` and document it; none where it is flagged.

    Raises:
        Refused: the place cannot carry the flag, or its comment cannot be extended.
    """
    schema, definition, member = _locate(tree, place)
    if flagged(tree, place):
        return
    yield from _flag(tree, schema, definition, member, "deprecated")
    doc = _doc(definition)
    yield from _document(doc, place, _tail(tree, definition, request), _indent(tree, schema))


def make_unstable(tree: Tree, place: Place) -> Iterator[Edit]:
    """Yield the edits that flag `place` unstable and document it; none where it is.

    Raises:
        Refused: see deprecate().
    """
    schema, definition, member = _locate(tree, place)
    if unstable(tree, place):
        return
    yield from _flag(tree, schema, definition, member, "unstable")
    doc = _doc(definition)
    item = doc.feature("unstable")
    text = doc.text(item) if item else ""
    found = _LISTED.fullmatch(text)
    noun, _, name = place.subject.partition(" ")
    if item and found and found["noun"] == noun:
        names = [*re.findall(r"@[\w.-]*\w", found["names"]), name]
        joint = f"{noun}s {', '.join(names[:-1])} and {names[-1]} are {found['rest']}"
        yield qapi_comment_edits.replace_end(
            doc, item, text, joint, house_indent=_indent(tree, schema)
        )
        return
    text = f"{place.subject} is experimental."
    yield from qapi_comment_edits.add_feature(
        doc, "unstable", text, house_indent=_indent(tree, schema)
    )


def drop_unstable(tree: Tree, place: Place) -> Iterator[Edit]:
    """Yield the edits that take `unstable` off a place that is flagged `deprecated` too.

    Raises:
        Refused: the @unstable text is not of the form that names its members.
    """
    schema, definition, member = _locate(tree, place)
    if not unstable(tree, place):
        return
    doc = _doc(definition)
    item = doc.feature("unstable")
    if member is None:
        yield from qapi_flags.unflag_definition(schema, definition, "unstable")
        others = [m for m in definition.members if "unstable" in m.features]
    else:
        yield from qapi_flags.unflag_member(schema, member, "unstable")
        others = [m for m in definition.members if "unstable" in m.features and m != member]
    if item is None:
        return
    if not others:
        yield qapi_comment_edits.remove_item(doc, item)
        return
    yield _unlist(schema, definition, doc, item, place.member)


def sentence(subject: str, tail: str) -> str:
    """Return "SUBJECT is deprecated" with its `tail`, as `_tail` makes it."""
    return f"{subject} is deprecated{tail}"


def _flag(
    tree: Tree, schema: qapi_schema.Schema, definition: qapi_schema.Definition,
    member: qapi_schema.Member | None, name: str,
) -> Iterator[Edit]:  # fmt: skip
    if member is None:
        yield from qapi_flags.flag_definition(schema, definition, name)
    else:
        _require_enum_features(tree, definition)
        yield from qapi_flags.flag_member(schema, member, name)


def _tail(tree: Tree, definition: qapi_schema.Definition, request: Request) -> str:
    if request.replacement:
        return f".  Use {definitions.reference(tree, definition, request.replacement)} instead."
    return " without replacement." if request.no_replacement else "."


def _document(doc: qapi_comments.Doc, place: Place, tail: str, indent: int) -> Iterator[Edit]:
    item = doc.feature("deprecated")
    if item is not None:
        joint = _join(doc.text(item), place.subject, tail)
        if joint is not None:
            yield qapi_comment_edits.replace_end(doc, item, *joint, house_indent=indent)
            return
    yield from qapi_comment_edits.add_feature(
        doc, "deprecated", sentence(place.subject, tail), house_indent=indent
    )


def _join(text: str, subject: str, tail: str) -> tuple[str, str] | None:
    """Return the end of `text` that says the same of other members, and it with `subject` too.

    None where the last sentence is another one.
    """
    noun, _, name = subject.partition(" ")
    listed = rf"{noun}s? (@[\w.-]+(?:(?:, | and |, and )@[\w.-]+)*) (?:is|are) deprecated"
    found = re.search(rf"(?:^|[.!?] +)({listed}{re.escape(tail)})$", text)
    if not found or not name.startswith("@"):
        return None
    names = [*re.findall(r"@[\w.-]*\w", found[2]), name]
    joint = f"{noun}s {', '.join(names[:-1])} and {names[-1]} are deprecated{tail}"
    return found[1], joint


def _unlist(
    schema: qapi_schema.Schema, definition: qapi_schema.Definition, doc: qapi_comments.Doc,
    item: qapi_comments.Item, name: str,
) -> Edit:  # fmt: skip
    text = doc.text(item)
    found = _LISTED.fullmatch(text)
    names = re.findall(r"@[\w.-]*\w", found["names"]) if found else []
    if found is None or f"@{name}" not in names:
        raise Refused(
            f"the @unstable text of '{definition.name}' does not list its members: `{text[:60]}`",
            path=schema.path, line=definition.line,
            hint="use --keep-unstable, or take the flag off by hand",
        )  # fmt: skip
    names.remove(f"@{name}")
    joint = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    plural, be = ("", "is") if len(names) == 1 else ("s", "are")
    verb = be if found["verb"] in ("is", "are") else found["verb"]
    return qapi_comment_edits.replace_end(
        doc, item, text, f"{found['noun']}{plural} {joint} {verb} {found['rest']}"
    )


def _locate(
    tree: Tree, place: Place
) -> tuple[qapi_schema.Schema, qapi_schema.Definition, qapi_schema.Member | None]:
    schema = definitions.load(tree, place.path)
    definition = schema.definition(place.definition)
    member = definition.member(place.member) if definition and place.member else None
    if definition is None or (place.member and member is None):
        raise Refused(f"no {place.definition}.{place.member} in the schema", path=place.path)
    return schema, definition, member


def _features(tree: Tree, place: Place) -> tuple[str, ...]:
    _, definition, member = _locate(tree, place)
    return definition.features if member is None else member.features


def _doc(definition: qapi_schema.Definition) -> qapi_comments.Doc:
    if definition.doc is None:
        raise Refused(
            f"'{definition.name}' has no documentation comment that could be read",
            path=definition.path, line=definition.line,
            hint="document the definition first",
        )  # fmt: skip
    return definition.doc


def _indent(tree: Tree, schema: qapi_schema.Schema) -> int:
    # Before 8.1 the parser measures where the text begins, and takes nothing else.
    if any(b"indent =" in hit.text for hit in tree.grep(("@\\S*:",), ("scripts/qapi/parser.py",))):
        return 0
    return schema.continuation_indent


def _require_enum_features(tree: Tree, definition: qapi_schema.Definition) -> None:
    if definition.meta == "enum" and not definitions.supports_enum_features(tree):
        raise Refused(
            "this tree's schema language has no flags on enum values "
            "(looked for 'features' in check_enum() of scripts/qapi/expr.py)",
            path=definition.path, line=definition.line,
            hint="enum values can be flagged since QEMU 6.2",
        )  # fmt: skip
