"""A CPU model: the note that its target prints, and documentation.  An alias: documentation only.

Source: 3e6a015cbd, 5a3c49dedf, 264a604e71 and 6a41a62171 in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from codemods.errors import Refused
from codemods.kind import WORD_START, Kind, Naming, Part
from codemods.model import Entry, Feature, Listed, Mark, Named, Request
from codemods.qemu import same_thing, targets
from codemods.qemu.code import warning
from codemods.qemu.cpus import models as cpu_models
from codemods.qemu.cpus import note as cpu_note
from codemods.qemu.cpus import parts as cpu_parts
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


@warning.deferred
def marks(tree: Tree, feature: Feature) -> Iterator[Mark]:
    """Yield the note at the model's definition, or its warning, there or missing; no alias has one.

    Raises:
        Refused: the model is defined twice.
    """
    models = _real(tree, feature)
    if not models:
        yield warning.of_no_alias(feature)
    for model in models:
        if _warns(tree, model):
            assert model.type is not None
            yield cpu_warning.warning_of(tree, model.arch, model.type)
        else:
            yield cpu_note.note_of(tree, model, partial(_noted, feature))


def require(tree: Tree, feature: Feature, request: Request) -> None:
    """Refuse a replacement that is no model of the target, or is deprecated itself."""
    _require_replacement(tree, feature, request)


def _noted(feature: Feature, tree: Tree, request: Request) -> Iterator[Edit]:
    for model in _real(tree, feature):
        yield from cpu_note.edits(tree, model, _note(request))


def _real(tree: Tree, feature: Feature) -> list[Model]:
    real = [m for m in cpu_models.find(tree, feature.qualified) if not m.alias_of]
    if len(real) > 1:
        found = " and ".join(f"{m.path}:{m.line}" for m in real)
        raise Refused(
            f"the CPU model '{feature.name}' is defined at {found}", path=feature.path,
            line=feature.line, hint=cpu_note.BY_HAND,
        )  # fmt: skip
    return real


def _warns(tree: Tree, model: Model) -> bool:
    """Tell whether the models of this target warn when they are realized: no class has a note."""
    one = model.type
    own = one is None or cpu_note.has_class(tree, model) or cpu_note.is_noted(tree, model)
    return not own and cpu_warning.applies(tree, model.arch)


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


def parts(tree: Tree, feature: Feature) -> Iterator[Part]:
    """Yield the model's row, macro or type."""
    yield from cpu_parts.parts(tree, feature.qualified)


def means(tree: Tree, feature: Feature, listed: Listed) -> bool:
    """Tell that `listed` has the model's versions under one name, or its whole family.

    "Power8E" is power8e_v2.1; "PPC 405" is each model that is defined with the word 405.
    """
    arch = feature.qualified.partition("/")[0]
    if chapters.subject(listed.chapters) != "cpus":
        return False
    return any(
        not n.owners and (_is_of(tree, feature, arch, n.text) or _is_series(feature, n))
        for n in listed.names
    )


def _is_series(feature: Feature, name: Named) -> bool:
    """Tell whether "``x`` CPUs" are several, of which the model is one by its number."""
    several = name.literal and name.after.startswith(("CPUs", "CPU models"))
    number = feature.name.removeprefix(name.text)
    return several and number != feature.name and re.match(r"\d", number) is not None


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
    if request.words:
        return request.words
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
    id=ID,
    noun="CPU model",
    find=find,
    every=every,
    marks=marks,
    require=require,
    entry=entry,
    parts=parts,
    means=means,
    costly=True,
    row="CPU model",
    naming=Naming(
        "CPU model",
        (),
        (WORD_START + r"--?cpu[ =]",),
        tag="cpu",
        helpers=("set_cpu", "require_cpu"),
        variables=("cpu",),
        emulated=True,
    ),
    same=same_thing.cpu_model,
    one_chapter=True,
    family=True,
)
