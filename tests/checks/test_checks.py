"""Each check lets a good patch pass and stops bad ones.

The checks of deprecated.rst and of the schema by the tree's own parser have
files of their own.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from codemods.checks import of_patches
from codemods.checks.of_patches import (
    c_reachable,
    qapi_doc,
    removed_entry,
    still_used,
    syntax_errors,
)
from codemods.errors import Problem
from codemods.model import Feature, Patch
from codemods.source.folder import FolderTree
from codemods.source.overlay import Overlay
from codemods.source.splice import Edit

#: A patch that deprecates something, and one that moves users to something else.
DEPRECATES = Patch("s", "b", (Feature("cat", "tail", "Cat.tail", "qapi/a.json", 1),), (), {})
MOVES = Patch("s", "b", (), (), {})


@pytest.fixture
def run(tmp_path):
    """A function that gives what a check says of going from one text to another."""

    def check(check, path: str, old: str, new: str, patch: Patch = DEPRECATES) -> list[Problem]:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(old, encoding="utf-8")
        before = FolderTree(tmp_path)
        patch = replace(patch, files={path: new.encode()})
        found = list(check.run(before, Overlay(before, patch.files), patch))
        assert all(p.check == check.CHECK.id and p.path == path and p.message for p in found)
        return found

    return check


def test_every_check_is_registered_under_its_own_id():
    assert {"reachable", "syntax", "qapi-doc"} <= set(of_patches.every())
    assert all(name == check.id for name, check in of_patches.every().items())


# Warnings that some build would drop.

CAPS = """\
#include "qemu/osdep.h"

#ifdef CONFIG_MIGRATION
bool check(bool *caps)
{
    int n;
TOP
#ifndef CONFIG_REPLICATION
    if (caps[COLO]) {
INNER
        return false;
    }
#elif defined(CONFIG_MORE)
ELIF
#else
ELSE
#endif
    switch (n) {
#ifdef CONFIG_CASE
    case 1:
CASE
        break;
#ifdef CONFIG_DEEP
DEEP
#endif
#endif
    default:
#if VERSION > 5
VERSION
#endif
        break;
    }
    return true;
}
#endif

static const Row rows[] = {
#ifdef CONFIG_ROW
    {
        .name = "a",
ROW
    },
#endif
    {
        .name = "b",
#ifdef CONFIG_FIELD
FIELD
#endif
    },
};
"""
SLOTS = ("TOP", "INNER", "ELIF", "ELSE", "CASE", "DEEP", "VERSION", "ROW", "FIELD")
WARNING = '    warn_report("x is deprecated");'
NOTE = '        .deprecation_note = "use b",'


def caps(slot: str = "", text: str = "") -> str:
    source = CAPS
    for name in SLOTS:
        line = text if name == slot else "    nothing;" if name not in ("ROW", "FIELD") else ""
        source = source.replace(f"\n{name}\n", f"\n{line}\n")
    return source


@pytest.mark.parametrize(
    ("slot", "text"), [("TOP", WARNING), ("CASE", WARNING), ("ROW", NOTE), ("", "")]
)
def test_a_warning_in_every_build_passes(run, slot, text):
    assert run(c_reachable, "a.c", caps(), caps(slot, text)) == []


@pytest.mark.parametrize(
    ("slot", "text", "build"),
    [
        ("INNER", WARNING, "+CONFIG_REPLICATION"),
        ("ELIF", WARNING, "-CONFIG_REPLICATION"),
        ("ELSE", WARNING, "+CONFIG_MORE"),
        ("DEEP", WARNING, "-CONFIG_DEEP"),
        ("VERSION", WARNING, "-VERSION > 5"),
        ("FIELD", NOTE, "-CONFIG_FIELD"),
        ("INNER", '    warn_report_once("x is deprecated");', "+CONFIG_REPLICATION"),
    ],
)
def test_a_warning_that_a_build_drops_is_caught(run, slot, text, build):
    new = caps(slot, text)
    (problem,) = run(c_reachable, "a.c", caps(), new)
    assert problem.line == new.splitlines().index(text) + 1
    assert "drops the warning" in problem.message
    assert build in problem.message
    assert "outside the preprocessor block" in problem.hint


def test_a_block_put_around_an_old_warning_is_not_a_new_one(run):
    old = caps("TOP", WARNING)
    assert run(c_reachable, "a.c", old, old.replace("int n;", "int n, m;")) == []


def test_many_symbols_are_still_tried(run):
    many = " || ".join(f"defined(S{n})" for n in range(12))
    old = caps()
    new = caps("TOP", f"#if {many}\n{WARNING}\n#endif")
    (problem,) = run(c_reachable, "a.c", old, new)
    assert "-S0" in problem.message


@pytest.mark.parametrize("condition", ["X ? Y : Z", "'a' == 97", "X +"])
def test_a_condition_that_cannot_be_evaluated_may_be_false(run, condition):
    new = caps("TOP", f"#if {condition}\n{WARNING}\n#endif")
    (problem,) = run(c_reachable, "a.c", caps(), new)
    assert "drops the warning" in problem.message


@pytest.mark.parametrize("directive", ["#if X ? Y : Z", "#if", "#ifdef X case Y:"])
def test_what_is_compiled_with_its_path_is_not_dropped(run, directive):
    old = f"int f(int a)\n{{\n    switch (a) {{\n{directive}\n    case A:\n        go();\n#endif\n"
    old += "    }\n}\n"
    new = old.replace("case A:\n", f"case A:\n{WARNING}\n")
    assert run(c_reachable, "a.c", old, new) == []


def test_a_warning_in_text_that_could_not_be_parsed_is_caught(run):
    old = "BEGIN(f\n{\n    go();\n#ifdef X\n    go();\n#endif\n}\n"
    new = old.replace("#ifdef X\n", f"#ifdef X\n{WARNING}\n")
    (problem,) = run(c_reachable, "a.c", old, new)
    assert problem.line == 5


@pytest.mark.parametrize("path", ["a.json", "a.rst", "a.c.txt"])
def test_only_code_is_looked_at(run, path):
    assert run(c_reachable, path, caps(), caps("INNER", WARNING)) == []


# Text that the grammar cannot read.


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("a.c", "int a;\n", "int a;\nint b;\n"),
        ("a.c", "BROKEN(int x) {\nint a;\n", "BROKEN(int x) {\nint a;\nint b;\n"),
        ("a.c", "int a = (;\n", "int a = 1;\n"),
        ("a.c", 'CAT("a", b)\nCAT("c", d)\n', 'CAT("a", b)\nLYNX("c", d,\n    "e")\n'),
        ("a.c", 'CAT("a", 40B)\n', 'LYNX("a", 40B,\n    "e")\n'),
        ("a.json", "{ 'a': 'b' }\n", "{ 'a': [ 'b' ] }\n"),
        ("a.py", "x = 1\n", "x = [1]\n"),
        ("a.rst", "x\n", "{[(\n"),
        ("Makefile", "x\n", "{[(\n"),
    ],
)
def test_text_that_can_be_read_passes(run, path, old, new):
    assert run(syntax_errors, path, old, new) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "line"),
    [
        ("a.c", "int a;\n", "int a;\nint b = (;\n", 2),
        ("a.c", "int f(void)\n{\n    g();\n}\n", "int f(void)\n{\n    g()\n}\n", 3),
        ("a.c", "int a = (;\nint b;\n", "int a = 1;\nint b = );\n", 2),
        ("a.c", "int f(void) { return 1; }\n", "int f(void) { return 1 }\n", 1),
        ("a.c", "int f(void) { return 1 }\nint g(void) { return ); }\n",
         "int f(void) { return 1 }\nint g(void) { return 2 }\n", 2),
        ("a.h", "int a;\n", "int a;\n}\n", 2),
        ("a.c", 'CAT("a", b)\nCAT("c", d)\n', 'CAT("a", b)\nLYNX("c", d,\n    "e"\n', 2),
        ("a.json", "{ 'a': 'b' }\n", "{ 'a': 'b' \n", 1),
        ("a.py", "x = 1\n", "x = [1\n", 1),
    ],
)  # fmt: skip
def test_text_that_cannot_be_read_is_caught(run, path, old, new, line):
    (problem,) = run(syntax_errors, path, old, new)
    assert (problem.line, problem.message) == (line, "the edit cannot be parsed")


# Comments of the schema.

SCHEMA = """\
##
# @Cat:
#
# A cat.
#
# @tail: what it wags (since 9.0)
#
# @ears: both of them
#
# Features:
#
# @unstable: Member @ears is experimental.
#
# @deprecated: Member @ears is deprecated.  Cats hear with their
#     whiskers, as everyone knows.
#
# Since: 1.0
##
{ 'struct': 'Cat',
  'data': { 'tail': 'str',
            'ears': { 'type': 'str', 'features': [ 'deprecated' ] } } }

##
# @purr:
#
# Make a sound.
#
# Since: 1.0
##
{ 'command': 'purr' }
"""
FLAG = ("'tail': 'str'", "'tail': { 'type': 'str', 'features': [ 'deprecated' ] }")
WORDS = ("as everyone knows.", "as everyone knows.  Member @tail is deprecated.")
PURR = ("{ 'command': 'purr' }", "{ 'command': 'purr', 'features': ['deprecated'] }")
PURR_WORDS = (
    "sound.\n#\n",
    "sound.\n#\n# Features:\n#\n# @deprecated: This command is deprecated.\n#\n",
)


def edited(*changes: tuple[str, str]) -> str:
    text = SCHEMA
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize(
    "changes",
    [
        (FLAG, WORDS),
        (PURR, PURR_WORDS),
        (FLAG, WORDS, PURR, PURR_WORDS),
        (FLAG, ("Member @ears is deprecated.  Cats hear with their\n#     whiskers",
                "Members @ears and @tail are deprecated.  Cats hear\n#     with their whiskers")),
        (),
    ],
    ids=["member", "command", "both", "joint", "nothing"],
)  # fmt: skip
def test_good_words_pass(run, changes):
    assert run(qapi_doc, "qapi/a.json", SCHEMA, edited(*changes)) == []


def test_a_list_may_grow(run):
    two = edited(("Member @ears is deprecated.  Cats hear", "Members @a and @b are.  Cats hear"))
    three = two.replace("@a and @b are", "@a, @b and @tail are").replace(*FLAG)
    assert run(qapi_doc, "qapi/a.json", two, three) == []


BAD = {
    "no words": ((FLAG,), "does not name @tail"),
    "another member": ((FLAG, (WORDS[0], WORDS[1].replace("@tail", "@tails"))), "not name @tail"),
    "no words for a command": ((PURR,), "does not name this command"),
    "lost word": (
        (FLAG, ("Cats hear with their\n#     whiskers,", "Member @tail is\n#     deprecated")),
        "drops `Cats`",
    ),
    "changed word": ((FLAG, WORDS, ("Cats hear", "Dogs hear")), "drops `Cats`"),
    "word about another": ((FLAG, WORDS, ("what it wags", "what it wagged")), "other words"),
    "version": ((FLAG, WORDS, ("(since 9.0)", "(since 11.0)")), "other words"),
    "comment cut off": ((FLAG, WORDS, ("# Since: 1.0\n##\n{ 's", "##\n{ 's")), "other words"),
    "comment of another": ((FLAG, WORDS, ("# @Cat:\n", "# @Dog:\n")), "is lost"),
    "too long": ((FLAG, (WORDS[0], WORDS[1] + "  No cat has ever needed one.")), "over 70 columns"),
    "trailing blank": ((FLAG, (WORDS[0], WORDS[1] + " ")), "trailing blank"),
    "no blank below the header": (
        (PURR, (PURR_WORDS[0], PURR_WORDS[1].replace("Features:\n#\n", "Features:\n"))),
        "no blank line after Features",
    ),
    "below a tagged section": (
        (
            PURR,
            (
                "# Make a sound.\n#\n# Since: 1.0\n",
                "# Make a sound.\n#\n# Since: 1.0\n#\n# Features:\n#\n"
                "# @deprecated: This command is deprecated.\n",
            ),
        ),
        "after a tagged section",
    ),
    "no blank above the entry": (
        (FLAG, ("experimental.\n#\n# @deprecated", "experimental.\n# @deprecated")),
        "does not name @tail",
    ),
    "not a schema": ((("{ 'command': 'purr' }", "{ 'command': purr }"),), "expected"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_words_are_caught(run, case):
    changes, message = BAD[case]
    found = run(qapi_doc, "qapi/a.json", SCHEMA, edited(*changes))
    assert any(message in problem.message for problem in found), found
    assert all(problem.line for problem in found)


@pytest.mark.parametrize("path", ["tests/qapi-schema/a.json", "docs/a.json", "a.c"])
def test_only_the_trees_schemas_are_looked_at(run, path):
    assert run(qapi_doc, path, SCHEMA, edited(FLAG)) == []


USER = ("what it wags (since 9.0)", "what it shows (since 9.0)")


def moving(line: int) -> Patch:
    return replace(MOVES, edits=((Edit("qapi/a.json", 0, 0, b""), line),))


def test_words_that_move_a_user_pass(run):
    line = SCHEMA.splitlines().index("# @tail: what it wags (since 9.0)") + 1
    assert run(qapi_doc, "qapi/a.json", SCHEMA, edited(USER), moving(line)) == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ((USER, ("both of them", "one of them")), "changes another line"),
        ((USER, ("# A cat.\n#\n", "# A cat.\n#\n# Or two.\n#\n")), "changes another line"),
        (((USER[0], "what it wags " + "and shows " * 5 + "(since 9.0)"),), "over 70 columns"),
    ],
)
def test_other_words_of_a_move_are_caught(run, changes, message):
    line = SCHEMA.splitlines().index("# @tail: what it wags (since 9.0)") + 1
    found = run(qapi_doc, "qapi/a.json", SCHEMA, edited(*changes), moving(line))
    assert any(message in problem.message for problem in found)


@pytest.mark.parametrize(("other", "found"), [("hw/b.c.inc", 1), ("docs/b.rst.inc", 0)])
def test_what_is_deleted_is_used_in_code_and_not_in_documents(tmp_path, other, found):
    files = {"hw/a.h": "#define HEAT_OF_A_TOAST 3\n", other: "Of HEAT_OF_A_TOAST\nis nothing.\n"}
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    before = FolderTree(tmp_path)
    patch = replace(DEPRECATES, files={"hw/a.h": b"\n"}, removes=DEPRECATES.features)
    after = Overlay(before, patch.files)
    assert len(list(still_used.run(before, after, patch))) == found


@pytest.mark.parametrize(
    ("rest", "found"),
    [
        ("OBJECT_DECLARE_SIMPLE_TYPE(Cat, CAT)\n", 1),
        ("#define CAT 1\n", 0),
        ("PRINT(Cat, CAT)\n", 0),
    ],
)
def test_what_declares_a_type_needs_its_name(run, rest, found):
    goes = replace(DEPRECATES, removes=DEPRECATES.features)
    text = f'#define TYPE_CAT "cat"\n{rest}'
    assert len(run(still_used, "hw/cat.c", text, rest, goes)) == found


def test_a_line_between_two_carriage_returns_is_no_word(run):
    text = "##\n# @Cat:\n#\n# @tail: x\r\r\n#\n# Features:\n#\n# @deprecated: y\n##\n"
    text += "{ 'struct': 'Cat' }\n"
    after = text.replace("x\r\r\n", "x\n").replace("y\n", "y.  Member @tail is deprecated.\n")
    assert run(qapi_doc, "qapi/a.json", text, after) == []


def test_a_section_that_had_no_entry_before_is_not_emptied_by_what_goes(run):
    text = "##\n# @Cat:\n#\n# @tail: x\n#\n# @ear: y\n#\n# Features:\n##\n{ 'struct': 'Cat' }\n"
    goes = replace(DEPRECATES, removes=DEPRECATES.features)
    assert run(qapi_doc, "qapi/a.json", text, text.replace("# @ear: y\n#\n", ""), goes) == []
    full = text.replace("# Features:\n", "# Features:\n#\n# @deprecated: z\n")
    (problem,) = run(qapi_doc, "qapi/a.json", full, text, goes)
    assert "without an entry" in problem.message


def test_a_blank_that_only_unicode_has_is_no_text_of_an_entry(run):
    def entry(title: str) -> str:
        return f"{title}\n{chr(39) * len(title)}\n\nUse y.\n"

    text = f"Removed\n=======\n\nCommands\n--------\n\n{entry('``x`` (removed in 9.0)')}\x85\n"
    more = f"\n{entry('``z`` (removed in 11.0)')}"
    goes = replace(DEPRECATES, removes=DEPRECATES.features)
    path = "docs/about/removed-features.rst"
    assert run(removed_entry, path, text, text.replace("\x85\n", f"{more}\x85\n"), goes) == []


def test_a_comment_that_tells_of_a_member_twice_keeps_both(run):
    text = "##\n# @Cat:\n#\n# @tail: x\n#\n# @ear: y\n# @ear: z\n##\n{ 'struct': 'Cat' }\n"
    goes = replace(DEPRECATES, removes=DEPRECATES.features)
    gone = text.replace("# @tail: x\n#\n", "")
    assert run(qapi_doc, "qapi/a.json", text, gone, goes) == []
    (problem,) = run(qapi_doc, "qapi/a.json", text, gone.replace("z", "a"), goes)
    assert "the words about @ear changed" in problem.message
