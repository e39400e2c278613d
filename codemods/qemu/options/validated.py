"""Parameters that a list does not have: arrays that its options are validated by.

A list with an empty .desc takes anything; what is given is compared with an array later, one
for each sort of it.  Source: qemu_opts_validate() in util/qemu-option.c, hw/smbios/smbios.c and
system/tpm.c of QEMU.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.formats.c import calls as c_calls
from codemods.formats.c import initializers as c_initializers
from codemods.formats.c import reads as c_reads
from codemods.formats.c import tokens as c_tokens
from codemods.formats.c.reads import Read
from codemods.source.tree import Tree

_ARRAY = "QemuOptDesc"
_VALIDATE = "qemu_opts_validate"
_MEMBER = re.compile(r"[\w>.-]{1,80}?(?:->|\.)(\w{1,80})")
_ROW = re.compile(r'\.name\s*=\s*"([^"]{1,80})"[^{}]{0,400}')
#: A function that reads what it is given the name of.
_READER = re.compile(
    rb"\b(\w{1,80})\([^(){};]{0,300}\bQemuOpts \*(\w{1,40}),\s*const char \*(\w{1,40})"
    rb"[^(){};]{0,200}\)\s*\{[^{}]{0,400}?\bqemu_opt_get\w{0,20}\(\2, \3\b"
)


def rows(tree: Tree, path: str, name: str) -> Iterator[tuple[str, str, int, bool]]:
    """Yield file, name, offset and whether there is a default, of what the options may be.

    Arguments:
        path: the file of the list called `name`.
    """
    finds = re.compile(rf'qemu_find_opts\w*\(\s*"{re.escape(name)}"'.encode())
    named = dict.fromkeys(h.path for h in tree.grep((f'"{name}"',)) if finds.search(h.text))
    paths = dict.fromkeys([path, *(p for p in named if p.endswith(".c"))])
    for where, array in dict.fromkeys(found for p in paths for found in _arrays(tree, p)):
        text = c_tokens.text_of(tree.read(where))
        for _, table, inside in c_initializers.declared(text, _ARRAY):
            if table == array:
                # A macro may stand for some of the rows.
                for row in _ROW.finditer(text, inside[0].start, inside[-1].start):
                    yield where, row[1], row.start(), ".def_value_str" in row[0]


def reads(path: str, source: bytes, name: str) -> Iterator[Read]:
    """Yield the reads of `name` by functions of the file that are given options and the name."""
    readers = {found[1].decode() for found in _READER.finditer(source)}
    if readers:
        yield from c_reads.passed(path, source, name, readers)


def _arrays(tree: Tree, path: str) -> Iterator[tuple[str, str]]:
    """Yield the file and the name of each array."""
    for call in c_calls.calls(tree.read(path), None, _VALIDATE):
        by = call.argument(1)
        if c_calls.name(by):
            yield path, by
        elif member := _MEMBER.fullmatch(by):
            yield from _of_member(tree, member[1])


def _of_member(tree: Tree, member: str) -> Iterator[tuple[str, str]]:
    """Yield each array that a structure's member is: `class->opts = lamp_opts;`."""
    given = re.compile(rf"(?:->|\.){member}\s*=\s*(\w+)\s*[;,]")
    for path in dict.fromkeys(h.path for h in tree.grep((_ARRAY,)) if h.path.endswith(".c")):
        text = tree.read(path).decode("latin-1")
        for name in dict.fromkeys(given.findall(text)):
            if re.search(rf"\b{_ARRAY}\s+{name}\s*\[\]", text):
                yield path, name
