"""A kind is one file, its cases, and a row in the README: the three belong together."""

from __future__ import annotations

import re
from pathlib import Path

from codemods import kinds
from codemods.checks import of_patches

ROOT = Path(__file__).parent.parent


def _rows() -> set[str]:
    readme = (ROOT / "README.md").read_text()
    table = readme.split("<!-- kinds -->")[1].split("<!-- /kinds -->")[0]
    return set(re.findall(r"^\| `([\w-]+)` \|", table, re.MULTILINE))


def test_readme_lists_the_kinds() -> None:
    assert _rows() == set(kinds.every())


def test_the_kind_that_contributing_shows_is_that_of_the_tree() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text().split("```diff\n")[1].split("```")[0]
    parts = re.split(r"^--- .*\n\+\+\+ b/(.*)\n@@ .* @@\n", text, flags=re.MULTILINE)[1:]
    shown = dict(zip(parts[::2], parts[1::2], strict=True))
    assert len(shown) == 2
    for path, diff in shown.items():
        added = re.sub(r"^\+", "", diff, flags=re.MULTILINE)
        assert added in (ROOT / path).read_text(), path


def test_file_names_follow_ids() -> None:
    files = {p.stem for p in (ROOT / "codemods" / "kinds").glob("*.py")} - {"__init__"}
    assert {kind.replace("-", "_") for kind in kinds.every()} == files


def test_refined_kinds_exist() -> None:
    known = set(kinds.every())
    assert all(set(kind.refines) <= known for kind in kinds.every().values())


def test_no_kind_sees_another() -> None:
    for path in (ROOT / "codemods" / "kinds").glob("*.py"):
        if path.stem != "__init__":
            assert not re.search(r"from codemods\.kinds|import codemods\.kinds", path.read_text())


def test_only_syntax_imports_tree_sitter() -> None:
    users = {
        path.parent.name
        for path in (ROOT / "codemods").rglob("*.py")
        if re.search(r"^\s*(from|import) tree_sitter\b", path.read_text(), re.MULTILINE)
    }
    assert users == {"syntax"}


def test_check_ids_are_unique() -> None:
    files = (ROOT / "codemods/checks/of_patches").glob("[!_]*.py")
    assert len(of_patches.every()) == len(list(files))
