"""The words of the mails."""

from __future__ import annotations

import shlex
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codemods.model import Accounted, Feature, Mark, Patch
from codemods.series import words

CAT = Feature("cat", "x-tail", "Cat.x-tail", "qapi/cat.json", 1)
DOG = Feature("dog", "x-ear", "Dog.x-ear", "qapi/dog.json", 1)
BIG = Feature("big", "e" * 40, "Big.e", "qapi/big.json", 1)


def patch(subject="cat: Deprecate x-tail", features=(CAT,), **more):
    return Patch(subject, "", features, (), {}, **more)


@pytest.mark.parametrize(
    ("paths", "prefix"),
    [
        (["docs/about/deprecated.rst", "migration/options.c", "qapi/migration.json"], "migration"),
        (["docs/about/deprecated.rst", "hw/arm/a.c", "hw/arm/b.c", "util/x.c"], "hw/arm"),
        (["blockdev.c", "docs/about/deprecated.rst"], "blockdev"),
        (["docs/about/deprecated.rst", "target/arm/tcg/cpu32.c"], "target/arm"),
        (["bsd-user/main.c", "docs/about/deprecated.rst", "linux-user/main.c"], "*-user"),
        (["docs/about/deprecated.rst", "linux-user/main.c"], "linux-user"),
        (["docs/about/deprecated.rst", "qapi/net.json"], "qapi/net"),
        (["docs/about/deprecated.rst", "qga/qapi-schema.json"], "qga"),
        (["docs/about/deprecated.rst", "hmp-commands.hx"], "hmp"),
        (["docs/about/deprecated.rst", "qemu-options.hx"], "qemu-options"),
        (["docs/about/deprecated.rst"], "docs"),
        ([], "docs"),
    ],
)
def test_subsystem(paths, prefix):
    assert words.subsystem(paths) == prefix


@given(st.text(st.characters(codec="ascii"), max_size=200), st.sampled_from(["a", "a/b/c"]))
def test_a_subject_is_one_short_line(phrase, prefix):
    subject = words.subject(prefix, [" ".join(phrase.split())])
    assert "\n" not in subject
    assert len(subject) <= words.SUBJECT_WIDTH


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\n\0"), max_size=90)))
def test_the_command_line_can_be_run_again(argv):
    shown = words.command(["deprecate-feature", *argv])
    assert shlex.split(shown.replace(" \\\n", " ")) == ["deprecate-feature", *argv]


def test_the_command_line_is_broken_between_arguments():
    shown = words.command(
        ["deprecate-feature", "x-tail", "--since", "11.0", *["--cc", "someone@example.org"] * 4]
    )
    assert max(map(len, shown.splitlines())) <= words.WIDTH
    assert all(line.startswith("  ") for line in shown.splitlines())
    assert not [line for line in shown.splitlines() if line.endswith("--cc \\")]


def test_body_gives_reason_tool_and_command():
    body = words.body("Cats are tired.\n", ["deprecate-feature", "x-tail"])
    reason, made, command = body.split("\n\n")
    assert reason == "Cats are tired."
    assert made.startswith("Made with deprecate-feature ")
    assert command == "  deprecate-feature x-tail"


def test_totals_are_for_the_sender():
    rows = [
        Accounted("a.c", 1, "edited", "changed"), Accounted("a.rst", 2, "ask", "documentation"),
        Accounted("b.c", 3, "not parsed", "no grammar"), Accounted("b.c", 4, "left", "code"),
    ]  # fmt: skip
    assert words.totals(rows).endswith(": 1 edited, 1 left, 1 ask, 1 not parsed")
    assert words.totals(rows).startswith("4 lines ")
    shown = words.notes([patch()], rows)
    assert shown == "Left as they are, to be looked at:\n\n  a.rst:2: documentation"


def test_what_is_told_elsewhere_is_told_once():
    rows = [Accounted(f"{name}.rst", 2, "ask", "documentation") for name in "ab"]
    assert "a.rst" not in words.left_over(rows, ["Users:\n  a.rst:2: mentioned"])
    assert words.left_over(rows[:1], ["Users:\n  a.rst:2: mentioned"]) == ""
    assert words.left_over([]) == ""


def test_the_lines_of_a_file_stand_together():
    rows = [Accounted("a.rst", n, "ask", "documentation") for n in (3, 5)]
    assert "\n  a.rst:3, 5: documentation" in words.left_over(rows)


def test_a_long_list_is_cut_and_says_so():
    one = [Accounted("a.rst", n, "ask", "documentation") for n in range(1, 51)]
    assert "  a.rst:1, 2, 3, 4, 5, 6 and 44 more: documentation" in words.left_over(one)
    wide = words.left_over([Accounted("a/" * 20 + "b.rst", 1, "ask", "documentation " * 4)])
    assert max(map(len, wide.splitlines())) <= words.WIDTH
    many = [Accounted(f"{n}.rst", n % 2, "ask", "documentation") for n in range(50)]
    shown = words.left_over(many)
    assert f"and {50 - shown.count('.rst:')} more in" in shown
    assert len(shown.splitlines()) < 20
    assert words.left_over(many[:13]).endswith("  and 1 more in another file")


def test_a_mail_names_no_option_of_the_tool_for_a_warning_without_a_place():
    lacking = patch(
        lacks=("warning: a rule that tells where it is set (--warn-at gives the place)",)
    )
    (to_the_sender,) = words.standing(lacking)
    assert "no warning: looked for a rule" in to_the_sender
    assert "--warn-at" in to_the_sender
    said = " ".join(words.notes([lacking], []).split())
    assert "no warning when it is used: looked for a rule that tells where it is set, found" in said
    assert "--warn-at" not in said


def test_a_mail_names_no_option_of_the_tool_for_an_old_mark():
    marked = patch(standing=(Mark("warning", "a.c", 3),))
    (to_the_sender,) = words.standing(marked)
    assert "--since" in to_the_sender
    said = words.notes([marked], [])
    assert "the tree says so in part already: warning at a.c:3" in " ".join(said.split())
    assert "--since" not in said


def test_questions_and_notes_are_told():
    said = words.notes(
        [patch(kept=(("Fan", "x-blade"), ("fan-stop", "")), notes=("Mind the gap.",))], []
    )
    assert "Open questions:\n\n- Fan.x-blade and fan-stop are `unstable` and may go" in said
    assert "Notes:\n\n- Mind the gap." in said
    assert max(map(len, said.splitlines())) <= words.WIDTH


def test_nothing_to_ask_is_not_mentioned():
    said = words.notes([patch()], [])
    assert "Open questions" not in said
    assert "Notes" not in said


@pytest.mark.parametrize(
    ("patches", "subject"),
    [
        ([patch()], "cat: Deprecate x-tail"),
        ([patch(), patch("cat: x", (DOG,))], "cat: Deprecate x-tail and x-ear"),
        ([patch(), patch("dog: x", (DOG,))], "treewide: Deprecate x-tail and x-ear"),
        ([patch("cat: x", (CAT, DOG)), patch("cat: y", (CAT,))],
         "cat: Deprecate x-tail and x-ear"),
        ([patch("cat: x", (CAT,)), patch("cat: y", (replace(CAT, qualified="Dog.x-tail"),))],
         "cat: Deprecate Cat.x-tail and Dog.x-tail"),
        ([patch("qapi/cat: x"), patch("cat: y", (DOG,)), patch("dog: z", (BIG,))],
         f"cat: Deprecate x-tail, x-ear and {'e' * 40}"),
        ([patch("docs: x"), patch("cat: y", (DOG,))], "cat: Deprecate x-tail and x-ear"),
        ([patch("docs: x"), patch("docs: y", (DOG,))], "docs: Deprecate x-tail and x-ear"),
        ([patch("qapi/cat: x"), patch("qapi/dog: y", (DOG,)), patch("ui: z", (CAT,))],
         "treewide: Deprecate x-tail and x-ear"),
        ([patch("qapi/cat: x"), patch("qapi/dog: y", (DOG,))],
         "qapi: Deprecate x-tail and x-ear"),
        ([patch("cat: x", (replace(BIG, name=f"{n}-{'e' * 20}"),)) for n in range(5)],
         f"cat: Deprecate 0-{'e' * 20}, 1-{'e' * 20} and 3 more"),
    ],
)  # fmt: skip
def test_cover_subject(patches, subject):
    assert words.cover_subject(patches) == subject


def test_a_subject_takes_the_first_phrase_that_fits():
    phrases = ["Deprecate one and two " * 9, "Deprecate one and 17 more"]
    assert words.subject("qapi/a", phrases) == "qapi/a: Deprecate one and 17 more"
    assert words.subject("qapi/a", ["Deprecate one", "two"]) == "qapi/a: Deprecate one"


def test_a_long_cover_subject_is_shortened():
    many = [patch(features=(CAT,) * 30), patch()]
    assert len(words.cover_subject(many)) <= words.SUBJECT_WIDTH


def test_cover_letter_without_a_reason_begins_with_the_notes():
    assert words.cover("", ["deprecate-feature", "x-tail"], "Notes").startswith("Notes")
