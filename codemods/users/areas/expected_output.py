"""Expected outputs of the block layer's tests: logged calls, and other lines with the name.

A logged call changes only when the test of the same name logs it with a call
that is rewritten, and when its answer is not an error.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from codemods.formats import qmp
from codemods.formats.qmp import Member, Text, Value
from codemods.qemu.schema import definitions
from codemods.source.splice import Edit
from codemods.source.tree import Hit, Tree, exists
from codemods.users import areas, spots
from codemods.users import rules as move_rules
from codemods.users.areas import shell
from codemods.users.model import Move, Use
from codemods.users.rules import Rules
from codemods.users.spots import Spot

AREA = "expected output"
_FOLDER = "tests/qemu-iotests/"
_OUT = re.compile(r"(.+)\.out(\.(?:(?!\.out)[\w.])+)?")
_PYTHON = "python"
#: Why a logged call stays, "" when its arguments decide.
_Judge = Callable[[Value], str]


def find(tree: Tree, move: Move) -> Iterator[Use]:
    """Yield the lines of expected outputs that tell of the feature."""
    rules = move_rules.rules(tree, move)
    for path, source in spots.files(tree, rules, _is_output):
        text = qmp.plain(source)
        script = _script(tree, path)
        judge = _judge(tree, rules, script, text)
        program = tree.read(script) if script else b""
        for at in spots.named(rules, text):
            spot = _spot(rules, path, text, at, judge, program)
            if spot is not None:
                yield spots.use(path, source, AREA, text, spot, rules)


def _is_output(path: str) -> bool:
    return path.startswith(_FOLDER) and _OUT.fullmatch(path) is not None


def _script(tree: Tree, path: str) -> str:
    found = _OUT.fullmatch(path)
    return found[1] if found and exists(tree, found[1]) else ""


def _spot(
    rules: Rules, path: str, text: Text, at: int, judge: _Judge, program: bytes
) -> Spot | None:
    holder = qmp.holder(text, at)
    if holder is None:
        return _line(rules, text, at, program)
    value, member = holder
    if not rules.of_command or member.name not in ("execute", "exec-oob") or member.start == at:
        return None
    what = "logged call"
    if rules.listing:
        return Spot(at, what)
    if reason := judge(value):
        return Spot(at, what, reason)
    edits, reason = move_rules.rewrite(rules, path, text, value, member)
    if edits and not shell.is_script(path, program):
        edits, reason = _resorted(rules, path, text, value, edits)
    return Spot(at, what, reason, edits)


def _line(rules: Rules, text: Text, at: int, program: bytes) -> Spot | None:
    """Return a line that is no call, if the test puts the name into it while it runs."""
    if not rules.of_command or not spots.distinctive(rules.name):
        return None
    start = text.data.rfind(b"\n", 0, at) + 1
    line = text.data[start:].partition(b"\n")[0].strip()
    if line in program:
        return None
    return Spot(at, "line of the log", "how the line comes about is not certain")


def _judge(tree: Tree, rules: Rules, script: str, log: Text) -> _Judge:
    """Return what tells why a logged call of the test has to stay."""
    if rules.listing:
        return lambda value: ""
    if not script:
        return lambda value: "there is no test of that name"
    failing = set(shell.failing(log, rules.name))
    source = tree.read(script)
    if shell.is_script(script, source):
        sent = list(shell.called(rules, script, source))
        return lambda value: _sent(sent, failing, _squeezed(log, value))
    found = functools.cache(lambda: _python(tree, rules.move, script))

    def judge(value: Value) -> str:
        if not found() or any(use.by_hand for use in found()):
            return "not every call of the test is rewritten"
        return _fails(failing, _squeezed(log, value))

    return judge


def _sent(sent: Sequence[tuple[re.Pattern[bytes], bool]], failing: set[bytes], call: bytes) -> str:
    movable = [moves for logged, moves in sent if logged.fullmatch(call)]
    if not movable:
        return "no call of the test is logged like this"
    if not all(movable):
        return "the call of the test is not rewritten"
    return _fails(failing, call)


def _fails(failing: set[bytes], call: bytes) -> str:
    return "the answer is an error, which has other words" if call in failing else ""


def _squeezed(log: Text, value: Value) -> bytes:
    return shell.squeezed(log.data[value.start : value.end])


def _python(tree: Tree, move: Move, script: str) -> Sequence[Use]:
    """Return the users in a Python test that are logged, as the area of Python files finds them."""
    area = areas.every().get(_PYTHON)
    return tuple(area.logged(_Only(tree, script), move, script)) if area else ()


def _resorted(
    rules: Rules, path: str, text: Text, value: Value, edits: tuple[Edit, ...]
) -> tuple[tuple[Edit, ...], str]:
    """Return the edits with the arguments in the order in which the test sorts them."""
    members, _ = move_rules.arguments_of(value)
    mapping, _ = move_rules.renamed(rules, [m.name for m in members])
    old, new = [m.name for m in members], [mapping[m.name] for m in members]
    if old != sorted(old) or new == sorted(new):
        return edits, ""
    pairs = itertools.pairwise(members)
    gaps = {text.data[a.value.end : b.start - 1] for a, b in pairs}
    if len(gaps) > 1:
        return (), "its arguments would have to be sorted anew"
    start, end = members[0].start - 1, members[-1].value.end
    rows = sorted((mapping[m.name], _renamed(text, m, mapping[m.name])) for m in members)
    whole = gaps.pop().join(row for _, row in rows)
    return (*edits[:1], Edit(path, text.at[start], text.at[end], whole)), ""


def _renamed(text: Text, member: Member, name: str) -> bytes:
    quote = text.data[member.start - 1 : member.start]
    return quote + name.encode() + text.data[member.end : member.value.end]


@dataclass(frozen=True)
class _Only:
    """A tree whose only test is `test`; what is not a test is there as before."""

    base: Tree
    test: str

    def read(self, path: str) -> bytes:
        """See Tree."""
        return self.base.read(path)

    def files(self) -> Sequence[str]:
        """See Tree."""
        return [p for p in self.base.files() if self._has(p)]

    def grep(self, words: Sequence[str], under: Sequence[str] = ()) -> Sequence[Hit]:
        """See Tree."""
        return [h for h in self.base.grep(words, under) if self._has(h.path)]

    def naming(self, word: str, under: Sequence[str] = ()) -> Sequence[str]:
        """See Tree."""
        return [p for p in self.base.naming(word, under) if self._has(p)]

    def _has(self, path: str) -> bool:
        return path == self.test or path.startswith(definitions.FOLDERS)
