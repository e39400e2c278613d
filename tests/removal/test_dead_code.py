"""What is left with nothing to do goes where it is sure that nobody asks for it."""

from __future__ import annotations

from pathlib import Path

from codemods.formats.c import functions as c_functions
from codemods.removal.dead import asking, functions, registries
from codemods.removal.state import Cut, Removal
from codemods.source.folder import FolderTree


def state_of(folder: Path, **files: str) -> Removal:
    """A removal on C files; names are given without their ".c"."""
    for name, text in files.items():
        (folder / f"{name}.c").write_text(text)
    return Removal(FolderTree(folder))


EMPTY = "static void chirp(int n)\n{\n}\n\n"


def emptied(folder: Path, rest: str) -> str:
    """Return what becomes of `rest` behind a function that was left empty."""
    state = state_of(folder, a=EMPTY + rest)
    functions.empty(state, Cut("a.c", EMPTY.index("}"), b"    sing(n);\n", b""))
    return state.read("a.c").decode().removeprefix(EMPTY)


def test_a_call_of_what_does_nothing_goes(tmp_path: Path) -> None:
    before = "void dawn(void)\n{\n    wake();\n    chirp(1);\n}\n"
    assert emptied(tmp_path, before) == before.replace("    chirp(1);\n", "")


def test_a_call_that_is_a_part_of_a_statement_stays(tmp_path: Path) -> None:
    before = "void dawn(void)\n{\n    wake();\n    return chirp(1);\n}\n"
    assert emptied(tmp_path, before) == before


ASKS = "bool frost(void)\n{\n    return 1;\n}\n"
ACTS = "bool frost(void)\n{\n    melt(2);\n    return 1;\n}\n"


def test_a_static_function_of_another_file_is_not_what_is_called(tmp_path: Path) -> None:
    state = state_of(tmp_path, a="int unrelated;\n", b=ASKS, c=f"static {ACTS}")
    assert asking.known(state, "a.c")("frost")
    # In its own file it is.
    assert not asking.known(state, "c.c")("frost")


def test_what_acts_in_one_of_several_files_does_more_than_ask(tmp_path: Path) -> None:
    state = state_of(tmp_path, a="int unrelated;\n", b=ASKS, c=ACTS)
    assert not asking.known(state, "a.c")("frost")


def test_what_cannot_be_read_may_do_more_than_keep_a_list(tmp_path: Path) -> None:
    for body, keeps in (("QLIST_INIT(&birds);", True), ("QLIST_INIT(&birds); x = @;", False)):
        source = f"void nest(void)\n{{\n    {body}\n}}\n".encode()
        (one,) = c_functions.functions("a.c", source)
        assert registries._only_keeps(one.node, {"birds", "x"}) is keeps
