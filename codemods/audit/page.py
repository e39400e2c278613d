"""An audit as one page of HTML: no network, readable without its script, fit for print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files

from codemods import __version__
from codemods.audit import timeline
from codemods.audit.document import spoken
from codemods.audit.model import Finding
from codemods.audit.report import Report
from codemods.audit.rules.order import version
from codemods.audit.standing import Standing
from codemods.qemu.listing import replacements
from codemods.qemu.listing.names import undated

HEADINGS = ("Rank", "Feature", "Kind", "Since", "Stage", "Users", "May go in", "Owner",
            "Use instead")  # fmt: skip
_STAGE = {"D": "documented", "F": "flagged", "W": "warns", "H": "marked in the help"}


def of(report: Report) -> str:
    """Return the page."""
    state = f"Commit <code>{report.commit[:12]}</code>" if report.commit else "A plain folder"
    when = f" of {report.date}" if report.date else ""
    faults = sum(f.severity == "error" for f in report.findings)
    going = sum(1 for s in report.entries if s.rank)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="audit-deprecations {__version__}">
<title>What QEMU {spoken(report.release)} deprecates</title>
<style>
{_data("page.css")}</style>
</head>
<body>
<header>
<h1>What QEMU {spoken(report.release)} deprecates</h1>
<p class="about">{state}{when}; the next release is
{spoken(report.coming)}. {len(report.entries)} entries, {going} may go in
{spoken(report.coming)}; {len(report.findings)} findings, {faults} of them errors.</p>
</header>
<main>
<h2 id="when">When what may go</h2>
<p class="note">A bar begins with the release that deprecated a feature and ends where it may go:
dark where that is now, hatched where versioned machines keep it longer. A triangle marks an
entry with an error.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Timeline">
{timeline.of(report)}
</div>
<h2 id="what">What is deprecated</h2>
{_filter(report.entries)}
<div class="scroll" tabindex="0" role="region" aria-label="Table of entries">
<table id="entries" class="cards">
<caption hidden>Deprecated features</caption>
<thead><tr>{"".join(f'<th scope="col">{h}</th>' for h in HEADINGS)}</tr></thead>
<tbody>
{chr(10).join(_row(s) for s in sorted(report.entries, key=lambda s: s.rank or 10**6))}
</tbody>
</table>
</div>
<h2 id="findings">Findings</h2>
{_findings(report.findings)}
{_dead(report)}
</main>
<script>
{_data("page.js")}</script>
</body>
</html>
"""


def _filter(entries: Sequence[Standing]) -> str:
    """Return the form above the table; only the script shows it."""
    kinds = sorted({s.record.kind for s in entries})
    owners = sorted({s.owner.title for s in entries if s.owner})
    return f"""<form id="filter" hidden>
<label>Text <input name="text" type="search"></label>
<label>Kind <select name="kind">{_choices(kinds)}</select></label>
<label>Owner <select name="owner">{_choices(owners)}</select></label>
<label>Stage <select name="stage"><option value="">all</option><option value="yes">may go</option>
<option value="kept">kept by machines</option><option value="no">waits</option></select></label>
<p id="count" class="note" role="status"></p>
</form>"""


def _choices(values: Sequence[str]) -> str:
    shown = "".join(f"<option>{escape(value)}</option>" for value in values)
    return f'<option value="">all</option>{shown}'


def _row(one: Standing) -> str:
    listed, owner = one.record.entry, one.owner.title if one.owner else ""
    may = "kept" if one.blocked_by else "yes" if one.may_go else "no"
    goes = spoken(one.blocked_until or one.goes) or ""
    kept = f"<br><small>{escape(one.blocked_by)}</small>" if one.blocked_by else ""
    users = f"{one.users.code + one.users.tests}+{one.users.docs}" if one.users else ""
    stage = ", ".join(_STAGE[letter] for letter in one.stage if letter in _STAGE)
    cells = (
        (f'class="number" data-sort="{one.rank or 10**6}"', str(one.rank or "")),
        ("", _literals(undated(listed.title)) + _faults(one.findings)),
        ("", escape(one.record.kind)),
        (f'data-sort="{_number(version(listed))}"', listed.release or ""),
        (f'class="stage" title="{escape(stage)}"', one.stage),
        ('class="number"', users),
        (f'data-sort="{_number(one.blocked_until or one.goes or (0, 0))}"', f"{goes}{kept}"),
        ("", escape(owner)),
        ("", _literals(replacements.of_body(listed.body))),
    )
    made = "".join(
        f'<td data-label="{label}" {attributes}><span>{text}</span></td>'
        for label, (attributes, text) in zip(HEADINGS, cells, strict=True)
    )
    data = f'data-kind="{escape(one.record.kind)}" data-owner="{escape(owner)}" data-may="{may}"'
    return f"<tr {data}>{made}</tr>"


def _number(release: tuple[int, int]) -> int:
    return 100 * release[0] + release[1]


def _faults(found: Sequence[Finding]) -> str:
    return "".join(
        f'<br><small class="{f.severity}">{escape(f.rule)}: {escape(f.message)}</small>'
        for f in found
    )


def _findings(found: Sequence[Finding]) -> str:
    if not found:
        return "<p>None.</p>"
    head = "".join(f'<th scope="col">{h}</th>' for h in ("Severity", "Rule", "Place", "What"))
    return (
        '<div class="scroll" tabindex="0" role="region" aria-label="Table of findings">\n'
        f'<table class="cards"><thead><tr>{head}</tr></thead>\n<tbody>\n'
        + "\n".join(_finding(f) for f in found)
        + "\n</tbody></table>\n</div>"
    )


def _finding(one: Finding) -> str:
    about = f"<code>{escape(one.entity)}</code>: " if one.entity else ""
    fix = f"<br><small>fix: <code>{escape(one.fix)}</code></small>" if one.fix else ""
    return (
        f'<tr><td data-label="Severity" class="{one.severity}">{one.severity}</td>'
        f'<td data-label="Rule">{escape(one.rule)}</td>'
        f'<td data-label="Place"><code>{escape(one.path)}:{one.line}</code></td>'
        f'<td data-label="What"><span>{about}{escape(one.message)}{fix}</span></td></tr>'
    )


def _dead(report: Report) -> str:
    if not report.dead:
        return ""
    return '<h2 id="machines">Machines past their time</h2>\n<ul>\n' + "\n".join(_past(report)) \
        + "\n</ul>"  # fmt: skip


def _past(report: Report) -> Iterator[str]:
    for one in report.dead:
        names = ", ".join(f"<code>{escape(name)}</code>" for name in one.versions)
        yield f"<li><code>{escape(one.path)}</code>: {names}</li>"


def _literals(text: str) -> str:
    """Return a title or a replacement with its literals as code."""
    return re.sub(r"``(.+?)``", r"<code>\1</code>", escape(text, quote=False))


def _data(name: str) -> str:
    return files("codemods.audit").joinpath(name).read_text(encoding="utf-8")
