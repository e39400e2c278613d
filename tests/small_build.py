"""A small C project in QEMU's shape, configured and built: sources, headers, generated code."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

FLAGS = ["-Wall", "-Wundef", "-Iqapi", "-I.", "-I../include", "-I..", "-DNDEBUG"]
FILES = {
    "include/wren/osdep.h": "#define WREN 1\n",
    "include/wren/heat.h": '#include "osdep.h"\nint heat(int level);\nint cool(int level);\n',
    "hw/local.h": "static inline int local(void) { return 1; }\n",
    "hw/heat.c": '#include "wren/heat.h"\n#include "local.h"\n'
    "int heat(int level)\n{\n    return level + local();\n}\n"
    "int cool(int level)\n{\n    return level - 1;\n}\n",
    "hw/user.c": '#include "wren/heat.h"\nint user(void)\n{\n    return heat(2);\n}\n',
    "hw/names.c": '#include "names.h"\nconst char *first(void)\n{\n    return NAME_alpha;\n}\n',
    "hw/noisy.c": "int noisy(void)\n{\n    int never_used;\n    return 1;\n}\n",
    "hw/elsewhere.c": "#error only another host has this\n",
    "qapi/names.txt": "alpha\nbeta\n",
    "scripts/gen.sh": 'while read -r name; do echo "#define NAME_$name \\"$name\\""; done < "$1"\n',
}
COMPILED = ("hw/heat.c", "hw/user.c", "hw/names.c", "hw/noisy.c")
NINJA = (
    "rule CUSTOM_COMMAND\n command = $COMMAND\n\n"
    "build qapi/names.h qapi/names.trace-events: CUSTOM_COMMAND ../qapi/names.txt $\n"
    "    | ../scripts/gen.sh\n"
    " COMMAND = mkdir -p qapi && sh ../scripts/gen.sh ../qapi/names.txt > qapi/names.h && $\n"
    "    echo none > qapi/names.trace-events\n"
    " DESC = Generating$ names\n\n"
    "build docs/x.html: CUSTOM_COMMAND ../qapi/names.txt\n COMMAND = false\n"
)


def configure(top: Path, build: Path) -> None:
    """Write the project, and build it in the folder `build`."""
    for path, text in FILES.items():
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_text(text)
    (build / "qapi").mkdir(parents=True)
    up = os.path.relpath(top, build)
    (build / "build.ninja").write_text(NINJA.replace("..", up))
    made = subprocess.run(
        ["sh", top / "scripts/gen.sh", top / "qapi/names.txt"], capture_output=True, check=True
    )
    (build / "qapi/names.h").write_bytes(made.stdout)
    entries = []
    for path in COMPILED:
        output = path.replace("/", "_") + ".o"
        flags = [flag.replace("..", up) for flag in FLAGS]
        argv = ["cc", *flags, "-MD", "-MQ", output, "-MF", f"{output}.d", "-o", output, "-c"]
        argv.append(f"{up}/{path}")
        subprocess.run(argv, cwd=build, check=True, capture_output=True)
        entries.append({"directory": str(build), "file": f"{up}/{path}", "output": output,
                        "command": " ".join(argv)})  # fmt: skip
    (build / "compile_commands.json").write_text(json.dumps(entries))


WAYS = ("inside", "beside", "not made")


def _folders(top: Path, way: str) -> tuple[Path, Path]:
    """Return the tree and the build below `top`."""
    tree = top / "wren.git"
    return tree, tree / "build" if way == "inside" else top / "wren.git-build"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {}


@pytest.fixture(params=WAYS)
def project(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    built: dict[str, Path],
) -> tuple[Path, Path]:
    """The project and its build: inside of the tree, beside it, or only configured.

    It is compiled once; what is copied knows the place of its own commands.
    """
    if shutil.which("cc") is None:
        pytest.skip("there is no C compiler")
    way = request.param
    if way not in built:
        built[way] = tmp_path_factory.mktemp("made")
        tree, build = _folders(built[way], way)
        configure(tree, build)
        if way == "not made":
            for path in [*build.glob("*.d"), *build.glob("*.o")]:
                path.unlink()
    shutil.copytree(built[way], tmp_path, dirs_exist_ok=True)
    tree, build = _folders(tmp_path, way)
    commands = build / "compile_commands.json"
    commands.write_text(commands.read_text().replace(str(built[way]), str(tmp_path)))
    return tree, build
