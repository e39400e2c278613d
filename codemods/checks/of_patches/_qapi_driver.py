"""Runs a tree's own QAPI generator on a schema, step by step, and tells what it made of it.

This is no part of the tool's process: checks/of_patches/_qapi_steps.py has it executed.  It
uses only what scripts/qapi has offered since QEMU 4.2.

    _qapi_driver.py STEPS

STEPS is a file of JSON: for each step {"roots": {ROOT: [FILE...]...}, "files": [FILE...],
"compare": [FILE...]}, the files of a ROOT being those to generate from.  In the current
directory are scripts/qapi, the files of the N-th different ROOT as they are before all steps in
roots/N, those to compare in before, and the files of step N as it leaves them in steps/N, where
one that goes is missing.

Printed is, as JSON, for each step {"roots": [{"error", "broken"}...], "error", "broken", "after",
"before"}: for each ROOT, and for the files to compare, the message with which it was rejected or
"", and what the scripts died of or "".  `after` and `before` are for each FILE to compare the
places that carry a feature, as [line, meta, definition, member or "", feature].
"""

from __future__ import annotations

import gc
import importlib
import inspect
import json
import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from os.path import abspath, dirname, exists
from typing import Any

_METAS = ("enum", "struct", "union", "alternate", "command", "event")
#: Where the generators are named that make up the tree's qapi-gen.py, newest first.
_ENTRIES = ("qapi.backend", "qapi.main")
#: What qapi-gen.py itself called before 5.2, when it was all in one script.
_OLD = ("types", "visit", "commands", "events", "introspect", "doc")
_ARGUMENTS = {"output_dir": ".", "prefix": ""}

_Said = dict[str, Any]
_Place = tuple[int, str, str, str, str]
_Generators = list[Callable[..., object]]


def main(job: str) -> list[_Said]:
    """Go through the steps that the file `job` tells and return what to print."""
    with open(job, encoding="utf-8") as file:
        steps: list[_Said] = json.load(file)
    sys.path.insert(0, abspath("scripts"))
    importlib.import_module("qapi.error")
    generators = _generators()
    # Nobody wants the files, only to know that they can be made.
    gen: Any = importlib.import_module("qapi.gen").QAPIGen
    gen.write = lambda self, output_dir: self.get_content()
    importlib.import_module("qapi.schema")
    roots = list(dict.fromkeys(root for step in steps for root in step["roots"]))
    begun = [_apart(partial(_of_root, steps, n, root, generators)) for n, root in enumerate(roots)]
    told = _of_files(steps)
    answers = {root: finish() for root, finish in zip(roots, begun, strict=True)}
    for n, (step, said) in enumerate(zip(steps, told, strict=True)):
        mine = (answers[root] for root in step["roots"])
        said["roots"] = [found[str(n)] if found else _broken("no answer") for found in mine]
    return told


def _of_root(steps: list[_Said], number: int, root: str, generators: _Generators) -> _Said:
    """Return what is said of one root after each step that has it."""
    top = abspath(".")
    os.chdir(f"roots/{number}")
    touched = [n for n, step in enumerate(steps) if root in step["roots"]]
    kept = _Kept.of_parser() if len(touched) > 1 else None
    said: _Said = {}
    for n, step in enumerate(steps[: touched[-1] + 1]):
        _take(f"{top}/steps/{n}", step["files"], kept)
        if n not in touched:
            continue
        only = frozenset(map(abspath, step["roots"][root]))
        if kept is None or n == touched[-1]:
            said[str(n)] = _tried(partial(_generate, root, generators, only))
            continue
        # What only is read is the same for all steps; the rest of the scripts changes what they
        # read, in a process of its own.
        _tried(partial(importlib.import_module("qapi.parser").QAPISchemaParser, root))
        begun = _apart(partial(_tried, partial(_generate, root, generators, only)))
        said[str(n)] = begun() or _broken("no answer")
    return said


def _take(folder: str, files: list[str], kept: _Kept | None) -> None:
    """Bring the files of a step to where the schema is."""
    for path in files:
        old, new = _read(path), _read(f"{folder}/{path}")
        if kept is not None:
            kept.forget(path, old or b"", new or b"")
        if new is None:
            if old is not None:
                os.unlink(path)
            continue
        os.makedirs(dirname(path) or ".", exist_ok=True)
        with open(path, "wb") as file:
            file.write(new)


def _read(path: str) -> bytes | None:
    if not exists(path):
        return None
    with open(path, "rb") as file:
        return file.read()


class _Kept:
    """Included files that were parsed, for as long as all that they include stays as it is.

    A parsed file holds where it was included from and the pragmas in force, so it is used again
    only where it is included from the same places, after the same files, and where no file with
    a pragma has changed.
    """

    def __init__(self, real: Callable[..., object], source: Any) -> None:
        self._real = real
        self._source = source
        self._new_pragma = source.QAPISchemaPragma
        self._found: dict[object, tuple[object, set[str]]] = {}
        self._share()

    @classmethod
    def of_parser(cls) -> _Kept | None:
        """Keep what the tree's parser includes; None where it is none that is known."""
        parser: Any = importlib.import_module("qapi.parser").QAPISchemaParser
        real = vars(parser).get("_include")
        source = sys.modules.get("qapi.source")
        if not isinstance(real, staticmethod) or not hasattr(source, "QAPISchemaPragma"):
            return None
        if len(inspect.signature(real.__func__).parameters) != 4:
            return None
        kept = cls(real.__func__, source)
        parser._include = staticmethod(kept.include)
        return kept

    def include(self, text: str, info: Any, path: str, seen: set[str]) -> object:
        """Return what the parser makes of a file, and add the files to `seen`."""
        if abspath(path) in seen:
            return self._real(text, info, path, seen)
        chain = []
        at = info
        while at is not None:
            chain.append((at.fname, at.line))
            at = at.parent
        key = (text, path, tuple(chain), frozenset(seen))
        if key not in self._found:
            before = set(seen)
            made = self._real(text, info, path, seen)
            self._found[key] = (made, seen - before)
        made, read = self._found[key]
        seen |= read
        return made

    def forget(self, path: str, old: bytes, new: bytes) -> None:
        """Parse again what holds the file."""
        if b"pragma" in old or b"pragma" in new:
            self._found.clear()
            self._share()
        mine = abspath(path)
        self._found = {key: one for key, one in self._found.items() if mine not in one[1]}

    def _share(self) -> None:
        pragma = self._new_pragma()
        self._source.QAPISchemaPragma = lambda: pragma


def _generate(root: str, generators: _Generators, only: frozenset[str]) -> None:
    """Check the schema `root`, and generate from its modules that are the files `only`."""
    schema: Any = importlib.import_module("qapi.schema").QAPISchema(root)
    modules = vars(schema).get("_module_dict")
    if isinstance(modules, dict):
        folder = dirname(root)
        schema._module_dict = {
            name: module for name, module in modules.items()
            if name is not None and abspath(f"{folder}/{name}") in only
        }  # fmt: skip
        try:
            return _run(schema, generators)
        except Exception:
            # The generators of that tree need all of them.
            schema._module_dict = modules
    return _run(schema, generators)


def _run(schema: object, generators: _Generators) -> None:
    given = {"schema": schema, **_ARGUMENTS}
    for generator in generators:
        generator(*(given.get(name, False) for name in inspect.signature(generator).parameters))


def _generators() -> _Generators:
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


def _tried(work: Callable[[], object]) -> _Said:
    """Return what the scripts said against what they were asked to do."""
    error: type[Exception] = sys.modules["qapi.error"].QAPIError
    try:
        work()
    except error as err:
        return {"error": str(err), "broken": ""}
    except SystemExit as err:
        return _broken(str(err.code))
    except Exception as err:
        import traceback

        return _broken(traceback.format_exception_only(type(err), err)[-1].strip())
    return {"error": "", "broken": ""}


def _broken(why: str) -> _Said:
    return {"error": "", "broken": why}


def _apart(work: Callable[[], _Said]) -> Callable[[], _Said | None]:
    """Begin the work in a process of its own; what is returned waits for its answer."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(reader)
            with open(writer, "w", encoding="utf-8") as pipe:
                json.dump(work(), pipe)
        finally:
            # Nothing of what this one goes on with is for a copy of it.
            os._exit(0)
    os.close(writer)

    def finish() -> _Said | None:
        with open(reader, encoding="utf-8") as pipe:
            text = pipe.read()
        os.waitpid(child, 0)
        try:
            found: _Said = json.loads(text)
        except ValueError:
            return None
        return found

    return finish


def _of_files(steps: list[_Said]) -> list[_Said]:
    """Return for each step the features in the files to compare, before and after it."""
    top = abspath(".")
    parser: Any = importlib.import_module("qapi.parser").QAPISchemaParser
    # One file at a time: features are compared file by file.
    parser._include = staticmethod(lambda *_: None)
    wanted = {path for step in steps for path in step["compare"]}
    held = {path: _noted(f"{top}/before", path) for path in sorted(wanted)}
    told = []
    for n, step in enumerate(steps):
        before = dict(held)
        held |= {path: _noted(f"{top}/steps/{n}", path) for path in step["files"] if path in wanted}
        pairs = [(path, held[path], before[path]) for path in step["compare"]]
        noted = [after for _, after, _ in pairs] + [was for _, _, was in pairs]
        failed = [said for said in noted if said["error"] or said["broken"]]
        after = {path: now["places"] for path, now, _ in pairs if "places" in now}
        there = {path: was["places"] for path, _, was in pairs if "places" in was}
        fine = {"error": "", "broken": ""}
        told.append({**(failed[0] if failed else fine), "after": after, "before": there})
    return told


def _noted(folder: str, path: str) -> _Said:
    """Return the `places` of a file, none of one that is not there, and what is said against it."""
    os.chdir(folder)
    places: list[_Place] = []
    if not exists(path):
        return {"error": "", "broken": ""}
    said = _tried(lambda: places.extend(_places(path)))
    return said if said["error"] or said["broken"] else {**said, "places": places}


def _places(path: str) -> Iterator[_Place]:
    parser: Any = importlib.import_module("qapi.parser").QAPISchemaParser
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
    json.dump(main(sys.argv[1]), answer)
