"""Each kind of evidence: what it takes for the feature's, and what it does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from related_tree import SCHEMA, clues, look, thing, tree

from codemods.related import evidence, words
from codemods.related.model import MENTIONS, OWNS, TOUCHES


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        ("x-colo-lost-heartbeat", "colo", True),
        ("COLOExitReason", "colo", True),
        ("ColoCompareProperties", "colo", True),
        ("COLO_EXIT", "colo", True),
        ("calc-dirty-rate", "dirty-rate", True),
        ("dirtyrate.c", "dirty-rate", True),
        ("throttle-groups", "throttle-group", True),
        ("color", "colo", False),
        ("semicolon", "colo", False),
        ("twinax", "twin", False),
        ("dirty-sync-rate", "dirty-rate", False),
        ("rate-dirty", "dirty-rate", False),
        ("", "colo", False),
    ],
)
def test_whole_words(text: str, wanted: str, expected: bool) -> None:
    assert words.holds(text, words.split(wanted)) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("x-colo", ("colo",)), ("query-sev", ("sev",)), ("x", ("x",)), ("query", ("query",))],
)
def test_phrase(name: str, expected: tuple[str, ...]) -> None:
    assert words.phrase(name) == expected


@pytest.mark.parametrize("text", ["multi-fd", "multi_fd", "MULTI_FD", "MultiFd", "multifd"])
def test_spellings_find_whatever_holds_the_words(text: str) -> None:
    wanted = words.split("multi-fd")
    assert words.holds(text, wanted)
    assert any(spelled in text for spelled in words.spellings(wanted))


def test_every_kind_of_evidence_has_a_test() -> None:
    assert set(evidence.every()) == {
        "names", "docs", "code", "objects", "properties", "internal", "conditionals", "pairs",
        "partial", "tables", "documents", "build", "examples", "settings", "in_code", "beside",
        "buses",
    }  # fmt: skip


def test_names(tmp_path: Path) -> None:
    found = clues(tree(tmp_path), "names")
    assert found == {"Ability.x-otter": OWNS, "OTTER_GONE": OWNS, "OtterReason": OWNS}


def test_a_plain_word_far_away_may_mean_something_else(tmp_path: Path) -> None:
    where = tree(tmp_path, qapi__b_DOT_json="{ 'enum': 'Fur', 'data': [ 'otter' ] }\n")
    assert clues(where, "names")["Fur.otter"] == TOUCHES


def test_a_proper_name_means_the_same_everywhere(tmp_path: Path) -> None:
    where = tree(
        tmp_path, qapi__b_DOT_json="{ 'enum': 'Fur', 'data': [ 'otter' ] }\n",
        docs__a_DOT_txt="OTTER is\nan OTTER of\nthe OTTER\n",
    )  # fmt: skip
    assert clues(where, "names")["Fur.otter"] == OWNS


_FAR = "{ 'enum': 'Fur', 'data': [ 'otter', 'fox-otter', 'otter-soft' ] }\n"


@pytest.mark.parametrize("text", ["OTTER is\nan OTTER of\nthe OTTER\n", "the Otter\n" * 3])
def test_a_proper_name_is_the_features_where_it_comes_first(tmp_path: Path, text: str) -> None:
    found = clues(tree(tmp_path, qapi__b_DOT_json=_FAR, docs__a_DOT_txt=text), "names")
    assert {n: s for n, s in found.items() if n.startswith("Fur")} == {
        "Fur.otter": OWNS, "Fur.fox-otter": TOUCHES, "Fur.otter-soft": OWNS,
    }  # fmt: skip


@pytest.mark.parametrize("text", ["OTTER is\n", "Otter is\n" * 3, "the Otter, an otter\n" * 3])
def test_a_word_is_no_proper_name(tmp_path: Path, text: str) -> None:
    small = text if "an otter" not in text else text + "an otter\n"
    where = tree(tmp_path, qapi__b_DOT_json=_FAR, docs__a_DOT_txt=small)
    assert clues(where, "names")["Fur.otter"] == TOUCHES


def test_the_guest_agent_is_another_program(tmp_path: Path) -> None:
    where = tree(tmp_path, qga__a_DOT_json=_FAR, docs__a_DOT_txt="OTTER\n" * 3)
    assert clues(where, "names")["Fur.otter"] == TOUCHES


def test_a_file_called_after_the_thing_says_no_more_than_its_name(tmp_path: Path) -> None:
    code = {"src__otter_soft_DOT_c": '"otter-soft"', "src__otter_DOT_c": '"fox-otter"'}
    listed = "\nOtter fur\nM: a\nF: src/otter_soft.c\n"
    found = clues(tree(tmp_path, qapi__b_DOT_json=_FAR, **code), "names")
    assert (found["Fur.otter-soft"], found["Fur.fox-otter"]) == (TOUCHES, OWNS)
    found = clues(tree(tmp_path, MAINTAINERS=listed), "names")
    assert found["Fur.otter-soft"] == OWNS


def test_what_a_command_needs_goes_only_with_it(tmp_path: Path) -> None:
    more = "{ 'command': 'feed', 'data': { 'otter': 'str', '*otter-name': 'str' } }\n"
    found = clues(tree(tmp_path, qapi__a_DOT_json=SCHEMA + more), "names")
    assert (found["feed.otter"], found["feed.otter-name"]) == (TOUCHES, OWNS)


def test_a_common_word_is_no_evidence(tmp_path: Path) -> None:
    files = {f"qapi__{c}_DOT_json": f"{{ 'command': 'otter-{c}' }}\n" for c in "bcdefgh"}
    where = tree(tmp_path, **files, docs__otter_DOT_rst="otter\n")
    assert set(clues(where, "names").values()) == {MENTIONS}
    assert clues(where, "documents") == {}


_DOCUMENTED = """\
##
# @Tuning:
#
# @dive-depth: metres that an otter dives.
#
# @nap-time: how long to sleep.  An otter sleeps at night.
#
# @swim-speed: in knots.  (default: 3)
#
# Since: 9.0
##
{ 'struct': 'Tuning',
  'data': { '*dive-depth': 'int', '*nap-time': 'int', '*swim-speed': 'int' } }
"""


def test_docs(tmp_path: Path) -> None:
    schema = SCHEMA + _DOCUMENTED
    where = tree(tmp_path, qapi__a_DOT_json=schema, src__otter_DOT_c="x = get_dive_depth();\n")
    assert clues(where, "docs") == {"Tuning.dive-depth": OWNS, "Tuning.nap-time": MENTIONS}


def test_docs_without_code_leave_it_to_a_person(tmp_path: Path) -> None:
    found = clues(tree(tmp_path, qapi__a_DOT_json=SCHEMA + _DOCUMENTED), "docs")
    assert found == {"Tuning.dive-depth": TOUCHES, "Tuning.nap-time": MENTIONS}


_CALL = """\
##
# @call:
#
# %s
#
# @depth: how deep the otter is.
##
{ 'command': 'call', 'data': { '*depth': 'int' } }
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Call an otter.", {"call": TOUCHES, "call.depth": TOUCHES}),
        ("Call a fox.  No otter comes.", {"call.depth": TOUCHES}),
    ],
)
def test_docs_of_a_command(tmp_path: Path, text: str, expected: dict[str, str]) -> None:
    schema = SCHEMA + _CALL % text
    code = "s->depth; set_call_depth(); qmp_call();\n"
    where = tree(tmp_path, qapi__a_DOT_json=schema, src__otter_DOT_c=code)
    assert clues(where, "docs") == expected


def test_the_string_of_a_value_that_only_its_documentation_ties_is_luck(tmp_path: Path) -> None:
    doc = "##\n# @Sort:\n#\n# @default: an otter.\n##\n{ 'enum': 'Sort', 'data': [ 'default' ] }\n"
    where = tree(tmp_path, qapi__a_DOT_json=SCHEMA + doc, src__otter_DOT_c='"default"\n')
    assert clues(where, "docs") == {"Sort.default": TOUCHES}


def test_code(tmp_path: Path) -> None:
    where = tree(tmp_path, src__otter_DOT_c="void qmp_ability_set(Ability a, Error **errp)\n{\n}\n")
    assert clues(where, "code") == {"ability-set": TOUCHES}


def test_code_that_only_calls_a_command(tmp_path: Path) -> None:
    where = tree(tmp_path, src__otter_DOT_c="void f(void)\n{\n    qmp_ability_set(a, errp);\n}\n")
    assert clues(where, "code") == {}


def test_code_elsewhere(tmp_path: Path) -> None:
    where = tree(tmp_path, src__fox_DOT_c="void qmp_ability_set(Ability a, Error **errp)\n{\n}\n")
    assert clues(where, "code") == {}


_DAMS = "\nOtter dams\nM: a\n"
_OBJECTS = "{ 'enum': 'ObjectType', 'data': [ 'net-dam', 'net-lodge' ] }\n"
_INFO = """\
#define TYPE_DAM "net-dam"
static const TypeInfo %s_info = {
    .name = TYPE_DAM,
    .class_init = %s_class_init,
};
"""


@pytest.mark.parametrize(
    ("file", "variable", "maintainers", "expected"),
    [
        ("net__dam_DOT_c", "otter_dam", "", {"ObjectType.net-dam": OWNS}),
        ("net__dam_DOT_c", "dam", _DAMS + "F: net/dam.c\n", {"ObjectType.net-dam": TOUCHES}),
        ("net__dam_DOT_c", "dam", _DAMS + "F: net/d*.c\n", {"ObjectType.net-dam": TOUCHES}),
        ("net__dam_DOT_c", "dam", _DAMS + "F: net/lodge.c\n", {}),
        ("net__dam_DOT_c", "dam", "\nOtters\n------\nDams\nM: a\nF: net/dam.c\n", {}),
        ("net__dam_DOT_c", "dam", "", {}),
        ("tests__dam_DOT_c", "otter_dam", "", {}),
    ],
)  # fmt: skip
def test_objects(
    tmp_path: Path, file: str, variable: str, maintainers: str, expected: dict[str, str]
) -> None:
    where = tree(
        tmp_path, qapi__b_DOT_json=_OBJECTS, MAINTAINERS=maintainers,
        **{file: _INFO % (variable, variable)},
    )  # fmt: skip
    assert clues(where, "objects") == expected


def test_objects_of_several_tables_must_all_be_the_features(tmp_path: Path) -> None:
    other = _INFO % ("dam", "dam")
    text = _INFO % ("otter_dam", "otter_dam") + other.partition("\n")[2]
    where = tree(tmp_path, qapi__b_DOT_json=_OBJECTS, net__dam_DOT_c=text)
    assert clues(where, "objects") == {}


def test_objects_that_a_header_names(tmp_path: Path) -> None:
    define, _, table = (_INFO % ("otter_dam", "otter_dam")).partition("\n")
    where = tree(
        tmp_path, qapi__b_DOT_json=_OBJECTS, net__dam_DOT_c=table,
        include__dam_DOT_h=f"{define}\n",
    )  # fmt: skip
    assert clues(where, "objects") == {"ObjectType.net-dam": OWNS}


def test_objects_in_a_file_that_is_only_called_after_them(tmp_path: Path) -> None:
    text = '#define TYPE_DAM "otter-dam"\n' + (_INFO % ("dam", "dam")).partition("\n")[2]
    where = tree(
        tmp_path, qapi__b_DOT_json="{ 'enum': 'ObjectType', 'data': [ 'otter-dam' ] }\n",
        net__otter_dam_DOT_c=text,
    )  # fmt: skip
    assert clues(where, "objects") == {"ObjectType.otter-dam": TOUCHES}


_UNION = """\
{ 'enum': 'Kind', 'data': [ 'dam', 'lodge' ] }
{ 'struct': 'OtterDam', 'data': { 'size': 'int' } }
{ 'union': 'Any', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind',
  'data': { 'dam': 'OtterDam', 'lodge': '%s' } }
"""


@pytest.mark.parametrize(("other", "expected"), [("Fox", {"Kind.dam": OWNS}), ("OtterDam", {})])
def test_properties(tmp_path: Path, other: str, expected: dict[str, str]) -> None:
    where = tree(tmp_path, qapi__a_DOT_json=SCHEMA + _UNION % other)
    assert clues(where, "properties") == expected


_STATE = "{ 'enum': 'PoolState', 'data': [ 'full' ] }\n"


@pytest.mark.parametrize(
    ("file", "expected"), [("src__fox_DOT_c", {}), ("src__otter_pool_DOT_c", {"PoolState": OWNS})]
)
def test_internal(tmp_path: Path, file: str, expected: dict[str, str]) -> None:
    files = {"src__otter_DOT_c": "PoolState s;\n", file: "PoolState s;\n"}
    where = tree(tmp_path, qapi__a_DOT_json=SCHEMA + _STATE, **files)
    assert clues(where, "internal") == expected


@pytest.mark.parametrize(
    ("condition", "others", "expected"),
    [
        ("CONFIG_RIVER", 1, True),
        ("CONFIG_RIVER", 3, False),
        ("TARGET_ARM", 1, False),
        ("CONFIG_LINUX", 1, False),
    ],
)
def test_conditionals(tmp_path: Path, condition: str, others: int, expected: bool) -> None:
    fish = "".join(f"{{ 'command': 'fish-{n}', 'if': '{condition}' }}\n" for n in range(others))
    own = f"{{ 'command': 'otter-call', 'if': '{condition}' }}\n"
    where = tree(tmp_path, qapi__a_DOT_json=SCHEMA + own + fish)
    found = clues(where, "conditionals", {thing(where, "otter-call"): OWNS})
    assert ("fish-0" in found) is expected


def test_a_conditional_that_is_called_after_the_feature(tmp_path: Path) -> None:
    far = "".join(f"{{ 'command': 'fish-{n}', 'if': 'CONFIG_OTTER' }}\n" for n in range(3))
    own = "{ 'command': 'call-otter', 'if': 'CONFIG_OTTER' }\n"
    where = tree(tmp_path, qapi__b_DOT_json=own + far)
    assert clues(where, "conditionals") == {"call-otter": OWNS}


_PAIRED = """\
{ 'enum': 'Knob', 'data': [ 'dive-depth', 'nap', 'speed' ] }
{ 'struct': 'Knobs', 'data': { '*dive-depth': 'int', '*nap': 'int', '*speed': 'int' } }
{ 'struct': 'Other', 'data': { '*dive-depth': 'int' } }
"""


def test_pairs(tmp_path: Path) -> None:
    where = tree(tmp_path, qapi__a_DOT_json=SCHEMA + _PAIRED)
    known = {thing(where, "Knobs.dive-depth"): OWNS}
    assert clues(where, "pairs", known) == {"Knob.dive-depth": OWNS}
    assert clues(where, "pairs", {thing(where, "Other.dive-depth"): OWNS}) == {}
    assert clues(where, "pairs", {thing(where, "Knobs.dive-depth"): TOUCHES}) == {}


def test_partial(tmp_path: Path) -> None:
    schema = "{ 'enum': 'Ability', 'data': [ 'x-otter', 'otter-swim', 'subotter', 'ottoman' ] }\n"
    where = tree(tmp_path, qapi__a_DOT_json=schema)

    assert clues(where, "partial") == {}
    undone = schema.replace("subotter", "decompress").replace("otter", "compress")
    where = tree(tmp_path, qapi__a_DOT_json=undone)
    seen = evidence.every()["partial"].find(look(where, "Ability.x-compress"), {})
    assert [(c.thing.name, c.strength) for c in seen] == [("decompress", OWNS)]
    long = schema.replace("otter", "penguin")
    where = tree(tmp_path, qapi__a_DOT_json=long)
    seen = evidence.every()["partial"].find(look(where, "Ability.x-penguin"), {})
    assert [c.thing.name for c in seen] == ["subpenguin"]
    seen = evidence.every()["partial"].find(look(where, "Ability.penguin-swim"), {})
    assert [c.thing.name for c in seen] == ["x-penguin"]


_HX = """\
    {
        .name       = "%s",
        .args_type  = "",
        .params     = "",
        .help       = "%s",
        .cmd        = %s,
    },
"""


@pytest.mark.parametrize(
    ("name", "text", "call", "expected"),
    [
        ("otter", "", "hmp_f", {"otter": OWNS}),
        ("otter-call", "", "hmp_f", {"otter-call": OWNS}),
        ("otter_feed", "", "hmp_f", {"otter_feed": TOUCHES}),
        ("otter-wash", "", "hmp_f", {"otter-wash": TOUCHES}),  # a command far away
        ("otter_gone", "", "hmp_f", {"otter_gone": TOUCHES}),  # an event
        ("call", "", "hmp_otter_call", {"call": TOUCHES}),
        ("call", "call an otter", "hmp_f", {"call": TOUCHES}),
        ("call", "an ottoman", "hmp_f", {}),
    ],
)
def test_tables(tmp_path: Path, name: str, text: str, call: str, expected: dict[str, str]) -> None:
    # Beside it stands what has nothing to do with it.
    table = _HX % (name, text, call) + _HX % ("fox", "", "hmp_fox")
    schema = SCHEMA + "{ 'command': 'otter-call' }\n"
    far = "{ 'command': 'otter-wash' }\n"
    where = tree(tmp_path, qapi__a_DOT_json=schema, qapi__b_DOT_json=far,
                 **{"hmp-commands_DOT_hx": table})  # fmt: skip
    assert clues(where, "tables") == expected


@pytest.mark.parametrize(
    ("option", "expected"),
    [("otterdev", {"-otterdev": OWNS}), ("otterbox", {"-otterbox": TOUCHES})],
)
def test_the_option_that_makes_the_backends(
    tmp_path: Path, option: str, expected: dict[str, str]
) -> None:
    table = f'DEF("{option}", HAS_ARG, QEMU_OPTION_{option}, "an otter", QEMU_ARCH_ALL)\n'
    where = tree(tmp_path, **{"qemu-options_DOT_hx": table})
    assert clues(where, "tables") == expected


def test_documents(tmp_path: Path) -> None:
    where = tree(
        tmp_path, MAINTAINERS="\nOtter pool\nM: a\nF: docs/pool.rst\n",
        docs__otter_DOT_rst="otter\n", docs__pool_DOT_rst="otter\n", docs__fox_DOT_rst="otter\n",
        docs__about__deprecated_DOT_rst="otter\n", docs__sphinx__a_DOT_rst="otter\n",
        docs__ottoman_DOT_rst="ottoman\n", src__a_DOT_c="otter\n",
    )  # fmt: skip
    assert clues(where, "documents") == {
        "docs/otter.rst": OWNS, "docs/pool.rst": OWNS, "docs/fox.rst": TOUCHES, "Otter pool": OWNS,
    }  # fmt: skip


def test_build(tmp_path: Path) -> None:
    options = "option('otter_pool', type: 'feature')\noption('fox', description: 'no otter')\n"
    where = tree(tmp_path, meson_options_DOT_txt=options)
    assert clues(where, "build") == {"otter_pool": MENTIONS}


_SETTINGS = """\
    DEFINE_PROP_MIG_CAP("x-otter", MIGRATION_CAPABILITY_OTTER),
    DEFINE_PROP_MIG_CAP("x-fox", MIGRATION_CAPABILITY_FOX),
    DEFINE_PROP_UINT32("otter-depth", MigrationState, parameters.otter_depth, 0),
    case MIGRATION_PARAMETER_OTTER_DEPTH:
    if (MIGRATION_PARAMETER_OTTER_DEPTH) {
    DEFINE_PROP_UINT32("otter-depths", MigrationState, parameters.otter_depths, 0),
"""


def test_settings(tmp_path: Path) -> None:
    schema = SCHEMA + (
        "{ 'enum': 'MigrationCapability', 'data': [ 'otter', 'fox' ] }\n"
        "{ 'enum': 'MigrationParameter', 'data': [ 'otter-depth' ] }\n"
    )
    files = {"migration__a_DOT_c": _SETTINGS, "tests__a_DOT_c": _SETTINGS}
    where = tree(tmp_path, qapi__a_DOT_json=schema, **files)
    mine = ("MigrationCapability.otter", "MigrationParameter.otter-depth")
    assert clues(where, "settings", {thing(where, name): OWNS for name in mine}) == {
        "migration.x-otter": OWNS, "migration.otter-depth": OWNS,
        "case MIGRATION_PARAMETER_OTTER_DEPTH": OWNS,
    }  # fmt: skip
    assert clues(where, "settings", {thing(where, name): TOUCHES for name in mine}) == {}


_EXAMPLE = """\
##
# @feed:
#
# .. qmp-example::
#
#     -> { "execute": "feed", "arguments": { "who": "%s" } }
##
{ 'command': 'feed' }
"""


@pytest.mark.parametrize(("who", "expected"), [("x-otter", {"feed": TOUCHES}), ("x-otters", {})])
def test_examples(tmp_path: Path, who: str, expected: dict[str, str]) -> None:
    where = tree(tmp_path, qapi__a_DOT_json=SCHEMA + _EXAMPLE % who)
    assert clues(where, "examples", {thing(where, "Ability.x-otter"): OWNS}) == expected
    assert clues(where, "examples", {thing(where, "Ability.x-otter"): TOUCHES}) == {}
