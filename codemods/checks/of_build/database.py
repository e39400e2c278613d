"""What a configured build knows: how each file is compiled, what it reads, what makes what.

Source: compile_commands.json (clang's JSONCompilationDatabase), ninja's deps log
(src/deps_log.cc), depfiles, and the custom commands that Meson writes into build.ninja.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import stat
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from codemods.errors import UsageError

#: What stands in no command that only looks: outputs, and dependency files.
_ONE = {"-c", "-MD", "-MMD", "-MP", "-MG"}
_TWO = {"-o", "--output", "-MF", "-MQ", "-MT"}
_JOINED = re.compile(r"--?save-temps(?:=|$)|-o|--output=|-M[FQT]|-Wp,-MM?D")
#: What is for a shell, which runs no compile command.
_SHELL = re.compile(r"\d*(?:[<>]|&>)|[;&|]+$")
_SHELLS = frozenset({"sh", "bash", "dash", "zsh", "ksh", "csh", "fish", "busybox", "env", "xargs"})
#: What other files include.
HEADERS = (".h", ".inc", ".def")
_MADE = (".c", *HEADERS)
#: No system starts a program with more.
_LONGEST = 1 << 18


@dataclass(frozen=True)
class Command:
    """How one file is compiled: from which folder, with which words, to which output.

    A build has thousands; `line` is split where it is run.  `fault` tells why there is none.
    """

    file: Path
    folder: Path
    line: str | tuple[str, ...]
    output: Path
    fault: str = ""

    @cached_property
    def argv(self) -> tuple[str, ...]:
        """The words of the command, without those that name what it writes; see `why`."""
        return self._read[0]

    @property
    def why(self) -> str:
        """Why nobody can run the command: it is for a shell, or none at all; "" if that is not so.

        The others of the build are as good as they were.
        """
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[tuple[str, ...], str]:
        try:
            return ((), self.fault) if self.fault else (tuple(_looking(self.line)[0]), "")
        except ValueError as err:
            return (), str(err)


@dataclass(frozen=True)
class Maker:
    """A command of the build that makes files out of others; it runs in the build's folder."""

    outputs: tuple[Path, ...]
    inputs: tuple[Path, ...]
    command: str


def commands(build: Path) -> tuple[Command, ...]:
    """Return the compile commands of `build`, also those that cannot be run; see Command.why.

    Raises:
        UsageError: it is no configured build, or an entry tells of no file.
    """
    path = build / "compile_commands.json"
    text = held(path)
    if text is None:
        raise UsageError(f"--build {build}: it has no {path.name}", hint="configure it")
    try:
        entries: Any = json.loads(text)
        # What is there twice is compiled once.
        return tuple(dict.fromkeys(_command(entry) for entry in entries))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as err:
        raise UsageError(f"--build {build}: {path.name} cannot be read") from err


def readers(build: Path, known: tuple[Command, ...]) -> dict[Path, set[Path]]:
    """Return the outputs that were compiled with each file, as far as the build tells."""
    found: dict[Path, set[Path]] = {}
    for output, files in (*_deps_log(build / ".ninja_deps"), *_depfiles(build, known)):
        for file in files:
            found.setdefault(_path(build, file), set()).add(_path(build, output))
    return found


def makers(build: Path) -> tuple[Maker, ...]:
    """Return the commands with which the build makes C text out of other files.

    One may make something else with it, such as the trace events of commands.
    """
    text = (held(build / "build.ninja") or b"").decode(errors="surrogateescape")
    found = []
    for statement in re.split(r"(?m)^(?=build )", text):
        head, _, rest = statement.replace("$\n", "").partition("\n")
        if "CUSTOM_COMMAND" not in head:
            continue
        made, colon, given = _split(head.removeprefix("build "))
        if not colon or not given or not given[0].startswith("CUSTOM_COMMAND"):
            continue
        command = re.search(r"(?m)^ COMMAND = (.*)$", rest)
        if command and any(name.endswith(_MADE) for name in made):
            paths = [_path(build, name) for name in given[1:]]
            outputs = tuple(_path(build, name) for name in made)
            found.append(Maker(outputs, tuple(paths), command[1].replace("$$", "$")))
    return tuple(dict.fromkeys(found))


def _command(entry: dict[str, Any]) -> Command:
    folder = Path(_word(entry["directory"]))
    file, output = _path(folder, _word(entry["file"])), _word(entry.get("output") or "")
    try:
        line = _line(entry)
        output = output or _looking(line)[1]
    except ValueError as err:
        return Command(file, folder, (), _path(folder, output), fault=str(err))
    return Command(file, folder, line, _path(folder, output))


def _line(entry: dict[str, Any]) -> str | tuple[str, ...]:
    given = entry.get("arguments")
    if isinstance(given, list) and given:
        return tuple(map(_word, given))
    return _word(entry.get("command"))


def _word(given: object) -> str:
    """Return a word that a command line can hold; ValueError for anything else."""
    if not isinstance(given, str) or "\0" in given or len(given) > _LONGEST:
        raise ValueError("it is no text, or beyond all sense")
    os.fsencode(given)
    return given


def held(path: Path) -> bytes | None:
    """Return what a file holds; None where there is none, or what stands there has no end."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(fd, "rb") as file:
            return file.read() if stat.S_ISREG(os.fstat(fd).st_mode) else None
    except OSError:
        return None


def _looking(line: str | tuple[str, ...]) -> tuple[list[str], str]:
    """Return the words of a command that only looks, and the output of the whole one.

    ValueError where it is one for a shell.
    """
    words = shlex.split(line) if isinstance(line, str) else line
    if any(map(_SHELL.match, words)) or (words and words[0].rpartition("/")[2] in _SHELLS):
        raise ValueError("a shell would run it")
    argv, output = [], ""
    rest = iter(words)
    for word in rest:
        if word in _TWO:
            value = next(rest, "")
            output = value if word in ("-o", "--output") else output
        elif joined := _JOINED.match(word):
            output = word[joined.end() :] if joined[0] in ("-o", "--output=") else output
        elif word not in _ONE:
            argv.append(word)
    return argv, output


def _path(folder: Path, name: str) -> Path:
    return Path(os.path.normpath(os.path.join(folder, name)))  # noqa: PTH118 (of thousands)


def _split(text: str) -> tuple[list[str], bool, list[str]]:
    """Return the names before and behind the colon of a build statement, without bars."""
    sides: tuple[list[str], list[str]] = ([], [])
    behind = 0
    for word in re.findall(r"(?:\$.|[^\s:$])+|:", text):
        if word == ":":
            behind = 1
        elif word not in ("|", "||", "|@"):
            sides[behind].append(re.sub(r"\$(.)", r"\1", word))
    return sides[0], bool(behind), sides[1]


def _deps_log(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield each output of ninja's log with what it was made from; the last record counts."""
    data = held(path) or b""
    if not data.startswith(b"# ninjadeps\n") or data[12:16] not in (b"\3\0\0\0", b"\4\0\0\0"):
        return
    times = 1 if data[12] == 3 else 2
    names: list[str] = []
    found: dict[int, list[int]] = {}
    at = 16
    while at + 4 <= len(data):
        (size,) = struct.unpack_from("<I", data, at)
        is_deps, size = size >> 31, size & 0x7FFFFFFF
        record = data[at + 4 : at + 4 + size]
        at += 4 + size
        if len(record) < size or size % 4:
            break
        if is_deps:
            numbers = struct.unpack(f"<{size // 4}I", record)
            if len(numbers) <= times:
                break
            found[numbers[0]] = list(numbers[1 + times :])
        else:
            names.append(os.fsdecode(record[:-4].rstrip(b"\0")))
    for output, files in found.items():
        if output < len(names):
            yield names[output], [names[n] for n in files if n < len(names)]


def _depfiles(build: Path, known: tuple[Command, ...]) -> Iterator[tuple[str, list[str]]]:
    for command in known:
        text = (held(Path(f"{command.output}.d")) or b"").decode(errors="surrogateescape")
        files = text.replace("\\\n", " ").partition(":")[2].partition("\n")[0].split()
        yield str(command.output), [str(_path(command.folder, file)) for file in files]
