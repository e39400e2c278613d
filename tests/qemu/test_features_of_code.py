"""What C files and tables define: models, properties of devices, commands of the monitor."""

from __future__ import annotations

from pathlib import Path

import pytest

from codemods.kinds import device_property
from codemods.qemu.cpus import models
from codemods.qemu.devices import realize
from codemods.qemu.devices import types as device_types
from codemods.qemu.tables import monitor
from codemods.source.folder import FolderTree
from codemods.source.overlay import Overlay

EXAMPLE = FolderTree(Path(__file__).parent.parent.parent / "examples/tree")


def _with(path: str, text: str) -> Overlay:
    return Overlay(EXAMPLE, {path: text.encode()})


def test_aliases_stand_behind_the_models_wherever_they_are_defined() -> None:
    path = "target/arm/cpu32.c"
    aliases = 'static const ARMCPUAlias fern_aliases[] = {\n    { "moss", "fern-m1" },\n};\n'
    found = models.of_file(_with(path, aliases + EXAMPLE.read(path).decode()), path)
    assert [(m.name, m.alias_of) for m in found] == [
        ("fern-m1", ""), ("fern-m2", ""), ("fern-a5", ""), ("moss", "fern-m1"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("device_class_set_props(dc, beeper_properties);", ["isa-beeper.loud"]),
        ("dc->props = beeper_properties;", ["isa-beeper.loud"]),
        ("dc->desc = beeper_properties;", []),
        ("/* dc->props = beeper_properties; */", []),
    ],
)
def test_a_class_is_given_its_properties_by_a_call_or_by_hand(line: str, found: list[str]) -> None:
    path = "hw/misc/beeper.c"
    text = EXAMPLE.read(path).decode()
    given = text.replace("device_class_set_props(dc, beeper_properties);", line)
    features = device_property.find(_with(path, given), "isa-beeper.loud")
    assert [f.qualified for f in features] == found


@pytest.mark.parametrize(
    ("line", "creatable"),
    [
        ("dc->user_creatable = true;", True),
        ("dc->user_creatable = false;", False),
        ("dc->cannot_instantiate_with_device_add_yet = true;", False),
        ("/* not dc->user_creatable = false; */", True),
    ],
)
def test_what_the_class_says_tells_whether_a_device_can_be_made(line: str, creatable: bool) -> None:
    path, before = "hw/misc/beeper.c", "device_class_set_props(dc, beeper_properties);"
    text = EXAMPLE.read(path).decode().replace(before, f"{before}\n    {line}")
    assert line in text
    tree = _with(path, text)
    (one,) = device_types.named(tree, "isa-beeper")
    ancestry = device_types.ancestry(tree, one)
    assert ancestry is not None
    assert realize.is_creatable(tree, ancestry) is creatable


def test_a_command_is_spelled_as_typed_if_that_is_long_enough_to_be_told() -> None:
    table = EXAMPLE.read(monitor.COMMANDS).decode()
    tree = _with(monitor.COMMANDS, table.replace('"tonecatch"', '"tc|tonecatch"'))
    spelled = {f.name: f.spellings for f in monitor.features(tree, monitor.COMMANDS, "hmp-command")}
    assert spelled["drive_copy"] == ("drive_copy", "hmp_drive_copy")
    assert spelled["tc"] == ("hmp_tonecatch",)
    (info,) = monitor.named(EXAMPLE, monitor.INFO, "beeps", "hmp-argument", "info.")
    assert info.spellings == ("info beeps", "hmp_info_beeps")


@pytest.mark.parametrize("name", ["isa-beeper.lout", "isa-beper.loud"])
def test_a_wrong_property_is_likened_to_those_of_its_device(name: str) -> None:
    assert "isa-beeper.loud" in [f.qualified for f in device_property.near(EXAMPLE, name)]


def test_the_base_of_a_bus_may_be_named_far_away() -> None:
    path, far = "hw/misc/beeper.c", 5
    source = EXAMPLE.read(path).decode()
    files = {path: source.replace("TYPE_ISA_DEVICE", "TYPE_FAR") + '#include "hw/far0.h"\n'}
    files |= {f"include/hw/far{n}.h": f'#include "hw/far{n + 1}.h"\n' for n in range(far)}
    files[f"include/hw/far{far}.h"] = '#define TYPE_FAR "device"\n'
    assert "TYPE_FAR" in files[path]
    tree = Overlay(EXAMPLE, {name: text.encode() for name, text in files.items()})
    (one,) = device_types.named(tree, "isa-beeper")
    assert device_types.ancestry(tree, one) is not None


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ('#define BRAND "oak-"\n', True),
        ('#define BRAND "oak" "-"\n', True),
        ('#define BRAND "elm-"\n', False),
    ],
)
def test_a_name_may_begin_in_a_header(header: str, found: bool) -> None:
    path = "hw/misc/beeper.c"
    source = EXAMPLE.read(path).decode().replace("TYPE_ISA_BEEPER", 'BRAND "bell"')
    files = {path: f'#include "hw/brand.h"\n{source}', "include/hw/brand.h": header}
    tree = Overlay(EXAMPLE, {name: text.encode() for name, text in files.items()})
    assert bool(device_types.files(tree, "oak-bell")) is found
