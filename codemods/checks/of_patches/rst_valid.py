"""No edit may add a warning or an error that docutils reports."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from io import StringIO

from codemods.errors import NotFound, Problem, Refused
from codemods.formats.rst import sections as rst_sections
from codemods.model import Check, Patch
from codemods.source.splice import line_of
from codemods.source.tree import Tree

_REPORT = re.compile(r"^[^\n]*?:(\d*): \((\w+)/\d\) (.*)$", re.MULTILINE)
_SUBSTITUTION = re.compile(rb"(?m)^[ \t]*\.\. \|([^|\n]+)\|[ \t]+replace::(.*)$")
_USED = re.compile(rb"\|([^|\n]+)\|")
_LONGEST = 100_000
#: docutils' limit, which keeps it from taking the square of a line's length.
_LONG_LINE = re.compile(r"Line (\d+) exceeds the line-length-limit")
_TOO_LONG = "ERROR: a line exceeds the line-length-limit"
#: What only Sphinx, its extensions or its configuration know.
_SPHINX = re.compile(
    r"Unknown interpreted text role|Unknown directive type|Undefined substitution"
    r"|No (role|directive) entry for|Trying .* as canonical|directive disabled"
)


def run(before: Tree, after: Tree, patch: Patch) -> Iterator[Problem]:
    """Yield a problem for each message about a changed .rst file that it did not give before.

    Raises:
        Refused: it gave others before, so that nobody can tell what the edit does.
    """
    for path in sorted(p for p, data in patch.files.items() if data and p.endswith(".rst")):
        found = messages(after.read(path))
        # To read a document takes long: of what is without a fault, no earlier version is read.
        own = messages(_read(before, path)) if found else []
        known = Counter(text for _, text in own)
        if Counter(text for _, text in found) - known:
            _require_valid(path, own)
        for line, text in found:
            if known[text] > 0:
                known[text] -= 1
                if text == _TOO_LONG:
                    what = "not checked: docutils reads no document with a line this long"
                    yield Problem(CHECK.id, path, line, what, warning=True)
            else:
                yield Problem(CHECK.id, path, line, f"docutils: {text}", "look at the reason given")


def _require_valid(path: str, own: list[tuple[int, str]]) -> None:
    """Refuse a document that docutils rejects as it is: it may read on in another way."""
    for line, text in own:
        if text != _TOO_LONG:
            raise Refused(
                f"docutils rejects the document as it is: {text}", path=path, line=line,
                hint="put it right in a patch of its own, then run again",
            )  # fmt: skip


def faults(text: str) -> tuple[str, ...]:
    """Return docutils' warnings and errors about `text` alone."""
    return tuple(message for _, message in messages(text.encode()))


def is_title(text: str) -> bool:
    """Tell whether `text` can be the title of a section: words, not a list, a directive or a field.

    Both docutils and our own reader have to take it for one.
    """
    line = "=" * (2 * rst_sections.width(text) + 4)
    source = f"{text}\n{line}\n\nText.\n".encode()
    return not messages(source) and [s.title for s in rst_sections.sections(source)] == [text]


def _read(tree: Tree, path: str) -> bytes:
    try:
        return tree.read(path)
    except NotFound:
        return b""


@lru_cache(maxsize=8)
def messages(source: bytes) -> list[tuple[int, str]]:
    """Return (line, text) of docutils' warnings and errors about `source`."""
    if (line := _explodes(source)) > 0:
        return [(line, "ERROR: substitutions of substitutions that grow beyond all sense")]
    from docutils.core import publish_doctree  # slow to import

    stream = StringIO()
    publish_doctree(
        source.decode("utf-8", "replace"),
        source_path="text",
        settings_overrides={
            "_disable_config": True,
            "input_encoding": "unicode",
            "warning_stream": stream,
            "report_level": 2,
            "halt_level": 5,
            "file_insertion_enabled": False,
            "raw_enabled": False,
        },
    )
    found = []
    for m in _REPORT.finditer(stream.getvalue()):
        if long := _LONG_LINE.match(m[3]):
            found.append((int(long[1]), _TOO_LONG))
        elif not _SPHINX.search(m[3]):
            found.append((int(m[1] or 0), f"{m[2]}: {m[3]}"))
    return found


def _explodes(source: bytes) -> int:
    """Return the line of a substitution that is too long, or holds itself, or 0."""
    texts = {m[1]: (m[2], m.start()) for m in _SUBSTITUTION.finditer(source)}
    sizes: dict[bytes, int] = {}
    # As often as they may stand in each other: what still grows then holds itself.
    for _ in range(len(texts) + 1):
        grown = {
            name: len(text) + sum(sizes.get(used, 0) for used in _USED.findall(text))
            for name, (text, _) in texts.items()
        }
        for name, size in grown.items():
            if size > _LONGEST:
                return line_of(source, texts[name][1])
        if grown == sizes:
            return 0
        sizes, last = grown, sizes
    return next(line_of(source, texts[n][1]) for n in texts if sizes[n] != last.get(n))


CHECK = Check(id="rst-valid", run=run)
