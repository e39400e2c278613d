"""No regular expression of the package takes more than a time that grows with the text."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from regexes import Expression, attacks, expressions

#: A text so long takes a few milliseconds where each character is looked at some times, and
#: seconds where each is looked at for each other one.
SIZE = 16_000
LIMIT_S = 0.2
#: Where a part of it takes so little, the whole cannot take too long, not even in cubic time.
PART = 8
QUICK_S = LIMIT_S / PART**3

EVERY = list(expressions())


@contextmanager
def limited() -> Iterator[None]:
    """Give up after LIMIT_S seconds of this process: others on the machine do not count."""

    def late(number: int, frame: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def slow(expression: Expression) -> str:
    """Return the beginning of a text on which it is too slow, or ""."""
    tried = [getattr(expression.pattern, method) for method in expression.methods]
    for short, text in attacks(expression.pattern, SIZE // PART, SIZE):
        try:
            with limited():
                before = time.thread_time()
                for method in tried:
                    method(short)
                if time.thread_time() - before < QUICK_S:
                    continue
                for method in tried:
                    method(text)
        except TimeoutError:
            return repr(text[:60])
    return ""


def test_the_expressions_are_found() -> None:
    assert len(EVERY) > 350


@pytest.mark.parametrize("expression", EVERY, ids=lambda e: e.where)
def test_time_grows_with_the_text(expression: Expression) -> None:
    assert not slow(expression), f"{expression.where}: {expression.pattern.pattern!r}"


def test_a_bad_one_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    import re

    with monkeypatch.context() as patched:
        # Each takes seconds, so that there is nothing to wait for.
        patched.setattr(sys.modules[__name__], "LIMIT_S", LIMIT_S / 3)
        for bad in r"\s*x", r"(a+)+b", r"(\w+)\s+(\w+)x", r"<.*>.*</", r"(?m)[ \t]+$":
            assert slow(Expression("here", re.compile(bad))), bad
    for good in r"\bx\w*", r"(?<!\s)\s*x", r"(?<!\S)\S*x", r"(?m)^ *x":
        assert not slow(Expression("here", re.compile(good))), good
