"""The removals that stand in front of a deprecation, in one series with it.

What goes has no share in the deprecation's text then, which would change it a second time.
"""

from __future__ import annotations

from collections.abc import Sequence

from codemods.errors import Refused, UsageError
from codemods.model import Feature, Patch
from codemods.qemu import releases
from codemods.removal import includes, plan
from codemods.source.tree import Tree


def removals(
    tree: Tree, names: Sequence[str], staying: Sequence[Feature], since: str | None,
    argv: tuple[str, ...], *, keep_includes: bool = False,
) -> tuple[Patch, ...]:  # fmt: skip
    """Return one patch for each of `names`, in their order.

    Arguments:
        staying: the features that the series deprecates.
        since: the release that deprecates them, if it is asked for; a past one removes nothing,
            the next one of the tree does.
        argv: the command line.
        keep_includes: leave the headers alone that only what goes needed.

    Raises:
        UsageError: a name is given twice, or one of `staying` goes.
        Refused: see plan.planned().
    """
    if not names:
        return ()
    features = [plan.meant(tree, name) for name in names]
    for n, feature in enumerate(features):
        if feature in features[:n]:
            raise UsageError(f"--remove {names[n]}: that is named twice")
        if feature in staying:
            raise UsageError(f"--remove {names[n]}: that is to be deprecated, too")
    future = since is not None and not releases.is_past(tree, since)
    asked = plan.Asked(
        plan.release(tree, since if future else None), argv, keep_includes=keep_includes
    )
    try:
        return plan.planned(tree, [[feature] for feature in features], asked)
    except Refused as err:
        if "--" not in err.hint:
            raise
        # The options that it speaks of are those of the other command.
        raise Refused(
            err.message, path=err.path, line=err.line,
            hint=f"remove-feature can do it in a series of its own; {err.hint}",
        ) from err  # fmt: skip


def undone(tree: Tree, removed: Sequence[Patch], rest: Sequence[Patch]) -> bool:
    """Tell whether `rest` includes a header again that the patches `removed` took out of a file."""
    later = {path: data for patch in rest for path, data in patch.files.items() if data}
    for patch in removed:
        for path, data in patch.files.items():
            if data and path in later and path.endswith(".c"):
                gone = {*includes.named(tree.read(path))} - {*includes.named(data)}
                if gone & {*includes.named(later[path])}:
                    return True
    return False
