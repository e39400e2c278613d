"""What a further header would do to a C file."""

from pathlib import Path

from codemods.qemu.code import headers
from codemods.qemu.code.headers import Clash
from codemods.source.folder import FolderTree

_LINE = "#define HUSH 7\n#define ring(x) shout(x)\n"


def _clash(where: Path, device: str, *, beside: str = "", near: str = "") -> Clash | None:
    files = {
        "include/chardev/line.h": _LINE,
        "include/system/call.h": '#include "chardev/line.h"\nvoid call(void);\n',
        "include/hw/near.h": near,
        "hw/misc/regs.h": beside,
        "hw/misc/bell.c": f'#include "hw/near.h"\n#include "regs.h"\n{device}',
    }
    for name, text in files.items():
        path = where / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return headers.clash(FolderTree(where), "hw/misc/bell.c", "include/system/call.h")


def test_a_name_of_the_file_itself(tmp_path: Path) -> None:
    clash = _clash(tmp_path, "int a;\nenum { TONE, HUSH };\n")
    assert clash == Clash("HUSH", "include/chardev/line.h", "hw/misc/bell.c", 4)


def test_a_name_of_a_header_beside_it(tmp_path: Path) -> None:
    clash = _clash(tmp_path, "", beside="void ring(int times);\n")
    assert clash == Clash("ring", "include/chardev/line.h", "hw/misc/regs.h", 1)


def test_a_comment_and_a_string_mean_nothing(tmp_path: Path) -> None:
    assert _clash(tmp_path, '/* HUSH */ const char *s = "ring";\n') is None


def test_a_macro_that_the_file_sees_already_is_meant(tmp_path: Path) -> None:
    assert _clash(tmp_path, "int a = HUSH;\n", near='#include "chardev/line.h"\n') is None


def test_only_macros_of_the_folders_are_seen_and_a_circle_ends(tmp_path: Path) -> None:
    files = {
        "hw/misc/bell.c": '#include "hw/near.h"\n#include "regs.h"\n',
        "hw/misc/regs.h": '#include "regs.h"\n#define BESIDE 1\n',
        "include/hw/near.h": '#include "chardev/line.h"\n#define NEAR 2\n',
        "include/chardev/line.h": '#include "hw/near.h"\n#define FAR 3\n',
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    seen = headers.lookup(FolderTree(tmp_path), "hw/misc/bell.c", ("include/hw",))
    assert [seen(name) is not None for name in ("BESIDE", "NEAR", "FAR")] == [True, True, False]
