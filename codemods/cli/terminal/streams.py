"""The three standard streams: all there, whatever the caller has closed, and written to the end."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO


def complete() -> None:
    """Put a file that is empty and forgets what it is given in place of each closed stream.

    Otherwise the next file that is opened would stand where the stream was, and
    be written to.
    """
    for fd, name, mode in (0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w"):
        try:
            os.fstat(fd)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
        if getattr(sys, name) is None:
            setattr(sys, name, open(fd, mode, encoding="utf-8", closefd=False))  # noqa: SIM115
    for stream in sys.stdout, sys.stderr:
        if isinstance(stream, io.TextIOWrapper):
            # What the locale cannot show is escaped.
            stream.reconfigure(errors="backslashreplace")


def drop(stream: TextIO) -> None:
    """Let what is still buffered go nowhere, without a word at the end of the process."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
