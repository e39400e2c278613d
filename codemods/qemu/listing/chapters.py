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
