"""What QEMU is built into: its targets, and the programs that come of them.

Source: configs/targets/ (default-configs/targets/ or default-configs/ before
6.0) and the meson.build files in QEMU.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from codemods.source.tree import Tree, below

_CONFIGS = ("configs", "default-configs")
_CONFIG = re.compile(
    r"(?:configs/targets|default-configs/targets|default-configs)/"
    r"([\w.]+)-(softmmu|linux-user|bsd-user)\.mak"
)
_PROGRAM = re.compile(rb"\bexecutable\('([\w.-]+)'")
_BUILD = "meson.build"
#: What is built there is not installed.
_OTHER = ("tests/", "subprojects/", "plugins/", "linux-user/")


@dataclass(frozen=True)
class Config:
    """A build of QEMU for the target `name`, of the sort "softmmu", "linux-user" or "bsd-user"."""

    name: str
    sort: str
    path: str


@dataclass(frozen=True)
class Program:
    """A program that is installed; `config` is None for a tool."""

    name: str
    path: str
    line: int
    config: Config | None


@lru_cache(maxsize=8)
def configs(tree: Tree) -> tuple[Config, ...]:
    """Return every build that the tree has a configuration file for."""
    paths = (path for folder in _CONFIGS for path in below(tree, folder))
    found = filter(None, map(_CONFIG.fullmatch, paths))
    return tuple(Config(one[1], one[2], one[0]) for one in found)


def folder(tree: Tree, config: Config) -> str:
    """Return the name of the folder below target/ that the build `config` takes its CPU from."""
    text = tree.read(config.path).decode(errors="replace")
    said = dict(re.findall(r"(?m)^(TARGET_\w+)=(\w+)", text))
    return said.get("TARGET_BASE_ARCH") or said.get("TARGET_ARCH") or config.name


@lru_cache(maxsize=8)
def folders(tree: Tree) -> tuple[str, ...]:
    """Return the names of the folders below target/ that hold a CPU."""
    parts = (p.split("/") for p in below(tree, "target"))
    return tuple(dict.fromkeys(p[1] for p in parts if len(p) > 2))


def cpu_files(tree: Tree, folder: str, *, system: bool) -> Iterator[str]:
    """Yield the files of the CPU in `folder` below target/.

    A stub only says what a build cannot do.

    Arguments:
        system: with those that tie it to accelerators, which no user mode emulator has.
    """
    accelerators = {p.split("/")[1] for p in below(tree, "accel") if p.count("/") > 1} - {"tcg"}
    for path in below(tree, f"target/{folder}"):
        where, _, name = path.rpartition("/")
        words = re.split(r"[-_.]", name)
        tied = words[0] in accelerators and not system
        if where == f"target/{folder}" and not tied and "stub" not in words:
            yield path


def programs(tree: Tree, name: str | None = None) -> Iterator[Program]:
    """Yield every program of the tree, or those that `name` may mean."""
    for config in configs(tree):
        prefix = "qemu-system-" if config.sort == "softmmu" else "qemu-"
        if config.sort != "bsd-user":
            yield Program(prefix + config.name, config.path, 1, config)
    where = [] if name is None else [p for p in tree.naming(name) if p.endswith(_BUILD)]
    if name is not None and not where:
        return
    for hit in tree.grep(("executable('",), where):
        found = _PROGRAM.search(hit.text)
        other = hit.path.startswith(_OTHER) or b"test" in hit.text
        if found and not other and hit.path.rpartition("/")[2] == _BUILD:
            yield Program(found[1].decode(), hit.path, hit.line, None)
