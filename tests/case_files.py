"""The text files below tests/cases: what one says, and the tree that it stands for.

A case reads from top to bottom::

    # Why the case is there, if its name does not say it.
    machines $ deprecate-feature machine:pinecone --replacement acorn
    -- edit hw/arm/pinecone.c --
    @@
     static void pinecone_init(MachineState *machine)
     {
    -    grow(machine);
    +    grow_slowly(machine);
     }
    -- stdout --
    diff --git a/hw/arm/pinecone.c b/hw/arm/pinecone.c
    ...

The first line names a folder of tests/trees and the command line that is run there.
Then come the changes that make the case's tree of that folder:

- ``-- file PATH --`` and the whole text,
- ``-- edit PATH --`` and hunks as in a diff, each below an ``@@``.  They need no
  numbers: the lines of a hunk must be in the file exactly once,
- ``-- move PATH to PATH --`` and ``-- remove PATH --``.

What is expected ends the file, each part only where there is something to say:
``-- stdout --``, ``-- stderr --`` and ``-- exit STATUS --``.

Bytes that are no UTF-8 stand as they are.  Where the last line has no newline the
title says so: ``-- file PATH, no newline at its end --``.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

_SECTION = re.compile(r"^-- (\S.*) --\n", re.M)
_EXPECTED = re.compile(r"^-- (?:std(?:out|err)(?:, .*)?|exit \d+) --\n", re.M)
_UNENDED = ", no newline at its end"


@dataclass(frozen=True)
class Case:
    """One case, read.

    Attributes:
        tree: the folder of tests/trees that it starts from.
        argv: the command and its arguments.
        changes: title and body of each change to that folder.
        given: the file's text up to what is expected.
        expected: the rest.
    """

    tree: str
    argv: tuple[str, ...]
    changes: tuple[tuple[str, str], ...]
    given: str
    expected: str


def read(path: Path) -> Case:
    """Read the case in the file `path`."""
    return parse(text_of(path.read_bytes()))


def parse(text: str) -> Case:
    """Read the case whose file has this text.

    Raises:
        ValueError: it does not begin with a tree and a command.
    """
    found = _EXPECTED.search(text)
    end = found.start() if found else len(text)
    head, *_ = _SECTION.split(text[:end])
    tree, mark, command = re.sub("^#.*\n", "", head, flags=re.M).strip().partition(" $ ")
    if not mark or "/" in tree:
        raise ValueError(f"looked for TREE $ COMMAND, found {head!r}")
    argv = shlex.split(command.replace("\\\n", " "))
    return Case(tree, tuple(argv), _sections(text[:end]), text[:end], text[end:])


def files(case: Case, base: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files of the case's tree, made from those of its folder.

    Raises:
        ValueError: a change is none, or does not fit its file.
        KeyError: a change is to a file that is not there.
    """
    made = dict(base)
    for title, body in case.changes:
        verb, _, path = title.partition(" ")
        if verb == "file":
            made[path] = bytes_of(body)
        elif verb == "edit":
            made[path] = bytes_of(_edited(text_of(made[path]), body))
        elif verb == "move":
            path, _, other = path.partition(" to ")
            made[other] = made.pop(path)
        elif verb == "remove":
            del made[path]
        else:
            raise ValueError(f"no such change: {title}")
    return made


def expected(stdout: bytes, stderr: bytes, status: int) -> str:
    """Return the end of the file of a case that expects this."""
    return (_section("stdout", text_of(stdout)) + _section("stderr", text_of(stderr))
            + (f"-- exit {status} --\n" if status else ""))  # fmt: skip


def stdout(case: Case) -> bytes:
    """Return what the case expects on standard output."""
    return bytes_of(dict(_sections(case.expected)).get("stdout", ""))


def text_of(data: bytes) -> str:
    """Return the text of a file, with its other bytes in it."""
    return data.decode(errors="surrogateescape")


def bytes_of(text: str) -> bytes:
    """Return the bytes that `text_of` was given."""
    return text.encode(errors="surrogateescape")


def _sections(text: str) -> tuple[tuple[str, str], ...]:
    """Return the titles and bodies in a part of a case's file."""
    _, *parts = _SECTION.split(text)
    return tuple(
        (title.removesuffix(_UNENDED), body[:-1] if title.endswith(_UNENDED) else body)
        for title, body in zip(parts[::2], parts[1::2], strict=True)
    )


def _section(title: str, body: str) -> str:
    if not body:
        return ""
    return f"-- {title} --\n{body}" if body[-1] == "\n" else f"-- {title}{_UNENDED} --\n{body}\n"


def _edited(text: str, body: str) -> str:
    """Return `text` with the hunks of `body` in it."""
    lines = text.split("\n")
    for hunk in re.split("^@@.*\n", body, flags=re.M)[1:]:
        signed = [line or " " for line in hunk.split("\n")[:-1]]
        old = [line[1:] for line in signed if line[0] in " -"]
        new = [line[1:] for line in signed if line[0] in " +"]
        found = [n for n in range(len(lines)) if lines[n : n + len(old)] == old]
        if len(found) != 1 or not old:
            raise ValueError(f"found {len(found)} times, not once:\n{hunk}")
        lines[found[0] : found[0] + len(old)] = new
    return "\n".join(lines)
