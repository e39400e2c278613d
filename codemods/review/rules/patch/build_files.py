"""A patch that deprecates brings no new option of the build."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.review.model import NOTE, Finding, text_of
from codemods.review.rule import Rule
from codemods.review.scene import Scene
from codemods.source.splice import line_of

_OPTIONS = "meson_options.txt"
_OPTION = re.compile(rb"(?m)^option\('([^']+)'")


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the build options that are new in a patch that deprecates something."""
    for number, step in enumerate(scene.series.steps):
        if number not in scene.about or _OPTIONS not in step.paths:
            continue
        old, new = text_of(step.before, _OPTIONS), text_of(step.after, _OPTIONS)
        known = set(_OPTION.findall(old))
        for found in _OPTION.finditer(new):
            if found[1] not in known:
                name = found[1].decode(errors="replace")
                yield Finding(
                    RULE.id, NOTE, _OPTIONS, line_of(new, found.start()),
                    f"{name}: a new option of the build in a patch that deprecates", (name,),
                    step=number, of_patch=True,
                )  # fmt: skip


RULE = Rule(
    "patch/build-files", NOTE, "a new option of the build in a patch that deprecates",
    "What is deprecated stays as it is for two releases: a switch for it is another patch.  "
    "Source: docs/devel/submitting-a-patch.rst, \"Split up long patches\".", run,
)  # fmt: skip
