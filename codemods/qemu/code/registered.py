"""What goes with a backend that C code registers by a structure which says what it is.

Source: NetClientInfo in include/net/net.h, QemuDisplay in include/ui/console.h and struct
audio_driver in audio/audio_int.h of QEMU; 09ec85176e in its history, for a block driver.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from codemods.formats.c import items as c_items
from codemods.kind import Part
from codemods.model import Feature
from codemods.qemu import built
from codemods.qemu.schema import constants, definitions
from codemods.source.splice import line_of
from codemods.source.tree import Tree


@dataclass(frozen=True)
class Registry:
    """How backends of a kind are registered: below `folder`, in structures of the type `struct`.

    The `field` says which one it is: by the C constant of the value of the schema, or, where it
    is `by_name`, by the name in quotes.
    """

    folder: str
    struct: str
    field: str
    by_name: bool = False


def parts(registry: Registry, tree: Tree, feature: Feature) -> Iterator[Part]:
    """Yield the file that registers the backend, if it registers no other one."""
    value = f'"{feature.name}"' if registry.by_name else _constant(tree, feature)
    field = rb"\.%s\s{0,40}=\s{0,40}" % registry.field.encode()
    struct = re.compile(rb"[^={]{0,200}\b%s\b" % registry.struct.encode())
    own = re.compile(field + re.escape(value.encode()) + rb"(?=\s{0,40}[,}])")
    found = False
    for path in tree.naming(value, (registry.folder,)) if value else ():
        source = tree.read(path) if path.endswith((".c", ".m")) else b""
        kept = [
            item for item in c_items.read(source).items
            if item.kind == c_items.VARIABLE and struct.match(source, item.start, item.end)
        ]  # fmt: skip
        mine = [item for item in kept if own.search(source, item.start, item.end)]
        if not mine:
            continue
        found = True
        if len(mine) < len(kept):
            line = line_of(source, mine[0].start)
            yield Part(path, line, by_hand="the file registers other backends, too")
        else:
            yield Part(path, 0, files=built.own(tree, path))
    if not found:
        looked = f"looked for the {registry.struct} of {feature.name} below {registry.folder}/"
        yield Part(feature.path, feature.line, by_hand=f"{looked}, found none")


def _constant(tree: Tree, feature: Feature) -> str:
    owner = feature.qualified.rpartition(".")[0]
    found = definitions.definition(tree, owner)
    return constants.constant(tree, found[1], feature.name) if found else ""
