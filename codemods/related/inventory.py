"""The inventory of a feature: gather the evidence, judge, and lay out the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from codemods import kinds
from codemods.errors import Refused
from codemods.model import Feature
from codemods.plan.resolve import resolve
from codemods.related import book as books
from codemods.related import evidence, expected, verdict, words
from codemods.related import scene as scenes
from codemods.related.book import Book
from codemods.related.model import (
    FOLLOWS,
    MARK,
    MENTIONS,
    OWNS,
    PARTS,
    SKIP,
    TYPE,
    VERDICTS,
    Clue,
    Inventory,
    Row,
    Thing,
)
from codemods.related.scene import Scene
from codemods.source.tree import Tree

_SHOWN = 10


def inventory(tree: Tree, name: str, kind: str | None = None) -> Inventory:
    """Return everything tied to the feature `name`.

    A name that only is part of other names, such as "sev", is a topic: what
    holds its words is listed though nothing is called just so.  So is one by
    which several things are called among others that hold it, or a single
    thing that stands aside from them.

    Raises:
        Refused: the name means several things, none of them telling; or nothing.
    """
    book = books.read(tree)
    seeds = _seeds(tree, book, name, kind)
    # A qualified name is known by its last part, whatever it stands in.
    own = seeds[0].name if seeds else name.rpartition(":")[2].rpartition(".")[2]
    scene = scenes.scene(tree, book, words.phrase(own), seeds)
    clues = [Clue(seed, OWNS, "the named feature") for seed in seeds]
    clues += _gather(scene, clues)
    twins = {seed: _twin(seed, clues) for seed in seeds}
    clues = [replace(clue, thing=twins.get(clue.thing, clue.thing)) for clue in clues]
    rows = _rows(scene, clues)
    named = tuple(twin.qualified for twin in twins.values())
    return Inventory(name, named, tuple(rows), _notes(scene, clues))


def _twin(seed: Thing, clues: Iterable[Clue]) -> Thing:
    """Return what the evidence calls `seed`: "-mon", "info cpus", "arm/virt"."""
    bare = _bare(seed.name)
    at = (seed.path, seed.line)
    for thing in (c.thing for c in clues) if not seed.owner else ():
        found = thing.markable and (thing.path, thing.line) == at and _bare(thing.name) == bare
        if found and thing != seed:
            return thing
    return seed


def _bare(name: str) -> str:
    return name.rpartition("/")[2].removeprefix("info ").lstrip("-")


def _seeds(tree: Tree, book: Book, name: str, kind: str | None) -> tuple[Thing, ...]:
    """Return what the user named; for a topic, nothing."""
    if kind is None and ":" not in name:
        wanted = words.phrase(name.rpartition(".")[2])
        exact = _exact(book, name, wanted)
        found = scenes.named(book, wanted)
        spread = Counter(t.path for t in found)
        telling = scenes.is_telling(wanted, len(spread))
        if len(exact) == 1 and not (telling and _aside(exact[0], name, spread)):
            return exact
        if telling and len(found) > len(exact):
            return ()
        if spread and not telling:
            raise _common(book, name, exact, len(found), len(spread))
    feature = resolve(tree, name, kind)
    found = _places(tree, book, feature)
    return found or (_outside(feature),)


def _aside(thing: Thing, name: str, spread: Counter[str]) -> bool:
    """Tell whether a plain name means more than `thing`: another file has more of its words."""
    return "." not in name and max(spread.values()) > spread[thing.path]


def _exact(book: Book, name: str, wanted: tuple[str, ...]) -> tuple[Thing, ...]:
    """Return what is called `name`, but for what is only a part of something else.

    Members are such parts, and values of types that have the words in their names.
    """
    found = [t for t in book.things.values() if name in (t.name, t.qualified) and t.kind != TYPE]
    qualified = [t for t in found if t.qualified == name]
    whole = [t for t in found if t.kind != "member" and not words.holds(t.owner, wanted)]
    commands = [t for t in found if t.kind in ("command", "event")]
    return tuple(qualified or commands + [t for t in whole if t not in commands])


def _common(book: Book, name: str, exact: Sequence[Thing], named: int, spread: int) -> Refused:
    shown = "\n".join(f"  {t.path}:{t.line} {t.kind} {t.qualified}" for t in exact[:_SHOWN])
    more = f"\n  and {len(exact) - _SHOWN} more" if len(exact) > _SHOWN else ""
    return Refused(
        f"'{name}' is a common word, not one feature: {named} names in {spread} of {book.files} "
        f"schema files hold it, and all were kept out; {len(exact)} things are called just so"
        f"{':' if exact else ''}\n{shown}{more}".rstrip(),
        hint="give a qualified name, or KIND:NAME",
    )


def _places(tree: Tree, book: Book, feature: Feature) -> tuple[Thing, ...]:
    return tuple(
        thing
        for place in kinds.every()[feature.kind].places(tree, feature)
        if (thing := book.of(place.definition, place.member))
    )


def _outside(feature: Feature) -> Thing:
    noun = kinds.every()[feature.kind].noun.split(" of ")[0].split()[-1]
    kind = noun if noun in PARTS else feature.kind
    return Thing(kind, "", feature.name, feature.path, feature.line)


def _gather(scene: Scene, clues: Iterable[Clue]) -> list[Clue]:
    """Return all clues, in the order of the evidence.

    What takes a search comes last in time, when it is known what else to look for.
    """
    found: dict[str, list[Clue]] = {each.id: [] for each in evidence.every().values()}
    for each in sorted(evidence.every().values(), key=lambda e: (e.derived, e.searches)):
        so_far = [*clues, *(clue for own in found.values() for clue in own)]
        expected.suggest(scene, verdict.known(so_far))
        found[each.id] = list(each.find(scene, verdict.known(so_far) if each.derived else {}))
    return [clue for own in found.values() for clue in own]


def _rows(scene: Scene, clues: Iterable[Clue]) -> list[Row]:
    said: dict[Thing, list[Clue]] = {}
    for clue in clues:
        said.setdefault(clue.thing, []).append(clue)
    tied = verdict.known(c for cs in said.values() for c in cs)
    verdicts = {t: verdict.interface(t, tied.get(t)) for t in said if t.kind != TYPE}
    judged = verdicts | verdict.types(scene.book, verdicts, tied)
    rows = [
        _row(scene, thing, judged.get(thing, SKIP), said.get(thing, []))
        for thing in dict.fromkeys([*said, *judged])
        if thing in scene.seeds or not _goes_with(scene.book, thing, judged)
    ]
    if not scene.telling:
        rows = [row for row in rows if row.verdict != SKIP]
    return sorted(rows, key=lambda r: (VERDICTS.index(r.verdict), r.path, r.line, r.qualified))


def _goes_with(book: Book, thing: Thing, judged: Mapping[Thing, str]) -> bool:
    """Tell whether a value or member needs no row: what it stands in has one that says it all."""
    holder = book.of(thing.owner) if thing.owner != thing.name else None
    if holder is None or holder not in judged:
        return False
    return judged[holder] in (MARK, FOLLOWS) or judged.get(thing) != MARK


def _row(scene: Scene, thing: Thing, judged: str, said: list[Clue]) -> Row:
    strongest = {c.strength for c in said}
    shown = [c.text for c in said if c.strength != MENTIONS or strongest == {MENTIONS}]
    if thing.kind == TYPE and scene.book.uses.get(thing.name):
        users = list(dict.fromkeys(u.definition for u in scene.book.uses[thing.name]))
        more = f" and {len(users) - 2} more" if len(users) > 2 else ""
        shown.append(f"used by {', '.join(users[:2])}{more}")
    kind = scene.book.definitions[thing.name].meta if thing.kind == TYPE else thing.kind
    return Row(kind, thing.qualified, thing.path, thing.line, thing.carries, judged,
               "; ".join(dict.fromkeys(shown)))  # fmt: skip


def _notes(scene: Scene, clues: Iterable[Clue]) -> tuple[str, ...]:
    if scene.telling:
        return ()
    kept = {c.thing for c in clues if c.strength == MENTIONS}
    if scene.everyday:
        return (
            f'{len(kept)} names that hold "{scene.words[0]}" were kept out: a part of something '
            "that is called by an everyday word has no relatives elsewhere",
        )
    return (
        f'{len(kept)} names that hold "{" ".join(scene.words)}" were kept out: the words name '
        f"things in {scene.spread} of {scene.book.files} schema files, too many to stand for one "
        "feature",
    )
