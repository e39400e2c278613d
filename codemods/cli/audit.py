"""One run of `audit-deprecations`: from options to a report, and to what is printed of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from codemods import printable
from codemods.audit import changes, document, features, fixing, report, rules, standing
from codemods.audit.changes import Change
from codemods.audit.model import SEVERITIES, Finding
from codemods.audit.report import Report
from codemods.audit.scene import Scene
from codemods.audit.standing import Standing
from codemods.cli import audit_tables, common
from codemods.cli.terminal import given
from codemods.cli.terminal.progress import Progress
from codemods.errors import UsageError
from codemods.qemu.listing import replacements
from codemods.series import commits, rendering, writing
from codemods.source import git
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree
from codemods.source.opening import open_tree
from codemods.users import areas
from codemods.users.model import Move

#: How many KiB a baseline may have: each finding is a line.
_LONGEST = 16 << 10
_RELEASE = re.compile(r"\d{1,4}\.\d{1,4}")


def run(tool: str, options: Mapping[str, Any], argv: tuple[str, ...]) -> int:
    """Carry out the command line; return the exit status.

    Raises:
        CodemodError: see errors.py.
    """
    options = {**options, "form": "json" if options["as_json"] else options["form"]}
    _require_sense(options)
    if ".." in (options["rev"] or ""):
        return _compared(options)
    tree = open_tree(options["tree"], options["rev"])
    if options["fix"]:
        return _fixed(tree, options, argv)
    with Progress(shown=not options["quiet"]) as progress:
        made = _made(tree, options, progress)
        shown = _chosen(made, options)
        if options["users"]:
            shown = replace(shown, entries=tuple(_used(tree, s, progress) for s in shown.entries))
    _print(_text(shown, options), options["target"])
    return _status(tool, shown, options)


def _require_sense(options: Mapping[str, Any]) -> None:
    if options["coming"] is not None and not _RELEASE.fullmatch(options["coming"]):
        raise UsageError(f"--next {options['coming']}: not a release number of the form X.Y")
    for rule in options["rules"]:
        if rule not in rules.every():
            known = ", ".join(rules.every())
            raise UsageError(f"--rule {rule}: there is no such rule", hint=f"one of: {known}")
    if options["only"] == "changes" and ".." not in (options["rev"] or ""):
        raise UsageError("--only changes needs two commits", hint="--rev COMMIT..COMMIT")
    if options["fix"] and (options["form"] != "table" or options["only"]):
        raise UsageError("--fix writes patches: leave out --format, --json and --only")
    if options["baseline"] and not options["strict"]:
        raise UsageError("--baseline is what --strict compares with", hint="add --strict")


def _made(
    tree: GitTree | FolderTree, options: Mapping[str, Any], progress: Progress
) -> Report:  # fmt: skip
    commit, date = "", ""
    if isinstance(tree, GitTree):
        commit = tree.commit
        date = git.run(tree.where, "show", "-s", "--format=%cs", commit).decode().strip()
    scene = Scene(tree, options["coming"])
    return report.make(
        scene, commit=commit, date=date, progress=progress.step, only=options["rules"]
    )


def _chosen(made: Report, options: Mapping[str, Any]) -> Report:
    """Return the report with the entries and findings that the options ask for."""
    grave = SEVERITIES[: SEVERITIES.index(options["severity"]) + 1]
    entries = tuple(e for e in made.entries if _is_wanted(e, options))
    found = tuple(f for f in made.findings if f.severity in grave)
    if len(entries) < len(made.entries):
        places = {(e.record.entry.path, e.record.entry.line) for e in entries}
        names = {name for e in entries for name in e.record.names}
        found = tuple(f for f in found if (f.path, f.line) in places or f.entity in names)
    return replace(made, entries=entries, findings=found)


def _is_wanted(one: Standing, options: Mapping[str, Any]) -> bool:
    kind, owner, chapter = (options[name] for name in ("kind", "owner", "chapter"))
    section = one.owner.title if one.owner else ""
    headings = " / ".join(one.record.entry.chapters)
    return (
        kind in (None, one.record.kind)
        and (owner or "").casefold() in section.casefold()
        and (chapter or "").casefold() in headings.casefold()
    )


def _used(tree: GitTree | FolderTree, one: Standing, progress: Progress) -> Standing:
    """Return the entry with the files that certainly use its features, area by area."""
    if not one.record.features:
        return one
    progress.step(f"looking up who uses {one.record.names[0]}")
    moves = [Move(feature) for feature in one.record.features]
    paths = {use.path for move in moves for use in areas.find(tree, move)}
    return replace(one, users=standing.counted(paths))


def _text(made: Report, options: Mapping[str, Any]) -> str:
    if options["form"] == "html":
        from codemods.audit import page

        return page.of(made)
    if options["form"] == "json":
        whole = document.of(made)
        kept = {"entries": "findings", "removable": "findings", "findings": "entries"}
        gone = kept.get(options["only"] or "", "")
        if options["only"] == "removable":
            whole["entries"] = [e for e in whole["entries"] if e["removal"]["rank"]]
        return json.dumps({k: v for k, v in whole.items() if k != gone}, indent=2) + "\n"
    if options["form"] in ("rst", "md"):
        return audit_tables.listed(made, options["form"])
    return audit_tables.text(made, options["only"] or "")


def _print(text: str, target: Path | None) -> None:
    if target is None:
        common.out("\n".join(text.splitlines()))
    else:
        # A person reads it, too.
        writing.write_file(target, printable.shown(text).encode())


def _status(tool: str, made: Report, options: Mapping[str, Any]) -> int:
    """Return 1 with --strict and a finding that the baseline does not have."""
    if options["new_baseline"]:
        lines = sorted({f.fingerprint for f in made.findings})
        writing.write_file(options["new_baseline"], "".join(f"{x}\n" for x in lines).encode())
    if not options["strict"]:
        return 0
    known = _baseline(options["baseline"])
    new = [f for f in made.findings if f.fingerprint not in known]
    if new:
        common.say(f"{tool}: {_counted(new)} that the baseline does not have",
                   "--write-baseline FILE takes them as known")  # fmt: skip
    return 1 if new else 0


def _baseline(path: Path | None) -> frozenset[str]:
    if path is None:
        return frozenset()
    text = given.whole("--baseline", path, _LONGEST, "baseline").decode(errors="surrogateescape")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def _counted(found: Sequence[Finding]) -> str:
    return f"{len(found)} finding" + ("s" if len(found) != 1 else "")


def _compared(options: Mapping[str, Any]) -> int:
    """Print what changed between two commits."""
    first, _, last = options["rev"].partition("..")
    last = last.lstrip(".") or "HEAD"
    states = [Scene(open_tree(options["tree"], rev)) for rev in (first or "HEAD", last)]
    before, after = ((s.deprecated, s.removed) for s in states)
    gone = [e for e in before[0] if e not in after[0]]
    there = [e for e in gone if features.of(states[1].tree, e)]
    found = changes.between(before, after, there)
    _print(_changes_text(found, options["form"], (first or "HEAD", last)), options["target"])
    return 0


def _changes_text(found: Sequence[Change], form: str, revs: tuple[str, str]) -> str:
    if form == "json":
        listed = [
            {"change": c.sort, "name": c.name, "title": c.entry.title, "path": c.entry.path,
             "line": c.entry.line, "chapter": " / ".join(c.entry.chapters),
             "release": c.entry.release, "replacement": replacements.of_body(c.entry.body) or None,
             "note": c.note or None}
            for c in found
        ]  # fmt: skip
        whole = {"format": document.FORMAT, "from": revs[0], "to": revs[1], "changes": listed}
        return json.dumps(whole, indent=2) + "\n"
    if form in ("rst", "md"):
        return audit_tables.notes(found, form, revs)
    return audit_tables.changes(found)


def _fixed(tree: GitTree | FolderTree, options: Mapping[str, Any], argv: tuple[str, ...]) -> int:
    """Write the series that cures the form of the lists."""
    author = commits.identity(tree.where)
    made = fixing.patches(tree, argv, options["rules"])
    if not made:
        common.say("nothing in the form of the lists is wrong")
        return 0
    cover = rendering.Cover("docs/about: Tidy up the lists", fixing.cover(made, argv))
    shape = rendering.Format(argv[0])
    mails = rendering.render(
        tree, made, author, shape,
        cover=cover if rendering.with_cover(made, shape) else None, notes="", recipients=(),
    )  # fmt: skip
    for name in writing.write_series(options["target"], mails):
        common.out_path(name)
    return 0
