"""Whether a message that no code ties to a feature is about what an entry says."""

from __future__ import annotations

import pytest

from codemods.audit import speaking
from codemods.model import Feature, Listed
from codemods.qemu.hooks.hook import Hook
from codemods.qemu.listing import names

TITLES = (
    "``wick=n`` of long candles (since 8.0)",
    'Arm "tallow" board with "wick,old" tree property (since 8.1)',
    "Short-form boolean options (since 6.0)",
    "``delay`` option for socket character devices (since 6.0)",
    "Using a cold file with smoke=on (since 6.1)",
    "Arm CPU properties which begin with a capital (since 8.2)",
)
ENTRIES = tuple(
    Listed("d.rst", n, (), t, None, names.of_title(t), "", False, n, n)
    for n, t in enumerate(TITLES)
)


def _about(message: str, *hooked: str, path: str = "util/own.c", where: str = "") -> list[int]:
    hook = Hook(path, 1, message, "warning", where, names=hooked)
    return [e.line for e in speaking.spoken_of(hook, ENTRIES)]


@pytest.mark.parametrize(
    ("message", "about"),
    [
        ("short-form boolean option '%s%s' deprecated", [2]),
        ("Use of a cold file with 'smoke=on' is deprecated", [4]),
        ("the sound of waves is deprecated", []),
        ("a file is deprecated", []),
    ],
)
def test_words_of_the_title(message: str, about: list[int]) -> None:
    assert _about(message) == about


def test_name_that_the_code_reads_says_more_than_words() -> None:
    assert _about("it is deprecated", "wick,old") == [1]
    # Both: the message is the second's, its name the other one's.
    assert _about("short-form boolean option deprecated", "delay") == [2, 3]
    assert _about("a boolean is deprecated", "delay") == [3]


def test_target_and_function_count_as_words() -> None:
    message = "CPU property '%s' is deprecated, use '%s' instead"
    assert _about(message, path="target/arm/own.c") == [5]
    assert _about(message, path="target/ppc/own.c") == []
    assert _about("deprecated, use another", where="own_smoke_cold_file") == [4]


def test_part_of_a_feature() -> None:
    entry = Listed("d.rst", 1, (), "", None, names.of_title("``-smp`` (odd numbers)"), "",
                   False, 0, 0)  # fmt: skip
    cpus = Feature("any", "cpus", "SMPConfiguration.cpus", "m.json", 1)
    other = Feature("any", "cpus", "Configuration.cpus", "m.json", 1)
    assert speaking.is_part_of(cpus, entry)
    assert not speaking.is_part_of(other, entry)
    whole = Listed("d.rst", 1, (), "", None, names.of_title("``-smp``"), "", False, 0, 0)
    assert not speaking.is_part_of(cpus, whole)
