"""What is listed as deprecated is still there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.audit.model import Finding, Record
from codemods.audit.rule import Rule
from codemods.audit.scene import Scene
from codemods.model import Named
from codemods.qemu.listing import names as listed_names

#: A list in the text of an entry: - "Old" should be replaced with "new".
_ITEM = re.compile(
    r"""^- +["'`]+([\w.+-]+)["'`]+ +(?:should|must|can|is|was|has)\b""", re.MULTILINE
)
_FEW = 2


def run(scene: Scene) -> Iterator[Finding]:
    """Yield each entry of whose names the code, the schema and the build have none."""
    for record in scene.records:
        names = _names(record)
        if names and not record.features and not scene.in_code(names):
            shown = ", ".join(names[:3]) + (", ..." if len(names) > 3 else "")
            yield RULE.finding(
                record.entry.path, record.entry.line, scene.shown(record.entry),
                f"the tree has no {shown} any more",
            )  # fmt: skip


def _names(record: Record) -> tuple[str, ...]:
    if record.entry.names:
        found = tuple(n.text.lstrip("-") for n in record.entry.names if _is_whole(n))
        return found if len(found) == len(record.entry.names) else ()
    listed = tuple(_ITEM.findall(record.entry.body))
    return listed if len(listed) >= _FEW else ()


def _is_whole(name: Named) -> bool:
    """Tell whether `name` is what is typed, and the entry about all of it."""
    return bool(name.literal and re.search(r"\w", name.text)) and not listed_names.is_part(name)


RULE = Rule("entry-gone", "error", "What is listed as deprecated is there.", run)
