"""What a name means where it stands: a call, a word of a command line, or something else.

A kind says by which key of a QMP object and behind which words of a command line
its features are named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from codemods.formats import qmp
from codemods.formats.qmp import Member, Text, Value
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree
from codemods.users import command_lines, keys
from codemods.users import rules as move_rules
from codemods.users.model import Use
from codemods.users.rules import Rules

_EXECUTE = ("execute", "exec-oob")
_KEY = re.compile(rb"(?<![\w-])([\w-]+)['\"]?\s*:\s*['\"]?$")
_LINE = re.compile(rb"(?<!\\)\r?\n")
_NODE = re.compile(rb"(?<![\w./-])/?[a-z]\w*/\Z")
_SUFFIX = re.compile(rb"\.[a-z]")
#: Options of so few letters mean something to every program.
_SHORT = 2
_PROSE = (".rst", ".txt", ".hx", ".md", ".rst.inc", ".json")
_OTHER_PROGRAM = re.compile(rb"\bconfigure\s")
_SHELL = re.compile(rb"\(QEMU\) +$")
_SHELL_ARGUMENT = re.compile(rb"(?<=\s)([\w-]+)(?=[\w.-]*=)")


@dataclass(frozen=True)
class Spot:
    """A place of a text; `what` is "" where the letters mean something else."""

    at: int
    what: str = ""
    by_hand: str = ""
    edits: tuple[Edit, ...] = ()


_PARAMETER = "parameter of an option"
#: What a key is where the option is said elsewhere, if it is one.
MAYBE_PARAMETER = "maybe parameter of an option"


def files(tree: Tree, rules: Rules, wanted: Callable[[str], bool]) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the bytes of each file that names the feature and is `wanted`."""
    whole = qmp.whole(rules.name, dashed=is_dashed(rules))
    # One search of the whole tree serves every area, and what found the feature before.
    where = tree.naming(rules.name)
    hits = tree.grep((rules.name,), where) if where else ()
    for path in sorted({h.path for h in hits if wanted(h.path) and whole.search(h.text)}):
        yield path, tree.read(path)


def named(rules: Rules, text: Text) -> Iterator[int]:
    """Yield where the feature's name stands in `text` and is not part of a longer one."""
    return qmp.named(text, rules.name, dashed=is_dashed(rules))


def is_option(rules: Rules) -> bool:
    """Tell whether the feature is an option, before whose name dashes stand."""
    return rules.naming.key == "program"


def is_short(rules: Rules) -> bool:
    """Tell whether the feature is an option that other programs are likely to have, too."""
    return is_option(rules) and len(rules.name) <= _SHORT


def is_dashed(rules: Rules) -> bool:
    """Tell whether a dash may stand before the name: before an option, or `-cpu MODEL,-NAME`."""
    return rules.naming.dashed


def is_property(rules: Rules) -> bool:
    """Tell whether the feature is a property, which means nothing without its owner."""
    return rules.naming.is_property


def is_node(rules: Rules, text: Text, at: int) -> bool:
    """Tell whether the name at `at` is that of a machine behind its target, as test graphs have it.

    Source: docs/devel/testing/qgraph.rst in QEMU.
    """
    file = _SUFFIX.match(text.data, at + len(rules.name))
    node = _NODE.search(text.data, max(0, at - 80), at)
    return rules.naming.is_node and node is not None and file is None


def use(path: str, source: bytes, area: str, text: Text, spot: Spot, rules: Rules) -> Use:
    """Return the place as a user of the feature."""
    by_hand = "" if rules.listing else spot.by_hand
    edits = () if rules.listing or by_hand else spot.edits
    return Use(path, line_of(source, text.at[spot.at]), area, spot.what, by_hand, edits)


def read(rules: Rules, path: str, text: Text, at: int) -> Spot | None:
    """Return what the name at `at` is, as far as objects and command lines tell; None if not."""
    around = text.data[at - 1 : at], text.data[at + len(rules.name) :][:1]
    if around[0] == around[1] and around[0] in (b"'", b'"'):
        found = qmp.holder(text, at)
        if found is not None:
            return _in_object(rules, path, text, at, *found)
        key = _KEY.search(text.data, max(0, at - 60), at)
        if key is not None and key[1].decode() in rules.naming.keys:
            return Spot(at, f"{rules.naming.what} sent", "the object cannot be read for certain")
        if key is not None:
            return Spot(at)
    return _on_command_line(rules, path, text, at)


def exchanged(rules: Rules, path: str, text: Text, at: int, what: str) -> Spot:
    """Return the name at `at` as a use that is moved by exchanging it."""
    if rules.listing or rules.refusal:
        return Spot(at, what, rules.refusal)
    if not rules.naming.certain and not rules.of_command:
        return Spot(at, what, f"whether `{rules.new}` means the same here has to be looked at")
    span = (at, at + len(rules.name), rules.new)
    edits, reason = move_rules.replaced(path, text, [span])
    return Spot(at, what, reason, edits)


def distinctive(name: str) -> bool:
    """Tell whether `name` is no plain word, so that it means the feature in a text too."""
    return re.search(r"[-_\d]", name) is not None


def _in_object(
    rules: Rules, path: str, text: Text, at: int, value: Value, member: Member
) -> Spot | None:
    kind = rules.naming
    if member.start == at:
        return _key(rules, path, text, at, value)
    if rules.of_command:
        if member.name in _EXECUTE:
            edits, reason = move_rules.rewrite(rules, path, text, value, member)
            return Spot(at, "command sent", reason, edits)
        if member.name == "type" and value.member("data"):
            return Spot(at, "transaction action", "a transaction action, not the command itself")
        return Spot(at)
    if member.name not in kind.keys:
        return Spot(at)
    return exchanged(rules, path, text, at, f"{kind.what} in an object")


def _key(rules: Rules, path: str, text: Text, at: int, value: Value) -> Spot | None:
    """Return the name as a key: of the object's own members if the others agree."""
    if keys.has(rules.keys, path, text, value):
        return _given(rules, path, text, at, f"{rules.naming.what} in an object")
    beside = {m.name for m in value.members}
    before, setter = text.data[max(0, at - 400) : at], rules.naming.setter.encode()
    ours = rules.naming.key == "type" and beside <= rules.siblings
    if ours or (setter and setter in before):
        return exchanged(rules, path, text, at, f"{rules.naming.what} in an object")
    return Spot(at)


def _on_command_line(rules: Rules, path: str, text: Text, at: int) -> Spot | None:
    if rules.of_command:
        shell = _SHELL.search(text.data, max(0, at - 20), at)
        return _in_qmp_shell(rules, path, text, at) if shell else None
    if rules.keys.options:
        return _in_value(rules, path, text, at)
    if is_option(rules) and not _is_of_qemu(rules, path, text, at):
        return Spot(at)
    for lead in rules.naming.leads:
        if re.compile(lead.encode() + rb"\Z").search(text.data, max(0, at - 80), at):
            return exchanged(rules, path, text, at, f"{rules.naming.what} on a command line")
    return None


def _is_of_qemu(rules: Rules, path: str, text: Text, at: int) -> bool:
    """Tell whether an option is one of an emulator; a text for people tells of few others."""
    if command_lines.is_user_mode(path, text.data[:at]) != rules.of_user_mode:
        return False
    runs = command_lines.runs_qemu(text.data[:at])
    prose = path.endswith(_PROSE) and _OTHER_PROGRAM.search(_LINE.split(text.data[:at])[-1]) is None
    # A string that begins with the option, or with a variable, does not tell: its area looks.
    open_ = text.data[:at].strip(b"-") == b"" or qmp.UNKNOWN in _LINE.split(text.data[:at])[-1]
    if is_short(rules):
        return runs is True or (runs is None and open_)
    return runs is not False or prose


def _in_value(rules: Rules, path: str, text: Text, at: int) -> Spot | None:
    """Return the name as a key in the value of an option, None if it is none."""
    ours = keys.is_ours(rules.keys, path, text, at)
    if ours is not None:
        what = f"{rules.naming.what} on a command line" if is_property(rules) else _PARAMETER
        return _given(rules, path, text, at, what) if ours else Spot(at)
    rest = text.data[at:]
    if text.data[at - 1 : at] != b"," or rules.keys.is_head is not None:
        return None
    if rest[len(rules.name) :][:1] == b".":  # a part of a longer key
        return Spot(at)
    option = keys.option_before(text, at)
    if option and option not in rules.keys.takers:
        return Spot(at)
    if not option:
        return Spot(at, MAYBE_PARAMETER, "the option that it belongs to does not stand here")
    return _given(rules, path, text, at, _PARAMETER)


def _given(rules: Rules, path: str, text: Text, at: int, what: str) -> Spot | None:
    """Return a key that is certainly the feature as a use."""
    rest = text.data[at:]
    longer = len(rules.new) > len(rules.name)
    if longer and rest.startswith(rules.new.encode()):  # it is moved already
        return None
    plain = "=" in rules.new and rest[len(rules.name) :][:1] != b"="
    if plain or is_property(rules):
        return exchanged(rules, path, text, at, what)
    return Spot(at, what, f"whether its value means the same for `{rules.new}` has to be looked at")


def _in_qmp_shell(rules: Rules, path: str, text: Text, at: int) -> Spot:
    """Return a line `(QEMU) command argument=value ...` of the example shell."""
    what = "command in the QMP shell"
    end = text.data.find(b"\n", at)
    end = len(text.data) if end < 0 else end
    if rules.listing:
        return Spot(at, what)
    if re.search(rb"[{'\"\\]", text.data[at:end]):
        return Spot(at, what, "the arguments cannot be read for certain")
    if reason := move_rules.answered(rules, path, text, at, end):
        return Spot(at, what, reason)
    keys = list(_SHELL_ARGUMENT.finditer(text.data, at, end))
    mapping, reason = move_rules.renamed(rules, [k[1].decode() for k in keys])
    if reason:
        return Spot(at, what, reason)
    spans = [(at, at + len(rules.name), rules.new)]
    spans += [(*k.span(1), new) for k in keys if (new := mapping[k[1].decode()]) != k[1].decode()]
    edits, reason = move_rules.replaced(path, text, spans)
    return Spot(at, what, reason, edits)
