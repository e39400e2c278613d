"""Places that say that something is deprecated, and what they are tied to."""

from __future__ import annotations

from pathlib import Path

import pytest

from codemods import marks
from codemods.kinds import qapi_enum_value
from codemods.qemu.hooks import search
from codemods.qemu.hooks.hook import Hook
from codemods.source.folder import FolderTree
from codemods.source.overlay import Overlay

EXAMPLE = FolderTree(Path(__file__).parent.parent.parent / "examples/tree")


def _hooks(path: str, text: str, **more: str) -> list[Hook]:
    """The hooks that the file `path` adds to the example."""
    files = {path: text.encode(), **{p.replace("__", "/"): t.encode() for p, t in more.items()}}
    return [h for h in search.hooks(Overlay(EXAMPLE, files)) if h.path == path]


def _one(path: str, text: str, **more: str) -> Hook:
    (hook,) = _hooks(path, text, **more)
    return hook


def _function(body: str, head: str = "void f(Object *o)") -> str:
    return f'#include "qemu/osdep.h"\n\n{head}\n{{\n{body}\n}}\n'


def test_command_of_the_monitor_is_told_by_its_function() -> None:
    (hook,) = (h for h in search.hooks(EXAMPLE) if h.path == "audio/audio-hmp-cmds.c")
    assert hook.ties == (("hmp-argument", "info.beeps"),)
    assert (hook.idiom, hook.call, hook.generic) == ("warning", "warn_report_once", False)


def test_model_is_told_by_its_row() -> None:
    (hook,) = (h for h in search.hooks(EXAMPLE) if h.path == "target/arm/cpu32.c")
    assert hook.ties == (("cpu-model", "arm/fern-m1"),)
    assert (hook.idiom, hook.message) == ("note", "use 'fern-m2' instead")
    assert (hook.where, hook.names) == ("fern-m1", ("fern-m1",))


def test_capability_is_told_by_its_condition() -> None:
    body = (
        "    if (caps[MIGRATION_CAPABILITY_X_TWIN]) {\n"
        '        warn_report("it is deprecated");\n    }'
    )
    hook = _one("migration/own.c", _function(body))
    assert hook.ties == (("migration-capability", "MigrationCapability.x-twin"),)
    assert hook.line == 6


def test_member_of_a_schema_type_is_told_by_the_parameter() -> None:
    body = (
        "    if (job->has_speed) {\n        if (!qtest_enabled()) {\n"
        '            warn_report("speed is deprecated,"\n                        " use lanes");\n'
        "        }\n    }"
    )
    hook = _one("block/own.c", _function(body, "void f(DriveCopy *job)"))
    assert hook.ties == (("qapi-member", "DriveCopy.speed"),)
    assert hook.message == "speed is deprecated, use lanes"


@pytest.mark.parametrize(
    ("condition", "ties"),
    [
        ('qemu_opt_get(opts, "slow")', (("cli-suboption", "tapestry.slow"),)),
        ('!strcmp(name, "slow")', (("cli-suboption", "tapestry.slow"),)),
        ("number > 3", ()),
    ],
)
def test_parameter_is_told_by_what_is_read(
    condition: str, ties: tuple[tuple[str, str], ...]
) -> None:
    text = (
        'static QemuOptsList own = {\n    .name = "tapestry",\n    .desc = {\n'
        '        { .name = "slow", .type = QEMU_OPT_BOOL },\n    },\n};\n'
    ) + _function(
        f"    if ({condition}) {{\n        warn_report(\"'slow' is deprecated\");\n    }}"
    )
    assert _one("ui/own.c", text).ties == ties


def test_parameter_is_told_through_a_variable() -> None:
    body = (
        '    const char *old = qemu_opt_get(opts, "slow");\n    if (!old) {\n        return;\n'
        '    } else {\n        warn_report("do not use it, deprecated");\n    }'
    )
    assert _one("ui/own.c", _function(body)).names == ("slow",)


def test_option_is_told_by_its_case() -> None:
    body = (
        "    switch (n) {\n    case QEMU_OPTION_quickstart:\n"
        '        warn_report("this option is deprecated");\n        break;\n    }'
    )
    assert _one("system/own.c", _function(body)).ties == (("cli-option", "quickstart"),)


def test_option_of_the_user_mode_is_told_by_its_handler() -> None:
    text = _function(
        '    warn_report("it is deprecated");', "static void handle_old(const char *a)"
    )
    row = (
        "static const struct row table[] = {\n"
        '    { "old", "OWN_OLD", false, handle_old, "", "" },\n};\n'
    )
    assert _one("linux-user/main.c", text + row).ties == (("cli-option", "user.old"),)


def test_property_of_a_cpu_is_told_by_its_setter_and_its_description() -> None:
    text = (
        _function('    warn_report("it is deprecated");', "static void old_set(Object *o)")
        + "static const PropertyInfo prop_old = {\n    .get = old_get,\n    .set = old_set,\n};\n"
        + 'static Rows rows[] = {\n    {.name = "old", .info = &prop_old},\n};\n'
        + _function('    object_class_property_set_description(o, "dim", "Deprecated, use x");')
    )
    assert [h.ties for h in _hooks("target/arm/own.c", text)] == [
        (("cpu-property", "arm.old"),), (("cpu-property", "arm.dim"),)
    ]  # fmt: skip


def test_what_prints_anothers_note_is_generic() -> None:
    body = (
        "    if (cc->deprecation_note) {\n"
        '        warn_report("CPU %s is deprecated: %s", a, b);\n    }'
    )
    assert _one("hw/core/own.c", _function(body)).generic
    macro = (
        "#define OLD(mc) \\\n    do { \\\n        mc->deprecation_reason = OLD_MSG; \\\n"
        "    } while (0)\n"
    )
    assert _one("include/hw/own.h", macro).generic


@pytest.mark.parametrize(
    "text",
    [
        "/* the call was deprecated in GLib 2.2 */\nint a;\n",
        _function("    cc->deprecation_note = info->deprecation_note;"),
        _function('    fprintf(stderr, "%s: deprecated\\n", __func__);'),
        _function("    int n = policy->deprecated_input;"),
        '#pragma GCC diagnostic ignored "-Wdeprecated-declarations"\n',
    ],
)
def test_no_hook(text: str) -> None:
    assert _hooks("hw/core/own.c", text) == []


def test_tag_of_a_comment_is_a_hook() -> None:
    text = _function("    /*\n     * DEPRECATED_9.1: Kept for 'old,name'.\n     */\n    a();")
    hook = _one("hw/arm/own.c", text)
    assert (hook.idiom, hook.line, hook.names) == ("comment", 6, ("old,name",))


def test_row_of_an_option_list_has_its_macros_name() -> None:
    text = (
        '#define SLOW_OPT "slow"\nstatic QemuOptsList own = {\n    .name = "own-create-opts",\n'
        "    .desc = {\n        {\n            .name = SLOW_OPT,\n"
        "            .type = QEMU_OPT_BOOL,\n"
        '            .help = "Be slow. (Deprecated "\n                    "in favor of x)",\n'
        "        },\n    },\n};\n"
    )
    hook = _one("block/own.c", text)
    assert (hook.idiom, hook.where, hook.names, hook.ties) == (
        "help", "own-create-opts", ("slow",), ()
    )  # fmt: skip


def test_tables_have_help_and_manual() -> None:
    text = EXAMPLE.read("qemu-options.hx").decode()
    own = (
        'DEF("own", HAS_ARG, QEMU_OPTION_own,\n    "-own x  a thing (deprecated)\\n'
        '", QEMU_ARCH_ALL)\n'
        "SRST\n``-own x``\n    A thing.\n\n    ``slow=on|off``\n"
        "        This option is deprecated.\n"
        "ERST\n"
    )
    found = [h for h in _hooks("qemu-options.hx", text + own) if h.where == "own"]
    assert [(h.idiom, h.ties) for h in found] == [
        ("hx-help", (("cli-option", "own"),)), ("hx-manual", (("cli-suboption", "own.slow"),))
    ]  # fmt: skip
    line = (text + own).splitlines().index("        This option is deprecated.") + 1
    assert found[1].line == line


def test_build_warns_of_hosts() -> None:
    text = (
        "if host_arch == 'a'\n  message('fine')\nelif host_arch == 'b'\n  message()\n"
        "  warning('DEPRECATED HOST CPU')\n  message()\n"
        "  message('It will ' + cpu + ' go.')\nendif\n"
    )
    hook = _one("meson.build", text)
    assert hook.ties == (("host-arch", "b"),)
    assert hook.message == "DEPRECATED HOST CPU It will   go."


def test_prose_of_a_schema_comment_is_a_hook_and_the_flags_sentence_is_not() -> None:
    text = (
        "##\n# @Thing:\n#\n# A thing.\n#\n# @old: its age; the empty string is\n"
        "#     deprecated\n#\n"
        "# @deprecated: whether others are deprecated\n#\n# Features:\n#\n"
        "# @deprecated: Member @old is deprecated.\n##\n"
        "{ 'struct': 'Thing', 'data': { 'old': 'str', 'deprecated': 'bool' } }\n"
    )
    hook = _one("qapi/own.json", text)
    assert (hook.idiom, hook.where, hook.line) == ("sentence", "Thing.old", 6)


def test_manual_is_read_but_the_lists_and_foreign_code_are_not() -> None:
    hook = _one("docs/system/own.rst", "Lamps\n=====\n\nThe ``dim`` mode\nis deprecated.\n")
    assert (hook.idiom, hook.where, hook.names) == ("manual", "Lamps", ("dim",))
    assert not [h for h in search.hooks(EXAMPLE) if h.path.startswith("docs/about")]
    for path in ("tests/own.c", "include/standard-headers/own.h", "scripts/own.c"):
        assert _hooks(path, _function('    warn_report("x is deprecated");')) == []


def test_a_value_is_told_where_only_its_constant_stands() -> None:
    body = '    if (roles[REPLICA_ROLE_LEAD]) {\n        warn_report("it is deprecated");\n    }'
    text = _function(body)
    tree = Overlay(EXAMPLE, {"block/own.c": text.encode(), "block/other.c": b"int follow, lead;\n"})
    found = {f.name: f for f in qapi_enum_value.find(tree, "ReplicaRole.lead")}
    found |= {f.name: f for f in qapi_enum_value.find(tree, "ReplicaRole.follow")}
    assert [(m.path, m.says) for m in marks.outside(tree, found["lead"])] == [
        ("block/own.c", "warning")
    ]
    assert "lead" not in text and marks.outside(tree, found["follow"]) == ()
