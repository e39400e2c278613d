"""Judge many features in several processes, and remember what was judged.

The state file holds one line of JSON that says what was swept, then one for
each verdict.  A sweep that is started again with it goes on where it ended.
"""

from __future__ import annotations

import hashlib
import json
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path

from codemods import kinds
from codemods.errors import CodemodError, UsageError
from codemods.model import Feature
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree
from codemods.source.memory import Memory
from codemods.source.opening import open_tree
from codemods.source.tree import Tree
from codemods.sweep import batch, verdict
from codemods.sweep.judge import judge
from codemods.sweep.verdict import Verdict

_CHUNK = 16


@dataclass(frozen=True)
class Sweep:
    """What to sweep: see `python -m codemods.cli.sweep --help`."""

    tree: Path
    rev: str | None = None
    kinds: tuple[str, ...] = ()
    sample: int | None = None
    jobs: int = 2
    state: Path | None = None
    verify: bool = False


def features(tree: Tree, sweep: Sweep) -> tuple[list[Feature], list[Verdict]]:
    """Return the features to judge, and a verdict for each kind that cannot list its own.

    A sample is the same in every run: the names with the smallest digests.

    Raises:
        UsageError: there is no such kind.
    """
    every = kinds.every()
    unknown = [k for k in sweep.kinds if k not in every]
    if unknown:
        hint = f"one of {', '.join(every)}"
        raise UsageError(f"--kind {unknown[0]}: no such kind", hint=hint)
    found: list[Feature] = []
    failed: list[Verdict] = []
    for kind in every.values():
        if sweep.kinds and kind.id not in sweep.kinds:
            continue
        try:
            own = list(kind.every(tree))
        except Exception as err:  # the very thing the sweep looks for
            text = str(err) if isinstance(err, CodemodError) else traceback.format_exc()
            failed.append(Verdict(kind.id, "every()", verdict.CRASHED, text, "cannot be listed"))
            continue
        doubled = len(own) - len({f.qualified for f in own})
        if doubled:
            text = f"{doubled} features have a qualified name that another one has"
            failed.append(Verdict(kind.id, "every()", verdict.BAD, text, text))
        if sweep.sample is not None:
            own = sorted(own, key=lambda f: _digest(f.qualified.encode()))[: sweep.sample]
        found += own
    return found, failed


def run(sweep: Sweep, progress: Callable[[int, int, Verdict | None], None]) -> tuple[Verdict, ...]:
    """Return a verdict on every feature of the sweep.

    Arguments:
        progress: is told how many are judged, of how many, and the last one.

    Raises:
        UsageError: there is no such tree or kind, or the state file is of another sweep.
        CodemodError: a worker process died.
    """
    tree, searched = _opened(sweep)
    wanted, verdicts = features(searched, sweep)
    searched.forget()
    known = _resume(tree, sweep)
    verdicts += [v for f in wanted if (v := known.get((f.kind, f.qualified)))]
    todo = [f for f in wanted if (f.kind, f.qualified) not in known]
    progress(len(verdicts), len(wanted), None)
    for said in _judged(sweep, todo):
        verdicts.append(said)
        _remember(sweep, said)
        progress(len(verdicts), len(wanted), said)
    return tuple(sorted(verdicts, key=lambda v: (v.kind, v.name)))


def _judged(sweep: Sweep, todo: Sequence[Feature]) -> Iterator[Verdict]:
    chunks = [todo[n : n + _CHUNK] for n in range(0, len(todo), _CHUNK)]
    if sweep.jobs == 1:
        for chunk in chunks:
            yield from _chunk(sweep, chunk)
        return
    # A process that is started anew shares no lock with the progress display.
    with ProcessPoolExecutor(sweep.jobs, get_context("spawn")) as pool:
        futures = [pool.submit(_chunk, sweep, chunk) for chunk in chunks]
        try:
            for future in as_completed(futures):
                yield from future.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _chunk(sweep: Sweep, chunk: Sequence[Feature]) -> list[Verdict]:
    """Judge a few features; in a worker process."""
    tree, searched = _opened(sweep)
    judged = [judge(searched, feature) for feature in chunk]
    searched.forget()
    verdicts = [said for said, _ in judged]
    if not sweep.verify:
        return verdicts
    done = [f for f, (_, patch) in zip(chunk, judged, strict=True) if patch is not None]
    try:
        wrong = batch.problems(tree, done)
    except Exception:  # the very thing the sweep looks for
        text = traceback.format_exc()
        crashed = replace(verdicts[0], status=verdict.CRASHED, message=text, reason="scripts")
        return [replace(crashed, name=v.name) for v in verdicts]
    for n, feature in enumerate(chunk):
        if feature in wrong:
            p = wrong[feature]
            text = f"{p.check}: {p.message}"
            verdicts[n] = replace(
                verdicts[n], status=verdict.BAD, message=text,
                reason=verdict.reason(text, feature), path=p.path, line=p.line,
            )  # fmt: skip
    return verdicts


@lru_cache(maxsize=1)
def _opened(sweep: Sweep) -> tuple[GitTree | FolderTree, Memory]:
    tree = open_tree(sweep.tree, sweep.rev)
    return tree, Memory(tree)


def _resume(tree: GitTree | FolderTree, sweep: Sweep) -> dict[tuple[str, str], Verdict]:
    """Return the verdicts of the state file, which is made where there is none."""
    if sweep.state is None:
        return {}
    head = json.dumps({"tree": _identity(tree), "verify": sweep.verify, "tool": _tool()})
    if not sweep.state.exists():
        sweep.state.write_text(head + "\n", encoding="utf-8")
        return {}
    lines = sweep.state.read_text(encoding="utf-8").split("\n")
    if lines[0] != head:
        raise UsageError(
            f"--state {sweep.state}: it is of another tree, another tool or other options",
            hint="remove it, or name another file",
        )
    known = {}
    for line in lines[1:]:
        try:
            said = verdict.parse(line)
        except ValueError:
            continue  # a line that was cut off when the sweep was stopped
        known[said.kind, said.name] = said
    text = "".join(f"{line}\n" for line in [head, *(v.as_json() for v in known.values())])
    sweep.state.write_text(text, encoding="utf-8")
    return known


def _remember(sweep: Sweep, said: Verdict) -> None:
    if sweep.state is not None:
        with sweep.state.open("a", encoding="utf-8") as file:
            file.write(said.as_json() + "\n")


def _identity(tree: GitTree | FolderTree) -> str:
    where = str(tree.where.resolve())
    return f"{where}@{tree.commit}" if isinstance(tree, GitTree) else where


def _tool() -> str:
    """Return a digest of the tool's own files: other code may judge otherwise."""
    package = Path(__file__).resolve().parent.parent
    queries = package.parent / "queries"
    files = sorted([*package.rglob("*.py"), *package.rglob("*.scm"), *queries.rglob("*.scm")])
    return _digest(b"".join(file.read_bytes() for file in files))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
