"""Users of keys: properties where an option, a monitor command or an object gives them."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from small_users import after, at, uses

from codemods.model import Feature
from codemods.users.areas import c_tests, help_texts, manual, python, shell
from codemods.users.model import Move

DEVICE = Feature("device-property", "pump.flow", "pump.flow", "hw/p.c", 1, ("flow", '"flow"'))
MACHINE = Feature("machine-property", "flow", "arm/lake.flow", "hw/arm/lake.c", 1, ("flow",))
CPU = Feature("cpu-property", "flow", "arm.flow", "target/arm/cpu.c", 1, ("flow",))
SUBOPTION = Feature("cli-suboption", "flow", "object.pump.flow", "qapi/qom.json", 1, ("flow",))
PUMP = """
#include "hw/buses.h"
#include "hw/properties.h"

static const Property pump_props[] = {
    DEFINE_PROP_BOOL("flow", Pump, flow, false),
    DEFINE_PROP_BOOL("stream", Pump, stream, false),
    DEFINE_PROP_UINT32("depth", Pump, depth, 0),
};
static void pump_class_init(ObjectClass *oc, const void *data)
{
    DeviceClass *dc = DEVICE_CLASS(oc);
    device_class_set_props(dc, pump_props);
}
static const TypeInfo pump_info = {
    .name = "pump",
    .parent = TYPE_PCI_DEVICE,
    .class_init = pump_class_init,
};
"""
TREE: dict[str, str | bytes] = {
    "hw/misc/pump.c": PUMP,
    "include/hw/buses.h": '#define TYPE_PCI_DEVICE "pci-device"\n',
    "include/hw/properties.h": (
        "#define DEFINE_PROP_BOOL(n, s, f, d) { .name = (n), .info = &(qdev_prop_bool) }\n"
        "#define DEFINE_PROP_UINT32(n, s, f, d) { .name = (n), .info = &(qdev_prop_uint32) }\n"
    ),
    "system/qdev-monitor.c": 'qdev_alias_table[] = { { "pump-pci", "pump" }, };',
    "target/arm/cpu.c": 'static const ARMCPUInfo cpus[] = { { .name = "trout" } };\n'
    'static void f(void) { object_property_add_bool(obj, "stream", g, s); }\n',
    "configs/targets/aarch64-softmmu.mak": "TARGET_ARCH=aarch64\nTARGET_BASE_ARCH=arm\n",
    "configs/targets/riscv64-softmmu.mak": "TARGET_ARCH=riscv64\nTARGET_BASE_ARCH=riscv\n",
}
WHERE: dict[ModuleType, str] = {
    c_tests: "tests/qtest/t.c",
    python: "tests/functional/test_t.py",
    shell: "tests/qemu-iotests/071",
    manual: "docs/t.rst",
}


def run(
    folder: Path, area: ModuleType, body: str, feature: Feature, new: str = "", path: str = ""
) -> tuple[str, list[str]]:
    path = path or WHERE[area]
    start, end = {
        c_tests: ("void t(void)\n{\n", "\n}\n"), shell: ("#!/bin/bash\n", "\n"),
    }.get(area, ("", "\n"))  # fmt: skip
    where = at(folder, {**TREE, path: start + body + end})
    found = uses(area, where, Move(feature, new))
    text = after(where, path, found)
    return text.removeprefix(start).removesuffix(end), [u.by_hand or u.what for u in found]


GIVEN = [
    (c_tests, DEVICE, 'f("-m 1 -device pump,id=a,flow=on");'),
    (c_tests, DEVICE, 'f(BASE "-device pump,id=a,"\n"flow=on");'),
    (c_tests, DEVICE, 'f("-global pump.flow=on");'),
    (c_tests, DEVICE, 'f("-global driver=pump,property=flow,value=on");'),
    (c_tests, DEVICE, 'f("-device driver=pump,flow=on");'),
    (c_tests, DEVICE, 'f("-device pump-pci,flow=on");'),
    (c_tests, DEVICE, 'f("device_add pump,flow=on");'),
    (c_tests, DEVICE, "f(\"-device '{'driver': 'pump', 'flow': true}'\");"),
    (c_tests, DEVICE, "f(\"{'execute': 'device_add', 'arguments': {'driver': 'pump',\"\n"
     "\"'flow': %i}}\");"),
    (c_tests, DEVICE, "t_device_add(s, \"pump\", \"id\", \"{'flow': true}\");"),
    (python, DEVICE, "vm.add_args('-device', 'pump,flow=on')"),
    (python, DEVICE, "vm.add_args('-device', f'pump,id={n},flow={v}')"),
    (python, DEVICE, "vm.add_args('-device', 'pump,id=' + n + ',flow=on')"),
    (python, DEVICE, "vm.add_args('-device', 'pump,'\n  'flow=on')"),
    (python, DEVICE, "a = {'driver': 'pump', 'flow': True}"),
    (python, DEVICE, "vm.cmd('device_add', driver='pump', flow=True)"),
    (shell, DEVICE, "qemu -device pump,id=$x,flow=on"),
    (shell, DEVICE, 'DEV="-device pump,flow=on"'),
    (shell, DEVICE, 'DEV="pump,flow=on"'),
    (manual, DEVICE, "  qemu \\\n    -device pump,\\\n    flow=on"),
    (manual, DEVICE, "Say ``-device pump,id=a[,flow=on]``."),
    (manual, DEVICE, "  -device pump,id=a\n       [,depth=1][,flow=on]"),
    (c_tests, MACHINE, 'f("-machine lake,flow=on");'),
    (c_tests, MACHINE, 'f("-M lake -m 1 -machine flow=on");'),
    (python, MACHINE, "self.set_machine('lake')\nvm.add_args('-M', 'flow=on')"),
    (c_tests, CPU, 'f("-cpu trout,flow=on");'),
    (c_tests, CPU, 'f("-cpu trout,+flow");'),
    (c_tests, CPU, 'f("-cpu trout,-flow");'),
    (manual, CPU, '  {"model": {"name": "trout", "props": {"flow": true}}}'),
    (c_tests, SUBOPTION, 'f("-object pump,id=a,flow=on");'),
    (c_tests, SUBOPTION, "f(\"-object '{'qom-type': 'pump', 'flow': true}'\");"),
]  # fmt: skip


@pytest.mark.parametrize(("area", "feature", "body"), GIVEN)
def test_a_key_is_found(tmp_path: Path, area: ModuleType, feature: Feature, body: str) -> None:
    text, said = run(tmp_path, area, body, feature)
    assert text == body
    assert len(said) == 1


@pytest.mark.parametrize(("area", "feature", "body"), GIVEN)
def test_a_property_of_the_same_owner_takes_its_place(
    tmp_path: Path, area: ModuleType, feature: Feature, body: str
) -> None:
    text, said = run(tmp_path, area, body, feature, "stream")
    if feature is DEVICE:
        assert text == body.replace("flow", "stream", 1)
    else:
        assert text == body
        assert any(w in said[0] for w in ("means the same", "no property"))


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("pump.stream", ""),
        ("depth", "whether its value means the same for `depth` is not known"),
        ("pond", "`pond` is no property of `pump`"),
        ("well.stream", "`well.stream` is no property of `pump`"),
        ("flow=off", "no property of `pump`"),
    ],
)
def test_what_may_take_its_place(tmp_path: Path, new: str, why: str) -> None:
    body = 'f("-device pump,flow=on");'
    text, said = run(tmp_path, c_tests, body, DEVICE, new)
    assert why in said[0]
    assert text == (body if why else body.replace("flow", "stream"))


@pytest.mark.parametrize(
    ("area", "feature", "body"),
    [
        (c_tests, DEVICE, 'f("-device well,id=pump,flow=on");'),
        (c_tests, DEVICE, 'f("-device %s,flow=on", driver);'),
        (c_tests, DEVICE, 'f("id=a,flow=on");'),
        (c_tests, DEVICE, 'f("flow");'),
        (c_tests, DEVICE, 'f("-device pump,flow.rate=1");'),
        (c_tests, DEVICE, 'f("-device pump,id=flow");'),
        (c_tests, DEVICE, 'f("-device pump -device well,flow=on");'),
        (c_tests, DEVICE, 'f("-drive pump,flow=on");'),
        (c_tests, DEVICE, 'f("-global well.flow=on");'),
        (c_tests, DEVICE, "f(\"{'driver': 'well', 'flow': true}\");"),
        (c_tests, DEVICE, "f(\"{'driver': 'pump', 'node-name': 'n', 'flow': true}\");"),
        (c_tests, DEVICE, 't_device_add(s, "well", "id", "{\'flow\': true}");'),
        (python, DEVICE, "vm.cmd('device_add', driver='well', flow=True)"),
        (python, DEVICE, "a = {'driver': 'pump', 'node-name': 'n', 'flow': True}"),
        (python, DEVICE, "vm.add_args('-device', 'well,flow=on')"),
        (shell, DEVICE, "qemu -device pump -object x,flow=on"),
        (manual, DEVICE, "The ``flow`` of water."),
        (c_tests, MACHINE, 'f("-machine pond,flow=on");'),
        (c_tests, MACHINE, 'f("-machine flow=on");'),
        (c_tests, MACHINE, 'f("qemu-system-riscv64 -machine lake,flow=on");'),
        (python, MACHINE, "self.set_machine('pond')\nvm.add_args('-M', 'flow=on')"),
        (c_tests, CPU, 'f("-cpu perch,flow=on");'),
        (c_tests, SUBOPTION, 'f("-object well,flow=on");'),
    ],
)
def test_the_key_of_something_else(
    tmp_path: Path, area: ModuleType, feature: Feature, body: str
) -> None:
    assert run(tmp_path, area, body, feature) == (body, [])


def test_a_folder_tells_of_another_target(tmp_path: Path) -> None:
    body = "vm.add_args('-machine', 'lake,flow=on')"
    for folder, count in (("riscv64", 0), ("aarch64", 1), ("generic", 1)):
        path = f"tests/functional/{folder}/test_t.py"
        assert len(run(tmp_path / folder, python, body, MACHINE, path=path)[1]) == count


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("The pump\n\n``flow``\n  How much.", 1),
        ("The pump\n\nflow\n  How much.", 1),
        ("Set pump.flow to on.", 1),
        ("The well\n\n``flow``\n  How much.", 0),
    ],
)
def test_a_text_names_the_owner(tmp_path: Path, body: str, count: int) -> None:
    assert run(tmp_path, manual, body, DEVICE)[1] == ["mentioned in a text"] * count


def test_a_function_that_takes_the_name_is_left_to_a_person(tmp_path: Path) -> None:
    body = 'check(s, "trout", "flow", true);'
    assert run(tmp_path, c_tests, body, CPU, "stream") != (body, [])
    assert run(tmp_path, c_tests, 'check(s, "perch", "flow", true);', CPU) == (
        'check(s, "perch", "flow", true);', [],
    )  # fmt: skip


def test_a_help_goes_on_in_the_next_line(tmp_path: Path) -> None:
    text = (
        'DEF("object", HAS_ARG, QEMU_OPTION_object,\n    "-object pump,id=a\\n"\n'
        '    "        [,depth=n][,flow=n]\\n", ARCH_ALL)\n'
    )
    where = at(tmp_path, {**TREE, "qemu-options.hx": text})
    assert [u.line for u in uses(help_texts, where, Move(SUBOPTION))] == [3]
