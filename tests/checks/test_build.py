"""The check that compiles: what it finds, what it leaves alone, what it counts."""

from __future__ import annotations

import json
import os
import struct
import subprocess
from pathlib import Path

import pytest
from example_tree import *  # noqa: F403
from example_tree import X_TWIN, change, commit, run, snapshot
from example_tree import _original as _original
from small_build import *  # noqa: F403
from small_build import FILES

from codemods.checks.of_build import asking, database, making
from codemods.checks.of_build.compiled import Compiled
from codemods.checks.of_build.compiling import Build
from codemods.errors import UsageError

Project = tuple[Path, Path]


def compiled(project: Project, *patches: dict[str, str | None]) -> Compiled:
    """Compile patches of which each is {path: text}; tree and build stay as they are."""
    top, build = project
    before = snapshot(top), snapshot(build)
    texts = [{p: None if t is None else t.encode() for p, t in x.items()} for x in patches]
    found = Build(top, build).compile(texts)
    assert (snapshot(top), snapshot(build)) == before
    return found


def edited(path: str, old: str, new: str) -> dict[str, str | None]:
    assert old in FILES[path]
    return {path: FILES[path].replace(old, new)}


def messages(found: Compiled) -> list[str]:
    return [f"{p.path}:{p.line}: {p.message}" for p in found.problems]


def test_a_good_patch_of_a_file(project: Project) -> None:
    found = compiled(project, edited("hw/heat.c", "level - 1", "level - 2"))
    assert (len(found.files), found.missing, found.problems, found.warnings) == (1, (), (), ())
    assert found.said() == "compiled 1 file with the build's own commands, 0 not in this build"


FAULTS = {
    "a name that is no more": ("level - 1", "gone - 1", "'gone' undeclared"),
    "a wrong type": ("return level - 1", "return (struct x)level", "error"),
    "an unused static": (
        "int cool",
        "static int unused(void) { return 1; }\nint cool",
        "'unused' def",
    ),
    "a missing include": ('#include "local.h"\n', "", "local"),
    "a header that is not there": ("local.h", "nowhere.h", "nowhere.h: No such file"),
    "an undefined symbol": ("int cool", "#if NOT_THERE\n#endif\nint cool", "NOT_THERE"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(project: Project, fault: str) -> None:
    old, new, said = FAULTS[fault]
    found = compiled(project, edited("hw/heat.c", old, new))
    shown = [m.replace("\u2018", "'").replace("\u2019", "'") for m in messages(found)]
    assert any(m.startswith("hw/heat.c:") and said in m for m in shown), shown


def test_the_line_that_is_written_nowhere_is_quoted(project: Project) -> None:
    found = compiled(project, edited("hw/heat.c", "level - 1", "gone - 1" + " + 1" * 30))
    assert messages(found)[0].endswith(f", in `return gone - 1{' + 1' * 16}`")
    # That of a file which the series leaves alone can be looked up.
    found = compiled(project, edited("include/wren/heat.h", "int heat(int level);", ""))
    assert messages(found) and not any(", in `" in m for m in messages(found))


def test_what_the_compiler_said_before_counts_for_nothing(project: Project) -> None:
    found = compiled(project, edited("hw/noisy.c", "return 1", "return 2"))
    assert (len(found.files), found.problems) == (1, ())
    found = compiled(project, edited("hw/noisy.c", "return 1", "int other; return 2"))
    assert len(found.problems) == 1 and "other" in found.problems[0].message


def test_what_did_not_compile_before_is_named(project: Project) -> None:
    (project[0] / "hw/noisy.c").write_text("#error no\n")
    found = compiled(project, {"hw/noisy.c": "#error no\nint more;\n"})
    assert found.problems == ()
    assert found.warnings == ("1 file does not compile without the series either: hw/noisy.c",)
    assert compiled(project, {"hw/noisy.c": "int more;\n"}).warnings == ()


def test_those_that_include_a_header_are_compiled_too(project: Project) -> None:
    header = "include/wren/heat.h"
    found = compiled(project, edited(header, "cool(int level)", "cool(int level, int more)"))
    assert len(found.files) == 2
    assert any("hw/heat.c" in m and "cool" in m for m in messages(found))
    assert compiled(project, edited(header, "int heat", "extern int heat")).problems == ()
    # A header beside the file, and one that a header includes from beside itself.
    assert compiled(project, edited("hw/local.h", "local(void)", "other(void)")).problems
    found = compiled(project, edited("include/wren/osdep.h", "1", '1\n#error "seen"'))
    assert len(found.files) == 2 and any("seen" in m for m in messages(found))


def test_a_header_that_is_gone(project: Project) -> None:
    found = compiled(project, {"include/wren/heat.h": None})
    assert any("heat.h: No such file" in m for m in messages(found))
    found = compiled(project, {"hw/user.c": None, **edited("hw/heat.c", "level - 1", "level")})
    assert (len(found.files), found.problems) == (1, ())


def test_patches_follow_each_other(project: Project) -> None:
    header, user = "include/wren/heat.h", "hw/user.c"
    new = edited(header, "int heat(int level)", "int warm(int level)")
    code = edited("hw/heat.c", "int heat", "int warm")
    # In the first patch the user has nothing to call, in the second one it is mended.
    found = compiled(project, {**new, **code}, edited(user, "heat(2)", "warm(2)"))
    assert [p.path for p in found.problems] == [user]
    found = compiled(project, {**new, **code, **edited(user, "heat(2)", "warm(2)")})
    assert (len(found.files), found.problems) == (2, ())


def _asked(project: Project, *patches: dict[str, str | None]) -> tuple[list[str], list[str]]:
    """Return the files that are compiled for a series, in any order, and what is said of it."""
    asked: list[str] = []
    told: list[str] = []

    def run(command: database.Command, *rest: object) -> list[asking.Said]:
        asked.append(command.file.name)
        return original(command, *rest)  # type: ignore[arg-type]

    original = asking.run
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(asking, "run", run)
        texts = [{p: None if t is None else t.encode() for p, t in x.items()} for x in patches]
        assert Build(*project, progress=told.append).compile(texts).problems == ()
    return sorted(asked), told


def test_no_file_is_compiled_twice_with_the_same_in_it(project: Project) -> None:
    names = {"qapi/names.txt": "alpha\nbeta\ngamma\n"}
    heat = edited("hw/heat.c", "level + local()", "level + 2 * local()")
    # What is generated for the first patch is so for the second one, too.
    asked, told = _asked(project, names, heat)
    assert asked == ["heat.c", "names.c"]
    assert told == ["compiling, 1 of 1 files"] * 2


def test_a_file_is_compiled_again_when_a_header_of_it_changes(project: Project) -> None:
    heat = edited("hw/heat.c", "level + local()", "level + 2 * local()")
    local = edited("hw/local.h", "return 1", "return 2")
    other = {"hw/noisy.c": "int noisy(void)\n{\n    return 1;\n}\n"}
    asked, _ = _asked(project, heat, local, other)
    assert asked == ["heat.c", "heat.c", "noisy.c"]


def test_what_is_generated_is_made_anew(project: Project) -> None:
    found = compiled(project, {"qapi/names.txt": "beta\n"})
    assert len(found.files) == 1
    assert any("hw/names.c" in m and "NAME_alpha" in m for m in messages(found))
    assert compiled(project, {"qapi/names.txt": "alpha\n"}).problems == ()
    both = {"qapi/names.txt": "beta\n", **edited("hw/names.c", "NAME_alpha", "NAME_beta")}
    assert compiled(project, both).problems == ()


def test_rows_are_a_part_of_what_includes_them(project: Project) -> None:
    """No name went that a file uses, and yet it cannot be compiled as before."""
    found = compiled(project, {"qapi/names.txt": "alpha\nbeta;\n"})
    assert len(found.files) == 1
    assert any("names.h:2: " in m and "whitespace" in m for m in messages(found)), messages(found)


HEADER = b"""typedef struct Box Box;
struct Box {
    char *name;
    int old[3];
    Box *next;
    union { /* by kind */
        int wide;
        int high;
    } u;
};
int f(Box *b);
typedef enum { A_X, A_Y } A;
static inline int g(Box *b) { Box *t = b->next; return t->old[0]; }
#define M(x) x
typedef struct L { int depth; } L;
L *h(void);
extern int v;
"""


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("    int old[3];\n", "", {"old"}),
        ("int f(Box *b)", "int f(Box *b, int n)", {"f"}),
        (", A_Y", "", {"A_Y"}),
        ("M(x) x", "M(x, y) x", {"M"}),
        ("typedef struct L { int depth; } L;\nL *h(void);\n", "", {"L", "h"}),
        ("extern int v;\n", "", {"v"}),
        ("t->old", "t->name", set()),
        ("int g(Box *b)", "int g(void)", {"g"}),
        ("        int high;\n", "", {"high"}),
    ],
)
def test_the_names_that_a_header_lost(old: str, new: str, names: set[str]) -> None:
    assert old.encode() in HEADER
    changed = HEADER.replace(old.encode(), new.encode())
    found = making._names({Path("a.h"): HEADER}, {Path("a.h"): changed})
    assert found == {name.encode() for name in names}


def test_a_generator_that_fails(project: Project) -> None:
    found = compiled(project, {"scripts/gen.sh": "echo no >&2; exit 1\n"})
    assert any("cannot be generated any more: names.h: no" in m for m in messages(found))
    (project[0] / "scripts/gen.sh").write_text("exit 1\n")
    found = compiled(project, {"qapi/names.txt": "beta\n"})
    assert found.problems == () and "names.h" in found.warnings[0]


def test_one_that_failed_before_hides_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    said = ["a.h: no", "b.h: no way", "a.h: not at all", ""]
    monkeypatch.setattr(making, "_run", lambda *args: [making.Ran({}, text) for text in said])
    makers = [
        database.Maker((Path(f"/b/{name}.h"),), (Path("/t/x.json"),), "false") for name in "ab"
    ]
    found = making.made(Path("/t"), Path("/b"), makers, {"x.json": b""}, {}, {})
    assert found.broken == ("b.h: no way",) and found.failures == ("a.h: not at all",)


def test_generators_run_in_the_order_of_what_they_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that comes first in build.ninja and reads of two others; none more often than needed."""
    top, build = tmp_path / "t", tmp_path / "b"
    log: list[str] = []
    original = making._ran

    def noted(side: making._Side, maker: database.Maker, home: Path) -> making.Ran:
        log.append(maker.outputs[0].name)
        return original(side, maker, home)

    monkeypatch.setattr(making, "_ran", noted)
    top.mkdir()
    build.mkdir()
    (top / "x.txt").write_text("1\n2\n")
    steps = {
        "b.h": (("a.h", "c.h"), "cat a.h c.h > b.h"),
        "c.h": (("a.h",), "sed s/^/c/ a.h > c.h"),
        "a.h": (("../t/x.txt",), "head -n 1 ../t/x.txt > a.h"),
    }
    makers = []
    for name, (inputs, how) in steps.items():
        paths = tuple((build / path).resolve() for path in inputs)
        makers.append(database.Maker((build / name,), paths, how))
    for maker in reversed(makers):
        subprocess.run(["sh", "-c", maker.command], cwd=build, check=True)
    before = snapshot(build)

    def ran(text: str) -> tuple[dict[str, bytes], list[str]]:
        log.clear()
        found = making.made(top, build, makers, {"x.txt": text.encode()}, {}, {})
        assert snapshot(build) == before and not found.broken and not found.failures
        return {p.name: data for p, data in found.files.items()}, list(log)

    assert ran("1\n3\n") == ({}, ["a.h", "a.h"])
    files, names = ran("7\n2\n")
    assert files == {"a.h": b"7\n", "c.h": b"c7\n", "b.h": b"7\nc7\n"}
    assert names == ["a.h", "a.h", "c.h", "c.h", "b.h", "b.h"]
    (build / "b.h").unlink()
    before = snapshot(build)
    assert ran("1\n3\n") == ({}, ["a.h", "a.h", "b.h", "b.h"])


def test_files_that_are_not_in_the_build_are_counted(project: Project) -> None:
    found = compiled(project, {"hw/elsewhere.c": "#error x\n", "include/wren/new.h": "int x;\n"})
    assert (len(found.files), found.problems) == (0, ())
    assert found.missing == ("hw/elsewhere.c", "include/wren/new.h")
    assert found.said().endswith("2 not in this build")


def test_what_is_no_build(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="compile_commands"):
        Build(tmp_path, tmp_path / "build")
    (tmp_path / "build").mkdir()
    (tmp_path / "build/compile_commands.json").write_text("{ broken")
    with pytest.raises(UsageError, match="cannot be read"):
        Build(tmp_path, tmp_path / "build")
    with pytest.raises(UsageError, match="holds the tree"):
        Build(tmp_path / "build/tree", tmp_path / "build")


def test_the_log_of_ninja(tmp_path: Path) -> None:
    def record(data: bytes, mark: int = 0) -> bytes:
        return struct.pack("<I", len(data) | mark) + data

    def name(n: int, text: bytes) -> bytes:
        padded = text + b"\0" * (-len(text) % 4)
        return record(padded + struct.pack("<I", ~n & 0xFFFFFFFF))

    def deps(*numbers: int) -> bytes:
        return record(struct.pack(f"<{len(numbers)}I", *numbers), 1 << 31)

    log = b"# ninjadeps\n\4\0\0\0" + name(0, b"a.o") + name(1, b"../a.h") + name(2, b"../b.h")
    log += deps(0, 9, 9, 1) + deps(0, 9, 9, 1, 2)
    (tmp_path / "build").mkdir()
    (tmp_path / "build/.ninja_deps").write_bytes(log + b"\x40\0\0\0cut")
    found = database.readers(tmp_path / "build", ())
    assert found == {tmp_path / name: {tmp_path / "build/a.o"} for name in ("a.h", "b.h")}
    (tmp_path / "build/.ninja_deps").write_bytes(b"# ninjadeps\n\x63\0\0\0" + log[16:])
    assert database.readers(tmp_path / "build", ()) == {}


@pytest.mark.usefixtures("identity")
def test_the_option(clone: Path) -> None:
    """The letter, the terminal and the JSON tell; a fault of the series is status 3."""
    (clone / "build").mkdir()
    (clone / "build/compile_commands.json").write_text("[]")
    done = run(clone, *X_TWIN, "--build", "-o", "../out")
    assert done.status == 0, done.err
    (mail,) = (clone.parent / "out").iterdir()
    assert "compiled 0 files with the build's own commands, 1 not in this build" in mail.read_text()
    assert "build: compiled 0 files" in done.err and "migration/options.c" in done.err
    path = "../migration/options.c"
    argv = ["cc", "-Wall", "-c", path]
    entry = {"directory": str(clone / "build"), "file": path, "arguments": argv}
    (clone / "build/compile_commands.json").write_text(json.dumps([entry]))
    done = run(clone, *X_TWIN, "--build=build", "--json", "-o", "../out")
    assert done.status == 0, done.err
    (check,) = (c for c in json.loads(done.out)["checks"] if c["check"] == "build")
    assert check["note"].startswith("compiled 1 file with")
    done = run(clone, *X_TWIN, "--build=build", "--no-verify")
    assert done.status == 2
    broken = {**entry, "arguments": None, "command": "cc '-c", "output": "options.o"}
    (clone / "build/compile_commands.json").write_text(json.dumps([broken]))
    done = run(clone, *X_TWIN, "--build=build", "--dry-run")
    assert done.status == 0
    assert "compile_commands.json: migration/options.c: No closing quotation\n" in done.err
    missing = {**entry, "arguments": ["no-such-cc", "-c", path]}
    (clone / "build/compile_commands.json").write_text(json.dumps([missing]))
    done = run(clone, *X_TWIN, "--build=build", "-o", "../broken")
    said = "deprecate-feature: migration/options.c: not compiled: no-such-cc was not found\n"
    assert (done.status, done.err) == (1, f"{said}hint: leave out --build\n")
    assert not (clone.parent / "broken").exists()
    done = run(clone, *X_TWIN, "--build=nowhere")
    assert done.status == 2 and "compile_commands.json" in done.err
    # A warning that needs a header which the file does not include.
    change(clone, "migration/options.c", '#include "qemu/error-report.h"\n', "")
    commit(clone)
    assert run(clone, *X_TWIN, "--build=build", "--rev", "HEAD~1").status == 2


ODD_COMMANDS = {
    "a pipe": os.mkfifo,
    "endless": lambda path: path.symlink_to("/dev/zero"),
    "deep": lambda path: path.write_text("[" * 200_000),
    "an object": lambda path: path.write_text('{"a": 1}'),
    "strings": lambda path: path.write_text('["a"]'),
    "numbers": lambda path: path.write_text(
        '[{"directory": 1, "file": 2, "output": 3, "command": 4}]'
    ),
    "a zero": lambda path: path.write_text(
        '[{"directory": "a\\u0000", "file": "f", "output": "o", "command": "cc"}]'
    ),
    "no file": lambda path: path.write_text('[{"directory": "/", "command": "cc"}]'),
}


@pytest.mark.parametrize("what", ODD_COMMANDS)
def test_what_is_no_list_of_commands(tmp_path: Path, what: str) -> None:
    ODD_COMMANDS[what](tmp_path / "compile_commands.json")
    with pytest.raises(UsageError, match=r"cannot be read|has no compile_commands"):
        database.commands(tmp_path)


@pytest.mark.parametrize("name", ["build.ninja", ".ninja_deps", "o.o.d"])
@pytest.mark.parametrize("what", ["a pipe", "endless"])
def test_files_of_a_build_that_never_end(tmp_path: Path, name: str, what: str) -> None:
    entry = {"directory": str(tmp_path), "file": "f.c", "output": "o.o", "command": "cc -c f.c"}
    (tmp_path / "compile_commands.json").write_text(json.dumps([entry] * 3))
    ODD_COMMANDS[what](tmp_path / name)
    known = database.commands(tmp_path)
    assert len(known) == 1
    assert database.makers(tmp_path) == ()
    assert database.readers(tmp_path, known) in ({}, {tmp_path: {tmp_path / "o.o"}})
