"""Lines that include a header, on one line or on several."""

from __future__ import annotations

import pytest

from codemods.formats.c import functions as c_functions
from codemods.formats.c import items as c_items
from codemods.formats.c.directives.includes import includes
from codemods.source.splice import splice

ONE = b'#include "qemu/bed.h"\n'
SPELLINGS = [
    ONE,
    b'  #  include\t"qemu/bed.h" /* digs */\n',
    b'#include \\\n "qemu/bed.h"\n',
    b'#\\\r\ninclude"qemu/bed.h" // digs \\\r\n and rakes\r\n',
    b'#include "qemu/bed.h" \\\n\n',
]


@pytest.mark.parametrize("spelled", SPELLINGS)
def test_all_lines_of_an_include_are_found(spelled: bytes) -> None:
    source = b"int a;\n" + spelled + b"int b;\n"
    (one,) = includes(source)
    assert (one.name, one.quoted) == ("qemu/bed.h", True)
    assert source[: one.start] + source[one.end :] == b"int a;\nint b;\n"
    assert [i.names for i in c_items.read(source).items] == [("a",), ("qemu/bed.h",), ("b",)]


@pytest.mark.parametrize("spelled", SPELLINGS)
def test_a_header_is_included_behind_the_whole_of_another(spelled: bytes) -> None:
    source = spelled + b"int a;\n"
    assert c_functions.add_include("a.c", source, "qemu/bed.h") is None
    edit = c_functions.add_include("a.c", source, "qemu/rake.h")
    assert edit is not None
    newline = b"\r\n" if b"\r" in spelled else b"\n"
    assert splice(source, [edit]) == spelled + b'#include "qemu/rake.h"' + newline + b"int a;\n"


def test_what_only_looks_like_one() -> None:
    assert not list(includes(b'#include "bed.h\n#includes "b"\nx #include "a.h"\n#include_next\n'))
    (one,) = includes(b"#include <glib.h>")
    assert not one.quoted
