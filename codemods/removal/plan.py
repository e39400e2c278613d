"""Plan the patches that remove features: each against the tree with the patches before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from codemods import kinds
from codemods.errors import NothingToDo, Refused
from codemods.formats.c import folding
from codemods.kind import Part
from codemods.model import Entry, Feature, Patch
from codemods.plan import resolve
from codemods.qemu import releases
from codemods.qemu.listing import titles
from codemods.removal import declared, files, follow, gone, grace, unused
from codemods.removal.dead import members, settle
from codemods.removal.documents import entry as listing
from codemods.removal.documents import went
from codemods.removal.documents.wanted import Listed, Wanted
from codemods.removal.of_schema import schema
from codemods.removal.state import Removal
from codemods.series import words
from codemods.source.overlay import Overlay
from codemods.source.tree import Tree


@dataclass(frozen=True)
class Asked:
    """What is asked of a removal: its release "X.Y", the user's words, how the entry reads.

    `reason` is the entry's new text, "" for its own in the past; `keep_text` leaves that as it
    is.  `no_grace` says why a feature goes that was not deprecated long enough.
    `keep_includes` leaves the headers alone that only served it; `with_unused` asks for a second
    patch that takes out what it alone used elsewhere.  `under` are the features that
    another one's entry also means, with the release that this one names; `belongs` is what the
    messages of their patches say of it.
    """

    release: str
    argv: tuple[str, ...]
    reason: str = ""
    keep_text: bool = False
    no_grace: str = ""
    keep_includes: bool = False
    with_unused: bool = False
    under: Mapping[Feature, str | None] = field(default_factory=dict)
    belongs: str = ""


def meant(tree: Tree, name: str, kind: str | None = None) -> Feature:
    """Return the feature that `name` means: of several, the only one that is listed as deprecated.

    Raises:
        Refused: see resolve.resolve().
    """
    found = resolve.candidates(tree, name, kind)
    if len(found) > 1:
        wanted = [Wanted(f, kinds.every()[f.kind].entry(tree, f)) for f in found]
        named = [w.feature for one in listing.certain(tree, wanted) for w in one.wanted]
        if len(named) == 1:
            return named[0]
    return resolve.resolve(tree, name, kind)


def planned(tree: Tree, groups: Sequence[Sequence[Feature]], asked: Asked) -> tuple[Patch, ...]:
    """Return one patch for each group of features, each against the tree with the ones before.

    Raises:
        Refused: a part of a feature cannot be taken out by rules, or its time has not come.
    """
    patches: list[Patch] = []
    for group in groups:
        patch, state = _patch(tree, group, asked)
        patches.append(patch)
        tree = Overlay(tree, patch.files)
        second = unused.patch(state, patch, asked.argv) if asked.with_unused else None
        if second is not None:
            patches.append(second)
            tree = Overlay(tree, second.files)
    return tuple(patches)


def since(tree: Tree, feature: Feature) -> str | None:
    """Return the release "X.Y" whose entry lists the feature; None where none does or says it."""
    wanted = Wanted(feature, kinds.every()[feature.kind].entry(tree, feature))
    sections, _ = listing.listed(tree, [wanted])
    return sections[0].since if sections else None


def _patch(tree: Tree, features: Sequence[Feature], asked: Asked) -> tuple[Patch, Removal]:
    for feature in features:
        _require_rules(tree, feature)
    wanted = [Wanted(f, kinds.every()[f.kind].entry(tree, f)) for f in features]
    sections, unlisted = listing.listed(tree, wanted)
    dates: dict[Feature, str | None] = {
        f: date for f in features if (date := asked.under.get(f)) is not None
    }
    dates |= {w.feature: s.since for s in sections for w in s.wanted}
    unlisted = tuple(w for w in unlisted if w.feature not in asked.under)
    excused = grace.require(tree, features, dates, asked.release, asked.no_grace)
    state = _taken(tree, features)
    follow.follow(state, keep_includes=asked.keep_includes)
    declared.follow(state)
    _list_along(state, sections, asked)
    for section in sections:
        listing.move(state.work, section, asked.release, asked.reason, keep=asked.keep_text)
    went.move(state, sections, asked.release, asked.reason, keep=asked.keep_text)
    if unlisted and asked.no_grace:
        listing.write(state.work, unlisted, asked.release, asked.reason or asked.no_grace)
    if not state.work.files:
        raise NothingToDo("nothing of it is in the tree", path=features[0].path)
    return _made(state, features, [w.entry for w in wanted], dates, asked, excused), state


def _list_along(state: Removal, sections: Sequence[Listed], asked: Asked) -> None:
    """List what went along with the features: by its own entry, or with the text of theirs."""
    along = [Wanted(f, kinds.every()[f.kind].entry(state.before, f)) for f in state.along]
    own, _ = listing.listed(state.before, along)
    theirs = {one.section for one in sections}
    fresh = [one for one in own if one.section not in theirs]
    listed = {w.feature for one in fresh for w in one.wanted}
    rest = [w for w in along if w.feature not in listed]
    if rest and (sections or asked.reason):
        text = asked.reason or listing.text(state.before, sections[0], "", keep=asked.keep_text)
        listing.write(state.work, rest, asked.release, text)
    for one in fresh:
        listing.move(state.work, one, asked.release, asked.reason, keep=asked.keep_text)


def _require_rules(tree: Tree, feature: Feature) -> None:
    """Refuse what no rule takes out, and the name in the schema of what is more than that.

    Raises:
        Refused: another kind knows what the feature is in code.
    """
    kind = kinds.every()[feature.kind]
    for special in (k for k in kinds.every().values() if feature.kind in k.refines):
        for one in special.find(tree, feature.name):
            if feature not in resolve.without_refined(tree, [feature, one]):
                raise Refused(
                    f"{feature.qualified} is only what the schema calls the {special.noun} "
                    f"{feature.name}, whose code would stay",
                    path=feature.path, line=feature.line,
                    hint=f"remove {special.id}:{one.qualified}",
                )  # fmt: skip
    if kind.parts is None:
        raise Refused(
            f"no rules take out this {kind.noun}", path=feature.path, line=feature.line,
            hint="remove it by hand",
        )  # fmt: skip


def _parts(tree: Tree, feature: Feature) -> Sequence[Part]:
    kind = kinds.every()[feature.kind]
    assert kind.parts is not None
    found = list(kind.parts(tree, feature))
    for part in found:
        if part.by_hand:
            raise Refused(part.by_hand, path=part.path, line=part.line,
                          hint="remove it by hand")  # fmt: skip
    return found


def _taken(tree: Tree, features: Sequence[Feature]) -> Removal:
    """Return the tree without the features, in an order in which each can be taken out.

    Raises:
        Refused: a part of one cannot be taken out by rules; see _ORDERS.
    """
    order, why = list(features), None
    for _ in range(min(len(order), _ORDERS)):
        state = Removal(tree)
        state.called = {f.name.replace("-", "_") for f in features}
        try:
            _take_all(state, order)
        except Refused as err:
            why = why or err
            order = [*order[1:], order[0]]
        else:
            return state
    assert why is not None
    raise why


#: In so many orders, at most, features are tried that go together.
_ORDERS = 3


def _take_all(state: Removal, features: Sequence[Feature]) -> None:
    """Take out the features, each that a person would have to as long as another one stays later.

    Raises:
        Refused: a part of one cannot be taken out by rules.
    """
    waiting = list(features)
    while waiting:
        why: Refused | None = None
        for feature in waiting:
            try:
                parts = _parts(state.tree, feature)
            except Refused as err:
                why = why or err
                continue
            _take(state, feature, parts)
            waiting.remove(feature)
            break
        else:
            assert why is not None
            raise why


def _take(state: Removal, feature: Feature, parts: Sequence[Part]) -> None:
    """Take out one feature: its edits, its files, its places in the schema, its names."""
    kind = kinds.every()[feature.kind]
    state.local = state.local or any(p.local for p in parts)
    state.cut_out(parts)
    settle.tidy(state)
    files.require_closed(state, [path for p in parts if p.closed for path in p.files])
    for path in (path for p in parts if p.inner for path in p.files):
        state.drop(path)
    lost = files.take_away(state, [path for p in parts if not p.inner for path in p.files])
    flagged = (*kind.places(state.tree, feature), *(p for part in parts for p in part.places))
    for name, value in (one for part in parts for one in part.accessors):
        gone.accessor(state, name, value)
    # A case of the feature takes with it what it calls of the files.
    schema.take(state, schema.places(state, feature, flagged))
    types = [name for part in parts for name in part.types]
    state.needed.update(lost, types)
    files.forget(state, lost)
    for part in parts:
        for text, value in part.reads:
            gone.read(state, part.path, text, value)
        for owner, member, value in part.members:
            members.constant(state, part.path, owner, member, value)
        for name in part.own:
            if state.alive(part.path):
                gone.in_file(state, part.path, name)
    names = [n for p in parts for n in p.names]
    gone.remove_all(state, [*names, *((name, folding.FALSE) for name in types)])


def _made(
    state: Removal, features: Sequence[Feature], listed: Sequence[Entry],
    dates: Mapping[Feature, str | None], asked: Asked, excused: str,
) -> Patch:  # fmt: skip
    paths = sorted(p for p in state.work.files if not p.startswith("docs/about/"))
    prefix = words.subsystem([p for p in paths if not p.startswith("tests/")] or paths)
    names = titles.brief(listed, prefix)
    first, *more = dict.fromkeys(listed)
    short = [titles.joined([(e.short or e).name.replace("``", "") for e in (first, *more)])]
    short += [f"{titles.brief([first], prefix)} and {len(more)} more"] if more else []
    subject = words.subject(prefix, [f"Remove {n}" for n in (names, *short)])
    return Patch(
        subject=subject, body=words.body(_reason(listed, dates, asked, excused), asked.argv),
        features=(), edits=tuple(state.work.edits), files=dict(state.work.files),
        notes=tuple(f"{left.path}:{left.line}: {left.why}" for left in state.left),
        removes=tuple(features),
    )  # fmt: skip


def _reason(
    listed: Sequence[Entry], dates: Mapping[Feature, str | None], asked: Asked, excused: str
) -> str:
    """Return what the message says below its subject: since when it is deprecated, and why."""
    releases_named = list(dict.fromkeys(v for v in dates.values() if v))
    said = []
    if releases_named:
        subject = titles.phrase(listed)
        verb = "have" if len(dict.fromkeys(listed)) > 1 else "has"
        said.append(f"{subject} {verb} been deprecated since {' and '.join(releases_named)}.")
    if excused:
        said.append(excused)
    if asked.belongs:
        said.append(asked.belongs)
    if asked.reason:
        said.append(asked.reason)
    return "\n\n".join(said) or f"To be removed in {asked.release}."


def release(tree: Tree, asked: str | None) -> str:
    """Return the release "X.Y" that removes: `asked`, or the next one of the tree.

    Raises:
        UsageError: `asked` is no release that can still come.
    """
    return releases.resolve(tree, asked, option="--in")
