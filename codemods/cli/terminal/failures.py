"""What Python or the system could not do, in the words of a refusal."""

from __future__ import annotations

import os

from codemods import printable
from codemods.errors import CodemodError
from codemods.start import CUT_SHORT, NO_MEMORY

#: What is raised for it, and for faults of the tool.
KINDS = (OSError, ImportError, EOFError, RuntimeError, MemoryError, UnicodeError)
#: What Python says where the system gives a thread no room; it has no class of its own.
_NO_THREAD = "can't start new thread"


def refusal(err: Exception) -> CodemodError:
    """Return the refusal that stands for one of KINDS; raise what is a fault of the tool."""
    if isinstance(err, ImportError):
        return CodemodError(f"a part of the tool cannot be loaded: {err}")
    if isinstance(err, EOFError):
        # Of a prompt, click makes another one.
        return CodemodError(f"a part of the tool cannot be loaded: {err}", hint=CUT_SHORT)
    if isinstance(err, OSError):
        return CodemodError(f"{err.strerror or err}", path=os.fsdecode(err.filename or ""))
    if isinstance(err, RecursionError):
        return CodemodError(
            "nested too deeply to be read",
            hint="a file of the tree, or a text that was given, holds hundreds of nested levels",
        )
    if isinstance(err, MemoryError):
        return CodemodError(NO_MEMORY)
    if isinstance(err, UnicodeError):
        return CodemodError(
            "a name or a text that is not valid UTF-8", hint=printable.shown(repr(err)[:200])
        )
    if _NO_THREAD in str(err):
        limits = "raise the limits of memory and of processes"
        return CodemodError("the system starts no more threads", hint=limits)
    raise err
