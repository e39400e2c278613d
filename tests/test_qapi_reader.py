"""The schema reader beside QEMU's own parser: the same data, the same refusals."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from codemods.errors import Refused
from codemods.formats.qapi import schema as qapi_schema
from codemods.model import Place, Request
from codemods.qemu.schema import flag
from codemods.source.folder import FolderTree
from codemods.source.overlay import Overlay
from codemods.source.splice import splice

#: Lets a tree's scripts/qapi parse files one at a time: for each the expressions or an error,
#: and whether it takes the file for a whole schema.
_DRIVER = """
import json, sys
sys.path.insert(0, sys.argv[1])
from qapi.error import QAPIError
from qapi.parser import QAPISchemaParser
from qapi.schema import QAPISchema
include = QAPISchemaParser.__dict__["_include"]

def parse(path):
    QAPISchemaParser._include = staticmethod(lambda *_: None)
    try:
        found = [e.get("expr", e) if "info" in e else e for e in QAPISchemaParser(path).exprs]
        return {"data": [dict(e) for e in found if "include" not in e]}
    except (QAPIError, UnicodeDecodeError) as err:
        return {"error": str(err)}
    finally:
        QAPISchemaParser._include = include

def valid(path):
    try:
        QAPISchema(path)
    except (QAPIError, UnicodeDecodeError):
        return False
    return True

json.dump({path: {**parse(path), "valid": valid(path)} for path in sys.argv[2:]}, sys.stdout)
"""

ACCEPTED = {
    "an empty file": b"",
    "only comments": b"# nothing\n\n  # here\n",
    "a command": b"{ 'command': 'beep' }",
    "lists and objects in objects": (
        b"{ 'struct': 'T', 'data': { '*a': ['int'], 'b': {'type': 'str'} } }"
    ),
    "booleans": b"{ 'command': 'c', 'gen': false, 'boxed': true }",
    "comments in an object": b"{ 'enum': 'E', # one\n  'data': [ 'a', # two\n 'b' ] }",
    "several on a line": b"{ 'command': 'a' } { 'command': 'b' }",
    "an escaped backslash": b"{ 'command': 'a', 'x': 'b\\\\c' }",
    "no blanks": b"{'command':'a','data':{'b':'int'}}",
}
REJECTED = {
    "double quotes": b'{ "command": "a" }',
    "a number": b"{ 'command': 1 }",
    "a trailing comma": b"{ 'command': 'a', }",
    "a trailing comma in a list": b"{ 'enum': 'E', 'data': [ 'a', ] }",
    "a missing comma": b"{ 'command': 'a' 'gen': false }",
    "an open object": b"{ 'command': 'a'",
    "an open list": b"{ 'enum': 'E', 'data': [ 'a'",
    "an open string": b"{ 'command': 'a }",
    "a list on top": b"[ 'a' ]",
    "a string on top": b"'a'",
    "a duplicate key": b"{ 'command': 'a', 'command': 'b' }",
    "a key that is no string": b"{ true: 'a' }",
    "a capital boolean": b"{ 'command': 'a', 'gen': False }",
    "null": b"{ 'command': null }",
    "a string of three quotes": b"{ 'command': '''a''' }",
    "two strings side by side": b"{ 'command': 'a' 'b' }",
    "a prefix": b"{ 'command': b'a' }",
    "an unknown escape": b"{ 'command': 'a\\n' }",
    "a control character": b"{ 'command': 'a\tb' }",
    "bytes beyond ASCII": "{ 'command': 'é' }".encode(),
    "bytes that are no text": b"{ 'command': '\xff' }",
    "a call": b"{ 'command': f('a') }",
    "a set": b"{ 'command' }",
    "an unpacked object": b"{ **{ 'command': 'a' } }",
    "a semicolon": b"{ 'command': 'a' };",
    "a comprehension": b"{ 'enum': 'E', 'data': [ x for x in y ] }",
    "a comma between": b"{ 'command': 'a' }, { 'command': 'b' }",
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_reads_the_language(name: str) -> None:
    schema = qapi_schema.read("s.json", ACCEPTED[name])
    assert schema.source == ACCEPTED[name]
    for definition in schema.definitions:
        data = definition.value.data
        assert isinstance(data, dict)
        assert data[definition.meta] == definition.name


@pytest.mark.parametrize("name", REJECTED)
def test_refuses_what_is_not_the_language(name: str) -> None:
    with pytest.raises(Refused) as caught:
        qapi_schema.read("s.json", REJECTED[name])
    assert caught.value.path == "s.json"
    assert caught.value.line >= 1


def test_a_value_knows_its_bytes() -> None:
    source = b"{ 'struct': 'T',\n  'data': { '*a': ['int'] } }"
    (definition,) = qapi_schema.read("s.json", source).definitions
    member = definition.member("a")
    assert member is not None
    assert member.optional
    assert source[member.start : member.value.end] == b"'*a': ['int']"


def _parsed(tree: Path, paths: list[Path]) -> dict[str, dict[str, object]]:
    command = [sys.executable, "-c", _DRIVER, str(tree / "scripts"), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    said: dict[str, dict[str, object]] = json.loads(done.stdout)
    return said


def _ours(path: Path) -> list[dict[str, object]]:
    schema = qapi_schema.read(path.name, path.read_bytes())
    found = [definition.value.data for definition in schema.definitions]
    return [dict(data) for data in found if isinstance(data, dict)]


@pytest.mark.real_tree
def test_reads_what_qemu_reads(qemu_tree: Path) -> None:
    """QEMU's own tests of its parser, and its own schemas."""
    inputs = sorted((qemu_tree / "tests/qapi-schema").glob("*.json"))
    schemas = [p for top in ("qapi", "qga", "storage-daemon/qapi")
               for p in sorted((qemu_tree / top).glob("*.json"))]  # fmt: skip
    said = _parsed(qemu_tree, [*inputs, *schemas])
    counts = dict.fromkeys(("same", "both reject", "rejects the schema", "left untouched"), 0)
    for path in [*inputs, *schemas]:
        theirs = said[str(path)]
        try:
            ours = _ours(path)
        except Refused:
            # What they parse and then reject, a definition without a name, may be refused at once.
            assert not theirs["valid"], path
            counts["rejects the schema" if "data" in theirs else "both reject"] += 1
            continue
        if "data" in theirs:
            # An object that defines nothing is none of ours; QEMU rejects it later.
            assert ours == [e for e in theirs["data"] if e.keys() & {*qapi_schema.METAS}], path
            counts["same"] += 1
        else:
            # A fault of a comment, which says nothing about the data.
            counts["left untouched"] += 1
        if path in inputs:
            _flag_everything(qemu_tree, path)
    print(counts)  # noqa: T201
    assert counts["same"] > 150
    assert counts["both reject"] > 10


def _flag_everything(top: Path, path: Path) -> None:
    """Every flag on what the file defines is put or refused, whatever its comments are like."""
    name, source = path.relative_to(top).as_posix(), path.read_bytes()
    tree = Overlay(FolderTree(top), {name: source})
    for definition in qapi_schema.read(name, source).definitions:
        members = [m.name for m in definition.members if m.role != "branch"]
        for member in ("", *members):
            place = Place(name, definition.name, member, f"Member @{member}")
            try:
                edits = list(flag.deprecate(tree, place, Request("99.0")))
            except Refused:
                continue
            qapi_schema.read(name, splice(source, edits))
