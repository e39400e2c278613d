"""Reading the lists of what is deprecated and of what is removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from codemods import kinds
from codemods.errors import Refused
from codemods.qemu.listing import listed, meaning, replacements
from codemods.source.folder import FolderTree
from codemods.source.overlay import Overlay
from codemods.source.tree import Tree

EXAMPLE = FolderTree(Path(__file__).parent.parent.parent / "examples/tree")
DEPRECATED = b"""\
Leaving
=======

Words.

QMP things
----------

``go`` argument ``fast`` (since 9.1)
''''''''''''''''''''''''''''''''''''

Use ``speed``
instead.

Empty chapter
-------------

Device options
--------------

Character device options
''''''''''''''''''''''''

Backend ``well`` (since 9.0)
^^^^^^^^^^^^^^^^^^^^^^^^^^^^

Net device options
''''''''''''''''''

Odd one (since 9.2)
'''''''''''''''''''

No.
"""
GONE = b"""\
Gone
====

QMP things
----------

``x`` (removed in 8.0)
''''''''''''''''''''''

No.
"""


def _tree(**files: bytes) -> Tree:
    return Overlay(EXAMPLE, {f"docs/about/{n.replace('_', '-')}.rst": d for n, d in files.items()})


def test_entries_have_chapter_line_and_release() -> None:
    tree = _tree(deprecated=DEPRECATED, removed_features=GONE)
    fast, well, odd, gone = listed.listed(tree)
    assert (fast.chapters, fast.line, fast.release) == (("QMP things",), 9, "9.1")
    assert fast.body == "Use ``speed``\ninstead."
    assert well.chapters == ("Device options", "Character device options")
    assert (odd.title, odd.chapters) == ("Odd one (since 9.2)", ("Device options",))
    assert (gone.removed, gone.path) == (True, "docs/about/removed-features.rst")
    assert not (fast.removed or well.removed or odd.removed)
    assert listed.section(tree, well).title == well.title


def test_older_trees_have_both_lists_in_one_document(tmp_path: Path) -> None:
    (tmp_path / "docs/system").mkdir(parents=True)
    (tmp_path / "docs/system/deprecated.rst").write_bytes(DEPRECATED + b"\n" + GONE)
    found = listed.listed(FolderTree(tmp_path))
    assert [e.title for e in found if e.removed] == ["``x`` (removed in 8.0)"]
    assert len(found) == 4


def test_document_without_a_title_is_refused() -> None:
    with pytest.raises(Refused, match="found no section"):
        listed.deprecated(_tree(deprecated=b"words\n"))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Use argument ``id`` instead.", "argument ``id``"),
        ("Use the more generic commands ``a`` and ``b``\ninstead.", "``a`` and ``b``"),
        ("It has been\ndeprecated; use the new name ``noise`` instead.", "``noise``"),
        ("It can be replaced by the ``lamp-2`` machine using the\n``dim`` option.",
         "``lamp-2`` machine"),
        ("this has been replaced\nby a ``mask`` property. If so", "``mask`` property"),
        ("``x`` is a deprecated synonym for ``y``.", "``y``"),
        ("The ``secret`` option should be\nused instead, to refer", "``secret`` option"),
        ("memdev is deprecated\nin favor of pmem-dev.", "pmem-dev"),
        ("For lamps, use ``-name $VM,on=off`` instead.", "``-name $VM,on=off``"),
        ("The replacement for ``a`` is ``b=on``\nrather than ``c``.", "``b=on``"),
        ("Nobody uses it. There is no replacement.", ""),
        ("Lamps are used instead of candles by many who do not say what to do next, and then.", ""),
    ],
)  # fmt: skip
def test_replacement_is_what_the_text_says_to_use(body: str, said: str) -> None:
    assert replacements.of_body(body) == said


def _of(tree: Tree, asked: str) -> list[str]:
    kind, _, name = asked.partition(":")
    found = list(kinds.every()[kind].find(tree, name))
    assert found, asked
    return [e.title for f in found for e in meaning.of(tree, kinds.every()[kind], f)]


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("qmp-command:copy-job-resume", "``copy-job-resume`` (since 10.1)"),
        ("qapi-member:net-cable-set.port", "``net-cable-set`` argument ``port`` (since 9.1)"),
        ("cpu-model:fern-m1", "Arm ``fern-m1`` CPU (since 9.2)"),
        ("migration-capability:block-push", "``block-push`` capability (since 10.0)"),
        ("hmp-argument:info.beeps", "``info beeps`` (since 10.0)"),
    ],
)
def test_feature_of_the_example_finds_its_entry(asked: str, title: str) -> None:
    assert _of(EXAMPLE, asked) == [title]


@pytest.mark.parametrize(
    "asked", ["qmp-command:migrate", "chardev-backend:pipe", "cpu-model:fern-m2"]
)
def test_feature_of_the_example_has_no_entry(asked: str) -> None:
    assert _of(EXAMPLE, asked) == []


def _entry(chapter: str, title: str) -> bytes:
    top = "Top\n===\n\n"
    return (
        f"{top}{chapter}\n{'-' * len(chapter)}\n\n{title}\n{chr(39) * len(title)}\n\nNo.\n".encode()
    )


@pytest.mark.parametrize(
    ("asked", "chapter", "title"),
    [
        ("cpu-model:fern-m1", "System emulator CPUs", "FERN-M1 and FERN-M3 CPUs (since 9.0)"),
        ("target:arm", "System emulator CPUs", "Arm CPUs (since 9.0)"),
    ],
)
def test_kind_knows_its_entry_by_plain_words(asked: str, chapter: str, title: str) -> None:
    assert _of(_tree(deprecated=_entry(chapter, title)), asked) == [title]


def test_versions_of_a_cpu_model_and_members_of_a_family_are_meant(tmp_path: Path) -> None:
    (tmp_path / "target/ppc").mkdir(parents=True)
    (tmp_path / "docs/about").mkdir(parents=True)
    (tmp_path / "target/ppc/models.c").write_text(
        '    POWERPC_DEF("lamp2e_v1.0", CPU_LAMP2E_v10, LAMP2, "Lamp 2E")\n'
        '    POWERPC_DEF("lamp2_v1.0", CPU_LAMP2_v10, LAMP2, "Lamp 2")\n'
        '    POWERPC_DEF("305x", CPU_305X, 305, "Lamp 305")\n'
    )
    document = tmp_path / "docs/about/deprecated.rst"
    for title, meant in (("Lamp2E CPUs", "lamp2e_v1.0"), ("PPC 305 CPUs", "305x")):
        document.write_bytes(_entry("System emulator CPUs", title))
        for name in ("lamp2e_v1.0", "lamp2_v1.0", "305x"):
            assert _of(FolderTree(tmp_path), f"cpu-model:{name}") == (
                [title] if name == meant else []
            )


def test_series_of_cpu_models_is_meant_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "target/ppc").mkdir(parents=True)
    (tmp_path / "docs/about").mkdir(parents=True)
    (tmp_path / "target/ppc/models.c").write_text(
        '    POWERPC_DEF("lamp250", CPU_LAMP250, LAMP, "Lamp 250")\n'
        '    POWERPC_DEF("lamps", CPU_LAMPS, LAMP, "Lamps")\n'
    )
    document = tmp_path / "docs/about/deprecated.rst"
    for title, count in (("Wax and the ``lamp`` CPUs", 1), ("``lamp`` CPU", 0)):
        document.write_bytes(_entry("System emulator CPUs", title))
        tree = FolderTree(tmp_path)
        assert len(_of(tree, "cpu-model:lamp250")) == count
        assert _of(tree, "cpu-model:lamps") == []


@pytest.mark.parametrize(("name", "title"), [("mips64", "MIPS"), ("riscv64", "")])
def test_host_is_of_a_family(tmp_path: Path, name: str, title: str) -> None:
    (tmp_path / "docs/about").mkdir(parents=True)
    (tmp_path / "meson.build").write_text("supported_cpus = ['mips64', 'riscv64']\n")
    (tmp_path / "docs/about/deprecated.rst").write_bytes(_entry("Host Architectures", "MIPS"))
    assert _of(FolderTree(tmp_path), f"host-arch:{name}") == ([title] if title else [])
