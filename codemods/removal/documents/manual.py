"""The manual without the pages that are gone: toctree lines."""

from __future__ import annotations

import re

from codemods.removal.state import Removal
from codemods.source.splice import Edit


def follow(state: Removal) -> None:
    """Take the pages that are gone out of the lists of pages."""
    for page in [p for p in state.gone_files if p.endswith(".rst")]:
        stem = page.rpartition("/")[2].removesuffix(".rst")
        line = re.compile(
            rb"(?m)^(?:[ \t][^\n<>]*<|[ \t]+)(?:[\w/.-]+/)?"
            + re.escape(stem.encode())
            + rb">?[ \t]*\n"
        )
        for path in [p for p in state.tree.naming(stem, ("docs",)) if p.endswith(".rst")]:
            source = state.read(path)
            state.step(
                Edit(path, m.start(), m.end(), b"")
                for m in line.finditer(source)
                if _means(path, m.group(), page)
            )


def _means(path: str, line: bytes, page: str) -> bool:
    name = line.decode(errors="replace").strip().rpartition("<")[2].rstrip(">")
    folder = path.rpartition("/")[0]
    parts: list[str] = []
    for part in f"{folder}/{name}.rst".split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts) == page or (name.startswith("/") and f"docs{name}.rst" == page)
