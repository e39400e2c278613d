"""Whose command line an option stands on."""

from __future__ import annotations

import pytest

from codemods.users.command_lines import is_user_mode, runs_qemu


@pytest.mark.parametrize(
    ("before", "runs"),
    [
        (b"qemu-system-wren -", True),
        (b"timeout 10 ./qemu-wren -x 1 -", True),
        (b"QEMU_PROG -", True),
        (b"exec $QEMU -nodefaults -", True),
        (b"|qemu_system| -M pond \\\n    -", True),
        (b"vm.add_args('-", True),
        (b"QEMU_SEMIHOST=-serial none -", True),
        (b"mkdir -", False),
        (b"qemu-system-wren -x; mkdir -", False),
        (b"qemu-img convert -", False),
        (b"$QEMU_IO -c 'read -", False),
        (b'qemu-io -c "read -', False),
        (b"_qemu_img_wrapper amend -", False),
        (b"cat qemu.log | grep -", False),
        (b"see qemu/docs and use cp -", False),
        (b"", None),
        (b"-", None),
        (b"Start with ``-M pond -", None),
        (b"\x1a -", None),
        (b"x=1\n-", None),
    ],
)
def test_only_an_emulator_has_options_of_qemu(before: bytes, runs: bool | None) -> None:
    assert runs_qemu(before) is runs


@pytest.mark.parametrize(
    ("path", "before", "user"),
    [
        ("tests/tcg/wren/Makefile.target", b"QEMU_OPTS += -", True),
        ("tests/tcg/wren/Makefile.softmmu-target", b"QEMU_OPTS += -", False),
        ("tests/tcg/wren/system/run.sh", b"$QEMU -", False),
        ("docs/user/main.rst", b"-", True),
        ("docs/system/wren.rst", b"-", False),
        ("tests/functional/wren/test_user_nest.py", b"-", True),
        ("tests/functional/wren/test_nest.py", b"-", False),
        ("docs/wren.rst", b"qemu-wren -", True),
        ("docs/wren.rst", b"qemu-system-wren -", False),
        ("docs/wren.rst", b"qemu-img -", False),
        ("docs/wren.rst", b"qemu-wren nest; qemu-system-wren -", False),
    ],
)
def test_programs_are_emulated_by_other_binaries(path: str, before: bytes, user: bool) -> None:
    assert is_user_mode(path, before) is user
