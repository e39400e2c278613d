"""What is deprecated is listed in deprecated.rst, in the same series."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.qemu.hooks.hook import Hook
from codemods.review.facts import mentions
from codemods.review.facts.recognised import Known
from codemods.review.model import WARNING, Finding
from codemods.review.rule import Rule
from codemods.review.scene import DEPRECATED, Scene

#: What says so to people who run QEMU; a manual is read by those who look for it.
_LOUD = ("warning", "reason", "note")
_AS_DEVICE = ("hw/",)


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the features, and the warnings of unknown ones, that no entry is about."""
    path = next((p for p in DEPRECATED if p in scene.after.files()), DEPRECATED[0])
    flagged = [k for k in scene.deprecated if k.flags and not _is_listed(scene, k)]
    for name in dict.fromkeys(k.feature.name for k in flagged):
        alike = [k for k in flagged if k.feature.name == name]
        shown = ", ".join(k.feature.qualified for k in alike)
        place = alike[0].flags[0]
        yield Finding(
            RULE.id, WARNING, path, 0, f"{shown}: flagged in {place.path}:{place.line}, but no "
            "entry in this list", tuple(n for k in alike for n in k.names),
            step=scene.step_with(place.path, place.line),
        )  # fmt: skip
    if not scene.entries:
        yield from _of_hooks(scene, path)


def _is_listed(scene: Scene, known: Known) -> bool:
    if known.entries or mentions.by_words(scene, known.feature):
        return True
    return mentions.in_new_text(scene, known.feature.name) or mentions.listed_as(
        scene, known.feature
    )


def _of_hooks(scene: Scene, path: str) -> Iterator[Finding]:
    """Yield the warnings about features that neither the lists nor the series name."""
    tied = {h: k for k in scene.deprecated for h in k.hooks}
    for hook in scene.hooks:
        if hook.idiom not in _LOUD or hook.generic or not _is_new(scene, hook):
            continue
        names = _names(hook, tied.get(hook))
        said = any(mentions.in_new_text(scene, n) or mentions.in_lists(scene, (n,)) for n in names)
        if names and not said:
            yield Finding(
                RULE.id, WARNING, path, 0, f"{names[0]}: {hook.path}:{hook.line} says "
                f"`{hook.message}`, but there is no entry in this list", names,
                step=scene.step_with(hook.path, hook.line),
            )  # fmt: skip


def _is_new(scene: Scene, hook: Hook) -> bool:
    """Tell whether the message says something that no message said before."""
    return not any(hook.message == old.message for old in scene.old_hooks)


def _names(hook: Hook, known: Known | None) -> tuple[str, ...]:
    if known is not None:
        return known.names
    folder, _, file = hook.path.rpartition("/")
    own = tuple(n for n in hook.names if n and "%" not in n)
    # A device is called like its file.
    return (*own, file.partition(".")[0]) if folder.startswith(_AS_DEVICE) else own


RULE = Rule(
    "entry/missing", WARNING, "something is flagged or warns, and deprecated.rst has no entry",
    "The list is what users and management tools read; the time until the removal counts from "
    "the release that lists it.  The entry belongs into the patch that flags.  "
    "Source: docs/about/deprecated.rst, first paragraphs.", run,
)  # fmt: skip
