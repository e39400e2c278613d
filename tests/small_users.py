"""A small tree with a command, its replacement and room for users, for the tests of the areas."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from codemods.model import Feature
from codemods.source.folder import FolderTree
from codemods.source.splice import splice
from codemods.users.model import Move, Use

OLD, NEW = "tank-fill", "ponds-fill"
SCHEMA = b"""
##
# @tank-fill:
#
# Fill a tank.  @tank-fill takes a while.
#
# @tank: which one
#
# @quick: do not wait
#
# @aa: how many times
#
# Errors:
#     - TankLeaking if it has a hole
#
# Since: 1.0
#
# .. qmp-example::
#
#     -> { "execute": "tank-fill", "arguments": { "tank": "t0" } }
##
{ 'command': 'tank-fill', 'data': { 'tank': 'str', '*quick': 'bool', '*aa': 'int' } }

##
# @ponds-fill:
#
# Fill all ponds, as @tank-fill does.
#
# @zz: which one
#
# @aa: how many times
#
# Since: 2.0
##
{ 'command': 'ponds-fill', 'data': { 'zz': 'str', '*aa': 'int' } }
"""
COMMAND = Feature("qmp-command", OLD, OLD, "qapi/water.json", 18, (OLD, "tank_fill"))
MOVE = Move(COMMAND, NEW, {"tank": "zz"})
LIST = Move(COMMAND)


def tree(folder: Path, **files: str | bytes) -> FolderTree:
    """A tree of the schema and `files`; names are given with "__" for "/" and "_DOT_" for "."."""
    named = {k.replace("__", "/").replace("_DOT_", "."): v for k, v in files.items()}
    return at(folder, named)


def at(folder: Path, files: dict[str, str | bytes]) -> FolderTree:
    """A tree of the schema and `files`."""
    every = {"VERSION": b"10.2.50\n", "qapi/qapi-schema.json": b"", "qapi/water.json": SCHEMA}
    for path, data in {**every, **files}.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data if isinstance(data, bytes) else data.encode())
    return FolderTree(folder)


def uses(area: ModuleType, where: FolderTree, move: Move = MOVE) -> list[Use]:
    """What the area finds; each use is of that area, and has edits or a reason, not both."""
    found = list(area.find(where, move))
    assert all(u.area == area.AREA for u in found)
    if move.replacement:
        assert all(bool(u.edits) != bool(u.by_hand) for u in found)
    else:
        assert not any(u.edits or u.by_hand for u in found)
    return found


def after(where: FolderTree, path: str, found: list[Use]) -> str:
    """The file with the edits of all uses."""
    edits = [e for u in found for e in u.edits if e.path == path]
    return splice(where.read(path), edits).decode()
