"""Move the tree's own users of a feature to its replacement, in front of the deprecation."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from codemods import kinds
from codemods.model import Patch
from codemods.plan.asked import Job
from codemods.qemu.code import warning
from codemods.series import words
from codemods.source.overlay import Overlay
from codemods.source.splice import Edit, line_of, splice
from codemods.source.tree import Tree
from codemods.users import areas
from codemods.users.model import Move, Use

#: The folders whose users share a patch, each with the prefix of its subject; the first that fits.
_GROUPS = (
    ("tests/qemu-iotests/", "iotests"),
    ("tests/functional/", "tests/functional"),
    ("tests/avocado/", "tests/avocado"),
    ("tests/acceptance/", "tests/acceptance"),
    ("tests/qtest/", "tests/qtest"),
    ("tests/unit/", "tests/unit"),
    ("tests/", "tests"),
    ("python/", "python"),
    ("scripts/", "scripts"),
    ("docs/", "docs"),
    ("qapi/", "qapi"),
    ("qga/", "qga"),
)
_OTHER = "docs"
_SHOWN = 60
#: What is said to who runs the tool: who reads a mail knows no option of ours.
_OURS = re.compile(r" \([^()]{0,200} --argument [^()]{1,200}\)")


@dataclass(frozen=True)
class Migration:
    """The patches that move users, and every user that was found."""

    patches: tuple[Patch, ...] = ()
    uses: tuple[Use, ...] = ()


def moves(jobs: Sequence[Job], arguments: Mapping[str, str]) -> tuple[Move, ...]:
    """Return what each feature's users are to move to."""
    return tuple(
        Move(job.feature, warning.plain(job.request.replacement or ""), arguments) for job in jobs
    )


def migrate(tree: Tree, asked: Sequence[Move], argv: Sequence[str]) -> Migration:
    """Return the patches that move what can be moved, one for each group of folders.

    Each is planned against the tree with those before it.
    """
    patches: list[Patch] = []
    found: list[Use] = []
    for move in asked:
        uses = consistent(tuple(areas.find(tree, move))) if move.replacement else ()
        made = _patches(tree, move, uses, argv)
        for patch in made:
            tree = Overlay(tree, patch.files)
        patches += made
        found += uses
    return Migration(tuple(patches), tuple(found))


def consistent(uses: Sequence[Use]) -> tuple[Use, ...]:
    """Return the uses, each place once: what two areas found counts for the first that moves it."""
    chosen: dict[tuple[str, int, tuple[Edit, ...]], Use] = {}
    taken: dict[str, list[Edit]] = {}
    for use in sorted(uses, key=lambda u: (u.path, u.line, not u.edits)):
        mine = taken.setdefault(use.path, [])
        if any(e.start < o.end and o.start < e.end for e in use.edits for o in mine):
            continue
        mine += use.edits
        chosen.setdefault((use.path, use.line, use.edits), use)
    return _with_logs(tuple(chosen.values()))


def _with_logs(uses: Sequence[Use]) -> tuple[Use, ...]:
    """Return the uses, those by hand whose test would no longer print what is expected of it."""
    stay = {u.path.removesuffix(".out") for u in uses if u.by_hand and u.what == "logged call"}
    unsure = {
        u.path.removesuffix(".out") for u in uses if u.by_hand and u.what == "line of the log"
    }
    return tuple(
        replace(u, edits=(), by_hand="its expected output cannot be changed for certain")
        if u.edits and ((u.path in stay and u.what.startswith("logged "))
                        or (u.path in unsure and not _QUIET.fullmatch(u.what)))
        else u
        for u in uses
    )  # fmt: skip


#: Uses in Python that send without a word in the log, and those of areas that look themselves.
_QUIET = re.compile(r"call of (cmd|qmp|execute|command|cmd_raw)\(\)|message|logged .*|command sent")


def group(path: str) -> str:
    """Return the prefix of the subject under which users in `path` are moved."""
    return next((name for folder, name in _GROUPS if path.startswith(folder)), _OTHER)


def by_hand(uses: Iterable[Use]) -> str:
    """Return the part of the cover letter that lists what is left to a person, or ""."""
    left = [use for use in uses if use.by_hand]
    return listing("Users that are left to be moved by hand", left)


def listing(title: str, uses: Sequence[Use], shown: int = _SHOWN) -> str:
    """Return a part of the cover letter that lists `uses`, "" for none.

    Arguments:
        shown: how many files it has room for.
    """
    if not uses:
        return ""
    lines = [
        ": ".join(filter(None, (f"{use.path}:{where}", use.what, _OURS.sub("", use.by_hand))))
        for use, where in alike(uses)
    ]
    texts = [words.item(line) for line in lines[:shown]]
    if len(lines) > shown:
        texts.append(f"  and {len(lines) - shown} more")
    return "\n".join([f"{title} ({len(uses)}):", "", *texts])


def alike(uses: Iterable[Use]) -> list[tuple[Use, str]]:
    """Return one of the uses of a file of which the same is to be said, and the lines of all."""
    rows: dict[tuple[str, str, str, bool], list[Use]] = {}
    for use in uses:
        rows.setdefault((use.path, use.what, use.by_hand, bool(use.edits)), []).append(use)
    return [(r[0], ", ".join(dict.fromkeys(str(use.line) for use in r))) for r in rows.values()]


def _patches(tree: Tree, move: Move, uses: Sequence[Use], argv: Sequence[str]) -> tuple[Patch, ...]:
    order = [name for _, name in _GROUPS]
    names = dict.fromkeys(group(use.path) for use in uses if use.edits)
    return tuple(
        _patch(tree, move, name, [u for u in uses if group(u.path) == name], argv)
        for name in sorted(names, key=order.index)
    )


def _patch(tree: Tree, move: Move, name: str, uses: Sequence[Use], argv: Sequence[str]) -> Patch:
    by_path: dict[str, list[Edit]] = {}
    for edit in (edit for use in uses for edit in use.edits):
        by_path.setdefault(edit.path, []).append(edit)
    sources = {path: tree.read(path) for path in by_path}
    steps = [(e, line_of(sources[p], e.start)) for p, edits in by_path.items() for e in edits]
    old, new = move.feature.name, move.replacement
    noun = kinds.every()[move.feature.kind].noun
    reason = f"Move users of the {noun} '{old}' to '{new}', which replaces it."
    return Patch(
        subject=_subject(name, new, old), body=words.body(reason, argv),
        features=(), edits=tuple(steps),
        files={path: splice(sources[path], edits) for path, edits in by_path.items()},
    )  # fmt: skip


def _subject(prefix: str, new: str, old: str) -> str:
    for line in (f"{prefix}: Use {new} instead of {old}", f"{prefix}: Do not use {old}"):
        if len(line) <= words.SUBJECT_WIDTH:
            return line
    return textwrap.shorten(line, words.SUBJECT_WIDTH, placeholder=" ...", break_on_hyphens=False)
