"""Whose command line an option stands on: only an emulator's options are options of QEMU.

`mkdir -p` and `qemu-img convert -p` have nothing to do with an option `-p` of QEMU's.
"""

from __future__ import annotations

import re

from codemods.formats import qmp

_TOOLS = rb"img|io|nbd|ga|storage[-_]daemon|pr[-_]helper|keymap|edid|bridge|iotests|options|vmsr"
#: A word that is an emulator, a variable of one, or a method that hands arguments to one.
_EMULATOR = re.compile(
    rb"(?i)(?:(?<![a-z])|_)qemu(?![-_](?:"
    + _TOOLS
    + rb")(?![a-z])|[./])|\badd_args\b|\bvm\.|\bkvm\b"
)
#: An emulator of programs, and files that run such ones alone.
_USER_BINARY = re.compile(
    rb"(?<![\w-])qemu-(?!system|(?:" + _TOOLS + rb")(?![a-z]))[a-z0-9]+(?![\w-])"
)
_USER_FILE = re.compile(
    r"tests/tcg/(?!.{0,200}(?:softmmu|system))|docs/user/|.{0,200}[/_-]user[/_.-]"
)
_LINE = re.compile(rb"(?<!\\)\r?\n")
_COMMAND = re.compile(rb";|&&|\|\||(?<=\s)\|(?=\s)|\$\(")
_WORD = re.compile(rb"[A-Za-z_./][\w./+-]*")
_DASHES = re.compile(rb"--?\Z")


def runs_qemu(before: bytes) -> bool | None:
    """Tell whether the command of which `before` is the beginning runs an emulator.

    None is returned where the words before do not say it.
    """
    command = _COMMAND.split(_LINE.split(before)[-1])[-1]
    if _EMULATOR.search(command):
        return True
    words = re.split(rb"['\"`]", _DASHES.sub(b"", command))[-1].split()
    if not words or qmp.UNKNOWN in words[0]:
        return None
    return False if _WORD.fullmatch(words[0]) else None


def is_of_emulator(text: bytes) -> bool:
    """Tell whether `text`, such as what stands around a string, names an emulator."""
    return _EMULATOR.search(text) is not None


def is_user_mode(path: str, before: bytes) -> bool:
    """Tell whether the command in `path` of which `before` is the beginning emulates a program."""
    command = _COMMAND.split(_LINE.split(before)[-1])[-1]
    return bool(_USER_FILE.match(path) or _USER_BINARY.search(command))
