"""The layout of schema files: what is read, and how flags and their words are put in."""

from __future__ import annotations

import pytest

from codemods.errors import Refused
from codemods.formats.qapi import comment_edits as qapi_comment_edits
from codemods.formats.qapi import comments as qapi_comments
from codemods.formats.qapi import cuts as qapi_cuts
from codemods.formats.qapi import flags as qapi_flags
from codemods.formats.qapi import schema as qapi_schema
from codemods.model import Place, Request
from codemods.qemu.schema import flag
from codemods.source.folder import FolderTree
from codemods.source.splice import splice

# Reading.


def read(text: str) -> qapi_schema.Schema:
    return qapi_schema.read("a.json", text.encode())


def test_definitions_are_read_as_data():
    schema = read(
        "# text\n{ 'include': 'b.json' }\n"
        "{ 'struct': 'Cat', 'base': { 'id': 'int' },\n"
        "  'data': { '*tail': { 'type': ['str'], 'features': [ 'x', { 'name': 'y' } ] },\n"
        "            'legs': 'int' },\n  'if': 'CONFIG_CAT' }\n"
        "{ 'command': 'purr', 'gen': false, 'features': ['z'] }\n"
    )
    cat, purr = schema.definitions
    assert [(m.name, m.role, m.optional, m.features) for m in cat.members] == [
        ("id", "member", False, ()), ("tail", "member", True, ("x", "y")),
        ("legs", "member", False, ()),
    ]  # fmt: skip
    assert (cat.meta, cat.name, cat.line, purr.features) == ("struct", "Cat", 3, ("z",))
    assert purr.value.data == {"command": "purr", "gen": False, "features": ["z"]}


def test_branches_are_no_members():
    schema = read("{ 'union': 'U', 'base': 'B', 'discriminator': 'd', 'data': { 'a': 'A' } }")
    assert schema.definitions[0].member("a") is None


@pytest.mark.parametrize(
    "text",
    [
        "{ 'a': 'b', }",
        "{ 'a': [ 'b', ] }",
        "{ 'a': 'b' 'c': 'd' }",
        "{ 'a': 1 }",
        "{ 'a': null }",
        "{ 'a': True }",
        "{ 'a' }",
        "{ a: 'b' }",
        "{ 'a': 'b', 'a': 'c' }",
        "{ 'a': \"b\" }",
        "{ 'a': '''b''' }",
        "{ 'a': f'b' }",
        "{ 'a': 'b' 'c' }",
        "{ 'a': 'b\\n' }",
        "{ 'a': '\u00e9' }",
        "{ 'a': 'b'",
        "[ 'a' ]",
        "'a'",
        "{ 'a': 'b' }, { 'c': 'd' }",
        "import os",
        "{ 'enum': [] }",
        "{ 'a': { **x } }",
        "{ 'a': [ 'b' for x in y ] }",
    ],
)
def test_what_is_not_the_schema_language_is_refused(text):
    with pytest.raises(Refused) as err:
        read("##\n##\n" + text)
    assert (err.value.path, err.value.line) == ("a.json", 3)


@pytest.mark.parametrize("text", ["", "# only text\n", "##\n# @x:\n##\n", "\n\n", "{ 'a': 'b' }"])
def test_a_file_without_definitions_is_read(text):
    assert read(text).definitions == ()


def test_bytes_that_are_not_utf8_are_kept():
    schema = qapi_schema.read("a.json", b"# caf\xe9\n{ 'enum': 'E', 'data': [ 'a' ] }\n")
    assert splice(schema.source, qapi_flags.flag_member(schema, member(schema, "a"), "f")) == (
        b"# caf\xe9\n{ 'enum': 'E', 'data': [ { 'name': 'a', 'features': [ 'f' ] } ] }\n"
    )


# Flags.


def member(schema: qapi_schema.Schema, name: str) -> qapi_schema.Member:
    return next(m for d in schema.definitions for m in d.members if m.name == name)


def flagged(text: str, name: str = "", feature: str = "deprecated") -> str:
    """The text with the member, or the first definition, flagged."""
    schema = read(text)
    if name:
        edits = qapi_flags.flag_member(schema, member(schema, name), feature)
    else:
        edits = qapi_flags.flag_definition(schema, schema.definitions[0], feature)
    after = splice(schema.source, edits).decode()
    again = read(after)
    where = member(again, name) if name else again.definitions[0]
    assert feature in where.features
    assert [[m.name for m in d.members] for d in again.definitions] == [
        [m.name for m in d.members] for d in schema.definitions
    ]
    return after


LAYOUT = {
    "command": (
        "",
        "{ 'command': 'purr', 'returns': 'Sound' }\n",
        "{ 'command': 'purr', 'returns': 'Sound',\n  'features': ['deprecated'] }\n",
    ),
    "command-before-if": (
        "",
        "{ 'command': 'purr',\n  'data': { 'a': 'int' },\n  'if': 'CONFIG_CAT' }\n",
        "{ 'command': 'purr',\n  'data': { 'a': 'int' },\n  'features': ['deprecated'],\n"
        "  'if': 'CONFIG_CAT' }\n",
    ),
    "command-before-preconfig-on-one-line": (
        "",
        "{ 'command': 'purr', 'returns': 'Sound', 'allow-preconfig': true }\n",
        "{ 'command': 'purr', 'returns': 'Sound',\n  'features': ['deprecated'],\n"
        "  'allow-preconfig': true }\n",
    ),
    "command-with-features": (
        "",
        "{ 'command': 'purr',\n  'features': [ 'unstable' ],\n  'if': 'C' }\n",
        "{ 'command': 'purr',\n  'features': [ 'unstable', 'deprecated' ],\n  'if': 'C' }\n",
    ),
    "event": (
        "",
        "{ 'event': 'MEOW' }\n",
        "{ 'event': 'MEOW',\n  'features': ['deprecated'] }\n",
    ),
    "enum-one-line": (
        "b",
        "{ 'enum': 'E', 'data': [ 'a', 'b', 'c' ] }\n",
        "{ 'enum': 'E', 'data': [ 'a',\n"
        "                         { 'name': 'b', 'features': [ 'deprecated' ] },\n"
        "                         'c' ] }\n",
    ),
    "enum-middle-of-a-row": (
        "b",
        "{ 'enum': 'E',\n  'data': [ 'a', 'b', 'c',\n            'd' ] }\n",
        "{ 'enum': 'E',\n  'data': [ 'a',\n"
        "            { 'name': 'b', 'features': [ 'deprecated' ] },\n"
        "            'c',\n            'd' ] }\n",
    ),
    "enum-first": (
        "a",
        "{ 'enum': 'E',\n  'data': [ 'a', 'b' ] }\n",
        "{ 'enum': 'E',\n  'data': [ { 'name': 'a', 'features': [ 'deprecated' ] },\n"
        "            'b' ] }\n",
    ),
    "enum-last": (
        "c",
        "{ 'enum': 'E',\n  'data': [ 'a', 'b',\n            'c' ] }\n",
        "{ 'enum': 'E',\n  'data': [ 'a', 'b',\n"
        "            { 'name': 'c', 'features': [ 'deprecated' ] } ] }\n",
    ),
    "enum-only": (
        "a",
        "{ 'enum': 'E',\n  'data': [ 'a' ] }\n",
        "{ 'enum': 'E',\n  'data': [ { 'name': 'a', 'features': [ 'deprecated' ] } ] }\n",
    ),
    "enum-dense": (
        "b",
        "{ 'enum': 'E',\n  'data': ['a','b','c'] }\n",
        "{ 'enum': 'E',\n  'data': ['a',\n"
        "           { 'name': 'b', 'features': [ 'deprecated' ] },\n"
        "           'c'] }\n",
    ),
    "enum-object": (
        "b",
        "{ 'enum': 'E',\n  'data': [ 'a',\n            { 'name': 'b', 'if': 'CONFIG_B' } ] }\n",
        "{ 'enum': 'E',\n  'data': [ 'a',\n            { 'name': 'b', 'if': 'CONFIG_B',"
        " 'features': [ 'deprecated' ] } ] }\n",
    ),
    "enum-with-features": (
        "b",
        "{ 'enum': 'E',\n  'data': [ { 'name': 'b', 'features': [ 'unstable' ] } ] }\n",
        "{ 'enum': 'E',\n"
        "  'data': [ { 'name': 'b', 'features': [ 'unstable', 'deprecated' ] } ] }\n",
    ),
    "enum-with-a-comment": (
        "b",
        "{ 'enum': 'E',\n  'data': [ 'a',\n            'b', # soon gone\n            'c' ] }\n",
        "{ 'enum': 'E',\n  'data': [ 'a',\n"
        "            { 'name': 'b', 'features': [ 'deprecated' ] }, # soon gone\n"
        "            'c' ] }\n",
    ),
    "member": (
        "tail",
        "{ 'struct': 'Cat',\n  'data': { 'legs': 'int', '*tail': 'str', 'ears': 'int' } }\n",
        "{ 'struct': 'Cat',\n  'data': { 'legs': 'int',\n"
        "            '*tail': { 'type': 'str', 'features': [ 'deprecated' ] },\n"
        "            'ears': 'int' } }\n",
    ),
    "member-array": (
        "tail",
        "{ 'struct': 'Cat',\n  'data': { '*tail': [ 'str' ] } }\n",
        "{ 'struct': 'Cat',\n"
        "  'data': { '*tail': { 'type': [ 'str' ], 'features': [ 'deprecated' ] } } }\n",
    ),
    "member-object": (
        "g",
        "{ 'struct': 'Cat',\n  'data': { 'g': { 'type': 'str', 'if': 'C' } } }\n",
        "{ 'struct': 'Cat',\n"
        "  'data': { 'g': { 'type': 'str', 'if': 'C', 'features': [ 'deprecated' ] } } }\n",
    ),
    "member-too-long": (
        "rather-long-name-of-a-tail",
        "{ 'struct': 'Cat',\n  'data': { '*rather-long-name-of-a-tail': 'RatherLongType' } }\n",
        "{ 'struct': 'Cat',\n"
        "  'data': { '*rather-long-name-of-a-tail': { 'type': 'RatherLongType',\n"
        "                                             'features': [ 'deprecated' ] } } }\n",
    ),
    "member-object-too-long": (
        "tail",
        "{ 'struct': 'Cat',\n  'data': { '*tail': { 'type': 'RatherLongType', 'if':"
        " 'CONFIG_RATHER_LONG' } } }\n",
        "{ 'struct': 'Cat',\n  'data': { '*tail': { 'type': 'RatherLongType', 'if':"
        " 'CONFIG_RATHER_LONG',\n                       'features': [ 'deprecated' ] } } }\n",
    ),
    "argument": (
        "a",
        "{ 'command': 'purr',\n  'data': { 'a': 'int' } }\n",
        "{ 'command': 'purr',\n"
        "  'data': { 'a': { 'type': 'int', 'features': [ 'deprecated' ] } } }\n",
    ),
    "crlf": (
        "b",
        "{ 'enum': 'E',\r\n  'data': [ 'a', 'b', 'c' ] }\r\n",
        "{ 'enum': 'E',\r\n  'data': [ 'a',\r\n"
        "            { 'name': 'b', 'features': [ 'deprecated' ] },\r\n            'c' ] }\r\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", LAYOUT)
def test_layout_of_a_flag(case):
    name, before, after = LAYOUT[case]
    assert flagged(before, name) == after


@pytest.mark.parametrize("case", [c for c in LAYOUT if "too-long" not in c and c != "crlf"])
def test_other_text_is_kept_around_a_flag(case):
    name, before, after = LAYOUT[case]
    assert flagged(f"# caf\u00e9\n{before}{{ 'a': 'b' }}\n", name) == (
        f"# caf\u00e9\n{after}{{ 'a': 'b' }}\n"
    )


@pytest.mark.parametrize("length", range(1, 28))
@pytest.mark.parametrize(
    "text",
    [
        "{ 'enum': 'E',\n  'data': [ 'b', 'X' ] }\n",
        "{ 'struct': 'S',\n  'data': { 'X': 'str' } }\n",
        "{ 'struct': 'S',\n  'data': { 'X': 'str' }\n}\n",
        "{ 'command': 'c',\n  'data': { 'X': { 'type': 'str' } } }\n",
    ],
    ids=["value", "member", "member-of-two-braces", "argument"],
)
def test_lines_stay_within_80_columns(text, length):
    after = flagged(text.replace("X", "x" * length), "x" * length)
    assert max(map(len, after.splitlines())) <= 80


@pytest.mark.parametrize(
    "text",
    [
        "{ 'struct': 'S', 'data': {} }",
        "{ 'enum': 'E', 'data': [] }",
        "{ 'alternate': 'A', 'data': { 'a': 'int' } }",
        "{ 'union': 'U', 'base': 'B', 'discriminator': 'd', 'data': {} }",
    ],
)
def test_flags_on_types_are_refused(text):
    with pytest.raises(Refused, match="not supported for types"):
        flagged(text)


@pytest.mark.parametrize(
    "text",
    [
        "{ 'union': 'U', 'base': 'B', 'discriminator': 'd', 'data': { 'a': 'A' } }",
        "{ 'alternate': 'U', 'data': { 'a': 'A' } }",
    ],
)
def test_flags_on_branches_are_refused(text):
    with pytest.raises(Refused, match="branch 'a' cannot carry"):
        flagged(text, "a")


def test_an_empty_list_of_features_is_refused():
    with pytest.raises(Refused, match="empty list"):
        flagged("{ 'enum': 'E', 'data': [ { 'name': 'a', 'features': [] } ] }", "a")


@pytest.mark.parametrize(
    ("features", "left"),
    [
        ("[ 'unstable', 'x' ]", "[ 'x' ]"),
        ("[ 'x', 'unstable' ]", "[ 'x' ]"),
        ("['x', 'unstable', 'y']", "['x', 'y']"),
    ],
)
def test_a_flag_is_taken_off(features, left):
    schema = read(f"{{ 'enum': 'E', 'data': [ {{ 'name': 'a', 'features': {features} }} ] }}")
    edits = qapi_flags.unflag_member(schema, member(schema, "a"), "unstable")
    wanted = f"{{ 'enum': 'E', 'data': [ {{ 'name': 'a', 'features': {left} }} ] }}"
    assert splice(schema.source, edits).decode() == wanted


def test_the_only_flag_is_not_taken_off():
    schema = read("{ 'command': 'purr', 'features': ['unstable'] }")
    with pytest.raises(Refused, match="only feature"):
        qapi_flags.unflag_definition(schema, schema.definitions[0], "unstable")


# Comments.


def documented(*lines: str, members: str = "'a', 'b'") -> str:
    """A schema file with one documented enumeration."""
    comment = "".join(f"# {line}".rstrip() + "\n" for line in ("@E:", *lines))
    return f"##\n{comment}##\n{{ 'enum': 'E', 'data': [ {members} ] }}\n"


def with_words(text: str, words: str, indent: int = 4) -> list[str]:
    """The lines of the comment with `words` about `deprecated`."""
    schema = read(text)
    doc = schema.definitions[0].doc
    assert doc is not None
    edits = qapi_comment_edits.add_feature(doc, "deprecated", words, house_indent=indent)
    after = splice(schema.source, edits)
    comment = after.decode().split("##\n")[1].splitlines()
    return [line.removeprefix("# ") for line in comment[1:]]


SHORT = "Member @a is deprecated."


def test_new_section_at_the_end():
    assert with_words(documented("", "@a: one", "", "@b: two"), SHORT) == [
        "#", "@a: one", "#", "@b: two", "#", "Features:", "#", f"@deprecated: {SHORT}",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "below",
    [["Since: 1.0"], ["Returns: it", "", "Since: 1.0"], [".. note:: x"], ["Example:", "", "::"],
     ["TODO: more"], ["Errors:", "    - none"], [".. qmp-example::", "", "    -> {}"]],
)  # fmt: skip
def test_new_section_before_tagged_sections_and_examples(below):
    words = with_words(documented("", "@a: one", "", *below), SHORT)
    assert words[:6] == ["#", "@a: one", "#", "Features:", "#", f"@deprecated: {SHORT}"]
    assert words[6:] == ["#", *[line or "#" for line in below]]


def test_new_section_without_members():
    assert with_words(documented("", "Just text."), SHORT)[-4:] == [
        "#", "Features:", "#", f"@deprecated: {SHORT}",
    ]  # fmt: skip


def test_new_entry_behind_others():
    above = ("", "@a: one", "", "Features:", "", "@unstable: it may go", "    tomorrow", "")
    assert with_words(documented(*above, "Since: 1.0"), SHORT)[5:] == [
        "@unstable: it may go", "    tomorrow", "#", f"@deprecated: {SHORT}", "#", "Since: 1.0",
    ]  # fmt: skip


def test_entry_is_extended_and_keeps_its_words():
    old = "Member @b is deprecated.  It has had no effect for a long time,"
    above = ("", "Features:", "", f"@deprecated: {old[:56]}", "    since the flood")
    assert with_words(documented(*above), SHORT)[3:] == [
        f"@deprecated: {old[:56]}", "    since the flood.  Member @a is deprecated.",
    ]  # fmt: skip


@pytest.mark.parametrize("odd", ["\x1c", "\x1e", "\x85", "\xa0", "\u2028", "\u3000"])
def test_what_only_unicode_takes_for_a_blank_is_counted_as_the_bytes_that_it_is(odd):
    said = f"Members @a{odd}and @b are new{odd}and odd."
    schema = read(documented("", "Features:", "", f"@unstable: {said}"))
    doc = schema.definitions[0].doc
    edit = qapi_comment_edits.replace_end(doc, doc.feature("unstable"), said, "Both are.")
    assert b"@unstable: Both are.\n##" in splice(schema.source, [edit])


def test_old_style_of_continuation_is_kept():
    above = ("", "Features:", "", "@deprecated: Member @b is deprecated since it has had no",
             "             effect for a long time.", "", "Since: 1.0")  # fmt: skip
    assert with_words(documented(*above), "Member @a is deprecated without replacement.") == [
        "#", "Features:", "#", "@deprecated: Member @b is deprecated since it has had no",
        "             effect for a long time.  Member @a is deprecated",
        "             without replacement.", "#", "Since: 1.0",
    ]  # fmt: skip


@pytest.mark.parametrize("indent", [4, 0])
def test_continuation_of_a_new_entry_follows_the_house(indent):
    long = f"{SHORT}  It is of no use.  {'Why? ' * 9}"
    words = with_words(documented("", "@a: one"), long, indent)
    assert words[-1].startswith(" " * (indent or len("@deprecated: ")) + "W")
    assert max(map(len, words)) <= qapi_comments.WIDTH - 2


@pytest.mark.parametrize(
    ("member_lines", "indent"),
    [
        (["@alpha: one", "    two", "@b: one", "    two"], 4),
        (["@alpha: one", "        two", "@bb: one", "     two"], 0),
        (["@alpha: one"], 4),
    ],
)
def test_house_style_of_a_file(member_lines, indent):
    doc = read(documented("", *member_lines)).definitions[0].doc
    assert qapi_comments.continuation_indent((doc,)) == indent


def test_a_member_called_deprecated_is_no_feature():
    text = documented("", "@deprecated: a member", "", "@a: one", members="'deprecated', 'a'")
    doc = read(text).definitions[0].doc
    assert doc is not None
    assert doc.feature("deprecated") is None
    assert with_words(text, SHORT)[-3:] == ["Features:", "#", f"@deprecated: {SHORT}"]


def test_crlf_comment_stays_crlf():
    text = documented("", "@a: one", "", "Since: 1.0").replace("\n", "\r\n")
    schema = read(text)
    doc = schema.definitions[0].doc
    after = splice(schema.source, qapi_comment_edits.add_feature(doc, "deprecated", SHORT))
    assert after.count(b"\n") == after.count(b"\r\n") == text.count("\n") + 4


def test_features_without_an_entry_are_refused():
    with pytest.raises(Refused, match="without an entry"):
        with_words(documented("", "Features:", "", "Since: 1.0"), SHORT)


@pytest.mark.parametrize(
    "text",
    [
        "# @E:\n{ 'enum': 'E', 'data': [] }\n",
        "##\n# @F:\n##\n{ 'enum': 'E', 'data': [] }\n",
        "##\n# @E:\n{ 'enum': 'E', 'data': [] }\n",
        "##\n# E\n##\n{ 'enum': 'E', 'data': [] }\n",
        "##\n# @E:\n##\n{ 'include': 'x' }\n{ 'enum': 'E', 'data': [] }\n",
    ],
)
def test_what_is_not_the_definitions_comment_is_not_taken(text):
    assert read(text).definitions[0].doc is None


# Flag and words together.


def tree_of(tmp_path, text: str) -> FolderTree:
    (tmp_path / "qapi").mkdir()
    (tmp_path / "VERSION").write_text("10.2.50\n")
    (tmp_path / "qapi/cat.json").write_text(text)
    return FolderTree(tmp_path)


PLACE = Place("qapi/cat.json", "E", "a", "Member @a")
PLAIN = documented("", "@a: one", "", "@b: two")


def deprecated(tree, request=Request("11.0"), steps=(flag.deprecate,)) -> str:  # noqa: B008
    text = tree.read(PLACE.path)
    args = {flag.deprecate: (tree, PLACE, request), flag.drop_unstable: (tree, PLACE)}
    for step in steps:
        text = splice(text, step(*args[step]))
    return text.decode()


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (Request("11.0"), "Member @a is deprecated."),
        (Request("11.0", "b"), "Member @a is deprecated.  Use @b instead."),
        (Request("11.0", no_replacement=True), "Member @a is deprecated without replacement."),
        (Request("11.0", "a cat of your own."),
         "Member @a is deprecated.  Use a cat of your own instead."),
    ],
)  # fmt: skip
def test_house_forms(tmp_path, request_, words):
    after = deprecated(tree_of(tmp_path, PLAIN), request_).replace("\n#     ", " ")
    assert f"# @deprecated: {words}\n" in after
    assert "11.0" not in after


def test_members_of_one_kind_are_listed_together(tmp_path):
    text = documented(
        "", "Features:", "", "@deprecated: Members @b and @c are deprecated.",
        members="'a', { 'name': 'b', 'features': [ 'deprecated' ] }, 'c'",
    )  # fmt: skip
    after = deprecated(tree_of(tmp_path, text))
    assert "# @deprecated: Members @b, @c and @a are deprecated.\n" in after


@pytest.mark.parametrize(
    ("words", "joint"),
    [
        (["@deprecated: Member @c is", "    deprecated.  Use tea",
          "    instead.  Members @b and @d are deprecated."],
         ["@deprecated: Member @c is", "    deprecated.  Use tea",
          "    instead.  Members @b, @d and @a are deprecated."]),
        (["@deprecated: Member @c is no longer of use.", "    Member @b is deprecated."],
         ["@deprecated: Member @c is no longer of use.",
          "    Members @b and @a are deprecated."]),
        (["@deprecated: Member @b is deprecated.  Member @c is older than the", "    others."],
         ["@deprecated: Member @b is deprecated.  Member @c is older than the",
          "    others.  Member @a is deprecated."]),
        (["@deprecated: Because Member @b is deprecated."],
         ["@deprecated: Because Member @b is deprecated.  Member @a is", "    deprecated."]),
    ],
)  # fmt: skip
def test_the_last_sentence_takes_a_further_member(tmp_path, words, joint):
    flagged_ = ", ".join(f"{{ 'name': '{n}', 'features': [ 'deprecated' ] }}" for n in "bcd")
    text = documented("", "Features:", "", *words, members=f"'a', {flagged_}")
    after = deprecated(tree_of(tmp_path, text))
    comment = [line.removeprefix("# ") for line in after.split("##\n")[1].splitlines()]
    assert comment[4:] == joint


def test_what_is_flagged_is_left_alone(tmp_path):
    text = documented(members="{ 'name': 'a', 'features': [ 'deprecated' ] }, 'b'")
    tree = tree_of(tmp_path, text)
    assert flag.flagged(tree, PLACE)
    assert deprecated(tree) == text


UNSTABLE = "{ 'name': 'a', 'features': [ 'unstable', 'deprecated' ] }, 'b'"


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("Members @a and @b are experimental.", "Member @b is experimental."),
        ("Members @b, @a and @c are experimental.", "Members @b and @c are experimental."),
    ],
)
def test_dropped_member_is_taken_off_the_list(tmp_path, words, left):
    others = UNSTABLE.replace("'b'", "{ 'name': 'b', 'features': [ 'unstable' ] }, 'c'")
    text = documented("", "Features:", "", f"@unstable: {words}", "", "@deprecated: Member @a is.",
                      members=others)  # fmt: skip
    after = deprecated(tree_of(tmp_path, text), steps=(flag.drop_unstable,))
    assert after == text.replace(words, left).replace("'unstable', 'deprecated'", "'deprecated'")


def test_last_dropped_member_takes_the_entry_along(tmp_path):
    text = documented("", "Features:", "", "@unstable: Member @a is experimental.", "",
                      "@deprecated: Member @a is.", members=UNSTABLE)  # fmt: skip
    after = deprecated(tree_of(tmp_path, text), steps=(flag.drop_unstable,))
    assert after == text.replace("#\n# @unstable: Member @a is experimental.\n", "").replace(
        "'unstable', 'deprecated'", "'deprecated'"
    )


def test_a_free_text_about_unstable_is_refused(tmp_path):
    others = UNSTABLE.replace("'b'", "{ 'name': 'b', 'features': [ 'unstable' ] }")
    text = documented("", "Features:", "", "@unstable: Mind your step.", members=others)
    with pytest.raises(Refused, match="does not list its members") as err:
        deprecated(tree_of(tmp_path, text), steps=(flag.drop_unstable,))
    assert "--keep-unstable" in err.value.hint


def test_a_definition_without_a_comment_is_refused(tmp_path):
    with pytest.raises(Refused, match="no documentation comment"):
        deprecated(tree_of(tmp_path, "{ 'enum': 'E', 'data': [ 'a' ] }\n"))


def test_a_place_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refused, match=r"no E\.a in the schema"):
        deprecated(tree_of(tmp_path, documented(members="'b'")))


def test_a_schema_language_without_flags_on_values_is_refused(tmp_path):
    tree = tree_of(tmp_path, PLAIN)
    (tmp_path / "scripts/qapi").mkdir(parents=True)
    (tmp_path / "scripts/qapi/expr.py").write_text("def check_enum(expr):\n    pass\n" + "\n" * 50)
    with pytest.raises(Refused, match="no flags on enum values"):
        deprecated(tree)


@pytest.mark.parametrize("replacement", ["nowhere", "E.nowhere", "c"])
def test_a_replacement_that_is_unknown_or_deprecated_is_refused(tmp_path, replacement):
    text = documented(members="'a', 'b', { 'name': 'c', 'features': [ 'deprecated' ] }")
    with pytest.raises(Refused, match="replacement"):
        deprecated(tree_of(tmp_path, text), Request("11.0", replacement))


# What goes.


@pytest.mark.parametrize(
    "above",
    ["##\n# @A:\n#\n# Words.\n", " ##\n# @A:\n##\n", "##\n# @A:\n\t#\n# Words.\n##\n", "##\n##\n"],
)
def test_what_stands_below_a_broken_comment_does_not_go_without_it(above):
    schema = read(f"{above}{{ 'struct': 'A', 'data': {{ 'a': 'int', 'b': 'int' }} }}\n")
    (definition,) = schema.definitions
    for cut in (
        lambda: qapi_cuts.without_definition(schema, definition),
        lambda: list(qapi_cuts.documented(schema, definition, "a")),
    ):
        with pytest.raises(Refused, match="is not its documentation") as caught:
            cut()
        assert caught.value.line == above.count("\n") + 1


@pytest.mark.parametrize("above", ["", "##\n# = Section\n##\n\n", "# text\n\n"])
def test_what_has_no_comment_goes_alone(above):
    schema = read(f"{above}{{ 'struct': 'A', 'data': {{ 'a': 'int' }} }}\n")
    edit = qapi_cuts.without_definition(schema, schema.definitions[0])
    assert splice(schema.source, [edit]).decode().strip() == above.strip()


def test_a_member_that_is_described_twice_goes_twice():
    text = documented("", "@a: one", "@a: one", "    more", "", "@b: two")
    schema = read(text)
    edits = qapi_cuts.documented(schema, schema.definitions[0], "a")
    after = splice(schema.source, edits).decode()
    assert after == text.replace("# @a: one\n# @a: one\n#     more\n#\n", "")
