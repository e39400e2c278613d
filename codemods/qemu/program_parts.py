"""What goes with a program that is one build of a target, of which another one stays.

Source: 74154d7e4a in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from codemods.kind import Part
from codemods.qemu import emulator_tests, programs, target_parts
from codemods.qemu.programs import Config, Program
from codemods.source.tree import Tree, below

_DEVICES = ("configs/devices", "default-configs/devices")
_ARCH = re.compile(rb"(?m)^TARGET_ARCH=(\w+)")
_SET = re.compile(rb"(?m)^(TARGET_\w+)=y\b")


def parts(tree: Tree, program: Program) -> Iterator[Part]:
    """Yield the configuration of the build, and its value and tests where it is an emulator's."""
    if program.config is None:
        yield Part(program.path, program.line, by_hand="no rules take out a tool")
    else:
        yield from of_builds(tree, (program.config,))


def of_builds(tree: Tree, going: Sequence[Config]) -> Iterator[Part]:
    """Yield what goes with builds of a target; see parts()."""
    staying = [c for c in programs.configs(tree) if c not in going]
    for config in going:
        yield from _of_build(tree, config, staying)
    yield from _symbols(tree, going, staying)


def _of_build(tree: Tree, config: Config, builds: Sequence[Config]) -> Iterator[Part]:
    folder = programs.folder(tree, config)
    if not any(c.sort == config.sort and programs.folder(tree, c) == folder for c in builds):
        why = f"no other program of its sort is built from target/{folder}"
        yield Part(config.path, 1, by_hand=why)
        return
    devices = (p for d in _DEVICES for p in below(tree, f"{d}/{config.name}-{config.sort}"))
    flat = (p for d in _DEVICES if (p := f"{d}/{config.name}-{config.sort}.mak") in tree.files())
    yield Part(config.path, 1, files=(config.path, *devices, *flat))
    yield from target_parts.configured(tree, re.escape(f"{config.name}-{config.sort}"))
    if config.sort == "softmmu":
        yield from target_parts.value(tree, config.name)
        yield from emulator_tests.parts(tree, config.name)


def _symbols(tree: Tree, going: Sequence[Config], staying: Sequence[Config]) -> Iterator[Part]:
    """Yield what no build of the folder that stays sets: code that asks is for a person."""
    folder = programs.folder(tree, going[0])
    others = (c for c in staying if programs.folder(tree, c) == folder)
    told = {name for other in others for name in _told(tree, other)}
    for name in dict.fromkeys(name for c in going for name in _told(tree, c)):
        if name not in told:
            left = f"no build of target/{folder} sets {name} any more"
            yield Part(going[0].path, 1, left=left)


def _told(tree: Tree, config: Config) -> Iterator[str]:
    """Yield the macros that the build defines; what it is called is one of them."""
    source = tree.read(config.path)
    yield from (name.decode() for name in _SET.findall(source))
    found = _ARCH.search(source)
    yield f"TARGET_{found[1].decode() if found else config.name}".upper()
