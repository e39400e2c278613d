"""QEMU's targets, and how titles of deprecated.rst call them."""

from __future__ import annotations

import re
from functools import lru_cache

#: By the folder below target/ or hw/.
_TITLES = {
    "alpha": "Alpha",
    "arm": "Arm",
    "avr": "AVR",
    "cris": "CRIS",
    "hexagon": "Hexagon",
    "hppa": "HPPA",
    "i386": "x86",
    "lm32": "LM32",
    "loongarch": "LoongArch",
    "m68k": "m68k",
    "microblaze": "MicroBlaze",
    "mips": "MIPS",
    "moxie": "Moxie",
    "nios2": "Nios II",
    "openrisc": "OpenRISC",
    "ppc": "PPC",
    "riscv": "RISC-V",
    "rx": "RX",
    "s390x": "s390x",
    "sh4": "SH4",
    "sparc": "SPARC",
    "sparc64": "SPARC64",
    "tilegx": "TILE-Gx",
    "tricore": "TriCore",
    "unicore32": "UniCore32",
    "xtensa": "Xtensa",
}


def title(folder: str) -> str:
    """Return how a title calls the target of the folder below target/ or hw/; "" for none."""
    return _TITLES.get(folder, "")


def titles() -> tuple[str, ...]:
    """Return how titles call each target."""
    return tuple(_TITLES.values())


def are_others(title: str, wanted: str) -> bool:
    """Tell whether a title speaks of other targets than the title that is `wanted`."""
    said, own = _said(title), _said(wanted)
    return bool(said and own) and not said & own


# A title of a document is compared with that of each feature.
@lru_cache(maxsize=4096)
def _said(title: str) -> frozenset[str]:
    return frozenset(t for t in titles() if re.search(rf"(?i)(?<!\w){re.escape(t)}(?!\w)", title))
