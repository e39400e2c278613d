"""A CPU model: the note that its target prints, and documentation.  An alias: documentation only.

Source: 3e6a015cbd, 5a3c49dedf, 264a604e71 and 6a41a62171 in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from codemods.errors import Refused
from codemods.model import Entry, Feature, Kind, Listed, Place, Request
from codemods.qemu import targets
from codemods.qemu.code import warning
from codemods.qemu.cpus import models as cpu_models
from codemods.qemu.cpus import note as cpu_note
from codemods.qemu.cpus import warning as cpu_warning
from codemods.qemu.cpus.models import Model
from codemods.qemu.listing import as_listed, chapters, titles
from codemods.source.splice import Edit
from codemods.source.tree import Tree

ID = "cpu-model"
#: What ends the names of a model's versions.
_VERSION = re.compile(r"_v\d+(\.\d+)*$")


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the CPU models and aliases called `name`, or "TARGET/name"."""
    yield from _distinct(cpu_models.find(tree, name))


def every(tree: Tree) -> Iterator[Feature]:
    """Yield each CPU model and each alias of one."""
    yield from _distinct(cpu_models.every(tree))


def places(tree: Tree, feature: Feature) -> Sequence[Place]:
    """No place of the schema."""
    return ()


def deprecate(tree: Tree, feature: Feature, request: Request) -> Iterator[Edit]:
    """Yield the note at the model's definition, where its target has a place for one.

    Raises:
        Refused: the model is defined twice, the place would not work, or the
            replacement is no model that stays.
    """
    models = cpu_models.find(tree, feature.qualified)
    _require_replacement(tree, feature, request)
    if request.warn == "none":
        return
    real = [m for m in models if not m.alias_of]
    if len(real) > 1:
        found = " and ".join(f"{m.path}:{m.line}" for m in real)
        raise Refused(
            f"the CPU model '{feature.name}' is defined at {found}", path=feature.path,
            line=feature.line, hint=cpu_note.BY_HAND,
        )  # fmt: skip
    for model in real:
        if model.type and not model.type.class_init and cpu_warning.applies(tree, model.arch):
            yield from cpu_warning.edits(tree, model.arch, model.type, request)
        else:
            yield from cpu_note.edits(tree, model, _note(request))


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the model in the chapter "System emulator CPUs", its target first."""
    arch = feature.qualified.partition("/")[0]
    alias = not any(not m.alias_of for m in cpu_models.find(tree, feature.qualified))
    noun = "CPU name" if alias else "CPU model"
    name, target = f"``{feature.name}``", targets.title(arch)
    own = Entry(
        chapters.CPUS, name, target, after=noun, afters=f"{noun}s",
        short=titles.short(name, noun, target=target),
    )  # fmt: skip
    return as_listed.as_listed(tree, own, r"\bCPUs?\b")


def means(tree: Tree, feature: Feature, listed: Listed) -> bool:
    """Tell that `listed` has the model's versions under one name, or its whole family.

    "Power8E" is power8e_v2.1; "PPC 405" is each model that is defined with the word 405.
    """
    arch = feature.qualified.partition("/")[0]
    if chapters.subject(listed.chapters) != "cpus":
        return False
    return any(not n.owners and _is_of(tree, feature, arch, n.text) for n in listed.names)


def _is_of(tree: Tree, feature: Feature, arch: str, text: str) -> bool:
    if _VERSION.sub("", feature.name).casefold() == text.casefold():
        return True
    target, _, family = text.partition(" ")
    if not family or target.casefold() != targets.title(arch).casefold():
        return False
    line = tree.read(feature.path).splitlines()[feature.line - 1].decode(errors="replace")
    return re.search(rf",\s*{re.escape(family)}\s*,", line) is not None


def _note(request: Request) -> str:
    """Return what follows "CPU model x is deprecated -- "."""
    if request.replacement is None:
        end = "without replacement" if request.no_replacement else "in a future release"
        return f"to be removed {end}"
    return f"use {warning.plain(request.replacement)} instead"


def _require_replacement(tree: Tree, feature: Feature, request: Request) -> None:
    text = warning.plain(request.replacement or "")
    if not re.fullmatch(r"[\w.+-]+", text):
        return
    arch = feature.qualified.partition("/")[0]
    found = [m for m in cpu_models.find(tree, text) if m.arch == arch]
    if not found:
        raise Refused(
            f"the replacement '{text}' is no CPU model of this target", path=feature.path,
            line=feature.line, hint="a text with a blank is free text",
        )  # fmt: skip
    for model in found:
        if cpu_note.is_noted(tree, model):
            raise Refused(
                f"the replacement '{text}' is itself deprecated", path=model.path,
                line=model.line, hint="name a replacement that stays, or --no-replacement",
            )  # fmt: skip


def _distinct(models: Sequence[Model] | Iterator[Model]) -> Iterator[Feature]:
    seen = set()
    for model in models:
        if model.qualified not in seen:
            seen.add(model.qualified)
            yield Feature(
                ID, model.name, model.qualified, model.path, model.line, (model.name,)
            )  # fmt: skip


KIND = Kind(
    id=ID, noun="CPU model", find=find, every=every, places=places, deprecate=deprecate,
    entry=entry, costly=True, means=means,
)  # fmt: skip
