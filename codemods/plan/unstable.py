"""The patch that marks neglected interfaces `unstable`, as their siblings are."""

from __future__ import annotations

from collections.abc import Sequence

from codemods import kinds
from codemods.errors import NothingToDo, Refused
from codemods.model import Feature, Patch
from codemods.plan.steps import Step
from codemods.qemu.schema import flag
from codemods.series import words
from codemods.source.tree import Tree
from codemods.source.work import Work


def step(features: Sequence[Feature], name: str, argv: Sequence[str]) -> Step:
    """Return the step that marks the rest of the feature `name`; see patch()."""
    names = tuple(feature.name for feature in features)
    return Step(lambda tree: patch(tree, features, name, argv), names, optional=True)


def patch(tree: Tree, features: Sequence[Feature], name: str, argv: Sequence[str]) -> Patch:
    """Return the patch that marks each place of `features` in the schema.

    Arguments:
        name: what the features belong to, for the subject.
        argv: the command line.

    Raises:
        NothingToDo: all are marked.
        Refused: none is, so that nothing says that they should be; or a place
            cannot be marked.
    """
    work = Work(tree)
    places = [(f, p) for f in features for p in kinds.every()[f.kind].places(tree, f)]
    fresh = [(f, p) for f, p in places if not flag.unstable(tree, p)]
    if not fresh:
        raise NothingToDo(f"all interfaces of {name} are marked unstable already")
    if len(fresh) == len(places):
        raise Refused(
            f"no interface of {name} is marked unstable, so none is neglected",
            path=features[0].path, line=features[0].line, hint="leave out --mark-unstable",
        )  # fmt: skip
    for _, place in fresh:
        work.step(flag.make_unstable(work.tree, place))
    subject = words.line(sorted(work.files), f"Mark the rest of {name} unstable")
    names = [f"{p.definition}.{p.member}" if p.member else p.definition for _, p in fresh]
    reason = (
        "Other interfaces of the feature are marked unstable.  These belong to it and were "
        f"left unmarked: {', '.join(names)}."
    )
    return Patch(
        subject=subject, body=words.body(reason, argv),
        features=tuple(dict.fromkeys(f for f, _ in fresh)), edits=tuple(work.edits),
        files=dict(work.files), unstables=tuple((p.definition, p.member) for _, p in fresh),
    )  # fmt: skip
