"""What asks the process to end: an interrupt, SIGTERM, SIGHUP.

The first one raises KeyboardInterrupt, so that everything begun is taken back;
more of them change nothing while that happens.  What must not be cut short
stands in `with held():`.
"""

from __future__ import annotations

import _thread
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
#: A signal so soon behind another one does not cut short what the first one began.
_PATIENCE_S = 2.0
#: A finalizer has come to its end after that.
_MOMENT_S = 0.01

#: No threading.Event: setting one takes a lock, on which a second signal would wait for ever.
_asked = False
_last = 0.0


def asked() -> bool:
    """Tell whether the process has been asked to end; for what waits in other threads."""
    return _asked


def leave_at_once(line: str) -> None:
    """Let a signal end the process with `line` and status 1: for a start with nothing to undo."""
    text = line.encode()

    def leave(number: int, frame: FrameType | None) -> None:
        os.write(2, text)
        os._exit(1)

    _handle(leave)


def raise_once() -> None:
    """Let a signal raise KeyboardInterrupt; it goes on being asked where that gets lost."""
    _handle(_raise)
    sys.unraisablehook = _unraisable


def ignore() -> None:
    """Let no signal change anything: the end has begun."""
    global _asked
    _asked = True
    _handle(signal.SIG_IGN)


@contextmanager
def held() -> Iterator[Callable[[], bool]]:
    """Give a `with` block that no signal cuts short.

    It gives a function that tells whether one came; the signal is dropped with
    that, since what it would have stopped is done.
    """
    came: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield lambda: False
        return
    before = {number: signal.getsignal(number) for number in SIGNALS}
    try:
        for number, handler in before.items():
            if handler not in (signal.SIG_IGN, None):
                signal.signal(number, lambda number, frame: came.append(number))
        yield lambda: bool(came)
    finally:
        for number, handler in before.items():
            if handler not in (signal.SIG_IGN, None):
                signal.signal(number, handler)


def _handle(handler: Any) -> None:
    for number in SIGNALS:
        # What nohup or a shell in the background has set stays so.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handler)


def _raise(number: int, frame: FrameType | None) -> None:
    global _asked, _last
    now = time.monotonic()
    if _asked and now - _last < _PATIENCE_S:
        return
    _asked = True
    _last = now
    raise KeyboardInterrupt


def _unraisable(found: sys.UnraisableHookArgs) -> None:
    """Ask once more where the interrupt came into what swallows it, such as a finalizer.

    Not at once: this function, too, would swallow it.
    """
    if found.exc_type is KeyboardInterrupt:
        _thread.start_new_thread(_ask_again, ())
    else:
        sys.__unraisablehook__(found)


def _ask_again() -> None:
    global _last
    time.sleep(_MOMENT_S)
    _last = 0.0
    _thread.interrupt_main()
