"""Devices and machines of a feature, and relatives of what is called by a common word."""

from __future__ import annotations

from pathlib import Path

import pytest
from related_tree import tree, verdicts

from codemods.related import inventory
from codemods.related.model import ASK, MARK

TYPE = """\
static const TypeInfo {0}_info = {{
    .name = "{1}",
    .parent = "device",
    .class_init = {0}_class_init,
}};
static void {0}_types(void)
{{
    type_register_static(&{0}_info);
}}
type_init({0}_types)
"""
QDEV = """\
static const TypeInfo device_type_info = {
    .name = "device",
    .parent = "object",
};
"""
SCHEMA = """\
{ 'enum': 'Ability', 'data': [ 'otter', 'beaver' ] }
{ 'command': 'ability-set', 'data': { 'which': 'Ability' } }
"""
MAINTAINERS = """\
Maintainers
===========

Otter
-----
Otters
M: A <a@example.org>
F: hw/misc/holt.c
"""
FILES = {
    "qapi/a.json": SCHEMA,
    "hw/core/qdev.c": QDEV,
    "docs/a.rst": "Here is an Otter.\nOTTER it is.\nAn OTTER.\n",
    "hw/misc/otter.c": TYPE.format("otter", "otter-dam"),
    "hw/misc/zoo.c": TYPE.format("zoo", "otterfs") + TYPE.format("hound", "otterhound"),
    "hw/misc/holt.c": TYPE.format("holt", "holt"),
    "include/hw/misc/otter.h": "",
    "hw/misc/river.c": '#include "hw/misc/otter.h"\n' + TYPE.format("river", "river"),
    "MAINTAINERS": MAINTAINERS,
}


def test_devices_of_the_feature(tmp_path: Path) -> None:
    where = tree(tmp_path, **{path.replace(".", "_DOT_").replace("/", "__"): text
                              for path, text in FILES.items()})  # fmt: skip
    found = {r.qualified: (r.verdict, r.evidence) for r in
             inventory.inventory(where, "Ability.otter").rows if r.kind == "device"}  # fmt: skip
    assert {name: verdict for name, (verdict, _) in found.items()} == {
        "otter-dam": MARK, "otterfs": ASK, "holt": ASK, "river": ASK,
    }  # fmt: skip
    assert found["otterfs"][1] == "its name begins with the words"
    assert found["holt"][1] == 'made in hw/misc/holt.c, which MAINTAINERS has in "Otters"'
    assert found["river"][1] == "made in hw/misc/river.c, which includes otter.h"


BUSES = {
    "hw/core/qdev.c": QDEV,
    "include/hw/reed.h": '#define TYPE_REED "reed-device"\n',
    "hw/misc/reed.c": '#include "hw/reed.h"\n' + TYPE.format("reed", "reed-device"),
    "hw/pci/reed-pci.c": "#define INSIDE TYPE_REED\n" + TYPE.format("reed_pci", "reed-pci"),
    "hw/isa/reed.c": TYPE.format("reed_isa", "reed"),
    "hw/isa/reeds.c": TYPE.format("reeds", "reeds-pci"),
    "qapi/a.json": SCHEMA,
}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("reed-device", {"reed-device": MARK, "reed-pci": MARK, "reed": ASK}),
        ("reed-pci", {"reed-pci": MARK, "reed-device": ASK, "reed": ASK}),
    ],
)
def test_a_device_on_several_buses(tmp_path: Path, name: str, expected: dict[str, str]) -> None:
    files = dict(BUSES)
    files["hw/misc/reed.c"] = files["hw/misc/reed.c"].replace('"reed-device"', "TYPE_REED")
    where = tree(tmp_path, **{path.replace(".", "_DOT_").replace("/", "__"): text
                              for path, text in files.items()})  # fmt: skip
    rows = inventory.inventory(where, f"device:{name}").rows
    assert {r.qualified: r.verdict for r in rows if r.kind == "device"} == expected
    said = {r.qualified: r.evidence for r in rows}
    assert "on another bus" in said["reed"]
    assert ("makes it" in said["reed-pci"]) == (name == "reed-device")


PARTS = """\
{ 'struct': 'Pond', 'data': { 'depth': 'int' } }
{ 'struct': 'Pool', 'data': { 'depth-limit': 'int' } }
{ 'enum': 'Water', 'data': [ 'depth', 'depth-limit', 'depths', 'wide-depth', 'width' ] }
{ 'command': 'dig', 'data': { 'how': 'Water', 'where': 'Pond', 'there': 'Pool' } }
"""


def test_a_part_with_an_everyday_name_has_no_relatives_elsewhere(tmp_path: Path) -> None:
    many = {f"docs__{n}_DOT_rst": "depth\n" for n in range(50)}
    where = tree(tmp_path, qapi__a_DOT_json=PARTS, **many)
    found = inventory.inventory(where, "Pond.depth")
    assert {n for n, v in verdicts(found).items() if v == MARK} == {"Pond.depth"}
    assert "everyday word" in " ".join(found.notes) or "kept out" in " ".join(found.notes)
    few = tree(tmp_path / "few", qapi__a_DOT_json=PARTS)
    marked = {n for n, v in verdicts(inventory.inventory(few, "Pond.depth")).items() if v == MARK}
    assert marked >= {"Pond.depth", "Water.wide-depth"}


def test_what_begins_with_a_common_name_beside_it(tmp_path: Path) -> None:
    common = {f"qapi__{n}_DOT_json": f"{{ 'enum': 'Depth{n}', 'data': [ 'depth' ] }}\n"
              for n in range(9)}  # fmt: skip
    where = tree(tmp_path, qapi__a_DOT_json=PARTS, **common)
    found = inventory.inventory(where, "Water.depth")
    marked = {n for n, v in verdicts(found).items() if v == MARK}
    assert marked == {"Water.depth", "Water.depth-limit", "Water.depths"}


def test_a_word_made_of_the_name_in_the_same_type(tmp_path: Path) -> None:
    schema = """\
{ 'enum': 'Water', 'data': [ 'freeze-x', 'shimmer', 'shimmering' ] }
{ 'enum': 'Light', 'data': [ 'shimmerings-too' ] }
{ 'command': 'dig', 'data': { 'how': 'Water', 'with': 'Light' } }
"""
    found = verdicts(inventory.inventory(tree(tmp_path, qapi__a_DOT_json=schema), "Water.shimmer"))
    assert found["Water.shimmering"] == MARK
    assert found["Light.shimmerings-too"] == ASK
