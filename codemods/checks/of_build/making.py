"""What the build generates from changed files, made anew in a scratch folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from codemods import scripts
from codemods.checks.of_build import farm, starting
from codemods.checks.of_build.database import HEADERS, Maker, held
from codemods.checks.of_build.farm import Farm
from codemods.syntax.parse import Node, matches, parse

_OPEN = ("struct_specifier", "union_specifier", "enum_specifier")
#: A name, the type that it is a member of, and the text that declares it.
_Declared = tuple[bytes, bytes, bytes]


@dataclass(frozen=True)
class Made:
    """The generated files that differ, names that went or changed in them, and what failed.

    `broken` was made before the change and cannot be now; `failures` could not be made before.
    """

    files: Mapping[Path, bytes] = field(default_factory=dict)
    names: frozenset[bytes] = frozenset()
    broken: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ran:
    """What a maker made, and what went wrong."""

    files: Mapping[Path, bytes]
    failure: str = ""


@dataclass(frozen=True)
class _Side:
    """A tree with changed files, where makers run, and what they made of it so far."""

    laid: Farm
    changed: Mapping[Path, bytes | None]
    made: dict[Path, bytes] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def read(self, path: Path, disk: Callable[[Path], bytes | None]) -> bytes | None:
        """Return what a maker reads there; `disk` tells what tree and build hold."""
        if path in self.made:
            return self.made[path]
        return self.changed[path] if path in self.changed else disk(path)

    def note(self, done: Iterable[Ran]) -> None:
        """Note what makers made here."""
        for one in done:
            self.made.update(one.files)
            self.failures.extend([one.failure] if one.failure else [])


def made(
    top: Path, build: Path, makers: Sequence[Maker], changed: Mapping[str, bytes | None],
    base: Mapping[str, bytes | None], known: dict[Maker, Ran],
) -> Made:  # fmt: skip
    """Return what `makers` make of the tree `top` with `changed` files that they do not without.

    One that reads the same with and without, from which the build has made its outputs,
    does not run.

    Arguments:
        base: the files that are other ones than the tree's without the change, too.
        known: what they make without; filled here.
    """
    wanted = _reached(makers, {top / path for path in changed})
    if not wanted:
        return Made()
    disk = cache(held)
    with _side(top, build, changed) as after, _side(top, build, base) as before:
        for wave in _waves(wanted):
            todo = [maker for maker in wave if _differs(maker, (after, before), disk)]
            unknown = [maker for maker in todo if maker not in known]
            jobs = [*((after, maker) for maker in todo), *((before, maker) for maker in unknown)]
            ran = _run(build, jobs)
            known |= dict(zip(unknown, ran[len(todo) :], strict=True))
            after.note(ran[: len(todo)])
            before.note(known[maker] for maker in todo)
    failed_before = {error.partition(": ")[0] for error in before.failures}
    broken = tuple(e for e in after.failures if e.partition(": ")[0] not in failed_before)
    files = {path: data for path, data in after.made.items() if before.made.get(path) != data}
    return Made(files, _names(before.made, files), broken, tuple(before.failures))


def _differs(maker: Maker, sides: Iterable[_Side], disk: Callable[[Path], bytes | None]) -> bool:
    """Tell whether the maker reads something else than what the build made its outputs from."""
    if any(disk(path) is None for path in maker.outputs):
        return True
    return any(side.read(path, disk) != disk(path) for side in sides for path in maker.inputs)


def _reached(makers: Sequence[Maker], changed: set[Path]) -> list[Maker]:
    """Return the makers that read a changed file, or what such a maker makes, in their order."""
    found: list[Maker] = []
    stale = set(changed)
    while more := [m for m in makers if m not in found and not stale.isdisjoint(m.inputs)]:
        found += more
        stale.update(output for maker in more for output in maker.outputs)
    return found


def _waves(makers: Sequence[Maker]) -> Iterator[list[Maker]]:
    """Yield the makers in groups: each reads only what groups before it make."""
    by_output = {output: maker for maker in makers for output in maker.outputs}
    left = list(makers)
    while left:
        waiting = set(left)
        ready = [
            maker for maker in left
            if all(by_output.get(p, maker) is maker or by_output[p] not in waiting
                   for p in maker.inputs)
        ]  # fmt: skip
        # In a circle, which ninja would refuse, they run as they come.
        yield ready or left
        left = [maker for maker in left if maker not in ready] if ready else []


@contextmanager
def _side(top: Path, build: Path, changed: Mapping[str, bytes | None]) -> Iterator[_Side]:
    with scripts.folder() as scratch:
        laid = farm.lay(top, build, scratch, empty=True)
        for path, data in changed.items():
            laid.put(top / path, data)
        yield _Side(laid, {top / path: data for path, data in changed.items()})


def _run(build: Path, jobs: Sequence[tuple[_Side, Maker]]) -> list[Ran]:
    """Run each maker on its side, on all cores, and return what they made."""
    if not jobs:
        return []
    for side, maker in jobs:
        _lay_out(build, side, maker)
    from concurrent.futures import ThreadPoolExecutor

    with scripts.folder() as home, ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return list(pool.map(lambda job: _ran(job[0], job[1], home), jobs))


def _lay_out(build: Path, side: _Side, maker: Maker) -> None:
    """Put what the maker reads where it runs."""
    laid = side.laid
    for real in (*maker.inputs, *maker.outputs):
        laid.open(real.parent) if real.is_relative_to(laid.common) else None
    for real in maker.inputs:
        if real in side.made:
            laid.put(real, side.made[real])
        elif real.is_relative_to(build) and real.exists():
            laid.link(real)


def _ran(side: _Side, maker: Maker, home: Path) -> Ran:
    laid = side.laid
    done = starting.run(["sh", "-c", laid.moved(maker.command)], laid.build, laid, home)
    found = {}
    for real in maker.outputs:
        here = laid.root / real.relative_to(laid.common)
        if here.is_file() and not here.is_symlink():
            found[real] = here.read_bytes()
    return Ran(found, f"{maker.outputs[0].name}: {done.why()}" if done.status else "")


def _names(before: Mapping[Path, bytes], after: Mapping[Path, bytes]) -> frozenset[bytes]:
    """Return the names of which no file declares any more what one declared."""
    declared: list[set[_Declared]] = [set(), set()]
    for found, texts in zip(declared, (before, after), strict=True):
        # What the others declare is the same before and after.
        for path in after.keys() & texts.keys():
            if path.suffix in HEADERS:
                found |= set(_declared(texts[path]))
    lost = declared[0] - declared[1]
    gone = {name for name, _, _ in lost} - {name for name, _, _ in declared[1]}
    # Whoever reaches the members of a type names the type, or what returns it.
    return frozenset(name for name, of, _ in lost if of not in gone)


def _declared(text: bytes) -> Iterator[_Declared]:
    """Yield each name that a header declares, the type it is a member of, and how."""
    for found in matches("c/declared", parse("c", text).root_node):
        (name,), (whole,) = found["name"], found["whole"]
        around = list(_around(whole))
        if all(outer.type != "compound_statement" for outer in around):
            of = next((n for outer in around if (n := outer.child_by_field_name("name"))), None)
            # A type is told of by its members, one by one.
            told = b"" if _has_members(whole) else b" ".join((whole.text or b"").split())
            yield name.text or b"", of.text or b"" if of else b"", told


def _has_members(whole: Node) -> bool:
    named = whole.type in ("type_definition", "field_declaration")
    inner = whole.child_by_field_name("type") if named else whole
    return inner is not None and inner.type in _OPEN and bool(inner.child_by_field_name("body"))


def _around(node: Node) -> Iterator[Node]:
    outer = node.parent
    while outer is not None:
        yield outer
        outer = outer.parent
