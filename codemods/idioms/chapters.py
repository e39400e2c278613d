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
EVENTS = (("QEMU Machine Protocol (QMP) events",),)
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
