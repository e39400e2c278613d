"""Users among the iotests: those that run for an image format or a protocol by a variable.

No line of theirs opens an image with the driver by name: the one who starts the tests says which.
Source: tests/qemu-iotests/common.rc, iotests.py and check in QEMU.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.formats import qmp
from codemods.source.splice import line_of
from codemods.source.tree import Tree
from codemods.users import rules as move_rules
from codemods.users import spots
from codemods.users.model import Move, Use

AREA = "image formats"
_FOLDER = "tests/qemu-iotests/"
_STARTER = f"{_FOLDER}check"
_WHAT = "image format of the test"
_GENERIC = "image format of all generic iotests"
#: What a test says of itself, and the list of what the starter knows.
_SAID = re.compile(
    rb"(?m)^[ \t]{0,80}_supported_(?:fmt|proto)[ \t]([^\n]{1,400})"
    rb"|\bsupported_(?:fmts|protocols)[ \t]{0,20}=[ \t]{0,20}\[([^\]]{1,400})\]"
    rb"|\b(?:format|protocol)_list[ \t]{0,20}=[ \t]{0,20}\[([^\]]{1,2000})\]"
)
_BY_HAND = "the test runs for what its starter is told"
#: The key of a node that names its driver.
_KEY = "driver"


def find(tree: Tree, move: Move) -> Iterator[Use]:
    """Yield each place that says for what the tests run; none for another kind of feature."""
    rules = move_rules.rules(tree, move)
    if _KEY not in rules.naming.keys:
        return
    name = qmp.whole(rules.name)
    for path, source in spots.files(tree, rules, lambda p: p.startswith(_FOLDER)):
        for said in _SAID.finditer(source):
            found = name.search(said[said.lastindex or 0])
            if found:
                at = said.start(said.lastindex or 0) + found.start()
                what = _GENERIC if path == _STARTER else _WHAT
                by_hand = "" if rules.listing else _BY_HAND
                yield Use(path, line_of(source, at), AREA, what, by_hand)
