"""Entries of deprecated.rst: named, found, placed, dated."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from codemods.checks.of_patches import removed_entry, rst_entry, rst_valid
from codemods.errors import Refused
from codemods.formats.rst import sections as rst_sections
from codemods.model import Entry, Feature, Patch, Request
from codemods.qemu.listing import bodies, chapters, removed
from codemods.qemu.listing import entries as entry
from codemods.qemu.listing import titles as entrytitle
from codemods.source.folder import FolderTree
from codemods.source.overlay import Overlay
from codemods.source.splice import splice
from codemods.source.tree import Tree

PATH = "docs/about/deprecated.rst"
QMP = (("QEMU Machine Protocol (QMP) commands", "QMP things"),)
TEXT = """\
Leaving soon
============

An introduction.

QMP things
----------

Undated thing
'''''''''''''

Stays first.

``old`` (since 9.1.0)
'''''''''''''''''''''

Use another.

``speed`` and ``size`` capabilities (since 9.2)
'''''''''''''''''''''''''''''''''''''''''''''''

Slow.


``go`` argument ``fast`` (since v10.1)
''''''''''''''''''''''''''''''''''''''

No.


Device options
--------------

Emulated device options
'''''''''''''''''''''''

``-device a,b=on`` (since 9.0)
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

Text.

Migration
---------

Undated
'''''''

Text.

Gone already
============

QMP things
----------

``new`` (since 2.0)
'''''''''''''''''''

Text.
"""

NEW = Entry(QMP, "``new``")
CAP = Entry(QMP, "``size``", after="capability", afters="capabilities")
ARG = Entry(QMP, "``fast``", before="``go`` argument", befores="``go`` arguments")


def tree(text: str | bytes = TEXT, path: str = PATH) -> Tree:
    data = text if isinstance(text, bytes) else text.encode()
    return Overlay(FolderTree(Path("/nonexistent")), {path: data})


def apply(before: Tree, edits: tuple) -> Tree:
    files = {PATH: splice(before.read(PATH), edits)}
    after = Overlay(before, files)
    patch = Patch("", "", (), (), files)
    assert list(rst_entry.CHECK.run(before, after, patch)) == []
    assert list(rst_valid.CHECK.run(before, after, patch)) == []
    return after


def order(where: Tree, chapter: str) -> list[str]:
    found = rst_sections.sections(where.read(PATH))
    top = next(s for s in found if s.title == chapter)
    return [s.title for s in rst_sections.children(found, top)]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([NEW], "``new`` (since 11.0)"),
        ([NEW, NEW], "``new`` (since 11.0)"),
        ([CAP], "``size`` capability (since 11.0)"),
        ([CAP, replace(CAP, name="``b``")], "``size`` and ``b`` capabilities (since 11.0)"),
        ([replace(NEW, name=f"``{c}``") for c in "abc"], "``a``, ``b`` and ``c`` (since 11.0)"),
        ([CAP, replace(CAP, name="``p``", after="parameter")],
         "``size`` capability and ``p`` parameter (since 11.0)"),
        ([Entry(QMP, f"``{c}``", before="``go`` argument", befores="``go`` arguments")
          for c in "ab"], "``go`` arguments ``a`` and ``b`` (since 11.0)"),
        ([ARG, replace(ARG, before="``stop`` argument", befores="``stop`` arguments")],
         "``go`` and ``stop`` argument ``fast`` (since 11.0)"),
        ([ARG, replace(ARG, before="``go`` result"), replace(ARG, before="``stop`` argument")],
         "``go`` and ``stop`` argument ``fast``, and ``go`` result ``fast`` (since 11.0)"),
        ([replace(a, name=f"``{n}``") for n in "ab"
          for a in (ARG, replace(ARG, before="``stop`` argument", befores="``stop`` arguments"))],
         "``go`` and ``stop`` arguments ``a`` and ``b`` (since 11.0)"),
        ([CAP, replace(CAP, name="``p``", after="value", afters="values"),
          replace(CAP, name="``q``", after="value", afters="values"), ARG],
         "``size`` capability, ``p`` and ``q`` values, and ``go`` argument ``fast`` (since 11.0)"),
        ([NEW, replace(NEW, name="``other``"), CAP],
         "``new``, ``other`` and ``size`` capability (since 11.0)"),
    ],
)  # fmt: skip
def test_title(entries: list[Entry], expected: str) -> None:
    assert entry.title(entries, "11.0") == expected


@pytest.mark.parametrize(
    ("since", "before", "after"),
    [
        ("2.12", "Undated thing", "``old`` (since 9.1.0)"),
        ("9.1", "``old`` (since 9.1.0)", "``speed`` and ``size`` capabilities (since 9.2)"),
        ("10.0", "``speed`` and ``size`` capabilities (since 9.2)", "``go`` argument ``fast``"),
        ("11.0", "``go`` argument ``fast`` (since v10.1)", ""),
    ],
)
def test_add_keeps_the_order(since: str, before: str, after: str) -> None:
    done = apply(tree(), entry.add(tree(), [NEW], since, "Text."))
    titles = [*order(done, "QMP things"), ""]
    at = titles.index(f"``new`` (since {since})")
    assert titles[at - 1] == before
    assert titles[at + 1].startswith(after)


def test_add_changes_no_other_byte() -> None:
    done = apply(tree(), entry.add(tree(), [NEW], "10.0", "Text.")).read(PATH).decode()
    new = "\n``new`` (since 10.0)\n" + "'" * 20 + "\n\nText.\n"
    assert done == TEXT.replace("Slow.\n", "Slow.\n" + new)


def test_add_keeps_crlf() -> None:
    where = tree(TEXT.replace("\n", "\r\n"))
    done = apply(where, entry.add(where, [NEW], "11.0", "One.\n\nTwo.")).read(PATH)
    assert done.count(b"\n") == done.count(b"\r\n")


@pytest.mark.parametrize("tail", ["", "\n", "\n\n\n"])
def test_add_ends_the_file_with_one_line_end(tail: str) -> None:
    where = tree(TEXT[: TEXT.index("\nGone")].rstrip("\n") + tail)
    done = apply(where, entry.add(where, [Entry((("Migration",),), "``x``")], "11.0", "Text."))
    assert done.read(PATH).endswith(b"\n\nText.\n")


@pytest.mark.parametrize(
    ("chapter", "neighbours"),
    [
        ("Backend options", ["QMP things", "Backend options", "Device options"]),
        ("Tools", ["Device options", "Tools", "Migration"]),
        ("Something else", ["Migration", "Something else"]),
    ],
)
def test_add_creates_the_chapter_in_its_place(chapter: str, neighbours: list[str]) -> None:
    where = tree(TEXT.replace("QMP things", QMP[0][0]))
    done = apply(where, entry.add(where, [Entry(((chapter,),), "``x``")], "11.0", "Text."))
    titles = [QMP[0][0] if n == "QMP things" else n for n in neighbours]
    found = order(done, "Leaving soon")
    assert found[found.index(titles[0]) :][: len(titles)] == titles


@pytest.mark.parametrize(
    ("chapter", "since", "heading"),
    [
        (chapters.EVENTS, "8.0", "QEMU API (QAPI) events"),
        (chapters.EVENTS, "8.1", "QEMU Machine Protocol (QMP) events"),
        (chapters.HMP, "10.1", "Human Monitor Protocol (HMP) commands"),
        (chapters.HMP, "10.2", "Human Machine Protocol (HMP) commands"),
    ],
)
def test_add_spells_a_new_chapter_as_the_release_does(
    chapter: tuple[tuple[str, ...], ...], since: str, heading: str
) -> None:
    done = apply(tree(), entry.add(tree(), [Entry(chapter, "``x``")], since, "Text."))
    assert heading in order(done, "Leaving soon")


def test_add_creates_group_and_chapter() -> None:
    text = "Top\n===\n\nMigration\n---------\n\nText.\n"
    inner = Entry((("Device options",), ("Block device options",)), "``x``")
    done = apply(tree(text), entry.add(tree(text), [inner], "11.0", "Text."))
    levels = [(s.level, s.title, s.char) for s in rst_sections.sections(done.read(PATH))]
    assert levels == [
        (0, "Top", "="),
        (1, "Device options", "-"),
        (2, "Block device options", "'"),
        (3, "``x`` (since 11.0)", "^"),
        (1, "Migration", "-"),
    ]


def test_add_takes_the_title_of_the_user() -> None:
    done = apply(tree(), entry.add(tree(), [NEW], "11.0", "Text.", title="All of ``new``"))
    found = entry.find(done, [NEW], title="All of ``new``")
    assert found is not None
    assert found.title == "All of ``new`` (since 11.0)"


@pytest.mark.parametrize("body", ["", " \n", "Heading\n=======\n\ntext"])
def test_add_refuses_a_body(body: str) -> None:
    with pytest.raises(Refused):
        entry.add(tree(), [NEW], "11.0", body)


def test_add_refuses_entries_of_two_chapters() -> None:
    with pytest.raises(Refused, match="different chapters"):
        entry.add(tree(), [NEW, Entry((("Migration",),), "``x``")], "11.0", "Text.")


def test_add_refuses_a_file_without_sections() -> None:
    with pytest.raises(Refused, match="no section"):
        entry.add(tree("just text\n"), [NEW], "11.0", "Text.")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (PATH, PATH),
        ("docs/system/deprecated.rst", "docs/system/deprecated.rst"),
        ("qemu-deprecated.texi", None),
        ("README", None),
    ],
)
def test_document(path: str, expected: str | None) -> None:
    if expected:
        assert entry.document(tree(path=path)) == expected
    else:
        with pytest.raises(Refused, match="looked for docs/about"):
            entry.document(tree(path=path))


@pytest.mark.parametrize(
    ("wanted", "since"),
    [
        (Entry(QMP, "``old``"), "9.1"),
        (CAP, "9.2"),
        (Entry(QMP, "``fast``", before="``go`` argument"), "10.1"),
        (Entry(((*QMP[0], "x"),), "``old``"), "9.1"),
    ],
)
def test_find(wanted: Entry, since: str) -> None:
    section = entry.find(tree(), [wanted])
    assert section is not None
    assert entry.since_of(section) == since


@pytest.mark.parametrize(
    "wanted",
    [
        NEW,
        Entry(QMP, "``go``"),
        Entry(QMP, "``fast``"),
        Entry(QMP, "``speed``"),
        Entry(QMP, "``siz``", after="capability", afters="capabilities"),
        Entry(QMP, "``SIZE``", after="capability", afters="capabilities"),
        Entry((("Migration",),), "``old``"),
        Entry((("No such chapter",),), "``old``"),
    ],
)
def test_find_nothing(wanted: Entry) -> None:
    assert entry.find(tree(), [wanted]) is None


def test_a_bare_name_is_no_argument_of_a_joint_title() -> None:
    text = "T\n=\n\nQMP things\n----------\n\n``a``, ``b`` argument ``c`` (since 2.8)\n" + "'" * 38
    where = tree(text + "\n\ntext\n")
    assert entry.find(where, [Entry(QMP, "``a``")]) is None
    assert entry.find(where, [Entry(QMP, "``c``", before="``a`` argument")]) is not None
    assert [s.level for s in entry.mentions(where, [Entry(QMP, "``a``")])] == [2]


@pytest.mark.parametrize(
    ("title", "since"),
    [
        ("``x`` (since 5.2)", "5.2"),
        ("``x`` (since 5.2.0)", "5.2"),
        ("``x`` (since v7.1)", "7.1"),
        ("``x`` (deprecated since 9.2)", "9.2"),
        ("``x`` (Since 4.2)", "4.2"),
        ("``x`` (x86, since 6.0)", "6.0"),
        ("``x``", None),
        ("``x`` (removed in 5.2)", None),
    ],
)
def test_since_of(title: str, since: str | None) -> None:
    (section,) = rst_sections.sections(f"{title}\n{'=' * len(title)}\n".encode())
    assert entry.since_of(section) == since


def test_redate_in_place_and_moved() -> None:
    old = Entry(QMP, "``old``")
    found = entry.find(tree(), [old])
    assert found is not None
    same = apply(tree(), entry.redate(tree(), found, [old], "9.2"))
    assert order(same, "QMP things")[1] == "``old`` (since 9.2)"
    moved = apply(tree(), entry.redate(tree(), found, [old], "11.0"))
    assert order(moved, "QMP things")[-1] == "``old`` (since 11.0)"
    again = entry.find(moved, [old])
    assert again is not None
    assert apply(moved, entry.redate(moved, again, [old], "9.1")).read(PATH).decode() == (
        TEXT.replace("(since 9.1.0)\n" + "'" * 21, "(since 9.1)\n" + "'" * 19)
    )


def test_redate_to_the_same_release_does_nothing() -> None:
    both = [replace(CAP, name="``speed``"), CAP]
    found = entry.find(tree(), both)
    assert found is not None
    assert entry.redate(tree(), found, both, "9.2") == ()


def test_redate_refuses_a_joint_entry() -> None:
    found = entry.find(tree(), [CAP])
    assert found is not None
    with pytest.raises(Refused, match="also documents ``speed``"):
        entry.redate(tree(), found, [CAP], "11.0")


def ask(replacement: str | None = None, none: bool = False) -> Request:
    return Request("11.0", replacement, none)


@pytest.mark.parametrize(
    ("reason", "request_", "expected"),
    [
        ("", ask(), "To be removed in a future release."),
        ("", ask("y"), "Use ``y`` instead."),
        ("", ask("the ``y`` thing"), "Use the ``y`` thing instead."),
        ("", ask("y together with z"), "Use y together with z instead."),
        ("", ask("-y thing=with"), "Use ``-y thing=with`` instead."),
        ("", ask(none=True), "To be removed without replacement."),
        ("Old.", ask(), "Old."),
        ("Old.", ask("y"), "Old. Use ``y`` instead."),
        ("Old", ask("y"), "Old\n\nUse ``y`` instead."),
        ("Two\nlines.", ask("y"), "Two\nlines.\n\nUse ``y`` instead."),
        ("Prefer y now.", ask("y"), "Prefer y now."),
        ("Really.", ask("y"), "Really. Use ``y`` instead."),
        ("y covers all.", ask("y"), "y covers all. Use ``y`` instead."),
        (
            "It is an alias of the y option.",
            ask("y"),
            "It is an alias of the y option. Use ``y`` instead.",
        ),
        ("It is redundant with ``y``.", ask("y"), "It is redundant with ``y``. Use ``y`` instead."),
        ("Do not use y for this.", ask("y"), "Do not use y for this. Use ``y`` instead."),
        ("Few use it instead of y.", ask("y"), "Few use it instead of y. Use ``y`` instead."),
        ("Use the new ``y`` option.", ask("y"), "Use the new ``y`` option."),
        ("It was replaced by @y.", ask("y"), "It was replaced by @y."),
        ("``y`` should be used.", ask("y"), "``y`` should be used."),
        ("Wait for 9.0, y instead.", ask("y"), "Wait for 9.0, y instead."),
        ("Use -a b\ninstead.", ask("-a b"), "Use -a b\ninstead."),
        ("Use y.", ask("``y`` or ``z``"), "Use y. Use ``y`` or ``z`` instead."),
        ("Old.", ask(none=True), "Old. There is no replacement."),
        ("Gone without replacement.", ask(none=True), "Gone without replacement."),
    ],
)
def test_default_body(reason: str, request_: Request, expected: str) -> None:
    assert bodies.body([CAP], reason, [request_]) == expected


@pytest.mark.parametrize(
    ("reason", "empty"),
    [
        ("It is deprecated.", True),
        ("This command was deprecated", True),
        ("``x`` has been deprecated.", False),
        ("The ``x`` machine is now\ndeprecated.", True),
        ("deprecated", True),
        ("It is deprecated, as nobody uses it.", False),
        ("Nobody maintains it.", False),
        ("", False),
    ],
)
def test_a_reason_that_says_nothing(reason: str, empty: bool) -> None:
    assert bodies.says_nothing(reason) == empty


def test_default_body_of_several() -> None:
    two = [NEW, replace(NEW, name="``other``")]
    assert bodies.body(two, "", [ask("y"), ask("y")]) == "Use ``y`` instead."
    assert bodies.body(two, "", [ask("y"), ask("z")]) == (
        "Use ``y`` instead of ``new``. Use ``z`` instead of ``other``."
    )
    assert bodies.body([*two, CAP], "", [ask("y"), ask("z"), ask("z")]) == (
        "Use ``y`` instead of ``new``. Use ``z`` instead of the ``other`` and ``size`` capability."
    )
    assert bodies.body(two, "", [ask(), ask("z")]) == "Use ``z`` instead of ``other``."


def test_the_body_of_a_mail_has_no_markup_but_that_of_the_user() -> None:
    assert bodies.body([CAP], "", [ask("y")], mail=True) == "Use 'y' instead."
    said = bodies.body([CAP], "``x`` is old.", [ask("y")], mail=True)
    assert said == "``x`` is old. Use 'y' instead."


def _machine(name: str) -> Entry:
    short = entrytitle.short(name, "machine", target="Arm")
    return Entry(QMP, name, "Arm", after="machine", afters="machines", short=short)


@pytest.mark.parametrize(
    ("entries", "folder", "expected"),
    [
        ([_machine("``bt-1``")], "hw/arm", "the bt-1 machine"),
        ([_machine("``bt-1``")], "docs", "the Arm bt-1 machine"),
        ([_machine("``any``")], "hw/arm", "the 'any' machine"),
        ([_machine("``b1``"), _machine("``b2``")], "hw/arm", "the b1 and b2 machines"),
        ([CAP], "migration", "size capability"),
        ([_machine("``b1``"), CAP], "hw/arm", "the b1 machine and size capability"),
        ([replace(NEW, short=entrytitle.short("``x-1``", "binary", "binaries"))], "docs",
         "the x-1 binary"),
    ],
)  # fmt: skip
def test_what_a_subject_line_calls_entries(
    entries: list[Entry], folder: str, expected: str
) -> None:
    assert entrytitle.brief(entries, folder) == expected


def test_what_moves_into_a_namesake_keeps_its_group(tmp_path: Path) -> None:
    path = tmp_path / "docs/about/removed-features.rst"
    path.parent.mkdir(parents=True)
    path.write_text("Removed\n=======\n\nDevice options\n--------------\n\nOther ones.\n")
    tree: Tree = FolderTree(tmp_path)
    for _ in range(2):
        edits = removed.add(tree, chapters.NET_DEVICES, "``x`` (removed in 9.0)", "Gone.\n")
        source = tree.read(edits[0].path)
        tree = Overlay(tree, {edits[0].path: splice(source, edits)})
    text = tree.read("docs/about/removed-features.rst").decode()
    assert text.count("Net device options\n''''''''''''''''''\n") == 1
    assert text.count("``x`` (removed in 9.0)\n^^^^^^^^^^^^^^^^^^^^^^\n\nGone.\n") == 2


def test_one_name_in_two_chapters_is_said_once() -> None:
    both = [Entry((("System options",),), "``-x``"), Entry((("User options",),), "``-x``")]
    assert entrytitle.subject(both) == "``-x``"


@pytest.mark.parametrize(
    ("around", "found"),
    [
        (("linux-user mode CPUs",), (("linux-user mode CPUs",),)),
        (("System emulator CPUs",), chapters.CPUS),
        (("What nobody knows",), chapters.CPUS),
        (("Device options", "Emulated device options"), chapters.CPUS),
        ((), chapters.CPUS),
    ],
)
def test_an_entry_moves_into_the_chapter_in_which_it_stands(
    around: tuple[str, ...], found: object
) -> None:
    assert removed.where(around, chapters.CPUS) == found


def test_the_title_of_a_group_is_none_of_an_entry(tmp_path: Path) -> None:
    path = "docs/about/removed-features.rst"
    (tmp_path / "docs/about").mkdir(parents=True)
    (tmp_path / path).write_text("Removed\n=======\n\nOther things\n------------\n\nNone.\n")
    before = FolderTree(tmp_path)
    edits = removed.add(before, chapters.NET_DEVICES, "``x`` (removed in 9.0)", "Gone.\n")
    source = splice(before.read(path), edits)
    feature = Feature("kind", "x", "x", path, 1, ())
    patch = Patch("Remove x", "", (), tuple(edits), {path: source}, removes=(feature,))
    assert list(removed_entry.run(before, Overlay(before, patch.files), patch)) == []
    wrong = source.replace(b"(removed in 9.0)", b"(since 8.0)     ")
    found = list(removed_entry.run(before, Overlay(before, {path: wrong}), patch))
    assert any("does not end with" in problem.message for problem in found)
