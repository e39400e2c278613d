"""Users in shell scripts: commands that are sent to QEMU, and its command lines.

A call is moved when the answer that the test expects, as far as the expected
output of the same name tells, is no error: the replacement words its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from codemods.formats import qmp
from codemods.formats import shell as scripts
from codemods.formats.qmp import Text
from codemods.formats.shell import Command
from codemods.source.splice import line_of
from codemods.source.tree import Tree, exists
from codemods.users import command_lines, spots
from codemods.users import rules as move_rules
from codemods.users.model import Move, Use
from codemods.users.rules import Rules
from codemods.users.spots import Spot

AREA = "shell tests"
_FOLDERS = ("tests/", "scripts/")
_OTHERS = (".py", ".c", ".h", ".out", ".json", ".rst", ".txt", ".md", ".yml", ".pl")
_READERS = (b"grep", b"egrep", b"sed", b"awk", b"echo", b"printf")
_SENDER = re.compile(rb"(?=\w*(send|qmp|hmp))\w+")
_ERROR = "the test expects an error, which has other words"
_RAW = r"['\"]execute['\"]\s*:\s*['\"]{}['\"]"


@dataclass(frozen=True)
class Call:
    """A call in a script: its use, and what matches it where it is logged."""

    use: Use
    logged: re.Pattern[bytes]


def find(tree: Tree, move: Move) -> Iterator[Use]:
    """Yield the users in shell scripts."""
    rules = move_rules.rules(tree, move)
    for path, source in spots.files(tree, rules, _may_be_script):
        if is_script(path, source):
            yield from uses(tree, rules, path, source)


def is_script(path: str, source: bytes) -> bool:
    """Tell whether the file is a shell script, or one that others read in."""
    included = path.startswith("tests/qemu-iotests/common.") or path.endswith(".sh")
    return included or scripts.is_script(source)


def uses(tree: Tree, rules: Rules, path: str, source: bytes) -> Iterator[Use]:
    """Yield the users in one script."""
    answers = _failing(tree, path, rules)
    seen: set[int] = set()
    for command, at, spot in _spots(rules, path, source):
        if not spot.what:
            continue
        seen.add(command.text.at[at])
        call = logged(command.text, at)
        if spot.edits and call is not None and any(call.fullmatch(a) for a in answers):
            spot = replace(spot, by_hand=_ERROR, edits=())
        yield spots.use(path, source, AREA, command.text, spot, rules)
    if rules.of_command:
        yield from _unread(rules, path, source, seen)


def called(rules: Rules, path: str, source: bytes) -> Iterator[tuple[re.Pattern[bytes], bool]]:
    """Yield, for each call in a script, what matches it in a log and whether it can be moved."""
    for command, at, spot in _spots(rules, path, source):
        call = logged(command.text, at)
        if call is not None and spot.what:
            yield call, bool(spot.edits)


def logged(text: Text, at: int) -> re.Pattern[bytes] | None:
    """Return what matches the object around the name at `at` as a log shows it, or None."""
    found = qmp.holder(text, at)
    if found is None:
        return None
    data = text.data[found[0].start : found[0].end]
    parts = (b"\\s*".join(map(re.escape, p.split())) for p in squeezed(data).split(qmp.UNKNOWN))
    return re.compile(b".*".join(parts), re.DOTALL)


def squeezed(data: bytes) -> bytes:
    """Return `data` without blanks and line ends."""
    return b"".join(data.split())


def _spots(rules: Rules, path: str, source: bytes) -> Iterator[tuple[Command, int, Spot]]:
    for command in scripts.commands(source):
        for at in spots.named(rules, command.text):
            spot = spots.read(rules, path, command.text, at)
            spot = _word(rules, path, command, at) if spot is None else spot
            if spots.is_option(rules) and spot.what and not _runs_qemu(rules, source, command, at):
                spot = Spot(at)
            if spot.edits and command.word(0) in _READERS and not _sends(command):
                spot = Spot(at, f"{spot.what}, as text", "what reads the text is not certain")
            yield command, at, spot


def _word(rules: Rules, path: str, command: Command, at: int) -> Spot:
    """Return what a word that is or begins with the name means."""
    shape, end = rules.naming, at + len(rules.name)
    if shape.typed:
        begins = any(start == at for start, _ in command.words[1:])
        line = not command.words and command.text.data[:at].rpartition(b"\n")[2] == b""
        if line or (begins and any(_SENDER.fullmatch(command.word(n)) for n in (0, 1))):
            return spots.exchanged(rules, path, command.text, at, "HMP command sent")
        return Spot(at)
    assigned = re.search(rb"\b\w+=\Z", command.text.data[:at]) is not None
    if rules.of_command and spots.distinctive(rules.name):
        ends = any(stop == end for _, stop in command.words)
        if command.is_word(at, end) or (assigned and ends):
            return Spot(at, f"name of the {shape.what}", "what the name is used for is not certain")
    return Spot(at)


def _runs_qemu(rules: Rules, source: bytes, command: Command, at: int) -> bool:
    """Tell whether the command of an option is an emulator, by its words as they are written."""
    # A variable has become a mark in the text of the command.
    written = source[command.text.at[0] : command.text.at[at]]
    runs = command_lines.runs_qemu(written.replace(b"\\\n", b" "))
    return runs is True or (runs is None and not spots.is_short(rules))


def _sends(command: Command) -> bool:
    """Tell whether `echo` writes an object, which only QEMU reads."""
    return command.word(0) in (b"echo", b"printf") and b"{" in command.text.data


def _failing(tree: Tree, path: str, rules: Rules) -> Sequence[bytes]:
    """Return the calls in the test's expected output that are answered with an error."""
    if rules.listing or not rules.of_command or not exists(tree, f"{path}.out"):
        return ()
    return failing(qmp.plain(tree.read(f"{path}.out")), rules.name)


def failing(log: Text, name: str) -> tuple[bytes, ...]:
    """Return the logged calls of the command, without blanks, that an error answers."""
    found = []
    for at in qmp.named(log, name):
        holder = qmp.holder(log, at)
        if holder and re.match(rb"\s*\{\s*\"error\"", log.data[holder[0].end :]):
            found.append(squeezed(log.data[holder[0].start : holder[0].end]))
    return tuple(found)


def _unread(rules: Rules, path: str, source: bytes, seen: set[int]) -> Iterator[Use]:
    """Yield the calls that stand where the script could not be read."""
    for found in re.finditer(_RAW.format(re.escape(rules.name)).encode(), source):
        at = source.index(rules.name.encode(), found.start())
        comment = source.rfind(b"\n", 0, at) + 1
        if at not in seen and not source[comment:at].lstrip().startswith(b"#"):
            reason = "" if rules.listing else "the script cannot be read for certain here"
            yield Use(path, line_of(source, at), AREA, "command sent", reason)


def _may_be_script(path: str) -> bool:
    return path.startswith(_FOLDERS) and not path.endswith(_OTHERS)
