#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Put small faults into the package, one at a time, and tell which of them no test sees.

Works in a copy of the tree in the temporary folder.  Each fault is tried on the tests
that run its line, the quickest first; those are found by running the whole suite once
with coverage.  Survivors are printed as path:line and the change.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import coverage
import pytest
from faults import Fault, compiles, faults

_TOP = Path(__file__).resolve().parent.parent
_PACKAGE = "codemods"
#: Where the run that measures leaves how long each test took.
_TIMES = "MUTATE_TIMES"
#: Hypothesis draws the same examples each time, and takes longer to load its plugin than pytest.
_PYTEST = ("-q", "--no-header", "-p", "no:cacheprovider", "-p", "no:hypothesispytest")
#: Variables of an outer pytest or coverage.
_FOREIGN = ("PYTEST_", "COVERAGE_")
#: A test that runs so many times longer than before hangs; and what starting pytest may take.
_SLOWER, _START_S = 5.0, 60.0
#: What coverage needs to tell the tests apart, also in the processes that they start.
_RC = """\
[run]
source = {top}/codemods
data_file = {top}/.coverage
patch = subprocess
parallel = true
context = ${{PYTEST_CURRENT_TEST-}}
disable_warnings = no-data-collected
"""


#: Tells which tests can see a fault, and how long they take without it.
Selection = Callable[[Fault], tuple[list[str], float]]


def main() -> int:
    """Run the command line; the exit status tells whether a fault survived."""
    asked = _arguments()
    chosen = _chosen(asked)
    if not chosen:
        print("nothing to mutate")
        return 0
    with tempfile.TemporaryDirectory(prefix="mutate-") as folder:
        top = Path(folder).resolve() / "tree"
        _copy(top)
        select = _given(top, asked.tests) if asked.tests else _measured(top)
        results: Counter[str] = Counter()
        for n, fault in enumerate(chosen, 1):
            result = _tried(top, fault, select, n)
            results[result] += 1
            if result in ("survived", "not run"):
                print(f"{fault}  ({result})\n    {_shown(fault)}", flush=True)
            print(f"{n}/{len(chosen)} {result}", file=sys.stderr)
    print(f"{len(chosen)} faults: " + ", ".join(f"{results[r]} {r}" for r in sorted(results)))
    return 1 if results["survived"] or results["not run"] else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "modules",
        nargs="*",
        metavar="MODULE",
        help="files to put faults into; default: the whole package",
    )
    parser.add_argument("--since", metavar="REV", help="only modules that changed since REV")
    parser.add_argument("--sample", type=int, metavar="N", help="try N faults, drawn by chance")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="of the chance; default 0")
    parser.add_argument(
        "--tests",
        nargs="+",
        metavar="TEST",
        help="run these (as pytest names them) for each fault, measure nothing",
    )
    return parser.parse_args()  # fmt: skip


def _chosen(asked: argparse.Namespace) -> list[Fault]:
    files = [Path(m).resolve().relative_to(_TOP).as_posix() for m in asked.modules]
    files = files or _git("ls-files", "-co", "--exclude-standard", "--", f"{_PACKAGE}/*.py")
    if asked.since:
        changed = _git("diff", "--name-only", "--relative", asked.since, "--", _PACKAGE)
        files = [file for file in files if file in {*changed}]
    sources = {file: (_TOP / file).read_bytes() for file in sorted(files) if (_TOP / file).exists()}
    every = [each for file, source in sources.items() for each in faults(file, source)]
    if asked.sample is not None:
        random.Random(asked.seed).shuffle(every)
    good = (each for each in every if compiles(each.applied(sources[each.path])))
    return sorted(itertools.islice(good, asked.sample))


def _git(name: str, *args: str) -> list[str]:
    command = ["git", name, "-z", *args]
    out = subprocess.run(command, cwd=_TOP, stdout=subprocess.PIPE, check=True).stdout
    return [name for name in os.fsdecode(out).split("\0") if name]


def _copy(top: Path) -> None:
    """Copy the files of the checkout, also the changed and the new ones."""
    for name in _git("ls-files", "-co", "--exclude-standard"):
        if (_TOP / name).is_file():
            (top / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(_TOP / name, top / name)


def _given(top: Path, tests: list[str]) -> Selection:
    """Return a selection of always the same tests, which have to pass."""
    start = time.monotonic()
    if not _pass([sys.executable, "-m", "pytest", *_PYTEST, "-x", *tests], top):
        sys.exit("the tests fail without any fault")
    took = time.monotonic() - start
    return lambda fault: (tests, took)


def _measured(top: Path) -> Selection:
    """Return the selection by the lines that each test runs.

    Left out is what fails without any fault, as tests may that are measured.
    """
    (top / ".rc").write_text(_RC.format(top=top))
    print("measuring which tests run which lines", file=sys.stderr)
    command = [sys.executable, "-m", "coverage", "run", f"--rcfile={top}/.rc", "-m", "pytest"]
    if not _pass([*command, *_PYTEST, "-p", "mutate"], top):
        print("tests that fail without any fault are left out", file=sys.stderr)
    # The name is told again, or COVERAGE_FILE would win.
    measured = coverage.Coverage(data_file=f"{top}/.coverage", config_file=f"{top}/.rc")
    measured.combine()
    data = measured.get_data()
    seconds: dict[str, float] = json.loads((top / ".times").read_text())

    def select(fault: Fault) -> tuple[list[str], float]:
        lines = data.contexts_by_lineno(str(top / fault.path))
        found = set(map(_test, lines.get(fault.line, ())))
        if found == {""}:
            # The line runs while the module is imported: all that use the module can see it.
            found = {_test(context) for contexts in lines.values() for context in contexts}
        tests = sorted(found & seconds.keys(), key=lambda test: (seconds[test], test))
        return tests, sum(seconds[test] for test in tests)

    return select


def _pass(command: Sequence[str], top: Path) -> bool:
    """Tell whether the tests pass, and print what they say if not."""
    done = subprocess.run(command, cwd=top, env=_environment(top), stdout=subprocess.PIPE)
    if done.returncode:
        print(done.stdout.decode(errors="replace"), file=sys.stderr)
    return not done.returncode


def _tried(top: Path, fault: Fault, select: Selection, n: int) -> str:
    """Return what becomes of a fault: killed, timeout, survived, or not run."""
    tests, usual = select(fault)
    if not tests:
        return "not run"
    file = top / fault.path
    source = file.read_bytes()
    file.write_bytes(fault.applied(source))
    # Python takes compiled code for that of a file of the same size and second.
    os.utime(file, (n, n))
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", *_PYTEST, "-x", *tests], cwd=top, env=_environment(top),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        return "killed" if process.wait(_START_S + _SLOWER * usual) else "survived"
    except subprocess.TimeoutExpired:
        return "timeout"
    finally:
        # What hangs is often a child.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        file.write_bytes(source)


def _environment(top: Path) -> dict[str, str]:
    path = os.pathsep.join([str(top), str(top / ".ci")])
    extra = {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", _TIMES: str(top / ".times")}
    own = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
    return own | extra


def _test(context: str) -> str:
    """Return the test whose setup, call or teardown pytest calls "TEST (call)" and so on."""
    return context.rpartition(" (")[0] or context


def _shown(fault: Fault) -> str:
    """Return the first line that differs, with the fault in it."""
    made = fault.applied((_TOP / fault.path).read_bytes())
    return made.split(b"\n")[fault.line - 1].decode().strip()


# What follows is called by the pytest that measures, which loads this file as a plugin.

_seconds: dict[str, float] = {}
_failed: set[str] = set()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Tell coverage which test runs, and take its time."""
    measuring = coverage.Coverage.current()
    assert measuring is not None
    measuring.switch_context(item.nodeid)
    start = time.monotonic()
    try:
        return (yield)
    finally:
        _seconds[item.nodeid] = time.monotonic() - start
        measuring.switch_context("")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep in mind which tests fail."""
    if report.failed:
        _failed.add(report.nodeid)


def pytest_sessionfinish() -> None:
    """Write down the times of the tests that passed."""
    passed = {test: took for test, took in _seconds.items() if test not in _failed}
    Path(os.environ[_TIMES]).write_text(json.dumps(passed))


if __name__ == "__main__":
    sys.exit(main())
