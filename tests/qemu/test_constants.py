"""The constants of an enumeration as the generator of the tree spells them."""

from __future__ import annotations

from pathlib import Path

import pytest

from codemods.qemu.schema import constants, definitions
from codemods.source.folder import FolderTree

NAMES = [
    ("Lamp", "LAMP", "LAMP"),
    ("LampColour", "LAMP_COLOUR", "LAMP_COLOUR"),
    ("QLampColour", "QLAMP_COLOUR", "Q_LAMP_COLOUR"),
    ("QLampLEDKind", "QLAMP_LED_KIND", "Q_LAMPLED_KIND"),
    ("LampLEDKind", "LAMP_LED_KIND", "LAMPLED_KIND"),
    ("LED", "LED", "LED"),
    ("LEDs", "LE_DS", "LE_DS"),
    ("Lamp24Volt", "LAMP24_VOLT", "LAMP24_VOLT"),
    ("XLampID", "XLAMP_ID", "X_LAMPID"),
    ("lampOf2D", "LAMP_OF2_D", "LAMP_OF2_D"),
]


@pytest.mark.parametrize(("name", "newer", "older"), NAMES)
def test_prefixes(name: str, newer: str, older: str) -> None:
    assert (constants.newer_prefix(name), constants.older_prefix(name)) == (newer, older)


@pytest.mark.parametrize(
    ("generator", "prefix"),
    [(None, "QLAMP_KIND"), ("ret = value[0]\n", "QLAMP_KIND"), ("c_fun_str = 1\n", "Q_LAMP_KIND")],
)
def test_the_tree_tells_which(generator: str | None, prefix: str, tmp_path: Path) -> None:
    (tmp_path / "qapi").mkdir()
    (tmp_path / "qapi/lamp.json").write_text(
        "{ 'enum': 'QLampKind', 'data': [ 'oil-lamp' ] }\n"
        "{ 'enum': 'QLampSize', 'prefix': 'LAMP', 'data': [ 'big' ] }\n"
    )
    if generator is not None:
        (tmp_path / "scripts/qapi").mkdir(parents=True)
        (tmp_path / "scripts/qapi/common.py").write_text(generator)
    tree = FolderTree(tmp_path)
    schema = definitions.load(tree, "qapi/lamp.json")
    kind, size = schema.definitions
    assert constants.constant(tree, kind, "oil-lamp") == f"{prefix}_OIL_LAMP"
    assert constants.constant(tree, size, "big") == "LAMP_BIG"
