"""A property of CPUs: documentation, and the target's own list of what is deprecated.

Source: 9f07e47a5e and bc5e844534 in QEMU's history; what a target prints when
the property is set is written by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.formats.c import functions as c_functions
from codemods.kind import Kind, Naming, Part
from codemods.model import Entry, Feature, Mark
from codemods.qemu import programs, same_thing, targets, value
from codemods.qemu.code import properties as qom_properties
from codemods.qemu.code import property_parts
from codemods.qemu.cpus import deprecated_features
from codemods.qemu.listing import as_listed, chapters, titles
from codemods.source.tree import Tree

ID = "cpu-property"
_FILE = re.compile(
    r"target/(\w+)/(?:[\w-]+/)*(?=[\w-]*(?:cpu|feature|translate_init))[\w.-]+\.(?:c|inc)"
)
_CODE = re.compile(r"target/\w+/.*\.(?:c|inc)$")
#: A parameter that is a CPU: "ARMCPU *cpu", "CPUState *cs".
_CPU = re.compile(rb"\b(?:CPUState|\w{1,60}CPU)\s*\*")


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the properties called "NAME" or "TARGET.NAME", TARGET a folder or as titles call it."""
    seen = set()
    for arch, bare in _readings(name):
        folders = tuple(_folders(tree, arch))
        for path in tree.naming(bare, folders) if folders else ():
            for feature in _features(tree, path):
                if feature.name == bare and feature.qualified not in seen:
                    seen.add(feature.qualified)
                    yield feature


def every(tree: Tree) -> Iterator[Feature]:
    """Yield each property of the CPUs of each target."""
    seen = set()
    for path in tree.files():
        for feature in _features(tree, path) if path.startswith("target/") else ():
            if feature.qualified not in seen:
                seen.add(feature.qualified)
                yield feature


def marks(tree: Tree, feature: Feature) -> Iterator[Mark]:
    """Yield the row of the target's list of deprecated features; where it has none, that."""
    arch = feature.qualified.partition(".")[0]
    found = deprecated_features.mark(tree, arch, feature.path, feature.name)
    yield from (found,) if found else value.of_property(tree, feature)


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the property under "CPU device properties"."""
    arch = feature.qualified.partition(".")[0]
    title = targets.title(arch) or arch
    after = "on x86" if title == "x86" else f"on {title} CPUs"
    name = f"``{feature.name}``"
    short = titles.short(name, f"property of {title} CPUs", f"properties of {title} CPUs")
    own = Entry(chapters.CPU_PROPERTIES, name, after=after, short=short)
    return as_listed.as_listed(tree, own, rf"\bon {title}\b")


def parts(tree: Tree, feature: Feature) -> Iterator[Part]:
    """Yield the property's row or calls, and its member."""
    arch = feature.qualified.partition(".")[0]
    home = {p for p in tree.naming(feature.name, (f"target/{arch}", f"hw/{arch}", "hw/core"))
            if p.endswith(".c")}  # fmt: skip
    for one in _features(tree, feature.path):
        if one.name == feature.name:
            yield from property_parts.parts(
                tree, one.path, one.line, one.name, lambda d: "cpu" in d.casefold(), home
            )


def _readings(name: str) -> Iterator[tuple[str, str]]:
    yield "", name
    owner, dot, bare = name.partition(".")
    if dot and bare:
        yield owner, bare


def _folders(tree: Tree, arch: str) -> Iterator[str]:
    """Yield the folders of the CPUs that `arch` stands for, of all for ""."""
    if not arch:
        yield "target"
    for folder in programs.folders(tree) if arch else ():
        if arch.casefold() in (folder, targets.title(folder).casefold()):
            yield f"target/{folder}"


def _features(tree: Tree, path: str) -> Iterator[Feature]:
    if not _CODE.match(path):
        return
    of_cpus = _FILE.fullmatch(path) is not None
    for name, line, at in qom_properties.of_file(tree, path, tables=of_cpus):
        if of_cpus or _is_given_a_cpu(tree, path, at):
            qualified = f"{path.split('/')[1]}.{name}"
            yield Feature(ID, name, qualified, path, line, (name,))


def _is_given_a_cpu(tree: Tree, path: str, at: int) -> bool:
    """Tell whether a function is given a CPU that adds a property at `at`.

    An accelerator's code does that for the CPUs that it runs.
    """
    source = tree.read(path)
    holders = (f for f in c_functions.functions(path, source) if f.body.start <= at < f.body.end)
    return any(_CPU.search(source, f.span.start, f.body.start) for f in holders)


KIND = Kind(
    id=ID,
    noun="CPU property",
    find=find,
    every=every,
    marks=marks,
    entry=entry,
    parts=parts,
    costly=True,
    naming=Naming("property", is_property=True, dashed=True, key="cpu"),
    same=same_thing.cpu_property,
    owned=True,
    one_chapter=True,
)
