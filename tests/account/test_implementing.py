"""Which files are a feature's own: those that define it, not all that have its word."""

from __future__ import annotations

from pathlib import Path

import pytest

from codemods.account.implementing import implementing
from codemods.model import Feature
from codemods.source.folder import FolderTree

SCHEMA = """\
{ 'struct': 'LampInfo', 'data': { 'colour': 'str', 'version': 'int' } }
{ 'enum': 'Paint', 'data': [ 'red', 'version' ] }
{ 'command': 'ring-bell', 'data': { 'colour': 'str' } }
{ 'event': 'BELL_RANG' }
{ 'enum': 'ObjectType', 'data': [ 'wind', 'thread' ] }
{ 'enum': 'NodeDriver', 'data': [ 'tape', 'film' ] }
{ 'struct': 'NodeOptionsTape', 'data': { '*reels': 'int' } }
{ 'union': 'BlockdevOptions', 'base': { 'driver': 'NodeDriver' }, 'discriminator': 'driver',
  'data': { 'tape': 'NodeOptionsTape' } }
"""
TYPES = "static const TypeInfo hill_info = {\n    .name = %s,\n    .parent = TYPE_DEVICE,\n};\n"
FILES = {
    "qapi/a.json": SCHEMA,
    "net/lamp.c": "LampInfo *qmp_query_lamp(void)\n{\n    info->colour = 1;\n}\n",
    "net/shade.c": "void shade(LampInfo *info);\n",
    "ui/paint.c": "void paint(void)\n{\n    brush->colour = 2;\n}\nuse(PAINT_RED);\n",
    "ui/paint-red.c": "",
    "hw/arm/hill2.c": "",
    "ui/stored.c": "",
    "ui/hundred.c": "",
    "net/bell.c": "void qmp_ring_bell(bool has_colour,\n                   const char *colour)\n{\n"
    "    qapi_event_send_bell_rang();\n}\n",
    "net/bell-stubs.c": "void qmp_ring_bell(bool has_colour, const char *colour)\n{\n}\n",
    "ui/rings.c": '    qmp_ring_bell(true, "red");\n',
    "include/hw/hill.h": '#define TYPE_HILL "hill"\n',
    "hw/arm/hill.c": TYPES % "TYPE_HILL" + 'DEFINE_PROP_UINT8("version", Hill, version, 1),\n',
    "hw/arm/board.c": "new(TYPE_HILL);\n",
    "hw/arm/uphill.c": "",
    "hw/misc/other.c": 'put("version"); put("hill");\n',
    "backends/wind.c": TYPES % '"wind"' + "complete(OBJECT_TYPE_WIND);\n",
    "hw/misc/fan.c": "needs(OBJECT_TYPE_WIND); needs(OBJECT_TYPE_THREAD);\n",
    "tests/qtest/hill-test.c": "new(TYPE_HILL); use(PAINT_RED);\n",
    "configs/targets/wind-softmmu.mak": "TARGET_ARCH=wind\n",
    "target/wind/cpu.c": "int wind;\n",
    "target/wind/tcg/insns.c": "int wind;\n",
    "target/wind/kvm_wind.c": "",
    "target/wind/kvm-stub.c": "",
    "target/wind/hvfa.c": "",
    "accel/kvm/all.c": "",
    "accel/hvf/all.c": "",
    "accel/tcg/all.c": "",
    "configs/targets/windle-linux-user.mak": "TARGET_ARCH=wind\n",
    "configs/targets/windle-bsd-user.mak": "TARGET_ARCH=wind\n",
    "hw/wind/board.c": "",
    "tcg/wind/tcg-target.h": "",
    "block/tape.c": 'static BlockDriver tape = {\n    .format_name = "tape",\n};\n',
    "block/film.c": 'static BlockDriver film = {\n    .format_name = "film",\n};\nf("tape");\n',
    "qemu-options.hx": 'DEF("blockdev", HAS_ARG, QEMU_OPTION_blockdev,\n    "-blockdev x\\n",\n'
    "    QEMU_ARCH_ALL)\n",
    "system/vl.c": "int main(void)\n{\n    switch (x) {\n    case QEMU_OPTION_blockdev:\n"
    "        v = text_visitor_new_str(optarg, e);\n        break;\n    }\n}\n",
    "qapi/visitor.c": "Visitor *text_visitor_new_str(const char *s, Error **e)\n{\n}\n",
    "meson.build": "supported_cpus = ['wind']\n",
}
HILL = ("hill", "TYPE_HILL")


@pytest.fixture
def tree(tmp_path: Path) -> FolderTree:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / path).write_text(text)
    return FolderTree(tmp_path)


def of_schema(kind: str, qualified: str, *words: str) -> Feature:
    name = qualified.rpartition(".")[2]
    return Feature(kind, name, qualified, "qapi/a.json", 1, (name, *words))


@pytest.mark.parametrize(
    ("feature", "found"),
    [
        (of_schema("qapi-member", "LampInfo.colour"), {"net/lamp.c"}),
        (of_schema("qapi-member", "LampInfo.version"), set()),
        (of_schema("qapi-member", "ring-bell.colour"), {"net/bell.c"}),
        (of_schema("qapi-enum-value", "Paint.red", "PAINT_RED"), {"ui/paint.c"}),
        (of_schema("qapi-enum-value", "Paint.version", "PAINT_VERSION"), set()),
        (of_schema("qmp-command", "ring-bell"), {"net/bell.c"}),
        (of_schema("qmp-event", "BELL_RANG"), {"net/bell.c"}),
        (of_schema("object-type", "ObjectType.wind", "OBJECT_TYPE_WIND"), {"backends/wind.c"}),
        (of_schema("object-type", "ObjectType.thread", "OBJECT_TYPE_THREAD"), {"hw/misc/fan.c"}),
        (Feature("device", "hill", "hill", "hw/arm/hill.c", 1, HILL),
         {"hw/arm/hill.c", "include/hw/hill.h"}),
        (Feature("device-property", "hill.version", "hill.version", "hw/arm/hill.c", 5,
                 ("version", '"version"')), {"hw/arm/hill.c"}),
        (Feature("machine-property", "wind", "arm/hill.wind", "hw/arm/hill.c", 1, ("wind",)),
         {"hw/arm/hill.c"}),
        (Feature("target", "wind", "wind", "configs/targets/wind-softmmu.mak", 1, ("wind",)),
         {"configs/targets/wind-softmmu.mak", "target/wind/cpu.c", "target/wind/kvm_wind.c",
          "target/wind/hvfa.c", "hw/wind/board.c"}),
        (Feature("target", "windle", "windle", "configs/targets/windle-linux-user.mak", 1,
                 ("windle",)),
         {"configs/targets/windle-linux-user.mak", "target/wind/cpu.c", "target/wind/hvfa.c"}),
        (Feature("binary", "qemu-windle", "qemu-windle", "configs/targets/windle-linux-user.mak",
                 1, ("qemu-windle",)),
         {"configs/targets/windle-linux-user.mak", "target/wind/cpu.c", "target/wind/hvfa.c"}),
        (Feature("binary", "qemu-system-wind", "qemu-system-wind",
                 "configs/targets/wind-softmmu.mak", 1, ("qemu-system-wind",)),
         {"configs/targets/wind-softmmu.mak", "target/wind/cpu.c", "target/wind/kvm_wind.c",
          "target/wind/hvfa.c"}),
        (of_schema("qapi-member", "NodeOptionsTape.reels"), {"block/tape.c"}),
        (Feature("cli-suboption", "reels", "blockdev.tape.reels", "qapi/a.json", 1, ("reels",)),
         {"block/tape.c"}),
        (Feature("host-arch", "wind", "wind", "meson.build", 1, ("wind",)),
         {"tcg/wind/tcg-target.h"}),
        (Feature("behaviour", "hill", "hill", "docs/about/deprecated.rst", 1, ("hill",)), set()),
    ],
)  # fmt: skip
def test_the_own_files_of_a_feature(tree: FolderTree, feature: Feature, found: set[str]) -> None:
    assert {source.path for source in implementing(tree, feature)} == found


def test_each_file_has_its_tie(tree: FolderTree) -> None:
    feature = Feature("device", "hill", "hill", "hw/arm/hill.c", 1, HILL)
    assert {s.path: s.why for s in implementing(tree, feature)} == {
        "hw/arm/hill.c": "defines hill", "include/hw/hill.h": "defines TYPE_HILL",
    }  # fmt: skip


def test_files_are_named_after_a_feature_from_their_beginning(tree: FolderTree) -> None:
    feature = Feature("device", "red", "red", "ui/paint.c", 1, ("red",))
    assert {s.path for s in implementing(tree, feature)} == {"ui/paint.c"}
    feature = Feature("device", "paint", "paint", "ui/rings.c", 1, ("paint",))
    assert {s.path for s in implementing(tree, feature)} == {
        "ui/rings.c", "ui/paint.c", "ui/paint-red.c"}  # fmt: skip


def test_what_many_folders_use_is_nobodys(tree: FolderTree, tmp_path: Path) -> None:
    for n in range(7):
        (tmp_path / f"hw/f{n}").mkdir()
        (tmp_path / f"hw/f{n}/a.c").write_text("use(PAINT_RED);\n")
    feature = of_schema("qapi-enum-value", "Paint.red", "PAINT_RED")
    assert implementing(FolderTree(tmp_path), feature) == ()
