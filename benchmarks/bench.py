"""Measure the speed of deprecate-feature on a QEMU clone, as ratios within one run.

    python benchmarks/bench.py --tree QEMU_CLONE [--rounds 9] [--json]

Every round runs each command once, so that what else the machine does hits all
alike; the figures are medians.  The clone is only read, and should stand at its
commit without changes.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parent.parent
FEATURE, WORD = "x-colo", "MIGRATION_CAPABILITY_X_COLO"
MAIN = (
    f"import sys; sys.path.insert(0, {str(TOP)!r}); "
    "from codemods.start import deprecate_feature as main; "
)
#: The peak of the tool's own process: what a parent sees includes its children.
PEAK = (
    MAIN
    + """
import re
try:
    main()
finally:
    text = open("/proc/self/status").read()
    open(sys.argv[0], "w").write(re.search(r"VmHWM:\\s+(\\d+)", text)[1])
"""
)
Times = dict[str, list[float]]
Row = dict[str, Any]

#: The seconds of one command by those of another, and the limit of that.
RATIOS = (
    ("plan", "git grep", 3.5),
    ("checked run", "qapi-gen", 1.4),
    ("whole feature", "qapi-gen", 4.0),
    ("--related", "git grep", 6.0),
    ("--users, one command", "git grep", 6.0),
    ("--users, another", "git grep", 6.0),
    ("plan of 80 values", "plan of one value", 2.0),
)
#: The most memory that the tool's own process takes for a command, in MB.
PEAKS = {"plan": 40.0, "whole feature": 120.0}
HELP_MS = 100.0
USED = ("block-job-dismiss", "nbd-server-add")
VALUES = 80
#: So long that only each third round runs them.
RARE = ("plan of one value", "plan of 80 values")


def main() -> int:
    """Run the benchmark and print the figures; return 1 if one is over its limit."""
    parser = argparse.ArgumentParser(description="Measure deprecate-feature on a QEMU clone.")
    parser.add_argument("--tree", type=Path, required=True, metavar="QEMU_CLONE")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        figures = summary(*measure(options.tree.resolve(), Path(scratch), options.rounds))
    print(json.dumps(figures, indent=2) if options.json else table(figures))
    return int(any(row["over"] for row in figures["figures"]))


def measure(tree: Path, scratch: Path, rounds: int) -> tuple[Times, Times, Times]:
    """Return the seconds by the wall and of the processor in each round, and the peaks in MB."""
    env = environment(scratch)
    commands = steps(tree, scratch)
    for name, argv in commands.items():
        if name not in RARE:
            call(argv, tree, env)  # fills the page cache and the byte code
    wall: Times = {name: [] for name in commands}
    processor: Times = {name: [] for name in commands}
    peaks: Times = {name: [] for name in PEAKS}
    for n in range(rounds):
        for name, argv in commands.items():
            if name in RARE and n % 3:
                continue
            started, used = time.perf_counter(), children()
            call(argv, tree, env)
            wall[name].append(time.perf_counter() - started)
            processor[name].append(children() - used)
        for name, peaks_of in peaks.items():
            peaks_of.append(peak(commands[name], tree, scratch))
    return wall, processor, peaks


def children() -> float:
    """Return the processor time of all processes that have ended, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def steps(tree: Path, scratch: Path) -> dict[str, tuple[str, ...]]:
    """Return the commands by name, in the order of a round."""
    tool = (sys.executable, "-c", MAIN + "main()")
    reason = ("--no-replacement", "--reason", "A benchmark.")
    dry = (*reason, "--dry-run", "--no-verify")
    written = (*reason, "-q", "-o", str(scratch / "out"))
    values = every_value(tree)[:VALUES]
    return {
        "git grep": ("git", "grep", "-n", WORD),
        "plan": (*tool, FEATURE, *dry),
        "--help": (*tool, "--help"),
        "--related": (*tool, FEATURE, "--related"),
        "--users, one command": (*tool, USED[0], "--users"),
        "--users, another": (*tool, USED[1], "--users"),
        "qapi-gen": (
            sys.executable, "scripts/qapi-gen.py", "-o", str(scratch / "qapi"),
            "qapi/qapi-schema.json",
        ),
        "checked run": (*tool, FEATURE, *written),
        "whole feature": (*tool, FEATURE, "--include-related", *written),
        "plan of one value": (*tool, *values[:1], *dry),
        "plan of 80 values": (*tool, *values, "--together", *dry),
    }  # fmt: skip


def every_value(tree: Path) -> list[str]:
    """Return the qualified values of the tree's largest enumeration."""
    sys.path.insert(0, str(TOP))
    from codemods.formats.qapi import schema

    paths = sorted((tree / "qapi").glob("*.json"))
    read = [schema.read(path.name, path.read_bytes()) for path in paths]
    enums = [d for one in read for d in one.definitions if d.meta == "enum"]
    largest = max(enums, key=lambda d: len(d.members))
    return [f"{largest.name}.{m.name}" for m in largest.members if "deprecated" not in m.features]


def peak(argv: tuple[str, ...], tree: Path, scratch: Path) -> float:
    """Return the peak memory of the tool's own process for a command, in MB."""
    file = scratch / "peak"
    python, option, _, *rest = argv
    code = PEAK.replace("sys.argv[0]", repr(str(file)))
    call((python, option, code, *rest), tree, environment(scratch))
    return int(file.read_text()) / 1024


def environment(scratch: Path) -> Mapping[str, str]:
    """Return an environment in which nothing is written into the clone."""
    who = {
        f"GIT_{role}_{part}": text
        for role in ("AUTHOR", "COMMITTER")
        for part, text in (("NAME", "Bench"), ("EMAIL", "bench@example.org"))
    }
    own = {"PYTHONPYCACHEPREFIX": str(scratch / "pycache"), "PYTHONDONTWRITEBYTECODE": ""}
    return {**os.environ, **who, **own}


def call(argv: tuple[str, ...], cwd: Path, env: Mapping[str, str]) -> None:
    """Run one command and wait for it.

    Raises:
        SystemExit: it failed.
    """
    done = subprocess.run(argv, cwd=cwd, env=env, stdin=subprocess.DEVNULL, capture_output=True)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise SystemExit(f"bench.py: {' '.join(argv[:3])} failed: {said}")


def summary(times: Times, processor: Times, peaks: Times) -> dict[str, list[Row]]:
    """Return the figures beside their limits, and the medians in ms.

    A ratio is the median of the ratios of the rounds.  On a busy machine the
    processor times say more than the wall.
    """
    measured = [
        (f"{this} / {that}", ratio(times[this], times[that]), limit, "x")
        for this, that, limit in RATIOS
    ]
    used = {f"{this} / {that}": round(ratio(processor[this], processor[that]), 2)
            for this, that, _ in RATIOS}  # fmt: skip
    measured += [(f"{name}, peak", max(found), PEAKS[name], "MB") for name, found in peaks.items()]
    measured.append(("--help", statistics.median(times["--help"]) * 1000, HELP_MS, "ms"))
    return {
        "figures": [
            {"name": name, "value": round(value, 2), "limit": limit, "unit": unit,
             "over": value > limit, "processor": used.get(name)}
            for name, value, limit, unit in measured
        ],
        "medians": [
            {"name": name, "ms": round(statistics.median(each) * 1000, 1),
             "least_ms": round(min(each) * 1000, 1),
             "processor_ms": round(statistics.median(processor[name]) * 1000, 1)}
            for name, each in times.items()
        ],
    }  # fmt: skip


def ratio(these: list[float], those: list[float]) -> float:
    """Return the median of the ratios, round by round."""
    return statistics.median(a / b for a, b in zip(these, those, strict=True))


def table(figures: Mapping[str, list[Row]]) -> str:
    """Return the figures as text."""
    lines = [f"{'':36}{'value':>10}  {'limit':>8}     {'processor':>9}"]
    for row in figures["figures"]:
        mark = "  over the limit" if row["over"] else ""
        used = f"{row['processor']:>9.2f}" if row["processor"] else " " * 9
        lines.append(
            f"{row['name']:36}{row['value']:>10.2f}  {row['limit']:>8.1f} {row['unit']:2}  "
            f"{used}{mark}"
        )
    lines += ["", f"{'milliseconds':36}{'median':>10}  {'least':>8}  {'processor':>9}"]
    for row in figures["medians"]:
        lines.append(
            f"{row['name']:36}{row['ms']:>10.1f}  {row['least_ms']:>8.1f}"
            f"  {row['processor_ms']:>9.1f}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
