"""A progress line on the terminal for steps that take longer than a second."""

from __future__ import annotations

import sys
import threading
from types import TracebackType
from typing import Any

from codemods import printable

_PATIENCE_S = 1.0


class Progress:
    """Shows the current step on standard error once it has taken a second.

    Arguments:
        shown: False for none at all; without a terminal there is none either.
    """

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown and sys.stderr.isatty()
        self._text = ""
        self._status: Any = None
        self._timer: threading.Timer | None = None
        self._lock = threading.Lock()

    def step(self, text: str) -> None:
        """Say that the step `text` begins."""
        with self._lock:
            self._text = printable.shown(text)
            if self._status is not None:
                self._status.update(self._plain())
        if self._shown and self._timer is None:
            self._timer = threading.Timer(_PATIENCE_S, self._start)
            self._timer.daemon = True
            self._timer.start()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        if self._timer is not None:
            self._timer.cancel()
            self._timer.join()
        with self._lock:
            if self._status is not None:
                self._status.stop()

    def _start(self) -> None:
        # rich takes longer to import than most runs take altogether.
        from rich.console import Console

        with self._lock:
            self._status = Console(stderr=True).status(self._plain())
            self._status.start()

    def _plain(self) -> Any:
        """Return the step as it is: rich would take a name in brackets for a style."""
        from rich.text import Text

        return Text(self._text)
