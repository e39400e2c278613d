"""What is listed is flagged where the schema describes it."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.errors import CodemodError
from codemods.model import Place
from codemods.qemu.schema import flag
from codemods.review.facts import recognised, request
from codemods.review.model import WARNING, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene
from codemods.source.splice import Edit
from codemods.source.tree import Tree


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the places of newly deprecated features that carry no flag."""
    for known in scene.deprecated:
        if not (known.entries or known.flags):
            continue
        places = recognised.attempt(known.kind.places, scene.after, known.feature) or ()
        for place in places:
            if _flagged(scene.after, place) is not False:
                continue
            name = f"{place.definition}.{place.member}" if place.member else place.definition
            edits = recognised.attempt(_edits, scene, place) or ()
            yield Finding(
                RULE.id, WARNING, place.path, known.feature.line if len(places) == 1 else 0,
                f"{name}: deprecated, but not flagged in the schema", (name, *known.names),
                step=scene.step_of((known.entries[0].path,)) if known.entries else -1,
                edits=edits,
            )  # fmt: skip


def _flagged(tree: Tree, place: Place) -> bool | None:
    try:
        return flag.flagged(tree, place)
    except CodemodError:
        return None


def _edits(scene: Scene, place: Place) -> tuple[Edit, ...]:
    return tuple(flag.deprecate(scene.after, place, request.of(scene)))


RULE = Rule(
    "qapi/unflagged", WARNING, "something is listed, and the schema has no flag for it",
    "The flag is what management tools see in query-qmp-schema and what -compat acts upon.  One "
    "thing may have several places: a transaction action is flagged as well as its command.  "
    "Source: docs/devel/qapi-code-gen.rst, \"Special features\".", run,
)  # fmt: skip
