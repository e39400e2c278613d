"""A file goes with what it belongs to."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.review.model import WARNING, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene

_SOURCE, _HEADER = (".c",), ".h"


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the headers of removed C files that nothing includes any more."""
    gone = {p for p in scene.series.paths if p.endswith(_SOURCE)} - set(scene.after.files())
    present = set(scene.after.files()) if gone else set()
    for path in sorted(gone):
        stem = path.removesuffix(".c")
        for header in (f"{stem}{_HEADER}", f"include/{stem}{_HEADER}"):
            if header in present and not _included(scene, header):
                yield Finding(
                    RULE.id, WARNING, header, 0,
                    f"{header.rpartition('/')[2].partition('.')[0]}: {path} is gone, and nothing "
                    "includes this header any more", (header.rpartition("/")[2],),
                    step=scene.step_of((path,)),
                )  # fmt: skip


def _included(scene: Scene, header: str) -> bool:
    name = header.rpartition("/")[2]
    return any(b"#include" in hit.text and hit.path != header for hit in scene.after.grep((name,)))


RULE = Rule(
    "users/file-left", WARNING, "the header of a removed file stays behind",
    "A header without its code is found by nobody until somebody wonders.  "
    "Source: the removal of the 9p proxy, which left 9p-proxy.h.", run,
)  # fmt: skip
