"""Which declaration an identifier means, and where a variable is used."""

from __future__ import annotations

from codemods.formats.c import names as c_names
from codemods.syntax.parse import Node, parse

SHADOWED = b"""void plant(int depth)
{
    int row = 1;

    dig(row, depth);
    if (deep) {
        int row = depth;
        dig(row, 2);
    }
    for (int i = 0; i < row; i++) {
        rake(i);
    }
    for (int i = 9; i; i--) {
        rake(i);
    }
}
"""


def function(source: bytes) -> Node:
    return parse("c", source).root_node.children[0]


def lines(nodes: list[Node]) -> list[int]:
    return [node.start_point[0] + 1 for node in nodes]


def test_what_another_block_declares_is_no_use() -> None:
    node = function(SHADOWED)
    outer = c_names.local(node, "row")
    assert outer is not None and lines([outer.identifier]) == [3]
    assert lines(c_names.uses(node, outer)) == [5, 10]
    loop = c_names.local(node, "i")
    assert loop is not None and lines(c_names.uses(node, loop)) == [10, 10, 11]
    depth = c_names.local(node, "depth")
    assert depth is not None and lines(c_names.uses(node, depth)) == [5, 7]


def test_the_innermost_declaration_is_meant() -> None:
    for name in (b"row", b"i"):
        for node in c_names.identifiers(function(SHADOWED), name.decode()):
            one = c_names.meant(node)
            assert one is not None
            expected = {(b"row", 7): 7, (b"row", 8): 7}.get((name, node.start_point[0] + 1))
            at = node.start_point[0] + 1
            expected = expected or (3 if name == b"row" else 10 if at < 13 else 13)
            assert lines([one.identifier]) == [expected]


TWICE = b"""void plant(void)
{
#ifdef CONFIG_DEEP
    int row = 1;
#else
    int row = 2;
#endif
    dig(row);
}
"""


def test_what_is_declared_twice_in_one_block_is_none_of_both() -> None:
    for source in (TWICE, TWICE.replace(b"#", b"// #")):
        node = function(source)
        assert c_names.is_local(node, "row") and not c_names.is_local(node, "depth")
        assert c_names.local(node, "row") is None
        assert [c_names.meant(n) for n in c_names.identifiers(node, "row")] == [None] * 3
