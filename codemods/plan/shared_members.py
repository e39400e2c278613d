"""What else a flag of the schema deprecates: a member that several values of an option have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codemods import kinds
from codemods.plan.asked import Job
from codemods.plan.subjects import several
from codemods.qemu.options import schema_types
from codemods.source.tree import Tree

#: The key of kinds whose features are parameters of options.
_PARAMETER = "option"
_SHOWN = 4


def notes(tree: Tree, jobs: Sequence[Job]) -> Iterator[str]:
    """Yield for each parameter of an option which other values of that take the same member."""
    for feature in (job.feature for job in jobs):
        kind = kinds.every()[feature.kind]
        option, _, rest = feature.qualified.partition(".")
        if kind.naming.key != _PARAMETER or not kind.places(tree, feature):
            continue
        branch = rest.removesuffix(feature.name).rstrip(".")
        every = tuple(m for m in schema_types.members(tree, option) if m.name == feature.name)
        own = {m.definition for m in every if m.branch == branch}
        others = dict.fromkeys(m.branch for m in every if m.definition in own)
        others.pop(branch, None)
        if others:
            named = several([f"-{option} {other}" for other in others], min(_SHOWN, len(others)))
            holder = " and ".join(sorted(own))
            yield (
                f"The flag of {holder}.{feature.name} deprecates it for {named}, too, "
                "which the entry does not name."
            )
