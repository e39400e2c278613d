"""Preprocessor conditionals of which one macro is defined nowhere any more."""

from __future__ import annotations

import pytest

from codemods.formats.c.directives import conditionals
from codemods.source.splice import splice


def _without(text: str) -> str:
    source = text.encode()
    while edits := tuple(conditionals.without("x.c", source, "A")):
        source = splice(source, edits)
    return source.decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("#ifdef A\na\n#endif\n", ""),
        ("x\n\n#ifdef A\na\n#endif\n\ny\n", "x\n\ny\n"),
        ("#ifdef A\na\n#else\nb\n#endif\n", "b\n"),
        ("#ifndef A\na\n#else\nb\n#endif\n", "a\n"),
        ("#if defined(A)\na\n#elif defined(B)\nb\n#else\nc\n#endif\n",
         "#if defined(B)\nb\n#else\nc\n#endif\n"),
        ("#if defined(B)\na\n#elif defined(A)\nb\n#else\nc\n#endif\n",
         "#if defined(B)\na\n#else\nc\n#endif\n"),
        ("#if defined(B)\na\n#elif !defined(A)\nb\n#else\nc\n#endif\n",
         "#if defined(B)\na\n#else\nb\n#endif\n"),
        ("#if defined(A) || defined(B)\na\n#endif\n", "#if defined(B)\na\n#endif\n"),
        ("#if defined(B) || defined(A)\na\n#endif\n", "#if defined(B)\na\n#endif\n"),
        ("#if !defined(A) && X > 3\na\n#endif\n", "#if X > 3\na\n#endif\n"),
        ("#if (defined(A) || defined(B)) && !C\na\n#endif\n",
         "#if defined(B) && !C\na\n#endif\n"),
        ("#if defined(C) \\\n    || defined(B) \\\n    || defined(A)\na\n#endif\n",
         "#if defined(C) \\\n    || defined(B)\na\n#endif\n"),
        ("#if defined(C) || \\\n    defined(A) || \\\n    defined(B)\na\n#endif\n",
         "#if defined(C) || \\\n    defined(B)\na\n#endif\n"),
        ("#if defined(C)        \\\n    || defined(A) || defined(B)     \\\n    || D\n#endif\n",
         "#if defined(C)        \\\n    || defined(B)                   \\\n    || D\n#endif\n"),
        ("#if defined(B)\n#ifdef A\nq\n#endif\na\n#endif /* B */\n",
         "#if defined(B)\na\n#endif /* B */\n"),
        ("#if A > 3\na\n#endif\n", "#if A > 3\na\n#endif\n"),
        ("#ifdef AB\na\n#endif\n", "#ifdef AB\na\n#endif\n"),
    ],
)  # fmt: skip
def test_without_the_macro(before: str, after: str) -> None:
    assert _without(before) == after
