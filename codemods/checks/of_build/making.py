"""What the build generates from changed files, made anew in a scratch folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from codemods import scripts
from codemods.checks.of_build import farm
from codemods.checks.of_build.database import HEADERS, Maker
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


def made(
    top: Path, build: Path, makers: Sequence[Maker], changed: Mapping[str, bytes | None],
    base: Mapping[str, bytes | None], known: dict[tuple[Path, ...], Made],
) -> Made:  # fmt: skip
    """Return what `makers` make of the tree `top` with `changed` files that they do not without.

    Arguments:
        base: the files that are other ones than the tree's without the change, too.
        known: what they make without, by their outputs; filled here.
    """
    wanted = _reached(makers, {top / path for path in changed})
    if not wanted:
        return Made()
    after, errors = _make(top, build, wanted, changed)
    key = tuple(output for maker in wanted for output in maker.outputs)
    if key not in known:
        files, failed = _make(top, build, wanted, base)
        known[key] = Made(files, failures=failed)
    before = known[key]
    failed_before = {error.partition(": ")[0] for error in before.failures}
    broken = tuple(e for e in errors if e.partition(": ")[0] not in failed_before)
    files = {path: data for path, data in after.items() if before.files.get(path) != data}
    return Made(files, _names(before.files, files), broken, before.failures)


def _reached(makers: Sequence[Maker], changed: set[Path]) -> list[Maker]:
    """Return the makers that read a changed file, or what such a maker makes, in their order."""
    found: list[Maker] = []
    stale = set(changed)
    while more := [m for m in makers if m not in found and not stale.isdisjoint(m.inputs)]:
        found += more
        stale.update(output for maker in more for output in maker.outputs)
    return found


def _make(
    top: Path, build: Path, makers: Iterable[Maker], changed: Mapping[str, bytes | None]
) -> tuple[dict[Path, bytes], tuple[str, ...]]:
    """Run the makers and return what they made, and what went wrong."""
    found: dict[Path, bytes] = {}
    failed = []
    with scripts.folder() as scratch, scripts.folder() as home:
        laid = farm.lay(top, build, scratch, empty=True)
        for path, data in changed.items():
            laid.put(top / path, data)
        for maker in makers:
            for real in (*maker.inputs, *maker.outputs):
                laid.open(real.parent) if real.is_relative_to(laid.common) else None
            for real in maker.inputs:
                if real.is_relative_to(build) and real.exists():
                    laid.link(real)
            done = scripts.run(["sh", "-c", laid.moved(maker.command)], laid.build, home=home)
            if done.status:
                failed.append(f"{maker.outputs[0].name}: {done.why()}")
            for real in maker.outputs:
                here = laid.root / real.relative_to(laid.common)
                if here.is_file() and not here.is_symlink():
                    found[real] = here.read_bytes()
    return found, tuple(failed)


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
    inner = whole.child_by_field_name("type") if whole.type == "type_definition" else whole
    return inner is not None and inner.type in _OPEN and bool(inner.child_by_field_name("body"))


def _around(node: Node) -> Iterator[Node]:
    outer = node.parent
    while outer is not None:
        yield outer
        outer = outer.parent
