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
