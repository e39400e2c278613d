"""From the names a user types to the features they mean."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from codemods import kinds
from codemods.errors import NotFound, Refused, UsageError
from codemods.kind import Kind
from codemods.model import Feature
from codemods.plan import typed
from codemods.qemu.schema import definitions
from codemods.source.tree import Tree

#: So many features of one name are listed.
_LISTED = 12


def resolve(tree: Tree, name: str, kind: str | None = None) -> Feature:
    """Return the one feature that `name` means.

    Arguments:
        name: "NAME", "KIND:NAME" or a qualified name such as "Type.member".
        kind: the id of the only kind to look at, or None for all.

    Raises:
        UsageError: there is no such kind.
        Refused: several features have the name; each is listed.
        NotFound: none has it; the nearest names are listed.
    """
    found, chosen, name = _candidates(tree, name, kind)
    if len(found) == 1:
        return found[0]
    if not found:
        raise _unknown(tree, name, chosen)
    listed = "\n".join(f"  {f.path}:{f.line} {f.kind} {f.qualified}" for f in found[:_LISTED])
    listed += f"\n  and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
    raise Refused(
        f"'{name}' names {len(found)} features:\n{listed}",
        hint="say which one with --kind KIND, KIND:NAME or the qualified name",
    )


def candidates(tree: Tree, name: str, kind: str | None = None) -> list[Feature]:
    """Return the features that `name` may mean; see resolve()."""
    return _candidates(tree, name, kind)[0]


def _candidates(tree: Tree, name: str, kind: str | None) -> tuple[list[Feature], list[Kind], str]:
    """Return the features of that name, the kinds that were asked, the name without its kind."""
    every = kinds.every()
    prefix, colon, rest = name.partition(":")
    called = {other: one.id for one in every.values() for other in (one.id, *one.also)}
    if colon and prefix in called:
        kind, name = called[prefix], rest
        if begin := every[kind].also.get(prefix):
            name = begin + rest.lstrip("-").removeprefix(begin)
    if kind is not None and kind not in every:
        raise UsageError(f"--kind {kind}: no such kind", hint=f"one of {', '.join(every)}")
    if not name.strip() or not name.isprintable():
        raise UsageError("an empty or unprintable name")
    chosen = [every[kind]] if kind else [k for k in every.values() if not k.on_request]
    found = _found(tree, name, _of_schema(tree, name, chosen)) or _found(tree, name, chosen)
    found = found or without_refined(tree, typed.find(tree, name, chosen))
    return found, chosen, name


def _found(tree: Tree, name: str, asked: Iterable[Kind]) -> list[Feature]:
    return without_refined(tree, [f for k in asked for f in k.find(tree, name)])


def _of_schema(tree: Tree, name: str, chosen: Sequence[Kind]) -> list[Kind]:
    """Return the kinds that know the schema, where `name` is a member or value of a type in it.

    All others look for it in code, which takes longer by far.  What has its name of a command
    or an event may be another kind's, too: an option's, a monitor command's.
    """
    owner, _, member = name.partition(".")
    found = definitions.definition(tree, owner) if member else None
    if found is None or found[1].meta in ("command", "event") or not found[1].member(member):
        return []
    return [kind for kind in chosen if kind.in_schema]


def without_refined(tree: Tree, found: list[Feature]) -> list[Feature]:
    """Drop a feature where a more special kind has found the same place, flagged there or not.

    A weak one goes for any other.
    """
    taken: set[tuple[str, str]] = set()
    every = kinds.every()
    for feature in found:
        kind = every[feature.kind]
        names = {feature.qualified}
        for place in kind.places(tree, feature) if kind.refines else ():
            names.add(f"{place.definition}.{place.member}" if place.member else place.definition)
        taken |= {(refined, name) for refined in kind.refines for name in names}
    left = [f for f in found if (f.kind, f.qualified) not in taken]
    return [f for f in left if not every[f.kind].weak(f)] or left


def _unknown(tree: Tree, name: str, chosen: Iterable[Kind]) -> NotFound:
    known: dict[str, str] = {}
    asked = list(chosen)
    for kind in asked:
        # A slip of the finger must not cost minutes; the user can still name the kind.
        for feature in _near(tree, kind, name, alone=len(asked) == 1):
            known.setdefault(feature.name, kind.id)
            known.setdefault(feature.qualified, kind.id)
    close = difflib.get_close_matches(name, known, n=5, cutoff=0.6)
    nearest = ", ".join(f"{n} ({known[n]})" for n in close)
    return NotFound(
        f"no feature is called '{name}'",
        hint=f"nearest names: {nearest}" if nearest else "see --help for the kinds of features",
    )


def _near(tree: Tree, kind: Kind, name: str, *, alone: bool) -> Iterable[Feature]:
    """Return the features of a kind that the wrong `name` may mean."""
    if kind.costly and not alone:
        return ()
    return kind.near(tree, name) if kind.near else kind.every(tree)
