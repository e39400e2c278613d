"""Find definitions and members in the tree's QAPI schemas."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from codemods.errors import Refused
from codemods.formats.qapi import schema as qapi_schema
from codemods.source.tree import Tree, below

#: Where QEMU keeps schemas: the emulator's, the guest agent's, the storage daemon's.
FOLDERS = ("qapi", "qga", "storage-daemon")

#: What a user may choose from in place of what is deprecated.
_CHOICE = re.compile("``[^`]+``(?: or ``[^`]+``)+")


def is_schema(path: str) -> bool:
    """Tell whether `path` is one of the tree's own schema files."""
    return path.endswith(".json") and path.split("/")[0] in FOLDERS


def is_guest_agent(path: str) -> bool:
    """Tell whether the schema file `path` is the guest agent's."""
    return path.startswith("qga/")


def files(tree: Tree) -> Iterator[str]:
    """Yield the path of each schema file of the tree."""
    for folder in FOLDERS:
        yield from (path for path in below(tree, folder) if path.endswith(".json"))


def load(tree: Tree, path: str) -> qapi_schema.Schema:
    """Return the schema file `path`; Refused where it cannot be read."""
    return qapi_schema.read(path, tree.read(path))


def naming(tree: Tree, word: str) -> Iterator[qapi_schema.Schema]:
    """Yield the schema files in which `word` occurs as a whole word."""
    if paths := list(files(tree)):
        for path in tree.naming(word, paths):
            yield load(tree, path)


def every(tree: Tree) -> Iterator[qapi_schema.Schema]:
    """Yield every schema file of the tree."""
    for path in files(tree):
        yield load(tree, path)


def definition(tree: Tree, name: str) -> tuple[qapi_schema.Schema, qapi_schema.Definition] | None:
    """Return the definition `name` and its file, or None."""
    for schema in naming(tree, name):
        found = schema.definition(name)
        if found is not None:
            return schema, found
    return None


def c_name(name: str) -> str:
    """Return `name` with what C does not allow in an identifier replaced by "_"."""
    return re.sub(r"\W", "_", name)


def reference(tree: Tree, near: qapi_schema.Definition, text: str) -> str:
    """Return how a documentation comment refers to the replacement `text`.

    Arguments:
        near: the definition whose comment it is.
        text: what the user gave: a schema name, "Type.member", or free text.

    Raises:
        Refused: `text` looks like a schema name, but there is none or it is deprecated.
    """
    if _CHOICE.fullmatch(text):
        return " or ".join(reference(tree, near, one) for one in re.findall("``[^`]+``", text))
    bare = re.sub(r"^(``|`|@)|(``|`)$", "", text)
    if not re.fullmatch(r"[A-Za-z_][\w.-]*", bare):
        return text.rstrip(".")
    member = near.member(bare)
    if member is not None:
        _require_current(bare, member.features, near)
        return f"@{bare}"
    owner, _, name = bare.rpartition(".")
    if owner and (found := definition(tree, owner)) and (member := found[1].member(name)):
        _require_current(bare, member.features, found[1])
        return f"@{name} of @{owner}"
    if found := definition(tree, bare):
        _require_current(bare, found[1].features, found[1])
        return f"`{bare}`" if _cross_references(tree) else f"@{bare}"
    members = [(d, m) for s in naming(tree, bare) for d in s.definitions if (m := d.member(bare))]
    if not members:
        raise _unknown(tree, near, bare)
    if all("deprecated" in member.features for _, member in members):
        _require_current(bare, members[0][1].features, members[0][0])
    return bare


def _require_current(name: str, features: tuple[str, ...], near: qapi_schema.Definition) -> None:
    if "deprecated" in features:
        raise Refused(
            f"the replacement '{name}' is itself deprecated", path=near.path, line=near.line,
            hint="name a replacement that stays, or --no-replacement",
        )  # fmt: skip


def _unknown(tree: Tree, near: qapi_schema.Definition, name: str) -> Refused:
    known = {m.name for m in near.members} | {d.name for s in every(tree) for d in s.definitions}
    close = difflib.get_close_matches(name, known, 3)
    return Refused(
        f"the replacement '{name}' is not in the schema", path=near.path, line=near.line,
        hint=f"did you mean {', '.join(close)}?" if close else "a text with a blank is free text",
    )  # fmt: skip


def _cross_references(tree: Tree) -> bool:
    """Tell whether comments link to definitions in backquotes, as they do since 10.1."""
    found = re.match(rb"(\d+)\.(\d+)\.?(\d*)", tree.read("VERSION"))
    return found is not None and tuple(int(n or 0) for n in found.groups()) >= (10, 0, 50)


def supports_enum_features(tree: Tree) -> bool:
    """Tell whether the tree's schema language has flags on enum values (since 6.2)."""
    hits = tree.grep(("def check_enum", "'features'"), ("scripts/qapi/expr.py",))
    lines = [h.line for h in hits if b"check_enum" in h.text]
    if not lines:
        return True
    return any(0 < h.line - lines[0] < 40 and b"'features'" in h.text for h in hits)


def supports_member_features(tree: Tree) -> bool:
    """Tell whether the tree's schema language has flags on members (since 84ab008687, 5.0)."""
    hits = tree.grep(("'type'",), ("scripts/qapi/expr.py",))
    return not hits or any(b"'features'" in h.text for h in hits)
