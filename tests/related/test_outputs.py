"""Which enumeration values QEMU only sends."""

from __future__ import annotations

from pathlib import Path

import pytest

from codemods.model import Feature
from codemods.related import outputs
from codemods.source.folder import FolderTree

SCHEMA = """\
##
# @Mood:
#
# @sad: it is
##
{ 'enum': 'Mood', 'data': [ 'sad' ] }

##
# @Cat:
#
# @mood: how it is
##
{ 'struct': 'Cat', 'data': { 'mood': 'Mood' } }

##
# @query-cat:
##
{ 'command': 'query-cat', 'returns': 'Cat' }
"""
SET = "\n##\n# @set-cat:\n##\n{ 'command': 'set-cat', 'data': 'Cat' }\n"
FEATURE = Feature("qapi-enum-value", "sad", "Mood.sad", "qapi/cat.json", 6, ("sad",))


@pytest.mark.parametrize(
    ("files", "sent"),
    [
        ({}, True),
        ({"qapi/cat.json": SCHEMA + SET}, False),
        ({"system/vl.c": "visit_type_Cat(v, NULL, &cat, errp);\n"}, False),
        ({"ui/cat.c": "m = qapi_enum_parse(&Mood_lookup, text, -1, errp);\n"}, False),
        ({"ui/cat.c": "puts(qapi_enum_lookup(&Mood_lookup, m));\n"}, True),
        ({"migration/cat.c": "m = qapi_enum_parse(&Mood_lookup, stream, -1, errp);\n"}, True),
        ({"tests/unit/cat.c": "visit_type_Cat(v, NULL, &cat, errp);\n"}, True),
    ],
)
def test_what_reaches_qemu(tmp_path: Path, files: dict[str, str], sent: bool) -> None:
    every = {"qapi/cat.json": SCHEMA, "qapi/qapi-schema.json": "", "VERSION": "10.2.50\n", **files}
    for path, text in every.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    said = outputs.of_features(FolderTree(tmp_path), [FEATURE])
    assert bool(said) is sent
    assert all(text.startswith("Mood.sad only occurs in what QEMU sends") for text in said)
