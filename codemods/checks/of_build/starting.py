"""Start what a build runs, a compiler or a generator, on its farm: it can change nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from codemods import scripts
from codemods.checks.of_build import confined
from codemods.checks.of_build.farm import Farm
from codemods.source import programs


def run(
    argv: Sequence[str], cwd: Path, laid: Farm, home: Path, timeout: float = scripts.TIME_LIMIT
) -> scripts.Completed:
    """Run a command in the folder `cwd` of the farm; see scripts.run()."""
    # A name with a folder is of the folder in which the build runs it.
    name = argv[0] if "/" not in argv[0] else str(cwd / argv[0])
    program = programs.find(name)
    if program is None:
        return scripts.Completed(-1, failure=f"{argv[0]} was not found")
    words = confined.argv([program, *argv[1:]], (laid.root, home))
    return scripts.run(words, cwd, timeout=timeout, home=home)
