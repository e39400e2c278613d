"""What became of every line that can mean a feature: nothing is passed over in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from codemods.account import senses as word_senses
from codemods.errors import Refused
from codemods.formats import hx
from codemods.model import Accounted, Feature, Patch
from codemods.qemu.listing import listed, replacements
from codemods.source.splice import changed_lines, line_of
from codemods.source.tree import Hit, Tree
from codemods.syntax.parse import error_nodes, parse

#: What an untouched line means, by the folder or ending of its file; first match counts.
_CLASSES = (
    (r"docs/about/(deprecated|removed-features)\.rst$", "left", "another entry"),
    (r"meson_options\.txt|scripts/meson-buildoptions\.sh", "left", "a build option"),
    (r"tests/data/.*", "left", "data of a test"),
    (r"tests/(docker|lcitool|vm/generated)/.*", "left", "what a build machine has installed"),
    (r"docs/(?:.*/)?meson\.build", "left", "not schema, C or docs"),
    (r"tests/qapi-schema/.*", "left", "a schema that is made up"),
    (r"docs/.*|.*\.(rst|txt|texi|md)$", "ask", "documentation that names it"),
    (r".*\.hx$", "ask", "option or command table that names it"),
    (r"tests/.*", "ask", "a test that uses it"),
    (r".*\.(c|h|inc|cc|cpp|m|S)$", "left", "code that implements or uses it"),
    (r".*\.json$", "left", "schema text that stays"),
    (r"(scripts|python)/.*|.*\.(py|sh|pl)$", "ask", "a script that uses it"),
    (r"(po|pc-bios|roms|subprojects)/.*", "left", "not QEMU's own source"),
    (r".*", "left", "not schema, C or docs"),
)

#: What is known of some lines, by file and number: the verdict and the reason.
_Known = dict[tuple[str, int], tuple[str, str]]


def account(tree: Tree, patches: Sequence[Patch]) -> tuple[Accounted, ...]:
    """Return one row for each line of `tree` that can mean one of the features.

    They are among those that `git grep -F` finds for the features' spellings;
    senses.py tells which.  A line that holds several of them is one row.
    """
    features = tuple(dict.fromkeys(f for p in patches for f in p.features))
    words = tuple(dict.fromkeys(w for f in features for w in f.spellings))
    if not words:
        return ()
    changed = {path: _changed_lines(tree, patches, path) for p in patches for path in p.files}
    hits = tuple(tree.grep(words))
    senses = word_senses.senses(tree, features, hits)
    broken, lists = _Broken(tree), _recommending(tree, features)
    own = _own_entries(tree, features)
    return tuple(
        _row(hit, changed, broken, lists | own)
        for hit in hits
        if any(sense.means(hit) for sense in senses)
    )


def _row(
    hit: Hit, changed: Mapping[str, frozenset[int]], broken: _Broken,
    known: Mapping[tuple[str, int], tuple[str, str]],
) -> Accounted:  # fmt: skip
    if hit.line in changed.get(hit.path, ()):
        return Accounted(hit.path, hit.line, "edited", "changed by the series")
    if hit.line in broken.lines(hit.path):
        return Accounted(hit.path, hit.line, "not parsed", "the grammar could not read it")
    if (hit.path, hit.line) in known:
        return Accounted(hit.path, hit.line, *known[hit.path, hit.line])
    verdict, reason = next((v, r) for p, v, r in _CLASSES if re.match(p, hit.path))
    return Accounted(hit.path, hit.line, verdict, reason)


def _own_entries(tree: Tree, features: Sequence[Feature]) -> _Known:
    """Return the lines of the .hx tables that are the features' own help and documentation."""
    found: _Known = {}
    for feature in (f for f in features if f.path.endswith(".hx")):
        source = tree.read(feature.path)
        for block in (b for b in hx.read(feature.path, source).blocks if b.line == feature.line):
            ends = [block.end, *([block.doc.end] if block.doc else [])]
            lines = range(block.line, line_of(source, max(ends)) + 1)
            found |= {(feature.path, n): ("left", "its own help and documentation") for n in lines}
    return found


def _recommending(tree: Tree, features: Sequence[Feature]) -> _Known:
    """Return the lines of entries that tell people to use one of the features instead."""
    found: _Known = {}
    try:
        entries = listed.listed(tree)
    except Refused:
        return found
    names = [re.escape(f.name.rpartition(".")[2]) for f in features]
    wanted = re.compile(rf"(?<![\w-])(?:{'|'.join(names)})(?![\w-])")
    for entry in (e for e in entries if wanted.search(replacements.of_body(e.body))):
        if entry.removed:
            continue
        last = entry.line + tree.read(entry.path).count(b"\n", entry.start, entry.end)
        why = f'an entry that recommends it: "{entry.title}"'
        found |= {(entry.path, line): ("ask", why) for line in range(entry.line, last + 1)}
    return found


def _changed_lines(tree: Tree, patches: Sequence[Patch], path: str) -> frozenset[int]:
    """Return the lines of `path`, from 1, that the series replaces."""
    last = [p.files[path] or b"" for p in patches if path in p.files][-1]
    return changed_lines(tree.read(path), last)[0]


class _Broken:
    """The lines of C files that lie inside ERROR nodes, read when first asked for."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._lines: dict[str, frozenset[int]] = {}

    def lines(self, path: str) -> frozenset[int]:
        """Return the unparsed lines of `path`; none for a file that is not C."""
        if not path.endswith((".c", ".h")):
            return frozenset()
        if path not in self._lines:
            self._lines[path] = frozenset(_error_lines(self._tree.read(path)))
        return self._lines[path]


def _error_lines(source: bytes) -> Iterator[int]:
    for node in error_nodes(parse("c", source).root_node):
        yield from range(line_of(source, node.start_byte), line_of(source, node.end_byte) + 1)
