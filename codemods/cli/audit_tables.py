"""What `audit-deprecations` prints: plain columns, reStructuredText and Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codemods.audit.changes import SORTS, Change
from codemods.audit.document import spoken
from codemods.audit.model import Finding
from codemods.audit.report import Dead, Report
from codemods.audit.standing import Standing
from codemods.qemu.listing import replacements
from codemods.qemu.listing.names import undated

_HEADINGS = ("rank", "age", "kind", "name", "since", "stage", "users", "goes in", "owner",
             "next step")  # fmt: skip
#: What is older than this nobody removes unasked.
_OLD = 6
_NAME = 44


def text(made: Report, only: str) -> str:
    """Return the report, or its part `only`, as plain columns."""
    parts = []
    if only in ("", "entries"):
        parts.append(_table(sorted(made.entries, key=_place)))
    if only == "removable":
        parts.append(_removable(made))
    if only in ("", "findings"):
        parts.append("\n".join(line for f in made.findings for line in _finding(f)))
    if only in ("", "removable") and made.dead:
        parts.append("Machines past their time:\n" + "\n".join(map(_dead, made.dead)))
    if only == "":
        parts.append(_totals(made))
    return "\n\n".join(part for part in parts if part) + "\n"


def listed(made: Report, form: str) -> str:
    """Return the entries as a list of `form`, "rst" or "md"."""
    lines = [f"Deprecated in {spoken(made.release)}, by the release in which it may go"]
    lines = _headed(lines[0], form)
    for one in sorted(made.entries, key=lambda s: (s.goes or (0, 0), s.record.entry.line)):
        title = _marked(undated(one.record.entry.title), form)
        until = f", kept until {spoken(one.blocked_until) or 'later'} by {one.blocked_by}"
        lines.append(
            f"- {title}: since {one.record.entry.release or 'unknown'}, may go in "
            f"{spoken(one.goes) or 'any release'}{until if one.blocked_by else ''}"
        )
    return "\n".join(lines) + "\n"


def changes(found: Sequence[Change]) -> str:
    """Return the changes as plain columns."""
    rows = [
        (c.sort, f"{c.entry.path}:{c.entry.line}", undated(c.entry.title).replace("``", ""), c.note)
        for c in found
    ]
    return "\n".join(_columns(rows)) + "\n" if rows else "no change\n"


def notes(found: Sequence[Change], form: str, revs: tuple[str, str]) -> str:
    """Return the changes as release notes of `form`, "rst" or "md"."""
    lines = _headed(f"Deprecated and removed features, {revs[0]} to {revs[1]}", form)
    for sort in SORTS:
        own = [c for c in found if c.sort == sort]
        if own:
            lines += _headed(sort.capitalize(), form, level=1)
            lines += [_note(c, form) for c in own]
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _note(change: Change, form: str) -> str:
    chapter = change.entry.chapters[-1] if change.entry.chapters else ""
    replacement = replacements.of_body(change.entry.body)
    instead = f"; use {replacement}" if replacement else ""
    note = f"; {change.note}" if change.note else ""
    return f"- {_marked(undated(change.entry.title), form)} ({chapter}{note})" + _marked(
        instead, form
    )


def _headed(title: str, form: str, level: int = 0) -> list[str]:
    if form == "md":
        return ["#" * (level + 1) + f" {title}", ""]
    return [title, "=-"[level] * len(title), ""]


def _marked(title: str, form: str) -> str:
    return title.replace("``", "`") if form == "md" else title


def _removable(made: Report) -> str:
    going = sorted((s for s in made.entries if s.rank), key=lambda s: s.rank)
    young = [s for s in going if s.age <= _OLD]
    old = [s for s in going if s.age > _OLD]
    kept = [s for s in made.entries if s.blocked_by]
    parts = [f"May go in {spoken(made.coming)}, the likeliest first:\n" + _table(young)]
    if old:
        parts.append(f"Listed for more than {_OLD} releases:\n" + _table(old))
    if kept:
        parts.append("Kept by versioned machines:\n" + _table(kept))
    return "\n\n".join(parts)


def _place(one: Standing) -> tuple[int, int]:
    return one.rank or 10**6, one.record.entry.line


def _table(found: Sequence[Standing]) -> str:
    return "\n".join(_columns([_HEADINGS, *map(_row, found)])) if found else ""


def _row(one: Standing) -> tuple[str, ...]:
    users = one.users
    name = ", ".join(one.record.names)
    goes = spoken(one.blocked_until) or "later" if one.blocked_by else spoken(one.goes) or "-"
    return (
        str(one.rank or "-"), str(one.age or "-"), one.record.kind,
        name if len(name) <= _NAME else name[: _NAME - 4] + " ...",
        one.record.entry.release or "-", one.stage,
        f"{users.code + users.tests}+{users.docs}" if users else "-", goes,
        one.owner.title if one.owner else "-", _step(one),
    )  # fmt: skip


def _step(one: Standing) -> str:
    if one.blocked_by:
        return f"waits for {one.blocked_by}"
    if one.may_go and one.record.features:
        feature = one.record.features[0]
        return f"remove-feature {feature.kind}:{feature.qualified}"
    return "" if one.may_go else "waits"


def _finding(one: Finding) -> Iterator[str]:
    about = f"{one.entity}: " if one.entity else ""
    yield f"{one.path}:{one.line}: {one.severity}: {one.rule}: {about}{one.message}"
    if one.fix:
        yield f"    fix: {one.fix}"
    elif one.edits:
        yield "    fix: audit-deprecations --fix"


def _dead(one: Dead) -> str:
    ends = one.versions[0] + (f" up to {one.versions[-1]}" if len(one.versions) > 1 else "")
    return f"{one.path}: {ends}, {len(one.versions)} in all"


def _totals(made: Report) -> str:
    grave = {s: sum(f.severity == s for f in made.findings) for s in ("error", "style", "info")}
    going = sum(1 for s in made.entries if s.rank)
    counts = ", ".join(f"{n} {s}" for s, n in grave.items())
    return (
        f"{len(made.entries)} entries, {going} may go in {spoken(made.coming)}; "
        f"{len(made.findings)} findings ({counts})"
    )


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]) - 1)]
    return ["  ".join([*map(str.ljust, row[:-1], widths), row[-1]]).rstrip() for row in rows]
