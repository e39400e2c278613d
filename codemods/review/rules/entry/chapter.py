"""An entry stands in the chapter of its kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from codemods.model import Entry, Named
from codemods.qemu.listing import chapters
from codemods.qemu.listing import names as names_of
from codemods.review.facts import prose, recognised
from codemods.review.model import WARNING, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene

_MOST = 3


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the new entries whose names all belong into one other chapter."""
    for heading, entry in scene.read_entries:
        names = entry.names or tuple(Named(n) for n in prose.items(heading.body)[:_MOST])
        wanted = _chapters(scene, names[:_MOST])
        if len(wanted) != 1 or heading.around is None:
            continue
        (aliases,) = wanted
        if heading.around.title.casefold() in _spellings(aliases):
            continue
        about = ", ".join(n.text for n in names[:_MOST])
        yield Finding(
            RULE.id, WARNING, heading.path, heading.line,
            f"{about}: stands below `{heading.around.title}`, belongs below `{aliases[0]}`",
            tuple(n.text for n in names),
        )  # fmt: skip


def _chapters(scene: Scene, names: tuple[Named, ...]) -> set[tuple[str, ...]]:
    """Return the innermost chapters of all features that are called so."""
    found: set[tuple[str, ...]] = set()
    for named in names:
        # Of what is only a part of something no kind knows the chapter; options are typed.
        if not named.text.startswith("-") and _narrowed(named):
            return set()
        for feature in recognised.candidates(scene.after, replace(named, value="")):
            kind = recognised.kind_of(feature)
            entry: Entry | None = recognised.attempt(kind.entry, scene.after, feature)
            if entry is not None and entry.chapters:
                found.add(entry.chapters[-1])
    # What the series flags tells more surely than a title which feature is meant.
    texts = {n.text for n in names}
    for known in (k for k in scene.deprecated if k.flags and k.feature.name in texts):
        entry = recognised.attempt(known.kind.entry, scene.after, known.feature)
        if entry is not None and entry.chapters:
            found.add(entry.chapters[-1])
    return found


def _narrowed(named: Named) -> bool:
    """Tell whether the title says more than a noun: "``delay`` option for character devices"."""
    more = named.after.split()[1:]
    return names_of.is_part(named) or any(names_of.singular(w) not in names_of.NOUNS for w in more)


def _spellings(aliases: tuple[str, ...]) -> set[str]:
    own = {name.casefold() for name in aliases}
    for row in (known[-1] for known in chapters.ORDER):
        names = {name.casefold() for name in row}
        own |= names if own & names else set()
    return own


RULE = Rule(
    "entry/chapter", WARNING, "an entry in the chapter of another kind",
    "Each kind of feature has its chapter: options of the system emulator are not those of the "
    "user-mode ones, CPU properties are no emulated devices.  "
    "Source: docs/about/deprecated.rst; 54c4ea8f3a was corrected later.", run,
)  # fmt: skip
