"""Each rule finds its fault, and nothing in a tree without it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from codemods.audit import report, rules
from codemods.audit.model import Finding
from codemods.audit.scene import Scene
from codemods.source.folder import FolderTree
from codemods.source.memory import Memory
from codemods.source.overlay import Overlay
from codemods.source.tree import Tree

EXAMPLE = Memory(FolderTree(Path(__file__).parent.parent.parent / "examples/tree"))
DEPRECATED, REMOVED = "docs/about/deprecated.rst", "docs/about/removed-features.rst"


def changed(path: str, change: Callable[[str], str]) -> Tree:
    """The example with one file changed."""
    before = EXAMPLE.read(path).decode()
    after = change(before)
    assert after != before
    return Overlay(EXAMPLE, {path: after.encode()})


def put(old: str, new: str) -> Callable[[str], str]:
    """Put `new` in the place of `old`, which is there once."""

    def change(text: str) -> str:
        assert text.count(old) == 1, old
        return text.replace(old, new)

    return change


def found(tree: Tree, rule: str) -> list[Finding]:
    return list(rules.every()[rule].run(Scene(tree)))


def line_of(tree: Tree, path: str, text: str) -> int:
    return tree.read(path).decode().splitlines().index(text) + 1


def entry(title: str, body: str = "Nobody uses it.", mark: str = "'") -> str:
    return f"{title}\n{mark * len(title)}\n\n{body}\n\n"


def listed(heading: str, *texts: str) -> Callable[[str], str]:
    """Put entries at the beginning of the chapter `heading`."""
    return put(
        f"{heading}\n{'-' * len(heading)}\n\n",
        f"{heading}\n{'-' * len(heading)}\n\n" + "".join(texts),
    )


#: (rule, path of the file to change, the change, what the finding is about, its line's text)
FAULTS = [
    ("title-underline", DEPRECATED,
     put("'" * 27 + "\n\nUse ``-boot quiet", "'" * 29 + "\n\nUse ``-boot quiet"),
     "quickstart", "``-quickstart`` (since 9.0)"),
    ("layout-blank", DEPRECATED, put("``-boot quiet=on`` instead.\n", "it.\n\n"),
     "", ""),
    ("layout-blank", DEPRECATED, put("'" * 27 + "\n\nUse ``-boot", "'" * 27 + "\nUse ``-boot"),
     "quickstart", "``-quickstart`` (since 9.0)"),
    ("markup", DEPRECATED, put("``reedmace-maxi`` with", "``reedmace-maxi``with"),
     "", "Use ``reedmace-maxi``with ``-smp 1`` instead."),
    ("order", DEPRECATED,
     put("``copy-job-resume`` (since 10.1)\n", "``copy-job-resume`` (since 8.1)\n"),
     "net-cable-set.port", "``net-cable-set`` argument ``port`` (since 9.1)"),
    ("title-form", DEPRECATED, put("``block-push`` capability (since 10.0)\n",
                                   "``block-push`` and ``x-twin`` capability (since 10.0)\n"),
     "block-push", "``block-push`` and ``x-twin`` capability (since 10.0)"),
    ("title-form", DEPRECATED, put("``-quickstart`` (since 9.0)", "``-quickstart``"),
     "-quickstart", "``-quickstart``"),
    ("title-form", DEPRECATED, put("``-quickstart`` (since 9.0)", "``-quickstart`` (since v9.0.0)"),
     "-quickstart", "``-quickstart`` (since v9.0.0)"),
    ("chapter-name", DEPRECATED, put("System emulator CPUs\n", "System emulator CPUS\n"),
     "System emulator CPUS", "System emulator CPUS"),
    ("chapter-wrong", DEPRECATED,
     listed("Migration", entry("Arm ``fern-m2`` CPU model (since 8.2)")),
     "arm/fern-m2", "Arm ``fern-m2`` CPU model (since 8.2)"),
    ("chapter-wrong", DEPRECATED, listed("Migration", entry("Arm CPU properties (since 8.2)")),
     "Arm", "Arm CPU properties (since 8.2)"),
    ("body-empty", DEPRECATED,
     put("The option has had no effect since pictures are always sent in colour.",
         "The ``tapestry hue`` option is deprecated and will be removed."),
     "tapestry.hue", "``-tapestry hue=on|off`` (since 10.0)"),
    ("duplicate", DEPRECATED, listed("Migration", entry("``block-push`` capability (since 8.2)")),
     "MigrationCapability.block-push", "``block-push`` capability (since 10.0)"),
    ("flagged-undocumented", "qapi/job.json",
     put("{ 'command': 'query-jobs'", "{ 'command': 'query-jobs', 'features': ['deprecated']"),
     "query-jobs", None),
    ("entry-gone", DEPRECATED, listed("Migration", entry("``never-was`` capability (since 8.2)")),
     "never-was", "``never-was`` capability (since 8.2)"),
    ("documented-unwarned", DEPRECATED,
     listed("System emulator machines", entry("Arm ``reedmace-maxi`` machine (since 9.0)")),
     "arm/reedmace-maxi", "Arm ``reedmace-maxi`` machine (since 9.0)"),
    ("removed-since", REMOVED, put("``-candle`` (removed in 7.1)", "``-candle`` (since 7.1)"),
     "-candle", "``-candle`` (since 7.1)"),
    ("advice-gone", DEPRECATED, put("Use ``reedmace-maxi`` with", "Use ``acorn`` with"),
     "arm/reedmace-mini", "Arm ``reedmace-mini`` machine (since 10.1)"),
    ("message-style", "audio/audio-hmp-cmds.c", put("is deprecated, use 'info audio' instead",
                                                    "is deprecated since 10.0. Use another."),
     "info.beeps", None),
    ("hx-unmarked", "hmp-commands-info.hx", put(" (deprecated)", ""), "info.beeps", None),
    ("docs-recommend", "docs/interop/block-jobs.rst",
     lambda t: t + "\nThen send ``copy-job-resume``.\n",
     "copy-job-resume", "Then send ``copy-job-resume``."),
    ("docs-stale", "docs/twin.rst",
     lambda t: t + "\nUse of wax is deprecated, it goes in a future release.\n",
     "When one", None),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "path", "change", "entity", "line"), FAULTS,
                         ids=[f"{f[0]}-{n}" for n, f in enumerate(FAULTS)])  # fmt: skip
def test_fault_is_found(
    rule: str, path: str, change: Callable[[str], str], entity: str, line: str | None
) -> None:
    before = {f.fingerprint for f in found(EXAMPLE, rule)}
    tree = changed(path, change)
    new = [f for f in found(tree, rule) if f.fingerprint not in before]
    assert len(new) == 1, new
    assert entity in new[0].entity
    if line:
        assert new[0].line == line_of(tree, new[0].path, line)


def test_every_rule_is_known_to_people_and_to_tests() -> None:
    tested = {fault[0] for fault in FAULTS} | {
        "deprecated-used", "removed-missing", "removed-name", "removed-still-there",
        "removed-version", "since-wrong", "versioned-rule", "warned-removed",
        "warned-undocumented",
    }  # fmt: skip
    assert tested == set(rules.every())
    readme = (Path(__file__).parent.parent.parent / "README.md").read_text()
    for rule in rules.every().values():
        assert f"`{rule.id}`" in readme
        assert rule.about.endswith(".") and rule.severity in ("error", "style", "info")


def test_example_is_in_order_but_for_what_the_readme_tells() -> None:
    made = report.make(Scene(EXAMPLE))
    assert [(f.rule, f.path) for f in made.findings] == [
        ("entry-gone", DEPRECATED),
        ("documented-unwarned", DEPRECATED),
        ("hx-unmarked", "qemu-options.hx"),
        ("chapter-name", DEPRECATED),
    ]
