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


@pytest.fixture(params=["inside", "beside", "not made"])
def project(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Path]:
    """The project and its build: inside of the tree, beside it, or only configured."""
    if shutil.which("cc") is None:
        pytest.skip("there is no C compiler")
    top = tmp_path / "wren.git"
    build = top / "build" if request.param == "inside" else tmp_path / "wren.git-build"
    configure(top, build)
    if request.param == "not made":
        for path in [*build.glob("*.d"), *build.glob("*.o")]:
            path.unlink()
    return top, build
