"""Whose command line an option stands on."""

from __future__ import annotations

import pytest

from codemods.users.command_lines import runs_qemu


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
