"""How each deprecated feature stands: its marks, its users, its owner, and when it may go."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from codemods.audit import history, marks, owners, ranking
from codemods.audit.model import Finding, Record
from codemods.audit.owners import Section
from codemods.audit.rules.order import version
from codemods.audit.scene import Scene
from codemods.model import Listed
from codemods.qemu.machines import compat
from codemods.qemu.releases import Release, next_release

#: So many siblings of an entry are told.
_SIBLINGS = 50
_DISTINCT = re.compile(r"[-_+.\d]|^.{9,}$")


@dataclass(frozen=True)
class Users:
    """How many files name the feature: of code, of tests, of documents."""

    code: int
    tests: int
    docs: int


@dataclass(frozen=True)
class Standing:
    """An entry with all that an audit says of it.

    `first` is the first release whose list has it, None where that is unknown.  It may go
    in `goes`; `blocked_by` and `blocked_until` say what keeps it longer.  `stage` has a
    letter for each mark that is there, "-" for one that its kind asks for and that is missing,
    "." where none is asked for.  `rank` is its place among what may go next, 0 for the others.
    """

    id: str
    record: Record
    first: Release | None
    goes: Release | None
    blocked_by: str
    blocked_until: Release | None
    stage: str
    owner: Section | None
    users: Users | None
    siblings: tuple[str, ...]
    findings: tuple[Finding, ...]
    may_go: bool
    chance: float
    rank: int
    age: int


def every(scene: Scene, findings: Sequence[Finding]) -> tuple[Standing, ...]:
    """Return the entries of deprecated.rst in their order."""
    users = _users(scene)
    blocked = _blocked(scene)
    own: dict[tuple[str, int], list[Finding]] = {}
    for finding in findings:
        own.setdefault((finding.path, finding.line), []).append(finding)
    listed = Counter(entry.release for entry in scene.deprecated)
    siblings = _siblings(scene)
    found = [
        _standing(scene, record, users, blocked, listed,
                  own.get((record.entry.path, record.entry.line), ()), siblings[record.entry])
        for record in scene.records
    ]  # fmt: skip
    going = sorted((s for s in found if s.may_go), key=lambda s: (-s.chance, -s.age, s.id))
    ranks = {s.id: n for n, s in enumerate(going, 1)}
    return tuple(_ranked(s, ranks.get(s.id, 0)) for s in found)


def _ranked(one: Standing, rank: int) -> Standing:
    return Standing(**{**vars(one), "rank": rank})


def _standing(
    scene: Scene, record: Record, users: Mapping[str, Users],
    blocked: Mapping[str, tuple[str, Release | None]], listed: Mapping[str | None, int],
    findings: Sequence[Finding], siblings: tuple[str, ...],
) -> Standing:  # fmt: skip
    entry = record.entry
    goes = after(version(entry), 2) if entry.release else None
    by, until = blocked.get(entry.title, ("", None))
    paths = [f.path for f in record.features] or [s.path for s in (*record.warned, *record.flagged)]
    age = distance(version(entry), scene.coming) if entry.release else 0
    may_go = goes is not None and goes <= scene.coming and not (by and _later(until, scene.coming))
    return Standing(
        id=identity(record), record=record,
        first=history.first_with(entry, scene.releases),
        goes=goes, blocked_by=by, blocked_until=until, stage=_stage(scene, record),
        owner=owners.of(scene.tree, paths[0]) if paths else None,
        users=users.get(entry.title), siblings=siblings, findings=tuple(findings),
        may_go=may_go, chance=ranking.chance(entry, age, listed) if may_go else 0.0,
        rank=0, age=age,
    )  # fmt: skip


def counted(paths: set[str]) -> Users:
    """Return how many of `paths` are code, tests and documents; the lists are none of them."""
    docs = {p for p in paths if p.startswith("docs/") or p.endswith((".rst", ".hx"))}
    docs -= {p for p in paths if p.startswith("docs/about/")}
    tests = {p for p in paths if p.startswith(("tests/", "python/", "scripts/"))}
    code = {p for p in paths if not p.startswith("docs/")} - docs - tests
    return Users(len(code), len(tests), len(docs))


def identity(record: Record) -> str:
    """Return what identifies the entry in every tree: its kind and names."""
    return f"{record.kind}:{'+'.join(record.names)}"


def after(release: Release, count: int) -> Release:
    """Return the release `count` after `release`."""
    for _ in range(count):
        release = next_release(release)
    return release


def distance(first: Release, last: Release) -> int:
    """Return how many releases `last` is after `first`; 0 if it is not."""
    count = 0
    while first < last:
        first, count = next_release(first), count + 1
    return count


def _later(until: Release | None, coming: Release) -> bool:
    return until is None or until > coming


def _stage(scene: Scene, record: Record) -> str:
    first = record.features[:1]
    marked = {
        "F": (record.flagged, record.unflagged),
        "W": (record.warned, [f for f in first if marks.lack_message(scene.marks(f))]),
        "H": (record.marked, [f for f in first if marks.lack_help(scene.marks(f))]),
    }
    return "D" + "".join(
        letter if there else "-" if missing else "." for letter, (there, missing) in marked.items()
    )


def _siblings(scene: Scene) -> dict[Listed, tuple[str, ...]]:
    """Return for each entry those of the same release that the same commit listed: the first ones.

    Without a history, those of the same chapter that share a file.
    """
    groups: dict[tuple[object, ...], list[Record]] = {}
    keys: dict[Listed, list[tuple[object, ...]]] = {}
    for record in scene.records:
        entry = record.entry
        mine = _commit(scene, entry)
        files = dict.fromkeys(f.path for f in record.features)
        keys[entry] = (
            [] if not entry.release else [(entry.release, mine)] if mine
            else [(entry.release, "", entry.chapters, path) for path in files]
        )  # fmt: skip
        for key in keys[entry]:
            groups.setdefault(key, []).append(record)
    found = {}
    for entry, its in keys.items():
        # One more: the entry itself may be among them.
        first = (other for key in its for other in groups[key][: _SIBLINGS + 1])
        others = {other.entry.start: other for other in first if other.entry is not entry}
        names = [", ".join(others[start].names) for start in sorted(others)]
        found[entry] = tuple(names[:_SIBLINGS])
    return found


def _commit(scene: Scene, entry: Listed) -> str:
    return scene.written.get(history.line_key(entry.title), "")


def _blocked(scene: Scene) -> dict[str, tuple[str, Release | None]]:
    """Return what keeps an entry's property: the newest table of versions that sets it."""
    wanted = {
        (path[-1], n.text): r.entry.title
        for r in scene.records for n in r.entry.names for path in n.owners
        if path[0] == "device" and len(path) > 1
    }  # fmt: skip
    kept = compat.kept_for(scene.tree) if wanted else None
    found: dict[str, tuple[str, Release | None]] = {}
    newest: dict[str, Release] = {}
    for row in compat.setting(scene.tree, frozenset(name for _, name in wanted)):
        title = wanted.get((row.driver, row.property))
        if title and row.version > newest.get(title, (0, 0)):
            newest[title] = row.version
            until = (row.version[0] + kept, row.version[1]) if kept else None
            found[title] = (row.table, until)
    return found


def _users(scene: Scene) -> dict[str, Users]:
    """Count the files that name each entry's features, with one search; none for plain words."""
    words = {
        r.entry.title: frozenset(f.name for f in r.features if _DISTINCT.search(f.name))
        for r in scene.records
    }
    own = {r.entry.title: {s.path for s in (*r.flagged, *r.warned, *r.marked)}
           | {f.path for f in r.features} for r in scene.records}  # fmt: skip
    asked = sorted({word for each in words.values() for word in each})
    pattern = re.compile(
        b"|".join(rb"(?<![\w-])" + re.escape(w.encode()) + rb"(?![\w-])"
                  for w in sorted(asked, key=len, reverse=True))
    )  # fmt: skip
    files: dict[str, set[str]] = {}
    for hit in scene.tree.grep(asked) if asked else ():
        for word in set(pattern.findall(hit.text)):
            files.setdefault(word.decode(), set()).add(hit.path)
    return {
        title: counted(set().union(*(files.get(w, set()) for w in each)) - own[title])
        for title, each in words.items()
        if each
    }
