"""What a title of the lists names, and whose entry it is."""

from __future__ import annotations

import pytest

from codemods.model import Entry, Feature, Listed, Named
from codemods.qemu.listing import chapters, meaning, names
from codemods.qemu.listing.listed import release_of


def _named(title: str) -> list[str]:
    """What `title` names: "owner/of:name=value"."""
    shown = []
    for n in names.of_title(title):
        owners = "|".join("/".join(path) for path in n.owners)
        shown.append((f"{owners}:" if owners else "") + n.text + (f"={n.value}" if n.value else ""))
    return shown


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("``stop`` (since 9.1.0)", ["stop"]),
        ("``a``, ``b`` and ``c`` (since 9.1)", ["a", "b", "c"]),
        ("``a`` / ``b`` & ``c``", ["a", "b", "c"]),
        ("``go``, ``run`` argument ``speed``", ["go|run:speed"]),
        ("``go`` arguments ``x`` and ``y``", ["go:x", "go:y"]),
        ("``query-x`` return value member ``y``", ["query-x:y"]),
        ("``query-a`` and ``query-b`` result list[i].state", ["query-a|query-b:list[i].state"]),
        ('``go`` "fast" parameter (removed in 4.2)', ["go:fast"]),
        ("``x`` property of ``a`` and ``b-*`` objects", ["a|b-*:x"]),
        ("The ``id`` parameter of ``net_on`` / ``net_off``", ["net_on|net_off:id"]),
        ("Arm ``board`` machine ``seed`` property", ["board:seed"]),
        ("``x`` capability, and ``a`` and ``b`` parameters", ["x", "a", "b"]),
        ("``QUIET_`` environment variables and ``-quiet``", ["QUIET_", "-quiet"]),
        ("``-no-fun``", ["-no-fun"]),
        ("``-device lamp,dim=on|off``", ["device/lamp:dim"]),
        ("``-device lamp``", ["device:lamp"]),
        ("``-show gl,close=...``", ["show/gl:close"]),
        ("``-mon ...,mode=text,pretty=on|off``", ["mon:pretty"]),
        ("``-drive if=none`` for the attic's lamp", ["drive:if=none"]),
        ("``-drive file=json:{...{'driver':'file'}}``", ["drive:file=json:{...{'driver':'file'}}"]),
        ("``-numa node,mem=``\\ *size*", ["numa/node:mem"]),
        ("RISC-V 'any' CPU type ``-cpu any``", ["any"]),
        ("``disk,password=xxx``", ["disk:password"]),
        ("``count=n`` on RISC-V CPUs", ["count"]),
        ('``"backing": ""``', ['backing=""']),
        ("``info noise``", ["info:noise"]),
        ("``sun-2.11`` up to ``sun-3.1`` and ``moon-2.0``",
         ["sun-2.11", "sun-2.12", "sun-3.0", "sun-3.1", "moon-2.0"]),
        ("``old-a`` up to ``old-z``", ["old-a", "old-z"]),
        ("MIPS (since 10.2)", ["MIPS"]),
        ("PPC 405 CPUs", ["PPC 405"]),
        ("Lamp2E and Lamp2NVL CPUs and corresponding Pnv chips", ["Lamp2E", "Lamp2NVL"]),
        ("lampd (removed in 8.0)", ["lampd"]),
        ("Versioned machine types (aarch64, arm)", []),
        ("Runnability guarantee of lamps (since 4.1)", []),
        ("Support not enabled by default on 32-bit hosts", []),
    ],
)  # fmt: skip
def test_title_names(title: str, named: list[str]) -> None:
    assert _named(title) == named


def test_release_is_the_first_that_the_title_gives() -> None:
    assert release_of("``a`` (since 9.1.0)") == "9.1"
    assert release_of("Lamps (x86, removed in 8.0)") == "8.0"
    assert release_of("``a``") is None


CLI, MIGRATION = chapters.CLI, chapters.MIGRATION


def _listed(title: str, *headings: str) -> Listed:
    return Listed("d.rst", 1, headings, title, None, names.of_title(title), "", False, 0, 0)


def _means(entry: Entry, qualified: str, title: str, *headings: str) -> bool:
    name = qualified.rpartition(".")[2].rpartition("/")[2]
    feature = Feature("any", name, qualified, "f.c", 1)
    return meaning.names_it(entry, feature, _listed(title, *headings))


@pytest.mark.parametrize(
    ("entry", "qualified", "title", "heading"),
    [
        (Entry(chapters.QMP, "``go``"), "go", "``come`` and ``go``", "QEMU Machine Protocol (QMP)"),
        (Entry(MIGRATION, "``x``", after="capability"), "x", "``x`` capability", "Migration"),
        # Another chapter, the same noun.
        (Entry(MIGRATION, "``x``", after="capability"), "x", "``x`` capability", "Other things"),
        (Entry(CLI, "``-disk password=...``"), "disk.password", "``disk,password=xxx``",
         "Block device options"),
        (Entry(chapters.CPU_PROPERTIES, "``n``", after="on RISC-V CPUs"), "riscv.n",
         "``n=x`` on RISC-V CPUs", "CPU device properties"),
        (Entry(chapters.CPUS, "``lamp1``", "PPC", after="CPU model"), "ppc/lamp1", "LAMP1 CPUs",
         "System emulator CPUS"),
        (Entry(chapters.NET_DEVICES, "``again``", before="``NetdevStreamOptions`` member"),
         "NetdevStreamOptions.again", "Stream ``again``", "Net device options"),
        (Entry(chapters.CHARACTER_DEVICES, "``again``", before="``ChardevSocket`` member"),
         "ChardevSocket.again", "``again``", "Character device options"),
        (Entry(CLI, "``-chardev delay=...``"), "chardev.delay",
         "``delay`` option for socket character devices", "System emulator command line arguments"),
        (Entry(chapters.EMULATED_DEVICES, "``lamp``", after="device"), "lamp", "``-device lamp``",
         "VFIO devices"),
        (Entry(chapters.EMULATED_DEVICES, "``-device lamp``"), "lamp", "``lamp``",
         "System emulator devices"),
        (Entry(CLI, "``-old``"), "old", "``-old`` option for booting with love",
         "System emulator command line arguments"),
        (Entry(chapters.QMP, "``lamp``", before="``room-event-get`` argument"),
         "room-event-get.lamp", "``lamp`` room events", "QEMU Machine Protocol (QMP) events"),
        (Entry(CLI, "``-old``"), "old", "``--old``", "System emulator command line arguments"),
        (Entry(chapters.CPUS, "``lamp``", "RISC-V", after="CPU"), "riscv/lamp",
         "RISC-V 'lamp' CPU type ``-cpu lamp``", "Emulated device options"),
        (Entry(chapters.QMP, "``size``", before="``query-x`` return value member"), "X.size",
         "``query-w``, ``query-x`` return value member ``size``", "QEMU Machine Protocol (QMP)"),
    ],
)  # fmt: skip
def test_entry_is_the_features(entry: Entry, qualified: str, title: str, heading: str) -> None:
    assert _means(entry, qualified, title, heading)


@pytest.mark.parametrize(
    ("entry", "qualified", "title", "heading"),
    [
        # Of a value, of a part, of a case of it.
        (Entry(CLI, "``-drive if=...``"), "drive.if", "``-drive if=none`` for lamps",
         "System emulator command line arguments"),
        (Entry(CLI, "``-smp``"), "smp", "``-smp`` (invalid lamps)",
         "System emulator command line arguments"),
        (Entry(CLI, "``-mem``"), "mem", "``-mem`` fallback to RAM",
         "System emulator command line arguments"),
        (Entry(CLI, "``-device``"), "device", "``-device lamp``",
         "System emulator command line arguments"),
        (Entry(chapters.EMULATED_DEVICES, "``-device lamp``"), "lamp",
         "``-device lamp,dim=on|off``", "Emulated device options"),
        (Entry(chapters.QMP, "``go``"), "go", "``go`` argument ``fast``",
         "QEMU Machine Protocol (QMP)"),
        (Entry(chapters.MACHINES, "``board``", "Arm", after="machine"), "arm/board",
         "Arm ``board`` machine ``seed`` property", "System emulator machines"),
        # Of something else that is called the same.
        (Entry(chapters.EMULATED_DEVICES, "``memory``", after="device"), "memory",
         "Backend ``memory``", "Character device options"),
        (Entry(MIGRATION, "``x``", after="parameter"), "x", "``x`` capability", "Migration"),
        (Entry(chapters.MACHINES, "``virt``", "RISC-V", after="machine"), "riscv/virt",
         "Arm ``virt`` machine", "System emulator machines"),
        (Entry(chapters.HMP, "``go``"), "go", "``go``", "QEMU Machine Protocol (QMP) commands"),
        (Entry(chapters.NET_DEVICES, "``again``", before="``NetdevDgramOptions`` member"),
         "NetdevDgramOptions.again", "Stream ``again``", "Net device options"),
        (Entry(chapters.QMP, "``size``", before="``Y`` member"), "Y.size", "``X`` member ``size``",
         "QEMU Machine Protocol (QMP)"),
        (Entry(chapters.QMP, "``go``", before="``Y`` member"), "Y.go", "``go``",
         "QEMU Machine Protocol (QMP)"),
        (Entry(CLI, "``-show cocoa,close=...``"), "show.cocoa.close", "``-show gl,close=...``",
         "System emulator command line arguments"),
        # The literal counts letter by letter.
        (Entry(chapters.CPU_PROPERTIES, "``zfa``", after="on RISC-V CPUs"), "riscv.zfa",
         "``Zfa`` on RISC-V CPUs", "CPU device properties"),
    ],
)  # fmt: skip
def test_entry_is_anothers(entry: Entry, qualified: str, title: str, heading: str) -> None:
    assert not _means(entry, qualified, title, heading)


def test_the_only_value_meant_is_ours() -> None:
    value = Named("if", (("drive",),), value="none")
    assert names.of_title("``-drive if=none``") == (value,)
    assert _means(Entry(CLI, "``-drive if=none``"), "drive.if", "``-drive if=none``", "x")
