"""Which commands of the monitor, or which of their arguments, a message of a function is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.qemu.hooks.around import Around
from codemods.qemu.tables import arguments, monitor
from codemods.source.tree import Tree

_TABLES = ((monitor.COMMANDS, "hmp-command", ""), (monitor.INFO, "hmp-argument", "info."))
_ASKED = re.compile(r'\bqdict_\w+\(\s*\w+,\s*"([\w-]+)"')


def commands(tree: Tree, beside: Around, message: str) -> Iterator[tuple[str, str]]:
    """Yield the commands that the function runs; where it asks for an argument, that instead.

    Arguments:
        message: what is reported; it may name the argument.
    """
    if not beside.function.startswith("hmp_"):
        return
    asked = {key for text in beside.conditions for key in _ASKED.findall(text)}
    asked |= set(monitor.arguments_said(message))
    for path, kind, prefix in _TABLES:
        for block in monitor.table(tree, path):
            if beside.function in (block.fields.get("cmd"), block.fields.get("mhandler.cmd")):
                command = f"{prefix}{block.name.partition('|')[0]}"
                own = [a for a in arguments.of_row(block) if asked & {a.key, a.typed}]
                for argument in own:
                    yield "hmp-argument", f"{command}.{argument.typed}"
                if not own:
                    yield kind, command
