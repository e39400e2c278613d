"""Runs a tree's own QAPI generator and tells what it made of a schema.

This is no part of the tool's process: checks/qapi_schema.py has it executed in
a folder that holds a copy of the tree's scripts/qapi and schema files, and the
files as they were in ../before.  It uses only what scripts/qapi has offered
since QEMU 4.2.

    _qapi_driver.py ROOT [FILE...]

prints as JSON: `error`, the message with which ROOT was rejected, or "";
`after` and `before`, for each schema FILE the places that carry a feature, as
[line, meta, definition, member or "", feature].
"""

from __future__ import annotations

import gc
import importlib
import inspect
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

_METAS = ("enum", "struct", "union", "alternate", "command", "event")
#: Where the generators are named that make up the tree's qapi-gen.py, newest first.
_ENTRIES = ("qapi.backend", "qapi.main")
#: What qapi-gen.py itself called before 5.2, when it was all in one script.
_OLD = ("types", "visit", "commands", "events", "introspect", "doc")
_ARGUMENTS = {"output_dir": ".", "prefix": ""}


def main(root: str, *files: str) -> dict[str, Any]:
    """Read the schema `root`, generate from it, and return what to print."""
    sys.path.insert(0, str(Path("scripts").resolve()))
    error: type[Exception] = importlib.import_module("qapi.error").QAPIError
    try:
        _generate(root)
        after = {f: list(_places(f)) for f in files}
        before = {
            f: list(_places(f"../before/{f}")) for f in files if Path("../before", f).exists()
        }
    except error as err:
        return {"error": str(err)}
    return {"error": "", "after": after, "before": before}


def _generate(root: str) -> None:
    generators = _generators()
    # Nobody wants the files, only to know that they can be made.
    gen: Any = importlib.import_module("qapi.gen").QAPIGen
    gen.write = lambda self, output_dir: self.get_content()
    schema = importlib.import_module("qapi.schema").QAPISchema(root)
    for generator in generators:
        given = {"schema": schema, **_ARGUMENTS}
        generator(*(given.get(name, False) for name in inspect.signature(generator).parameters))


def _generators() -> list[Callable[..., object]]:
    for name in _ENTRIES:
        try:
            module = importlib.import_module(name)
        except ModuleNotFoundError as err:
            if err.name != name:
                raise
            continue
        found = [value for key, value in vars(module).items() if key.startswith("gen_")]
        if found:
            return found
    found = []
    for name in _OLD:
        try:
            module = importlib.import_module(f"qapi.{name}")
        except ModuleNotFoundError as err:
            # doc.py went before the script became a module.
            if err.name != "qapi.doc":
                raise
            continue
        found.append(getattr(module, f"gen_{name}"))
    return found


def _places(path: str) -> Iterator[tuple[int, str, str, str, str]]:
    parser: Any = importlib.import_module("qapi.parser").QAPISchemaParser
    # One file at a time: features are compared file by file.
    parser._include = staticmethod(lambda *_: None)
    for parsed in parser(path).exprs:
        # A dict of its own around the expression until 7.2, an attribute since.
        wrapped = "info" in parsed
        expr, info = (parsed["expr"], parsed["info"]) if wrapped else (parsed, parsed.info)
        meta = next((m for m in _METAS if m in expr), None)
        if meta:
            for member, feature in _features(expr):
                yield info.line, meta, expr[meta], member, feature


def _features(expr: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from (("", name) for name in _names(expr))
    for part in (expr.get("base"), expr.get("data")):
        if isinstance(part, dict):
            members = list(part.items())
        elif isinstance(part, list):
            members = [(m["name"], m) for m in part if isinstance(m, dict)]
        else:
            continue
        for member, value in members:
            yield from ((member.lstrip("*"), name) for name in _names(value))


def _names(holder: object) -> list[str]:
    features = holder.get("features") or [] if isinstance(holder, dict) else []
    return [f["name"] if isinstance(f, dict) else f for f in features]


if __name__ == "__main__":
    gc.disable()
    answer, sys.stdout = sys.stdout, sys.stderr
    json.dump(main(*sys.argv[1:]), answer)
