"""What is built under which symbol, as the build files say."""

from __future__ import annotations

from pathlib import Path

import pytest

from codemods.errors import Refused
from codemods.qemu import built
from codemods.removal import build as removal_build
from codemods.removal.state import Removal
from codemods.source.folder import FolderTree

MESON = "ss.add(when: 'CONFIG_BED', if_true: files('bed.c', 'rake.c'))\n"
HIDDEN = ["\x1b", "\x0c", "\x85", "\xa0", "\u2028", "\u202e", "\u200b", "\udce9"]


def tree(folder: Path, meson: str = MESON, kconfig: str = "config BED\n    bool\n") -> FolderTree:
    for name, text in (("meson.build", meson), ("Kconfig", kconfig), ("bed.c", ""), ("rake.c", "")):
        (folder / "hw").mkdir(exist_ok=True)
        (folder / "hw" / name).write_bytes(text.encode("utf-8", "surrogateescape"))
    return FolderTree(folder)


def test_what_is_seen_is_read(tmp_path: Path) -> None:
    known = tree(tmp_path, f"# Beete für Gärtner\r\n\n\t\n{MESON}")
    assert built.symbols(known, "hw/bed.c") == ("BED",)
    assert built.beside(known, "hw/bed.c") == ("hw/bed.c", "hw/rake.c")
    assert built.under(known, "BED") == ("hw/bed.c", "hw/rake.c")


@pytest.mark.parametrize("odd", HIDDEN)
def test_a_name_with_something_in_it_that_is_not_seen(tmp_path: Path, odd: str) -> None:
    known = tree(tmp_path, f"\n{MESON}{MESON.replace('CONFIG', f'CON{odd}FIG')}")
    for ask in (
        lambda: built.symbols(known, "hw/bed.c"),
        lambda: built.beside(known, "hw/bed.c"),
        lambda: built.under(known, "BED"),
    ):
        with pytest.raises(Refused, match="which hides in a name") as refused:
            ask()
        assert (refused.value.path, refused.value.line) == ("hw/meson.build", 3)
        assert str(refused.value).isascii()


@pytest.mark.parametrize("odd", HIDDEN)
def test_what_selects_a_symbol_that_is_not_seen(tmp_path: Path, odd: str) -> None:
    other = f"config RAKE\n    select BE{odd}D\n    depends on BED\n"
    state = Removal(tree(tmp_path, MESON.replace(", 'rake.c'", ""), f"config BED\n\n{other}"))
    state.drop("hw/bed.c")
    with pytest.raises(Refused, match="which hides in a name") as refused:
        removal_build.follow(state)
    assert (refused.value.path, refused.value.line) == ("hw/Kconfig", 4)
