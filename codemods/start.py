"""Where each command begins: `codemods.start:NAME` runs main() of `codemods.cli.NAME`.

It imports next to nothing, so that an interrupt that comes while the rest is
being loaded ends the process with a word and no traceback, and so does what keeps
a part of it from being loaded.
"""

from __future__ import annotations

import sys

ABORTED = "Aborted!"
NO_MEMORY = "there is not enough memory"
#: Modules of Python's library that many runs import and do not use.
_RARE = ("difflib", "hashlib", "json", "secrets", "shlex", "textwrap")
#: Before Python 3.13.1 a full disk leaves half of what it keeps of a module.
CUT_SHORT = "compiled Python may be cut short: remove the __pycache__ folders of it, and run again"
#: What a command reads it keeps to its end; to look through all of it for what can go, after each
#: 700 values more, takes a tenth of its time.
_VALUES = 100_000

try:
    import gc
    from collections.abc import Callable
    from functools import partial

    from codemods import interrupts
except KeyboardInterrupt:
    # What handles signals is not there yet.
    sys.exit(ABORTED)
except MemoryError:
    sys.exit(NO_MEMORY)


def __getattr__(name: str) -> Callable[[], None]:
    if name.startswith("_"):
        raise AttributeError(name)
    return partial(_start, name)


def _start(name: str) -> None:
    interrupts.leave_at_once(f"{ABORTED}\n")
    gc.set_threshold(_VALUES)
    try:
        from importlib import import_module

        from codemods import lazy

        lazy.install("codemods", *_RARE)
        main = import_module(f"codemods.cli.{name}").main
    except (EOFError, ImportError, OSError) as err:
        hint = f"\nhint: {CUT_SHORT}" if isinstance(err, EOFError) else ""
        sys.exit(f"{name.replace('_', '-')}: it cannot be loaded: {err}{hint}")
    except MemoryError:
        sys.exit(f"{name.replace('_', '-')}: {NO_MEMORY}")
    try:
        main()
    finally:
        # At its end Python would look through all of it once more, to free what is freed anyway.
        gc.freeze()
