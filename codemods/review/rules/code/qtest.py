"""Tests do not print the new warning."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.qemu.hooks.hook import Hook
from codemods.review.model import NOTE, WARNING, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene

_DEVICES = "hw/"
_TESTS = ("tests/qtest",)
_GUARD = b"qtest_enabled"
#: So many lines above a warning may hold the condition.
_ABOVE = 4
_SETS_UP = re.compile(r"_(?:init|realize|realizefn|instance_init|initfn|reset)$|^init_|_init\d?$")


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the new warnings of devices that qtests reach."""
    for hook in scene.hooks:
        shown = hook.idiom == "warning" and hook.path.startswith(_DEVICES) and not hook.generic
        if not shown or _guarded(scene, hook) or not _SETS_UP.search(hook.where):
            continue
        names = tuple(n.rpartition(".")[2] for _, n in hook.ties)
        test = next(iter(_tests(scene, names)), "")
        about = names[0] if names else hook.path.rpartition("/")[2].partition(".")[0]
        said = f"{test} uses it" if test else "qtests start all machines"
        yield Finding(
            RULE.id, WARNING if test else NOTE, hook.path, hook.line,
            f"{about}: {said} and will print this warning; add `!qtest_enabled()`",
            (about, *names),
        )  # fmt: skip


def _guarded(scene: Scene, hook: Hook) -> bool:
    lines = scene.after.read(hook.path).split(b"\n")
    return _GUARD in b"\n".join(lines[max(0, hook.line - _ABOVE) : hook.line])


def _tests(scene: Scene, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        whole = re.compile(rb"(?<![\w-])" + re.escape(name.encode()) + rb"(?![\w-])")
        for hit in scene.after.grep((name,), _TESTS):
            if whole.search(hit.text) and hit.path.endswith(".c"):
                yield hit.path


RULE = Rule(
    "code/qtest", NOTE, "a warning that qtests print",
    "The qtests start every machine, and those of devices each device: a warning there ends up in "
    "the logs of every run.  Source: f8123f2275, 75ea2529cf and 4677ca5f25, which added "
    "`!qtest_enabled()` later.", run,
)  # fmt: skip
