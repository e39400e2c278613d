"""What code says of features that the lists have not, or have as gone."""

from __future__ import annotations

import pytest
from test_audit_rules import DEPRECATED, EXAMPLE, REMOVED, changed, found, put

from codemods.source.overlay import Overlay
from codemods.source.tree import Tree


def _with(path: str, text: str, base: Tree = EXAMPLE) -> Tree:
    return Overlay(base, {path: text.encode()})


def _warning(message: str, condition: str = "") -> str:
    call = f'    warn_report("{message}");\n'
    inner = f"    if ({condition}) {{\n    {call}    }}\n" if condition else call
    return f'#include "qemu/osdep.h"\n\nstatic void own(DriveCopy *job)\n{{\n{inner}}}\n'


def _new(tree: Tree, rule: str) -> list[tuple[str, str, str]]:
    before = {f.fingerprint for f in found(EXAMPLE, rule)}
    return [
        (f.path, f.entity, f.severity) for f in found(tree, rule) if f.fingerprint not in before
    ]


def test_message_without_an_entry() -> None:
    tree = _with("block/own.c", _warning("speed is deprecated", "job->has_speed"))
    assert _new(tree, "warned-undocumented") == [("block/own.c", "DriveCopy.speed", "error")]


def test_message_about_what_an_entry_says_in_other_words() -> None:
    tree = _with("audio/own.c", _warning("Sound buffers of more than one second are deprecated"))
    assert _new(tree, "warned-undocumented") == []


def test_message_about_what_is_gone() -> None:
    tree = _with("net/own.c", _warning("migrate to 'carrier-pigeon:' is deprecated"))
    assert [(path, how) for path, _, how in _new(tree, "warned-removed")] == [
        ("net/own.c", "error")
    ]
    assert _new(tree, "warned-undocumented") == []


def test_prose_alone_is_for_a_person_to_judge() -> None:
    text = "Own\n===\n\nThe ``block-push`` way is fine, ``x-twin`` is deprecated.\n"
    tree = _with("docs/own.rst", text)
    assert _new(tree, "warned-undocumented") == []
    tree = _with("docs/own.rst", text.replace("``block-push`` way", "new way"))
    assert _new(tree, "warned-undocumented") == [("docs/own.rst", "x-twin", "info")]


def test_removed_and_still_in_a_table() -> None:
    text = 'DEF("candle", 0, QEMU_OPTION_candle, "-candle  light\\n", QEMU_ARCH_ALL)\n'
    tree = changed("qemu-options.hx", lambda before: before + text)
    assert _new(tree, "removed-still-there") == [(REMOVED, "-candle", "error")]


def test_removed_and_still_warned_of() -> None:
    tree = _with("block/own.c", _warning("speed is deprecated", "job->has_speed"))
    title = "``drive-copy`` argument ``speed`` (removed in 9.0)"
    listed = f"{tree.read(REMOVED).decode()}\n{title}\n{chr(39) * len(title)}\n\nNo.\n"
    tree = _with(REMOVED, listed, tree)
    assert _new(tree, "removed-still-there") == [(REMOVED, "drive-copy.speed", "error")]


def test_removed_beside_a_key_that_the_option_does_not_have() -> None:
    title = "``-tapestry colour=x,hue=on|off``"
    tree = changed(REMOVED, put("``-candle`` (removed in 7.1)\n" + "'" * 28,
                                f"{title} (removed in 7.1)\n" + "'" * 48))  # fmt: skip
    assert _new(tree, "removed-name") == [(REMOVED, "tapestry.hue", "error")]
    title = "``-tapestry hue=x,hue=on|off`` (removed in 7.1)\n" + "'" * 45
    right = changed(REMOVED, put("``-candle`` (removed in 7.1)\n" + "'" * 28, title))
    assert _new(right, "removed-name") == []


MACRO = """\
#include "hw/boards.h"

#define DEFINE_OLD_MACHINE(major, minor) \\
    static void own_##major##_##minor##_class_init(ObjectClass *oc, const void *data) \\
    { \\
        MachineClass *mc = MACHINE_CLASS(oc); \\
        EXTRA; \\
    } \\
    static const TypeInfo own_##major##_##minor = { \\
        .name = MACHINE_TYPE_NAME("own-" #major "." #minor), \\
        .parent = TYPE_MACHINE, \\
        .class_init = own_##major##_##minor##_class_init, \\
    };

"""


@pytest.mark.parametrize(
    ("extra", "names"),
    [("MACHINE_VER_DEPRECATION(major, minor)", []), ("mc->max_cpus = 1", ["arm/own-4.2"])],
)
def test_versioned_machine_knows_its_age(extra: str, names: list[str]) -> None:
    header = EXAMPLE.read("include/hw/boards.h").decode() + (
        "#define MACHINE_VER_DELETION_MAJOR 6\n#define MACHINE_VER_DEPRECATION(...) \\\n"
        "    mc->deprecation_reason = OLD_MSG\n"
    )
    tree = _with("include/hw/boards.h", header)
    tree = _with("hw/arm/own.c", f"{MACRO.replace('EXTRA', extra)}DEFINE_OLD_MACHINE(4, 2)\n", tree)
    assert [f.entity for f in found(tree, "versioned-rule")] == names


def test_alias_that_stays_leads_to_a_model_that_goes() -> None:
    path = "target/arm/aliases.c"
    rows = '    { "fern", "fern-m1" },\n    { "fern-two", "fern-m2" },\n    { NULL, NULL }\n'
    tree = _with(path, f"static const Alias own_cpu_aliases[] = {{\n{rows}}};\n")
    assert _new(tree, "deprecated-used") == [(path, "arm/fern", "error")]


def test_default_cpu_of_a_machine_goes() -> None:
    text = _warning("x").replace("DriveCopy *job", "MachineClass *mc").replace(
        '    warn_report("x");', '    mc->default_cpu_type = ARM_CPU_TYPE_NAME("fern-m1");'
    )  # fmt: skip
    tree = _with("hw/arm/own.c", text)
    assert _new(tree, "deprecated-used") == [("hw/arm/own.c", "fern-m1", "info")]


def test_marked_entry_needs_no_command() -> None:
    assert [f.entity for f in found(EXAMPLE, "documented-unwarned")] == ["BlockdevDriver.snail"]
    assert not [f for f in found(EXAMPLE, "flagged-undocumented") if f.path == DEPRECATED]
