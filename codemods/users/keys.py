"""The key of an option: in `-device DRIVER,KEY=value` and wherever else it is given.

Most keys mean something only with what stands first in the option's value, the
driver, machine, CPU model or backend.  A key is nobody's where that is not told.
Source: docs/qdev-device-use.txt, system/qdev-monitor.c and util/keyval.c in QEMU.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from codemods.formats import qmp
from codemods.formats.qmp import Text, Value

#: Options that take the parameters of another one.
_ALIKE = {"chardev": ("serial", "parallel", "monitor", "qmp", "qmp-pretty", "gdb")}
#: The keys by which a value, or an object, names what otherwise stands first.
SELECTORS = ("driver", "qom-type", "type", "backend")
_GLOBAL = "global"
_OPTION = re.compile(rb"(?:^|[\s'\"`\[(])--?([a-z][\w-]*)")
_LINE = re.compile(rb"(?<!\\)\r?\n")
_WORD = re.compile(rb"(?<![^\s'\"`])[^\s'\"`]*\Z")
_REST = re.compile(rb"(?:[^\s'\"`\\]|\\\r?\n[ \t]*)*")
_FOLD = re.compile(rb"\\\r?\n[ \t]*")
_FOLDED = re.compile(_FOLD.pattern + rb"\Z")
#: A synopsis goes on in the next line with a parameter that can be left out.
_GOES_ON = re.compile(rb"(?:\\n|(?<![ \t]))[ \t]*\\?\r?\n[ \t]*\Z")
#: What takes a value stands right before it: an option, or a command of the monitor.
_TAKER = re.compile(
    rb"(?:(?:^|[\s'\"`\[({,=\x1a])--?([A-Za-z][\w-]*)|\b([a-z]+)_add)(?:[ \t]|\\?\r?\n)+['\"]?\Z"
)
#: A variable of the shell, which holds a value or the option with it.
_ASSIGNED = re.compile(rb"[A-Za-z_]\w*=(?=[\w.-]+,)")
_INSIDE = re.compile(rb"--?([A-Za-z][\w-]*)=")
#: Only a node of the block layer has this; its drivers may be called as devices are.
BLOCK_NODE = "node-name"
#: Nobody writes a longer value; what is said of a key stands at most so far behind its owner.
_LONGEST, _NEAR = 1000, 3000
_TITLE = 200
_PARAGRAPH = re.compile(rb"\n[ \t]*\n")
_PROPS = re.compile(rb"['\"]props['\"]\s*:\s*\Z")


@dataclass(frozen=True)
class Keys:
    """What the key `name` belongs to.

    `options` take it.  `is_head` tells whether a name may stand first in the
    value, None where nothing hangs on it; `is_elsewhere` whether the path and
    the text before tell of another target.  `owner` is what the key is called
    by in full, without the key; `called` are names of the owner in a text.
    `in_objects` tells that objects of QMP have the key too, `is_merged`
    that an option which is given twice takes one value.  `above` are the types
    that the owner is derived from, by which -global names it too.
    """

    name: str = ""
    options: tuple[str, ...] = ()
    owner: str = ""
    called: tuple[str, ...] = ()
    is_head: Callable[[str], bool] | None = None
    is_elsewhere: Callable[[str, bytes], bool] = lambda path, before: False
    in_objects: bool = False
    is_merged: bool = False
    above: tuple[str, ...] = ()

    @property
    def takers(self) -> tuple[str, ...]:
        """The options that take the key, and those that take the same values as they."""
        return tuple(n for option in self.options for n in (option, *_ALIKE.get(option, ())))


def is_ours(keys: Keys, path: str, text: Text, at: int) -> bool | None:
    """Tell whether the name at `at` is the key, where the value it stands in says whose it is.

    None is returned where it is no key, or where what stands first does not matter.
    """
    start = _start(text.data, at)
    first = start == at and _taker(text.data, at) in keys.options
    inside = _FOLD.sub(b"", text.data[start:at]).endswith((b",", b"+", b"-", b".", b"="))
    if keys.is_head is None or not (inside or first):
        return None
    value = text.data[start:at]
    option = _taker(text.data, start)
    if found := _INSIDE.match(value):
        option, value = found[1].decode(), value[found.end() :]
    kept = _ASSIGNED.match(value) if option is None else None
    if kept is not None and kept[0][:-1].decode() not in SELECTORS:
        value = value[kept.end() :]
    elif option is None and start and text.data[start - 1 : start] not in (b"'", b'"', b"`"):
        return False
    before = b"".join(_FOLD.sub(b"", value).split()).decode(errors="replace")
    rest = _REST.match(text.data, at + len(keys.name))
    after = _FOLD.sub(b"", rest[0]).decode(errors="replace") if rest else ""
    if keys.is_elsewhere(path, text.data[:at]):
        return False
    return _is_key(keys, option, before, after, _paragraph(text.data, at))


def has(keys: Keys, path: str, text: Text, value: Value) -> bool:
    """Tell whether an object that has the key is of the owner: a value in JSON, or one of QMP."""
    if keys.is_head is None:
        return False
    option = _taker(text.data, value.start)
    named = [value.member(selector) for selector in SELECTORS]
    around = _model(text, value)
    if around is not None and option is None:
        named, option = [around.member("name")], _last(keys.options)
    heads = [text.data[m.value.start + 1 : m.value.end - 1].decode() for m in named if m]
    taken = option in keys.options if option else keys.in_objects
    told = any(keys.is_head(head) for head in heads)
    node = value.member(BLOCK_NODE) is not None
    return taken and told and not node and not keys.is_elsewhere(path, text.data[: value.start])


def is_named(keys: Keys, name: str | None) -> bool:
    """Tell whether `name` is what the key belongs to."""
    return name is not None and keys.is_head is not None and keys.is_head(name)


def option_before(text: Text, at: int) -> str:
    """Return the last option that stands before `at` in its line, "" for none."""
    named = _OPTION.findall(_LINE.split(text.data[:at])[-1])
    return named[-1].decode() if named else ""


def is_in_full(keys: Keys, text: Text, at: int) -> bool:
    """Tell whether the key stands behind its owner and a dot."""
    owner = re.compile(rb"(?<![\w.-])" + re.escape(keys.owner.encode()) + rb"\.\Z")
    return owner.search(text.data, max(0, at - 80), at) is not None


def is_told_near(keys: Keys, path: str, text: Text, at: int) -> bool:
    """Tell whether a text names the owner of the key in its title, before it or in its line."""
    names = b"|".join(re.escape(name.encode()) for name in keys.called)
    owner = re.compile(rb"(?<![\w-])(?:" + names + rb")(?![\w-])")
    line = text.data.find(b"\n", at)
    after = text.data[at : line if line >= 0 else len(text.data)]
    before = (text.data[:_TITLE], text.data[max(0, at - _NEAR) : at])
    told = any(owner.search(part) for part in (*before, after))
    return told and not keys.is_elsewhere(path, text.data[:at])


def _model(text: Text, value: Value) -> Value | None:
    """Return the object that names the model of which `value` has the properties, or None."""
    props = _PROPS.search(text.data, max(0, value.start - 40), value.start)
    found = qmp.holder(text, props.start() + 1) if props else None
    return found[0] if found else None


def _last(options: tuple[str, ...]) -> str | None:
    return options[-1] if options else None


def _is_key(keys: Keys, option: str | None, before: str, after: str, around: bytes) -> bool:
    """Judge a value: what it has before the key, and behind it."""
    if keys.is_head is None:
        return False
    items = [item.strip("[]{}") for item in (before + keys.name + after).split(",")]
    if option == _GLOBAL and keys.in_objects:
        short = before[:-1] if before.endswith(".") else ""
        head = _head(items) if before.endswith("property=") else short
        return keys.is_head(head) or head in keys.above
    if option in _ALIKE.get(keys.options[0], ()):  # these have syntaxes of their own
        return _is_at_key(before, after)
    if not _is_at_key(before, after) or (option is not None and option not in keys.options):
        return False
    if head := _head(items):
        return keys.is_head(head)
    merged = keys.is_merged and option is not None
    return merged and any(keys.is_head(name) for name in _heads(keys, around))


def _heads(keys: Keys, around: bytes) -> list[str]:
    """Return what the other values of the same options are of."""
    names = b"|".join(option.encode() for option in keys.options)
    found = re.findall(rb"(?<!\S)--?(?:" + names + rb")[ =](?:type=)?([\w.-]+)(?![\w.=-])", around)
    return [name.decode() for name in found]


def _paragraph(data: bytes, at: int) -> bytes:
    before = _PARAGRAPH.split(data[max(0, at - _LONGEST) : at])[-1]
    return before + _PARAGRAPH.split(data[at : at + _LONGEST])[0]


def _is_at_key(before: str, after: str) -> bool:
    first = before == "" and after.startswith("=")
    return (first or before.rstrip("+-").endswith(",")) and not after.startswith((".", ":"))


def _head(items: list[str]) -> str:
    """Return what the value is of: what its selector says, or what stands first."""
    for item in items:
        key, equals, said = item.partition("=")
        if equals and key in SELECTORS:
            return said
    return items[0] if "=" not in items[0] else ""


def _start(data: bytes, at: int) -> int:
    """Return where the value begins in which `at` is."""
    start = at
    while True:
        found = _WORD.search(data, max(0, at - _LONGEST), start)
        start = found.start() if found else start
        optional = data[start : start + 2] == b"[,"
        fold = (_GOES_ON if optional else _FOLDED).search(data, max(0, start - 80), start)
        apart = fold is not None and data[fold.start() - 1 : fold.start()] in (b" ", b"\t")
        if fold is None or (apart and not optional):
            return start
        start = fold.start()


def _taker(data: bytes, start: int) -> str | None:
    """Return the option whose value begins at `start`, None where none stands before it."""
    found = _TAKER.search(data, max(0, start - 80), start)
    return (found[1] or found[2]).decode() if found else None
