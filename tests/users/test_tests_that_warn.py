"""Which tests the cover letter says will print a new warning."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_users import at

from codemods.model import Feature, Patch, Request
from codemods.plan.asked import Job
from codemods.source.splice import Edit
from codemods.users import tests_that_warn

PYTHON = "#!/usr/bin/env python3\nvm.add_args('-machine', 'pond-2')\nvm.add_args('-no-rain')\n"
TESTS = {
    "tests/functional/test_pond.py": PYTHON,
    "tests/qemu-iotests/100": PYTHON,
    "tests/qtest/pond-test.c": 'void t(void) { f("-M pond-2"); f("-no-rain"); }\n',
    "tests/qtest/boot-test.c": 'void t(void) { f("-accel tcg -M pond-2"); }\n',
    "tests/unit/test-pond.c": 'void t(void) { f("-M pond-2"); f("-no-rain"); }\n',
    "docs/pond.rst": "Start with ``-M pond-2 -no-rain``.\n",
}
MACHINE = Feature("machine", "pond-2", "wren/pond-2", "hw/wren/pond.c", 1, ("pond-2",))
PARAMETER = Feature("cli-suboption", "wet", "rain.wet", "room/rain.c", 1, ("wet", '"wet"'))
OPTION = Feature("cli-option", "no-rain", "no-rain", "qemu-options.hx", 1, ("-no-rain",))
REASON = b'mc->deprecation_reason = "dry";'
PLAIN = "if (mc->deprecation_reason) {\n"
GUARDED = "if (!qtest_enabled() && mc->deprecation_reason) {\n"


def named(folder: Path, feature: Feature, text: bytes, reader: str, path: str = "a.c") -> list[str]:
    tree = at(folder, {**TESTS, "system/vl.c": reader})
    edit = Edit(path, 0, 0, text)
    patch = Patch("s", "b", (feature,), ((edit, 1),), {path: text})
    said = tests_that_warn.tests(tree, [Job(feature, Request("11.0"))], [patch])
    return [line.split(":")[0].strip() for line in said.splitlines() if line.startswith("  t")]


@pytest.mark.parametrize(
    ("reader", "expected"),
    [
        (PLAIN, ["functional/test_pond.py", "qemu-iotests/100", "qtest/boot-test.c",
                 "qtest/pond-test.c"]),
        (GUARDED, ["functional/test_pond.py", "qtest/boot-test.c"]),
    ],
)  # fmt: skip
def test_a_machine(tmp_path: Path, reader: str, expected: list[str]) -> None:
    assert named(tmp_path, MACHINE, REASON, reader) == [f"tests/{path}" for path in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"warn_report(x);", ["functional/test_pond.py", "qemu-iotests/100", "qtest/pond-test.c"]),
        (b"if (!qtest_enabled()) { warn_report(x); }", ["functional/test_pond.py"]),
    ],
)
def test_an_option(tmp_path: Path, text: bytes, expected: list[str]) -> None:
    assert named(tmp_path, OPTION, text, GUARDED) == [f"tests/{path}" for path in expected]


def test_no_code_warns_of_nothing(tmp_path: Path) -> None:
    assert named(tmp_path, OPTION, b"text", PLAIN, path="docs/about/deprecated.rst") == []


def test_a_parameter_of_an_option_that_is_not_seen(tmp_path: Path) -> None:
    tests = {
        "tests/qtest/rain-test.c": 'void t(void) { f("-rain drops=1,wet=on"); }\n',
        "tests/qtest/bag-test.c": 'void t(void) { opts.extra = "size=1,wet=on"; }\n',
    }
    tree = at(tmp_path, tests)
    patch = Patch("s", "b", (PARAMETER,), (), {"room/rain.c": b"warn_report(x);"})
    said = tests_that_warn.tests(tree, [Job(PARAMETER, Request("11.0"))], [patch])
    assert "tests/qtest/rain-test.c" in said
    assert "tests/qtest/bag-test.c" not in said


def test_an_option_of_user_mode_is_no_option_of_the_system(tmp_path: Path) -> None:
    tests = {
        "tests/tcg/wren/Makefile.target": "run: QEMU_OPTS += -no-rain\n",
        "tests/tcg/wren/Makefile.softmmu-target": "run: QEMU_OPTS += -no-rain\n",
        "tests/functional/test_pond.py": PYTHON,
    }
    tree = at(tmp_path, tests)
    of_user = Feature("cli-option", "no-rain", "user.no-rain", "linux-user/main.c", 1, ("rain",))
    found = {}
    for feature in (OPTION, of_user):
        patch = Patch("s", "b", (feature,), (), {"a.c": b"warn_report(x);"})
        said = tests_that_warn.tests(tree, [Job(feature, Request("11.0"))], [patch])
        found[feature] = {path for path in tests if f"  {path}:" in said}
    assert found[of_user] == {"tests/tcg/wren/Makefile.target"}
    assert found[OPTION] == set(tests) - found[of_user]
