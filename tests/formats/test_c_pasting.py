"""Names that macros put together from pieces."""

from __future__ import annotations

import pytest

from codemods.formats.c.directives.pasting import may_make

MACRO = """#define DEFINE_BED(major, minor) \\
    static void bed_##major##_##minor##_init(void) \\
    { \\
        bed_get_rows(bed_ \\
            ## major ## _options); \\
    }"""


@pytest.mark.parametrize(
    "name", ["bed_2_7_init", "bed_10_0_init", "bed_get_soil_init", "bed_3_options"]
)
def test_what_fits_may_be_made(name: str) -> None:
    assert may_make(MACRO, name)


@pytest.mark.parametrize("name", ["bed_get_rows", "bed_set_soil", "my_bed_2_7_init", "bed_27_init"])
def test_what_has_a_piece_alone_is_not(name: str) -> None:
    assert not may_make(MACRO, name)


def test_what_tells_nothing_makes_nothing() -> None:
    assert not may_make("#define glue(a, b) a##b", "bed_init")
    assert not may_make("#define say(a, ...) print(a, ##__VA_ARGS__)", "print_bed")
    assert not may_make("#define bed_init 1", "bed_init")
