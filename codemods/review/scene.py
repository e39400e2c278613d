"""What the rules look at: the series, and what it does, each found out once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from codemods.checks.of_build.compiled import Compiled, together
from codemods.checks.of_build.compiling import Build
from codemods.errors import Refused
from codemods.formats.qapi.schema import Definition
from codemods.formats.rst.sections import Section
from codemods.model import Listed
from codemods.qemu.hooks.hook import Hook
from codemods.qemu.listing import entries, listed, removed
from codemods.review import where
from codemods.review.facts import due, headings, hooks, names, prose, recognised, schema
from codemods.review.facts.due import Due
from codemods.review.facts.headings import Heading
from codemods.review.facts.recognised import Known
from codemods.review.facts.schema import Flagged, Pair
from codemods.review.model import Series, Step, text_of
from codemods.source.splice import changed_lines
from codemods.source.tree import exists

DEPRECATED = entries.DOCUMENTS
REMOVED = removed.DOCUMENTS


class Scene:
    """A series under review."""

    def __init__(self, series: Series, execute: bool, build: Build | None = None) -> None:
        self.series = series
        self._build = build
        #: Whether scripts of the tree may run.
        self.execute = execute
        self.before = series.before
        self.after = series.after
        #: What could not be looked at, and why.
        self.unread: list[str] = []

    @cached_property
    def compiled(self) -> tuple[Compiled, ...]:
        """What a configured build says of each step; nothing where there is none."""
        if self._build is None:
            return ()
        found = tuple(self._build.each(_changes(step) for step in self.series.steps))
        whole = together(found)
        self.unread += whole.left_out()
        if whole.missing:
            self.cannot(whole.named())
        return found

    @cached_property
    def coming(self) -> tuple[int, int]:
        """The release that the tree leads to, (0, 0) where it does not say."""
        return due.of(self.after).release

    def due(self, heading: Heading) -> Due:
        """Return the release that led on when the patch with this heading was made."""
        number = self.step_with(heading.path, heading.line)
        return due.of(self.series.steps[number].after if number >= 0 else self.after)

    @cached_property
    def listed(self) -> tuple[Heading, ...]:
        """The headings that are new in the list of what is deprecated."""
        return self._fresh(DEPRECATED)

    @cached_property
    def removed(self) -> tuple[Heading, ...]:
        """The headings that are new in the list of what was removed."""
        return self._fresh(REMOVED)

    @cached_property
    def entries(self) -> tuple[Heading, ...]:
        """The entries that are new in the list of what is deprecated: no chapters.

        Nor what stands there as removed, in a tree that has one document for both.
        """
        found = tuple(h for h in self.listed if h.is_entry)
        if any(exists(self.after, path) for path in REMOVED):
            return found
        return tuple(h for h in found if not headings.removed_in(h.section.title))

    @cached_property
    def schema(self) -> tuple[Pair, ...]:
        """The definitions of the schema that the series changes."""
        return self.pairs(None)

    @cached_property
    def flagged(self) -> tuple[Flagged, ...]:
        """The places of the schema that are newly flagged at the end of the series."""
        return tuple(schema.flagged(self.schema))

    @cached_property
    def modern(self) -> bool:
        """Whether the comments of the schema have the layout of today."""
        return schema.is_modern(self.before)

    @cached_property
    def hooks(self) -> tuple[Hook, ...]:
        """What newly says in code, tables and manual that something is deprecated."""
        return hooks.fresh(self.before, self.after, self.series.paths)

    @cached_property
    def old_hooks(self) -> tuple[Hook, ...]:
        """What the files that the series changes said before."""
        return hooks.of_files(self.before, self.series.paths)

    @cached_property
    def new_text(self) -> tuple[str, ...]:
        """The lines that the series adds to the list of what is deprecated."""
        found: list[str] = []
        for path in DEPRECATED:
            old, new = text_of(self.before, path), text_of(self.after, path)
            lines = new.decode(errors="replace").split("\n")
            fresh = changed_lines(old, new)[1] if path in self.series.paths else ()
            found += [lines[number - 1] for number in sorted(fresh)]
        return tuple(found)

    @cached_property
    def deprecated(self) -> tuple[Known, ...]:
        """The features that the series deprecates."""
        return recognised.known(self.after, self.flagged, self.read_entries, self.hooks)

    @cached_property
    def read_entries(self) -> list[tuple[Heading, Listed]]:
        """Return the entries that are new, not only under another title, as they are read."""
        try:
            read = {entry.line: entry for entry in listed.deprecated(self.after)}
        except Refused:
            return []
        fresh = (h for h in self.entries if h.earlier is None)
        return [(h, read[h.line]) for h in fresh if h.line in read]

    @cached_property
    def lost(self) -> tuple[Section, ...]:
        """The sections that go from the list of what is deprecated."""
        for path in DEPRECATED:
            if path in self.series.paths and exists(self.before, path) and exists(self.after, path):
                return headings.lost(self.before.read(path), self.after.read(path))
        return ()

    @cached_property
    def gone(self) -> tuple[tuple[Definition, str], ...]:
        """What the schema loses: a definition and "", or it and its member."""
        try:
            return tuple(schema.gone(self.before, self.after, self.series.paths))
        except Refused:
            return ()

    @cached_property
    def gone_names(self) -> frozenset[str]:
        """What titles of the list name and the series takes away: of the schema, or of C."""
        entries = self._still_listed()
        wanted = {n.text for entry in entries for n in entry.names}
        wanted |= {name for e in entries if not e.names for name in prose.items(e.body)}
        found = {member or definition.name for definition, member in self.gone}
        more = names.gone(self.before, self.after, self.series.paths, wanted - found)
        return frozenset(found & wanted | set(more))

    def _still_listed(self) -> tuple[Listed, ...]:
        try:
            return listed.deprecated(self.after)
        except Refused:
            return ()

    @cached_property
    def about(self) -> frozenset[int]:
        """The numbers of the steps that touch the lists, or flag something."""
        lists = {*DEPRECATED, *REMOVED}
        found = {n for n, s in enumerate(self.series.steps) if not lists.isdisjoint(s.paths)}
        return frozenset(found | {self.step_with(f.path, f.line) for f in self.flagged})

    @cached_property
    def can_ask_lists(self) -> bool:
        """Whether the tree has the list of what is deprecated, before and after."""
        try:
            listed.deprecated(self.before)
            listed.deprecated(self.after)
        except Refused:
            return False
        return True

    def flagging(self, place: Flagged) -> tuple[int, int, bool]:
        """Return where the `@deprecated` entry of a newly flagged place is to be spoken of.

        That is the step that flags it, the line of the entry there, and True; or -1, the line
        at the end of the series, and False.
        """
        number = self.step_with(place.path, place.line)
        for pair in self.pairs(self.series.steps[number]) if number >= 0 else ():
            item = schema.entry(pair.now.doc) if pair.now.name == place.pair.now.name else None
            if item is not None:
                return number, pair.doc_line(item.first), True
        item = schema.entry(place.pair.now.doc)
        return -1, place.pair.doc_line(item.first) if item else place.line, False

    def step_with(self, path: str, line: int) -> int:
        """Return the number of the step that brought a line of the last tree, -1 for none."""
        found = where.origin(self.series, path, line)
        return found[0] if found else -1

    def step_of(self, paths: Sequence[str]) -> int:
        """Return the number of the last step that touches one of `paths`, -1 for none."""
        found = [n for n, s in enumerate(self.series.steps) if not set(paths).isdisjoint(s.paths)]
        return found[-1] if found else -1

    def pairs(self, step: Step | None) -> tuple[Pair, ...]:
        """Return the definitions that `step`, or with None the whole series, changes."""
        whole = step or self.series
        try:
            return tuple(schema.pairs(whole.before, whole.after, whole.paths))
        except Refused as err:
            self.cannot(f"{err}: the schema is not looked at")
            return ()

    def cannot(self, why: str) -> None:
        """Note what could not be looked at."""
        if why not in self.unread:
            self.unread.append(why)

    def _fresh(self, paths: tuple[str, ...]) -> tuple[Heading, ...]:
        for path in paths:
            if path in self.series.paths and exists(self.before, path) and exists(self.after, path):
                return headings.fresh(path, self.before.read(path), self.after.read(path))
        return ()


def _changes(step: Step) -> dict[str, bytes | None]:
    """Return what the files of a step hold behind it, None for one that is gone."""
    return {
        path: step.after.read(path) if exists(step.after, path) else None for path in step.paths
    }
