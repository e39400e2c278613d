"""Which names stand for one thing."""

from __future__ import annotations

from pathlib import Path

import pytest

from codemods.model import Feature
from codemods.source.folder import FolderTree
from codemods.users import rules

FILES = {
    "include/hw/core/boards.h": """
#define TYPE_MACHINE_SUFFIX "-machine"
#define TYPE_MACHINE "machine"
#define MACHINE_TYPE_NAME(machinename) (machinename TYPE_MACHINE_SUFFIX)
""",
    "hw/wren/pond.c": """
#include "hw/core/boards.h"

static void pond_class_init(ObjectClass *oc, const void *data)
{
    MachineClass *mc = MACHINE_CLASS(oc);

    mc->desc = "A pond";
    mc->alias = "puddle";
}

static void lake_class_init(ObjectClass *oc, const void *data)
{
    MachineClass *mc = MACHINE_CLASS(oc);

    mc->desc = "A lake";
}

static const TypeInfo pond_type = {
    .name = MACHINE_TYPE_NAME("pond"),
    .parent = TYPE_MACHINE,
    .class_init = pond_class_init,
};

static const TypeInfo lake_type = {
    .name = MACHINE_TYPE_NAME("lake"),
    .parent = TYPE_MACHINE,
    .class_init = lake_class_init,
};
""",
    "target/ppc/cpu-models.c": """
    POWERPC_DEF("eagle-1.0", CPU_POWERPC_EAGLE, eagle, "Eagle")
    POWERPC_DEF("owl-1.0", CPU_POWERPC_OWL, owl, "Owl")

PowerPCCPUAlias ppc_cpu_aliases[] = {
    { "eagle", "eagle-1.0" },
    { NULL, NULL }
};
""",
    "system/qdev-monitor.c": """
static const QDevAlias qdev_alias_table[] = {
    { "Pump7", "pump" },
    { "valve-pci", "valve", WREN_PCI },
    { }
};
""",
    "qemu-options.hx": """
DEF("no-rain", 0, QEMU_OPTION_no_rain, "-no-rain\\n", ARCH_ALL)
DEF("dry", 0, QEMU_OPTION_dry, "-dry\\n", ARCH_ALL)
DEF("weather", HAS_ARG, QEMU_OPTION_weather, "-weather w\\n", ARCH_ALL)
DEF("climate", HAS_ARG, QEMU_OPTION_climate, "-climate c\\n", ARCH_ALL)
""",
    "hmp-commands.hx": """
    {
        .name       = "fill|f",
        .args_type  = "tank:s,fast:-f",
        .cmd        = hmp_fill,
    },
    {
        .name       = "top_up",
        .args_type  = "tank:s,fast:-f",
        .cmd        = hmp_top_up,
    },
    {
        .name       = "drain",
        .args_type  = "tank:s",
        .cmd        = hmp_drain,
    },
""",
}


@pytest.fixture
def where(tmp_path: Path) -> FolderTree:
    for path, text in {"VERSION": "10.2.50\n", **FILES}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return FolderTree(tmp_path)


@pytest.mark.parametrize(
    ("kind", "qualified", "new", "reason"),
    [
        ("machine", "wren/puddle", "pond", ""),
        ("machine", "wren/pond", "puddle", ""),
        ("machine", "wren/puddle", "lake", "not just another name"),
        ("machine", "wren/pond", "lake", "not just another name"),
        ("machine", "wren/pond", "none", "not just another name"),
        ("machine", "wren/x-swamp", "swamp", ""),
        ("cpu-model", "ppc/eagle", "eagle-1.0", ""),
        ("cpu-model", "ppc/eagle-1.0", "eagle", ""),
        ("cpu-model", "ppc/owl-1.0", "eagle", "not just another name"),
        ("device", "pump", "Pump7", ""),
        ("device", "valve-pci", "valve", ""),
        ("device", "pump", "valve", "not just another name"),
        ("migration-capability", "rain", "snow", "not just another name"),
        ("migration-capability", "x-rain", "rain", ""),
        ("object-type", "rain", "snow", "not just another name"),
        ("cli-option", "no-rain", "dry", ""),
        ("cli-option", "no-rain", "wet=off", "`-wet=off` is no option"),
        ("cli-option", "no-rain", "weather", "whether its value means the same"),
        ("cli-option", "weather", "climate", "whether its value means the same"),
        ("hmp-command", "fill", "top_up", ""),
        ("hmp-command", "top_up", "f", ""),
        ("hmp-command", "fill", "drain", "`drain` takes other arguments"),
        ("hmp-command", "fill", "overflow", "no HMP command"),
        ("qapi-member", "Rain.drops", "flakes", ""),
    ],
)
def test_differ(where: FolderTree, kind: str, qualified: str, new: str, reason: str) -> None:
    path = {"cli-option": "qemu-options.hx", "hmp-command": "hmp-commands.hx"}.get(kind, "x")
    name = qualified.rpartition("/")[2]
    found = rules.differ(where, Feature(kind, name, qualified, path, 1), new)
    assert reason in found
    assert bool(reason) == bool(found)


def test_an_option_of_the_user_mode_emulators(where: FolderTree) -> None:
    feature = Feature("cli-option", "no-rain", "user.no-rain", "linux-user/main.c", 1)
    assert "user-mode" in rules.differ(where, feature, "dry")
