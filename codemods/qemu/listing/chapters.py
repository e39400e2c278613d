"""The chapters of deprecated.rst, each with the spellings that releases have used.

Source: docs/about/deprecated.rst (docs/system/deprecated.rst before 6.1).
"""

from __future__ import annotations

CLI = (("System emulator command line arguments",),)
USER_CLI = (("User-mode emulator command line arguments",),)
QMP = (
    (
        "QEMU Machine Protocol (QMP) commands",
        "QEMU Machine Protocol (QMP)",
        "QEMU Machine Protocol commands",
    ),
)
HMP = (
    (
        "Human Machine Protocol (HMP) commands",
        "Human Monitor Protocol (HMP) commands",
        "Human Monitor Protocol (HMP)",
        "Human Monitor Protocol commands",
    ),
)
EVENTS = (("QEMU Machine Protocol (QMP) events", "QEMU API (QAPI) events"),)
BACKWARDS = (("Backwards compatibility",),)
MIGRATION = (("Migration",),)
EMULATED_DEVICES = (("Device options",), ("Emulated device options",))
BLOCK_DEVICES = (("Device options",), ("Block device options",))
CHARACTER_DEVICES = (("Device options",), ("Character device options",))
VFIO_DEVICES = (("Device options",), ("VFIO device options",))
NET_DEVICES = (("Device options",), ("Net device options",))
GUEST_AGENT = (("QEMU guest agent",),)
MACHINES = (("System emulator machines",),)
CPUS = (("System emulator CPUs",),)
USER_CPUS = (("linux-user mode CPUs",),)
BINARIES = (("System emulator binaries",),)
HOSTS = (("Host Architectures",),)
CPU_PROPERTIES = (("Device options",), ("CPU device properties",))
BACKENDS = (("Backend options",),)
TOOLS = (("Tools", "Related binaries"),)
ACCELERATORS = (("System accelerators",),)
DEVICES = (("System emulator devices",),)
INSTRUCTION_SETS = (("Guest Emulator ISAs",),)
BUILD = (("Build options",),)

DEVICE_OPTIONS = (("Device options",),)

#: Every chapter, in the order in which the list has them, then the groups below "Device options".
ORDER = (
    BUILD, CLI, USER_CLI, QMP, EVENTS, HMP, ACCELERATORS, HOSTS, USER_CPUS, CPUS, DEVICES,
    MACHINES, BINARIES, BACKENDS, DEVICE_OPTIONS, BACKWARDS, INSTRUCTION_SETS, TOOLS,
    GUEST_AGENT, MIGRATION, EMULATED_DEVICES, BLOCK_DEVICES, CHARACTER_DEVICES, NET_DEVICES,
    VFIO_DEVICES, CPU_PROPERTIES,
)  # fmt: skip

#: The last release in which a heading was spelled in a way that QEMU has given up since:
#: 1a8fc85019 moved the events, 05404916bf made the monitor's chapter anew.
_UNTIL = {
    "QEMU API (QAPI) events": (8, 0),
    "Human Monitor Protocol (HMP) commands": (10, 1),
    "Related binaries": (6, 1),
}


def heading(aliases: tuple[str, ...], release: tuple[int, int]) -> str:
    """Return the spelling, of those in `aliases`, that a file of the release (X, Y) uses."""
    old = [name for name in aliases if release <= _UNTIL.get(name, (0, 0))]
    return old[0] if old else aliases[0]


#: Chapters that hold groups of entries.
GROUPED = ("device options",)
#: What a heading of either list is about, by its words in small letters.
_SUBJECTS = {
    "system emulator command line arguments": "command line",
    "user-mode emulator command line arguments": "user-mode command line",
    "qemu machine protocol (qmp)": "qmp",
    "qemu machine protocol": "qmp",
    "human machine protocol (hmp)": "hmp",
    "human monitor protocol (hmp)": "hmp",
    "human monitor protocol": "hmp",
    "qemu api (qapi) events": "events",
    "qemu machine protocol (qmp) events": "events",
    "host architectures": "hosts",
    "system emulator cpus": "cpus",
    "linux-user mode cpus": "cpus",
    "guest emulator isas": "cpus",
    "system emulator devices": "devices",
    "emulated device options": "devices",
    "block devices": "block",
    "block device options": "block",
    "character device options": "character",
    "net device options": "network",
    "vfio devices": "devices",
    "vfio device options": "devices",
    "cpu device properties": "cpu properties",
    "system accelerators": "accelerators",
    "system emulator machines": "machines",
    "system emulator binaries": "programs",
    "related binaries": "programs",
    "tools": "programs",
    "backend options": "backends",
    "qemu guest agent": "guest agent",
    "backwards compatibility": "behaviour",
    "build options": "build",
    "migration": "migration",
}
#: The program whose options a chapter has without a word of it.
PROGRAMS = {"guest agent": "qemu-ga"}
#: Subjects whose chapter alone says of what a bare name is a part.
GROUPS = ("devices", "block", "character", "network", "cpu properties")


def subject(headings: tuple[str, ...]) -> str:
    """Return what the innermost of `headings`, of either list, is about, however it is spelled.

    One that no release has had stands for itself.
    """
    text = headings[-1].casefold() if headings else ""
    return _SUBJECTS.get(text) or _SUBJECTS.get(text.removesuffix(" commands"), text)


def is_user_mode(heading: str) -> bool:
    """Tell whether a chapter is about the emulators of the user mode alone."""
    return any(heading in names for chapter in (USER_CPUS, USER_CLI) for names in chapter)


def headings() -> tuple[str, ...]:
    """Return every spelling of every heading of deprecated.rst that a release has had."""
    return tuple(dict.fromkeys(name for chapter in ORDER for names in chapter for name in names))
