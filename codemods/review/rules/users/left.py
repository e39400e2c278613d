"""The tree itself does not use what it deprecates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from codemods.errors import CodemodError
from codemods.review.facts.recognised import Known
from codemods.review.model import NOTE, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene
from codemods.source.splice import changed_lines
from codemods.users import areas, migrate
from codemods.users.model import Move, Use

_SHOWN = 6
_ABOUT = ("docs/about/", "docs/system/deprecated", "docs/system/removed")
#: Of so many features users are looked for: each is a search of the whole tree.
_MOST = 4
#: A word that is found in more files than this is not only the feature's.
_COMMON = 60
#: Texts that name a thing need not use it.
_MENTIONS = re.compile(r"mentioned in a .*|comment|text")


def run(scene: Scene) -> Iterator[Finding]:
    """Yield one note a feature with the places that use it."""
    found = [k for k in scene.deprecated if k.flags or k.entries]
    for known in found[:_MOST]:
        uses = _uses(scene, known)
        files = list(dict.fromkeys(use.path for use in uses))
        if not uses or len(files) > _COMMON:
            continue
        places = [f"{use.path}:{use.line}" for use, _ in migrate.alike(uses)]
        more = f" and {len(places) - _SHOWN} more" if len(places) > _SHOWN else ""
        alone = len(files) == 1
        yield Finding(
            RULE.id, NOTE, files[0] if alone else "", uses[0].line if alone else 0,
            f"{known.feature.name}: still used in {', '.join(_spread(places))}{more}",
            known.names, step=_step(scene, known),
            hint=f"deprecate-feature {known.feature.name} --users lists them",
        )  # fmt: skip


def _uses(scene: Scene, known: Known) -> Sequence[Use]:
    try:
        found = migrate.consistent(tuple(areas.find(scene.after, Move(known.feature))))
    except CodemodError:
        return ()
    named = [u for u in found if not u.path.startswith(_ABOUT) and not _own(scene, u)]
    strong = [u for u in named if not _MENTIONS.fullmatch(u.what)]
    return strong or named


def _own(scene: Scene, use: Use) -> bool:
    """Tell whether the series wrote the line."""
    if use.path not in scene.series.paths:
        return False
    old, new = (tree.read(use.path) if use.path in tree.files() else b""
                for tree in (scene.before, scene.after))  # fmt: skip
    return use.line in changed_lines(old, new)[1]


def _spread(places: Sequence[str]) -> list[str]:
    """Return the first places of as many files as there is room for."""
    first: dict[str, str] = {}
    for place in places:
        first.setdefault(place.rpartition(":")[0], place)
    chosen = list(first.values())[:_SHOWN]
    return chosen + [p for p in places if p not in chosen][: _SHOWN - len(chosen)]


def _step(scene: Scene, known: Known) -> int:
    place = known.entries[0] if known.entries else known.flags[0]
    return scene.step_with(place.path, place.line)


RULE = Rule(
    "users/left", NOTE, "help, documents, examples or tests that still use it",
    "Users copy what documents and tests do, and tests that use it fail when it goes.  "
    "Source: reviews of chardev's reconnect and of -netdev's vhostforce; deprecate-feature "
    "--users finds them, --migrate-users moves them.", run,
)  # fmt: skip
