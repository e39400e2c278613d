"""Calls of a meson.build that lose their last file."""

from __future__ import annotations

import pytest

from codemods.errors import Refused
from codemods.formats import meson
from codemods.source.splice import splice

CALL = b"ss.add(when: 'CONFIG_BED', if_true: files('bed.c'))"
OTHER = b"ss.add(when: 'CONFIG_RAKE', if_true: files('rake.c'))\n"


@pytest.mark.parametrize("behind", [b"\n", b"  # digs\n", b"\r\n"])
def test_a_call_without_a_file_goes(behind: bytes) -> None:
    source = OTHER + CALL + behind + OTHER
    assert splice(source, list(meson.without_text("m", source, "bed.c"))) == OTHER + OTHER
    assert splice(CALL, list(meson.without_text("m", CALL, "bed.c"))) == b""


@pytest.mark.parametrize("behind", [b"  " + OTHER, b" if x\n", b").y(\n"])
def test_what_stands_behind_a_call_is_not_taken_along(behind: bytes) -> None:
    source = OTHER + CALL + behind
    with pytest.raises(Refused, match="something stands behind the call") as refused:
        list(meson.without_text("m", source, "bed.c"))
    assert refused.value.line == 2


@pytest.mark.parametrize("half", ["files('moss.c')", "files('moss.c'), 'fern"])
def test_a_statement_without_an_end_takes_nothing_along(half: str) -> None:
    source = f"garden_ss.add(when: moss, if_true: [{half}\nendif\n\ntree_ss.add(files('oak.c'))\n"
    with pytest.raises(Refused, match="has no end") as refused:
        list(meson.without_text("meson.build", source.encode(), "moss.c"))
    assert refused.value.line == 1
