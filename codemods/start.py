"""Where each command begins: `codemods.start:NAME` runs main() of `codemods.cli.NAME`.

It imports next to nothing, so that an interrupt that comes while the rest is
being loaded ends the process with a word and no traceback.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from codemods import interrupts

ABORTED = "Aborted!"


def __getattr__(name: str) -> Callable[[], None]:
    if name.startswith("_"):
        raise AttributeError(name)
    return partial(_start, name)


def _start(name: str) -> None:
    interrupts.leave_at_once(f"{ABORTED}\n")
    from importlib import import_module

    from codemods import lazy

    lazy.install("codemods")
    import_module(f"codemods.cli.{name}").main()
