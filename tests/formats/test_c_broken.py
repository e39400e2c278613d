"""C code that is broken in one place: what stands beside it is neither lost nor taken along."""

from __future__ import annotations

import pytest

from codemods.errors import Refused
from codemods.formats.c import case_labels
from codemods.formats.c import items as c_items
from codemods.source.splice import splice

BODY_WITHOUT_HEAD = b"""static void plant(Bed *bed)
    water(bed);
{
    dig(bed);
}
DEFINE_BED(1, 0)

static void rake(Bed *bed)
{
    dig(bed);
}
"""


def test_a_body_without_a_head_ends_with_its_brace() -> None:
    found = [(i.kind, i.names) for i in c_items.read(BODY_WITHOUT_HEAD).items]
    assert found == [
        (c_items.PROTOTYPE, ("plant",)),
        (c_items.OTHER, ()),
        (c_items.CALL, ("DEFINE_BED",)),
        (c_items.FUNCTION, ("rake",)),
    ]


CASES = b"""int grow(int kind)
{
    switch (kind)
    {
    case FERN:
        return 1;
    case MOSS:
        return 2;
    }
    return 0;
}
"""


def test_a_label_that_comes_first_in_a_switch_goes() -> None:
    edit = case_labels.cut("a.c", CASES, CASES.index(b"FERN"))
    assert b"    {\n    case MOSS:\n" in splice(CASES, [edit])


def test_a_label_that_stands_in_no_switch_takes_none_along() -> None:
    switch, label = b"    switch (kind)\n    {\n", b"    case FERN:\n"
    swapped = CASES.replace(switch + label, label + switch)
    with pytest.raises(Refused, match="looked for the switch around this label"):
        case_labels.cut("a.c", swapped, swapped.index(b"FERN"))


def test_a_label_whose_statement_shares_a_conditional_with_another_stays() -> None:
    one, two, end = b"        return 1;\n", b"        return 2;\n", b"#endif\n"
    opened = CASES.replace(one, b"#ifdef CONFIG_SHADE\n" + one)
    shared = opened.replace(two, two + end)
    with pytest.raises(Refused, match="goes on over another label"):
        case_labels.cut("a.c", shared, shared.index(b"FERN"))
    whole = opened.replace(one, one + end)
    edit = case_labels.cut("a.c", whole, whole.index(b"FERN"))
    assert b"    {\n    case MOSS:\n" in splice(whole, [edit])


@pytest.mark.parametrize("half", ['#include\n "soil.h"', '"soil.h"', "int depth", "static void"])
def test_an_include_ends_what_is_not_whole(half: str) -> None:
    source = f'{half}\n#include "bed.h"\n\nvoid dig(void)\n{{\n}}\n'.encode()
    include, function = c_items.read(source).items[-2:]
    assert (include.kind, include.names) == (c_items.INCLUDE, ("bed.h",))
    assert (function.kind, function.names) == (c_items.FUNCTION, ("dig",))


def test_an_include_may_hold_what_a_variable_begins_with() -> None:
    source = b'static const int rows[] = {\n#include "rows.inc"\n};\n'
    source += b'static const char text[] =\n#include "text.inc"\n;\n'
    assert [i.names for i in c_items.read(source).items] == [("rows",), ("text",)]


def test_what_is_no_definition_has_no_name() -> None:
    first, function = c_items.read(b'"soil";\nvoid dig(void)\n{\n}\n').items
    assert (first.kind, first.name, function.name) == (c_items.OTHER, "", "dig")
