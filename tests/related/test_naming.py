"""What a series for a whole feature calls it and its interfaces."""

from __future__ import annotations

from pathlib import Path

import pytest

from codemods.model import Feature
from codemods.related import naming
from codemods.source.folder import FolderTree


def feature(kind: str, name: str, qualified: str = "", path: str = "qemu-options.hx") -> Feature:
    return Feature(kind, name, qualified or name, path, 1)


OPTION = feature("cli-option", "harp")
INFO = feature("hmp-argument", "harp", "info.harp", "hmp-commands-info.hx")
COMMAND = feature("qmp-command", "query-harp", path="qapi/ui.json")
LUTE = feature("qmp-command", "query-lute", path="qapi/ui.json")
TOPIC = feature("behaviour", "harp")


@pytest.fixture
def tree(tmp_path: Path) -> FolderTree:
    return FolderTree(tmp_path)


def test_what_has_no_name_has_its_title(tree: FolderTree) -> None:
    assert naming.called(tree, TOPIC, "The ``HARP`` protocol (since 9.0)") == "The HARP protocol"
    assert naming.called(tree, COMMAND, "The ``HARP`` protocol") == "query-harp"


def test_an_option_and_a_topic_are_called_as_they_are_typed(tree: FolderTree) -> None:
    assert naming.called(tree, OPTION, "") == "-harp"
    assert naming.called(tree, INFO, "") == "info harp"


@pytest.mark.parametrize(
    ("features", "name", "same", "said"),
    [
        ([OPTION], "harp", False, "-harp"),
        ([INFO], "harp", False, "the info harp HMP command"),
        ([COMMAND], "harp", True, "query-harp"),
        ([LUTE], "harp", False, "query-lute with harp"),
        ([OPTION, INFO], "HARP", False, "the HARP interfaces"),
        ([OPTION, INFO], "HARP", True, "the other HARP interfaces"),
        ([COMMAND, LUTE], "HARP", True, "the HARP commands"),
        ([COMMAND, LUTE], "query-harp", True, "the harp commands"),
        ([COMMAND, LUTE], "-harp", True, "the harp commands"),
    ],
)
def test_what_a_patch_deprecates(
    tree: FolderTree, features: list[Feature], name: str, same: bool, said: str
) -> None:
    assert naming.part(tree, name, features, same=same) == said


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ([], ""),
        ([OPTION], "The option ``-harp`` is deprecated with it."),
        ([OPTION, INFO, COMMAND, LUTE],
         "The whole feature is deprecated with it: the option ``-harp``; the HMP command "
         "``info harp``; the commands ``query-harp`` and ``query-lute``."),
    ],
)  # fmt: skip
def test_the_entry_names_the_interfaces(tree: FolderTree, others: list[Feature], said: str) -> None:
    assert naming.interfaces(tree, LUTE, others) == said


def test_the_entry_of_a_topic_is_about_all_of_it(tree: FolderTree) -> None:
    said = naming.interfaces(tree, TOPIC, [OPTION, COMMAND])
    assert said == "This covers the option ``-harp``; the command ``query-harp``."
    assert naming.interfaces(tree, TOPIC, []) == ""


def test_to_what_interfaces_belong(tree: FolderTree) -> None:
    end = ", which is deprecated as a whole: see its entry in deprecated.rst."
    said = naming.belongs(tree, TOPIC, "HARP", [OPTION, INFO])
    assert said == f"The option -harp and the HMP command info harp belong to HARP{end}"
    assert naming.belongs(tree, COMMAND, "query-harp", [OPTION]) == (
        f"The option -harp belongs to the command query-harp{end}"
    )
    said = naming.belongs(tree, OPTION, "-harp", [COMMAND])
    assert said == f"The command query-harp belongs to the option -harp{end}"


def test_several_things_are_deprecated(tree: FolderTree) -> None:
    said = naming.belongs(tree, TOPIC, "harps of wood", [OPTION])
    assert "belongs to harps of wood, which are deprecated as a whole" in said
