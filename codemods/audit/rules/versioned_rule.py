"""Every versioned machine is deprecated and deleted by its age.

Source: include/hw/core/boards.h (include/hw/boards.h before 10.2) in QEMU.
"""

from __future__ import annotations

from collections.abc import Iterator

from codemods.audit.model import Finding
from codemods.audit.rule import Rule
from codemods.audit.scene import Scene
from codemods.qemu.machines import reason as machine_reason

_MACRO = "MACHINE_VER_DEPRECATION"


def run(scene: Scene) -> Iterator[Finding]:
    """Yield each versioned machine whose macro does not know of ages."""
    for machine in scene.versioned:
        if machine.type and not machine_reason.is_automatic(machine.type):
            why = f"a versioned machine without {_MACRO}, which none may do without"
            yield RULE.finding(machine.path, machine.line, machine.qualified, why)


RULE = Rule("versioned-rule", "error", "Versioned machines go by their age.", run)
