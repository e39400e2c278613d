"""Commands of a build that would do more than look: they change nothing, and come to an end."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from example_tree import snapshot
from small_build import *  # noqa: F403
from small_build import FILES, NINJA

from codemods.checks.of_build import asking, confined
from codemods.checks.of_build.compiled import Compiled
from codemods.checks.of_build.compiling import Build
from codemods.errors import Refused

Project = tuple[Path, Path]
HEAT = {"hw/heat.c": FILES["hw/heat.c"].replace("level - 1", "level - 2").encode()}
kernel = pytest.mark.skipif(
    not confined.is_confining(), reason="the kernel does not confine commands"
)


def with_words(project: Project, *words: str, compiler: str = "cc") -> None:
    """Let the build compile hw/heat.c with those words, too."""
    path = project[1] / "compile_commands.json"
    entries = json.loads(path.read_text())
    for entry in entries:
        entry["command"] = " ".join([compiler, *entry["command"].split()[1:], *words])
    path.write_text(json.dumps(entries))


def compiled(project: Project) -> Compiled:
    """Compile the change, by which nothing around the tree and the build changes."""
    around = project[0].parent
    before = snapshot(around)
    found = Build(*project).compile([HEAT])
    assert snapshot(around) == before
    return found


@pytest.mark.parametrize(
    "words",
    [
        ["-o", "{top}/hw/local.h"],
        ["-o{top}/hw/local.h"],
        ["--output={top}/hw/local.h"],
        ["--output", "{top}/hw/local.h"],
        ["-MD", "-MF{top}/hw/local.h"],
        ["-Wp,-MD,{top}/hw/local.h"],
        ["-Wp,-MMD,{top}/../written"],
        ["-save-temps=cwd"],
    ],
)
def test_words_that_name_an_output_are_left_out(project: Project, words: list[str]) -> None:
    with_words(project, *(word.format(top=project[0]) for word in words))
    assert (len(compiled(project).files), compiled(project).problems) == (1, ())


@kernel
@pytest.mark.parametrize(
    "words", ["-aux-info {top}/../written", "-fstack-usage -dumpbase {top}/../written",
              "-Xpreprocessor -MD -Xpreprocessor ../written",
              "-Xpreprocessor -MD -Xpreprocessor ../hw/local.h"],
)  # fmt: skip
def test_what_no_word_tells_cannot_be_written(project: Project, words: str) -> None:
    with_words(project, words.format(top=project[0]))
    compiled(project)


def compiler(project: Project, text: str) -> str:
    """Return the name of a compiler that does what a shell script says."""
    script = project[0].parent / "odd-cc"
    script.write_text(f"#!/bin/sh\n{text}\n")
    script.chmod(0o755)
    return str(script)


@kernel
def test_a_compiler_writes_in_the_scratch_folders_alone(project: Project) -> None:
    top, build = project
    lines = [
        f"echo x > {top}/hw/local.h",
        f"rm {top}/hw/user.c",
        f"mkdir {top}/new",
        f"mv {build}/compile_commands.json {build}/gone",
        "for f in *; do echo x > $f; done",
        "for f in ../*; do echo x > $f; done",
        f"ln -s x {top}/../link",
        f"echo x > {top.parent}/written",
        'touch "$HOME/there" made && test -e "$HOME/there" && test -e made && exit 7',
    ]
    with_words(project, compiler=compiler(project, "\n".join(lines)))
    # The last line tells that it may write there, before the series and with it.
    (warning,) = compiled(project).warnings
    assert "without the series either: hw/heat.c" in warning


@kernel
def test_a_generator_writes_in_the_scratch_folder_alone(project: Project) -> None:
    top, build = project
    path = build / "build.ninja"
    text = path.read_text().replace(
        "mkdir -p qapi", f"(echo x > {top}/hw/local.h; echo x > {top}/../written); mkdir -p qapi"
    )
    assert text != NINJA
    path.write_text(text)
    around = snapshot(top.parent)
    found = Build(top, build).compile([{"qapi/names.txt": b"beta\n"}])
    assert snapshot(top.parent) == around
    assert any("NAME_alpha" in p.message for p in found.problems)


@pytest.mark.parametrize(
    ("compiler", "words"),
    [("cc", "> ../hw/local.h"), ("cc", "2>x"), ("cc", "&& touch ../written"), ("cc", "; true"),
     ("sh", "-c x"), ("/bin/bash", ""), ("env", "cc"), ("cc", "| tee ../written")],
)  # fmt: skip
def test_commands_for_a_shell_are_not_run(project: Project, compiler: str, words: str) -> None:
    with_words(project, words, compiler=compiler)
    found = compiled(project)
    assert (found.files, found.unusable) == (frozenset(), ("hw/heat.c: a shell would run it",))


@pytest.mark.parametrize("output", [True, False])
@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("command", "cc -c ../hw/heat.c > x", "a shell would run it"),
        ("command", "cc '-c", "No closing quotation"),
        ("command", None, "it is no text, or beyond all sense"),
        ("command", "cc " + "-Dx " * 70_000, "it is no text, or beyond all sense"),
        ("arguments", ["cc", 1], "it is no text, or beyond all sense"),
        ("arguments", ["sh", "-c", "true"], "a shell would run it"),
    ],
)
def test_the_others_of_the_build_are_compiled(
    project: Project, field: str, value: object, why: str, output: bool
) -> None:
    path = project[1] / "compile_commands.json"
    entries = json.loads(path.read_text())
    entries[0][field] = value
    if not output:
        del entries[0]["output"]
    path.write_text(json.dumps(entries))
    wrong = FILES["include/wren/heat.h"].replace("int heat(int", "int heat(char *")
    found = Build(*project).compile([{"include/wren/heat.h": wrong.encode()}])
    assert [file.name for file in found.files] == ["user.c"]
    assert [p.path for p in found.problems] == ["hw/user.c"]
    assert found.unusable in ((f"hw/heat.c: {why}",), ())
    said = found.said()
    assert found.unusable == () or "1 file with the build's own commands, 1 not for its" in said
    found = Build(*project).compile([HEAT])
    assert (len(found.files), found.unusable) == (0, (f"hw/heat.c: {why}",))


def test_a_command_that_sleeps_is_given_up(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "LIMIT_S", 0.4)
    with_words(project, compiler=compiler(project, "sleep 50"))
    began = time.monotonic()
    with pytest.raises(Refused, match=r"not compiled: it ran longer than 0\.4 seconds"):
        compiled(project)
    assert time.monotonic() - began < 10


def test_the_limit_is_one_that_a_person_waits_for() -> None:
    assert asking.LIMIT_S <= 90


def test_what_takes_all_memory_is_ended(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command is started with the limit, so a smaller one is as good."""
    small = project[0].parent / "confined.py"
    text = Path(confined.__file__).read_text()
    assert "MEMORY = 4 << 30" in text
    small.write_text(text.replace("MEMORY = 4 << 30", "MEMORY = 400 << 20"))
    monkeypatch.setattr(confined, "__file__", str(small))
    with_words(project, "-include /dev/zero")
    # It cannot be compiled without the series either.
    (warning,) = compiled(project).warnings
    assert "without the series either: hw/heat.c" in warning
