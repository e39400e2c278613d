"""Users in makefiles of the tests: variables and recipes that hold command lines of QEMU."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.formats import qmp
from codemods.source.tree import Tree
from codemods.users import rules as move_rules
from codemods.users import spots
from codemods.users.model import Move, Use

AREA = "makefiles"
_FILE = re.compile(r"tests/(?:.*/)?(?:Makefile[\w.-]*|[\w-]+\.mak)")


def find(tree: Tree, move: Move) -> Iterator[Use]:
    """Yield the users in makefiles; what such a file assigns is moved by a person."""
    rules = move_rules.rules(tree, move)
    for path, source in spots.files(tree, rules, lambda p: _FILE.fullmatch(p) is not None):
        text = qmp.plain(source)
        for at in spots.named(rules, text):
            if source[source.rfind(b"\n", 0, at) + 1 :].lstrip().startswith(b"#"):
                continue
            spot = spots.read(rules, path, text, at)
            if spot is not None and spot.what:
                yield spots.use(path, source, AREA, text, spot, rules)
