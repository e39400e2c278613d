"""Reading C around what its grammar does not know."""

from __future__ import annotations

import pytest

from codemods.syntax import readable
from codemods.syntax.parse import error_nodes, parse


@pytest.mark.parametrize(
    "line",
    [
        "g_autofree char *name = NULL;",
        "Cat **cats = g_new0(Cat *, n);",
        "s->cats = g_renew(Cat *, s->cats, n);",
        "return sizeof_field(struct Cat, tail) + endof(struct Cat, tail);",
        "Cat *c = container_of(ear(p, 1), struct Cat, ear);",
        "container_of(p, struct Cat, tail)->n = 1;",
        "g_array_index(cats, struct Cat, 3).ear = 1;",
        "struct cat *c = g_new0(struct cat, 1);",
        "int coroutine_fn (*feed)(void);",
        "QTAILQ_FOREACH_SAFE(cat, &cats->list, next, after) {\n        purr(1);\n    }",
        "if (n) {\n        CPU_FOREACH(cpu) {\n        }\n    }",
        "switch (n) {\n    case 0 ... LIVES - 1:\n        break;\n    }",
        "#ifdef CAT\n    if (n) {\n        purr(1);\n    } else\n#endif\n    {\n    }",
        "if (n) {\n#if CAT\n    } else if (m) {\n#else\n    /* } */\n#endif\n    }",
        "if (n) {\n#ifdef CAT\n    } else {\n#elif DOG\n    } else if (m) {\n#endif\n    }",
        "if (n) {\n        purr(1);\n#if CAT > \\\n    2\n    } else if (m) {\n#endif\n    }",
    ],
)
def test_macros_of_glib_and_qemu_are_read(line: str) -> None:
    tree = parse("c", f"void f(int n)\n{{\n    {line}\n    purr(n);\n}}\n".encode())
    assert list(error_nodes(tree.root_node)) == []


def test_offsets_are_those_of_the_source() -> None:
    source = b"static int coroutine_fn open_it(struct cat *c)\n{\n    return 1;\n}\n"
    (function,) = parse("c", source).root_node.children
    body = function.child_by_field_name("body")
    assert body is not None
    assert source[body.start_byte : body.end_byte] == b"{\n    return 1;\n}"


def test_a_conditional_that_is_whole_is_seen() -> None:
    source = b'void f(void)\n{\n#ifdef CAT\n    if (n) {\n        purr("{");\n    }\n#endif\n}\n'
    (function,) = parse("c", source).root_node.children
    body = function.child_by_field_name("body")
    assert body is not None
    assert [n.type for n in body.children if n.is_named] == ["preproc_ifdef"]


@pytest.mark.parametrize("line", ["g_autofree = (;", "char *c = g_new0(struct cat;"])
def test_what_is_broken_stays_so(line: str) -> None:
    tree = parse("c", f"void f(void)\n{{\n    {line}\n}}\n".encode())
    assert list(error_nodes(tree.root_node))


@pytest.mark.parametrize(
    ("inside", "whole"),
    [
        ("void f(void) { }\n", True),
        ("/* { */ char c = '{'; // {\n", True),
        ("void f(void) {\n", False),
        ("} void f(void) {\n", False),
        ("if (a) { b(); } else\n", False),
        ("{ 1, 2 },\n", False),
    ],
)
def test_only_conditionals_around_pieces_of_code_go(inside: str, whole: bool) -> None:
    source = f"#ifdef A\n{inside}#endif\n".encode()
    blank = source.replace(b"#ifdef A", b" " * 8).replace(b"#endif", b" " * 6)
    assert readable.joined(source) == (source if whole else blank)
