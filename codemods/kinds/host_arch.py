"""An architecture that QEMU runs on: documentation only.

Source: 54ab3c3fee and 7a3fe60cb0 in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.kind import Kind, Naming
from codemods.model import Entry, Feature, Listed, Source
from codemods.qemu.listing import chapters
from codemods.source.splice import line_of
from codemods.source.tree import Tree, exists

ID = "host-arch"
_BUILD = "meson.build"
_CONFIGURE = "configure"
_LIST = re.compile(rb"(?m)^supported_cpus\s*=\s*\[([^]]*)\]")
#: Before meson (5.2), configure listed what has code of its own.
_CASE = re.compile(rb'(?m)^[ \t]+([\w|*]+)\)\s*\n[ \t]*supported_cpu="?yes')
#: One byte order of what the build takes for one architecture, as `uname` calls it.
_ORDERS = {"mips64el": "mips64", "mipsel": "mips", "ppc64le": "ppc64"}
_TITLES = {
    "aarch64": "AArch64", "arm": "Arm", "i386": "x86", "loongarch64": "LoongArch64",
    "mips": "MIPS", "mips64": "64-bit MIPS", "ppc": "PPC", "ppc64": "64-bit PPC",
    "mips64el": "64-bit little-endian MIPS", "mipsel": "32-bit little-endian MIPS",
    "ppc64le": "64-bit little-endian PPC",
    "riscv": "RISC-V", "riscv32": "32-bit RISC-V", "riscv64": "64-bit RISC-V", "s390x": "s390x",
    "sparc64": "SPARC64", "wasm32": "WebAssembly", "x86": "32-bit x86", "x86_64": "64-bit x86",
}  # fmt: skip
#: What `uname` or a distribution calls an architecture that the build names in another way.
_ALSO = {"amd64": "x86_64", "arm64": "aarch64", "armhf": "arm", "i386": "x86", "i686": "x86"}

#: The folders below tcg/ of architectures that have none of their name.
_BACKENDS = {
    "mips64": ("mips",), "ppc": ("ppc64",), "riscv": ("riscv64", "riscv32"),
    "riscv64": ("riscv",), "x86": ("i386",), "x86_64": ("i386",),
}  # fmt: skip


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the host architecture `name`, by the build, by a title or by `uname`, in any case."""
    wanted = name.casefold()
    found = [f for f in every(tree) if wanted in (f.name, _title(f.name).casefold())]
    yield from found or (f for f in every(tree) if f.name == _ALSO.get(wanted))


def every(tree: Tree) -> Iterator[Feature]:
    """Yield each architecture that the build supports, each family and byte order of several."""
    path, found = _supported(tree)
    seen = set()
    for name, offset in found:
        family = re.sub(r"(?<=[a-z])(32|64)$", "", name)
        orders = (order for order, whole in _ORDERS.items() if whole == name)
        for each in (name, family, *orders):
            # A family is worth a name only where another member has a longer one.
            if each not in seen and (each != family or each in (name, "mips", "riscv")):
                seen.add(each)
                yield Feature(ID, each, each, path, line_of(tree.read(path), offset), (each,))


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the architecture in the chapter "Host Architectures"."""
    name = _title(feature.name)
    return Entry(chapters.HOSTS, name, after="hosts")


def means(tree: Tree, feature: Feature, listed: Listed) -> bool:
    """Tell that `listed` has the family: "MIPS" is mips64, too."""
    family = re.sub(r"(?<=[a-z])(32|64)$", "", _ORDERS.get(feature.name, feature.name))
    here = chapters.subject(listed.chapters) == "hosts"
    return here and any(n.text.casefold() == _title(family).casefold() for n in listed.names)


def sources(tree: Tree, feature: Feature) -> Iterator[Source]:
    """Yield the files that generate code for hosts of the architecture."""
    whole = _ORDERS.get(feature.name, feature.name)
    folders = tuple(f"tcg/{name}/" for name in (whole, *_BACKENDS.get(whole, ())))
    for path in tree.files():
        if path.startswith(folders):
            yield Source(path, f"generates code for {_title(feature.name)} hosts")


def _title(name: str) -> str:
    return _TITLES.get(name, name)


def _supported(tree: Tree) -> tuple[str, list[tuple[str, int]]]:
    """Return the file that lists the supported hosts, and each with its offset in it."""
    if exists(tree, _BUILD) and (listed := _LIST.search(tree.read(_BUILD))):
        names = re.finditer(rb"'(\w+)'", listed[1])
        return _BUILD, [(n[1].decode(), listed.start(1) + n.start()) for n in names]
    if not exists(tree, _CONFIGURE):
        return _BUILD, []
    found = []
    for case in _CASE.finditer(tree.read(_CONFIGURE)):
        found += [(n.decode().strip("*"), case.start()) for n in case[1].split(b"|")]
    return _CONFIGURE, found


KIND = Kind(
    id=ID,
    noun="host architecture",
    find=find,
    every=every,
    entry=entry,
    means=means,
    sources=sources,
    naming=Naming("host architecture", beside=r"\bhosts?\b|\btcg\b|supported_cpus"),
    one_chapter=True,
)
