"""The same device on another bus: "x-device" behind "x-pci" and "x-ccw".

What makes the named device is deprecated with it, as it cannot be there without; another way to
have the same device is for a person to decide.  Source: hw/virtio/virtio-pci.c in QEMU.
"""

from __future__ import annotations

from collections.abc import Iterator

from codemods import kinds
from codemods.model import Feature
from codemods.related.model import OWNS, TOUCHES, Clue, Known, Thing
from codemods.related.scene import Evidence, Scene

_ROW = "device"
_ENDINGS = ("-pci-non-transitional", "-pci-transitional", "-pci", "-ccw", "-device")


def find(scene: Scene, known: Known) -> Iterator[Clue]:
    """Yield a clue for each device whose name differs from the named one's in its ending alone."""
    for seed in (s for s in scene.seeds if s.kind == _ROW):
        ending = next((e for e in _ENDINGS if seed.name.endswith(e)), "")
        stem = seed.name.removesuffix(ending)
        # The name alone may stand there for other reasons, such as a state to be migrated.
        macros = [w for f in _devices(scene, seed.name) for w in f.spellings if w.isupper()]
        for name in (stem, *(stem + e for e in _ENDINGS)):
            for other in _devices(scene, name) if name != seed.name else ():
                thing = Thing(_ROW, "", other.qualified, other.path, other.line)
                makes = other.path != seed.path and any(
                    other.path in scene.tree.naming(macro) for macro in macros
                )
                what = "makes it" if makes else "the same device on another bus"
                yield Clue(thing, OWNS if makes else TOUCHES, what)


def _devices(scene: Scene, name: str) -> Iterator[Feature]:
    for kind in kinds.every().values():
        if kind.row == _ROW:
            yield from kind.find(scene.tree, name)


EVIDENCE = Evidence("buses", find)
