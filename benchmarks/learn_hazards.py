"""Learn from the history of a QEMU clone which deprecated features go next.

Writes codemods/audit/hazards.json, and prints how well the ranking would have done: for each
release, with what the releases before it teach, how many of its first entries went next.

    python benchmarks/learn_hazards.py --tree ~/qemu --rev v10.2.0
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from codemods.audit import history, learning
from codemods.source.commit import GitTree

TARGET = Path(__file__).parent.parent / "codemods/audit/hazards.json"
#: Before it, there is too little to learn from.
FIRST = (5, 2)


def main() -> None:
    """Learn, write and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tree", type=Path, required=True)
    parser.add_argument("--rev", default="HEAD")
    options = parser.parse_args()
    found = history.releases(GitTree(options.tree.resolve(), options.rev))
    cases = list(learning.cases(found))
    spoken = [".".join(map(str, r.version)) for r in found]
    text = json.dumps(
        {
            "source": "docs/about/deprecated.rst of QEMU's releases "
            f"{spoken[0]} to {spoken[-1]}: of the entries that could go in the next release, "
            "how many went",
            "counts": {t: dict(sorted(v.items())) for t, v in learning.counts(cases).items()},
        },
        indent=1,
    )
    TARGET.write_text(text + "\n", encoding="utf-8")
    print(f"{len(cases)} cases, {sum(c.went for c in cases)} went")
    for top in (5, 10):
        done = learning.tried(cases, FIRST, top)
        hits = sum(hit for _, hit in done)
        print(f"first {top}: {hits} of {top * len(done)} went next, {sum(w for w, _ in done)} did")


if __name__ == "__main__":
    main()
