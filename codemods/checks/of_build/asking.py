"""Ask the compiler about one file, and tell whether the same was asked before."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from pathlib import Path

from codemods.checks.of_build import starting
from codemods.checks.of_build.database import Command
from codemods.checks.of_build.farm import Farm
from codemods.errors import Refused

#: So long one file may take: the slowest of QEMU take a tenth.
LIMIT_S = 90.0
_SAID = re.compile(r"(?m)^([^\s:][^:\n]*):(\d+):(?:\d+:)? (warning|(?:fatal )?error): (.*)$")
#: Where something is said, and what.
Said = tuple[str, int, str]


def key(command: Command, digests: Iterable[tuple[Path, frozenset[Path], bytes]]) -> bytes:
    """Return what stands for all changed files that the command may read."""
    key = hashlib.blake2b(digest_size=16)
    for path, outputs, digest in digests:
        if not outputs or command.output in outputs:
            key.update(os.fsencode(path) + b"\0" + digest)
    return key.digest()


def run(command: Command, laid: Farm, home: Path) -> list[Said]:
    """Return what the compiler says about one file, in the farm.

    Raises:
        Refused: it does not run, or comes to no end.
    """
    cwd = laid.root / command.folder.relative_to(laid.common)
    # Not -fsyntax-only: gcc would not tell of what is defined but not used.
    words = (*command.argv, "-S", "-o", os.devnull, "-fdiagnostics-color=never")
    done = starting.run([laid.moved(word) for word in words], cwd, laid, home, LIMIT_S)
    if done.failure:
        path = os.path.relpath(command.file, laid.real_top)
        raise Refused(f"not compiled: {done.failure}", path=path, hint="leave out --build")
    text = laid.named(done.err.decode(errors="replace"))
    found = [
        (os.path.normpath(command.folder / m[1]), int(m[2]), f"{m[3]}: {m[4]}")
        for m in _SAID.finditer(text)
    ]
    if done.status and not any(": error: " in f": {x[2]}" or "error:" in x[2] for x in found):
        found.append((str(command.file), 0, f"error: {done.why()}"))
    return found
