"""A program, such as qemu-system-TARGET or a tool: documentation only.

Source: 225e9e230e in QEMU's history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codemods.errors import Refused
from codemods.kind import Kind, Part
from codemods.model import Entry, Feature, Request, Source
from codemods.qemu import program_parts
from codemods.qemu import programs as emulators
from codemods.qemu.code import warning
from codemods.qemu.listing import chapters, titles
from codemods.qemu.programs import Program
from codemods.source.tree import Tree

ID = "binary"


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the program called `name`."""
    yield from (f for f in _features(emulators.programs(tree, name)) if f.name == name)


def every(tree: Tree) -> Iterator[Feature]:
    """Yield each program that the tree builds."""
    yield from _features(emulators.programs(tree))


def _features(programs: Iterable[Program]) -> Iterator[Feature]:
    seen = set()
    for program in programs:
        if program.name not in seen:
            seen.add(program.name)
            name = program.name
            yield Feature(ID, name, name, program.path, program.line, (name,))


def require(tree: Tree, feature: Feature, request: Request) -> None:
    """Refuse a replacement that is called like a program of QEMU when there is none."""
    text = warning.plain(request.replacement or "")
    if text.startswith("qemu-") and " " not in text and _program(tree, text) is None:
        raise Refused(
            f"the replacement '{text}' is no program of this tree", path=feature.path,
            line=feature.line, hint="a text with a blank is free text",
        )  # fmt: skip


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the program with the system emulators, the user mode emulators or the tools."""
    name = f"``{feature.name}``"
    short = titles.short(name, "binary", "binaries")
    program = _program(tree, feature.name)
    config = program.config if program else None
    if config is None:
        return Entry(chapters.TOOLS, name, short=short)
    chapter = chapters.BINARIES if config.sort == "softmmu" else chapters.USER_CPUS
    return Entry(chapter, name, short=short)


def sources(tree: Tree, feature: Feature) -> Iterator[Source]:
    """Yield the file called after the program, those of its folder, or those of its target."""
    program = _program(tree, feature.name)
    folder = program.path.rpartition("/")[0] if program and program.config is None else ""
    if program and program.config:
        cpu = emulators.folder(tree, program.config)
        system = program.config.sort == "softmmu"
        for path in emulators.cpu_files(tree, cpu, system=system):
            yield Source(path, f"stands in target/{cpu}/")
    for path in tree.files():
        where, _, name = path.rpartition("/")
        if name.partition(".")[0] == feature.name:
            yield Source(path, f"is named after {feature.name}")
        elif folder and where == folder:
            yield Source(path, f"stands in {folder}/")


def parts(tree: Tree, feature: Feature) -> Iterator[Part]:
    """Yield what goes with a program of which the target has another one."""
    program = _program(tree, feature.name)
    if program is not None:
        yield from program_parts.parts(tree, program)


def _program(tree: Tree, name: str) -> Program | None:
    return next((p for p in emulators.programs(tree, name) if p.name == name), None)


KIND = Kind(
    id=ID,
    noun="program",
    find=find,
    every=every,
    require=require,
    entry=entry,
    sources=sources,
    parts=parts,
)
