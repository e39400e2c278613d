"""A copy of a tree and its build in a scratch folder, made of symbolic links.

Only what differs, and the folders around it, are really there.  A compiler that
runs in it finds each header where the include path, or a quoted include, says, and
everything that is relative works as in the build itself.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Farm:
    """Folders that are real below `root` stand for those below `common`.

    With `empty`, nothing of the build is linked: what is made there is new.
    """

    root: Path
    common: Path
    real_top: Path
    real_build: Path
    empty: bool = False
    #: The folders that are real here.
    opened: set[Path] = field(default_factory=set)

    @property
    def top(self) -> Path:
        """Where the tree is."""
        return self.root / self.real_top.relative_to(self.common)

    @property
    def build(self) -> Path:
        """Where the build is."""
        return self.root / self.real_build.relative_to(self.common)

    def put(self, real: Path, data: bytes | None) -> None:
        """Let the file that stands for `real` hold `data`, or be gone where that is None."""
        self.open(real.parent)
        here = self.root / real.relative_to(self.common)
        here.unlink(missing_ok=True)
        if data is not None:
            here.write_bytes(data)

    def link(self, real: Path) -> None:
        """Link the file `real`, which is not linked yet."""
        self.open(real.parent)
        here = self.root / real.relative_to(self.common)
        if not os.path.lexists(here):
            here.symlink_to(real)

    def open(self, real: Path) -> Path:
        """Make the folder that stands for `real` a real one, with links to what is in it."""
        here = self.root / real.relative_to(self.common)
        if real in self.opened:
            return here
        if real != self.common:
            self.open(real.parent)
            here.unlink(missing_ok=True)
            here.mkdir()
        self.opened.add(real)
        if self._is_linked(real) and real.is_dir():
            for entry in os.scandir(real):
                (here / entry.name).symlink_to(entry.path)
        return here

    def moved(self, text: str) -> str:
        """Return a command, or a part of one, with the names of the folders here."""
        for real in sorted({self.real_top, self.real_build}, key=lambda p: -len(str(p))):
            here = self.root / real.relative_to(self.common)
            if not (self.empty and real == self.real_build):
                inside = _inside(real, self.real_build) if self.empty else ""
                text = re.sub(rf"{re.escape(str(real))}(?![\w.+-]){inside}", str(here), text)
        return text

    def named(self, text: str) -> str:
        """Return what a compiler says with the names of the real folders."""
        return text.replace(f"{self.root}/", f"{self.common}/".replace("//", "/"))

    def _is_linked(self, real: Path) -> bool:
        in_build = real.is_relative_to(self.real_build)
        return not (self.empty and in_build) if in_build else real.is_relative_to(self.real_top)


def lay(top: Path, build: Path, into: Path, *, empty: bool = False) -> Farm:
    """Return a new farm in the empty folder `into`, for the tree `top` and its `build`."""
    farm = Farm(into, Path(os.path.commonpath([top, build])), top, build, empty)
    farm.open(top)
    farm.open(build)
    return farm


def _inside(real: Path, build: Path) -> str:
    """Return what keeps names of a build inside of `real` out of a match."""
    if build == real or not build.is_relative_to(real):
        return ""
    return rf"(?!/{re.escape(str(build.relative_to(real)))}(?![\w.+-]))"
