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
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parent.parent
FEATURE, WORD = "x-colo", "MIGRATION_CAPABILITY_X_COLO"
MAIN = (
    f"import sys; sys.path.insert(0, {str(TOP)!r}); "
    "from codemods.cli.deprecate_feature import main; "
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

#: Name, limit and unit of each figure.
LIMITS = {
    "plan / git grep": (6.0, "x"),
    "plan, peak memory": (80.0, "MB"),
    "--help": (100.0, "ms"),
    "checked run / qapi-gen": (2.0, "x"),
    "--related / git grep": (20.0, "x"),
}


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


def measure(tree: Path, scratch: Path, rounds: int) -> tuple[Times, Times, list[float]]:
    """Return the seconds by the wall and of the processor in each round, and the peaks in MB."""
    commands = steps(tree, scratch)
    for run in commands.values():
        run()  # fills the page cache and the byte code
    wall: Times = {name: [] for name in commands}
    processor: Times = {name: [] for name in commands}
    peaks = []
    for _ in range(rounds):
        for name, run in commands.items():
            started, used = time.perf_counter(), children()
            run()
            wall[name].append(time.perf_counter() - started)
            processor[name].append(children() - used)
        peaks.append(peak(tree, scratch))
    return wall, processor, peaks


def children() -> float:
    """Return the processor time of all processes that have ended, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def steps(tree: Path, scratch: Path) -> dict[str, Callable[[], None]]:
    """Return the commands by name, in the order of a round."""
    env = environment(scratch)

    def command(*argv: str) -> Callable[[], None]:
        return lambda: call(argv, tree, env)

    tool = (sys.executable, "-c", MAIN + "main()")
    plain = (FEATURE, "--no-replacement", "--reason", "A benchmark.")
    return {
        "git grep": command("git", "grep", "-n", WORD),
        "plan": command(*tool, *plain, "--dry-run", "--no-verify"),
        "--help": command(*tool, "--help"),
        "qapi-gen": command(
            sys.executable, "scripts/qapi-gen.py", "-o", str(scratch / "qapi"),
            "qapi/qapi-schema.json",
        ),
        "checked run": command(*tool, *plain, "-q", "-o", str(scratch / "out")),
        "git grep, word": command("git", "grep", "-n", FEATURE.removeprefix("x-")),
        "--related": command(*tool, FEATURE, "--related"),
    }  # fmt: skip


def peak(tree: Path, scratch: Path) -> float:
    """Return the peak memory of the planning run, in MB."""
    file = scratch / "peak"
    code = PEAK.replace("sys.argv[0]", repr(str(file)))
    argv = (sys.executable, "-c", code, FEATURE, "--dry-run", "--no-verify")
    call(argv, tree, environment(scratch))
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


def summary(times: Times, processor: Times, peaks: list[float]) -> dict[str, list[Row]]:
    """Return the figures beside their limits, and the medians in ms.

    A ratio is the median of the ratios of the rounds.  On a busy machine the
    processor times say more than the wall.
    """
    measured = {
        "plan / git grep": ratio(times["plan"], times["git grep"]),
        "plan, peak memory": max(peaks),
        "--help": statistics.median(times["--help"]) * 1000,
        "checked run / qapi-gen": ratio(times["checked run"], times["qapi-gen"]),
        "--related / git grep": ratio(times["--related"], times["git grep, word"]),
    }
    return {
        "figures": [
            {"name": name, "value": round(value, 2), "limit": LIMITS[name][0],
             "unit": LIMITS[name][1], "over": value > LIMITS[name][0]}
            for name, value in measured.items()
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
    lines = [f"{'':24}{'value':>10}  {'limit':>8}"]
    for row in figures["figures"]:
        mark = "  over the limit" if row["over"] else ""
        lines.append(
            f"{row['name']:24}{row['value']:>10.2f}  {row['limit']:>8.0f} {row['unit']}{mark}"
        )
    lines += ["", f"{'milliseconds':24}{'median':>10}  {'least':>8}  {'processor':>9}"]
    for row in figures["medians"]:
        lines.append(
            f"{row['name']:24}{row['ms']:>10.1f}  {row['least_ms']:>8.1f}"
            f"  {row['processor_ms']:>9.1f}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
