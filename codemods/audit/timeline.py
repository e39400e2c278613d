"""The timeline of an audit as an SVG picture: a column a release, a bar an entry."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from codemods.audit.document import spoken
from codemods.audit.report import Report
from codemods.audit.rules.order import version
from codemods.audit.standing import Standing
from codemods.qemu.listing.names import undated
from codemods.qemu.releases import Release, next_release

_ROW, _HEAD, _NAMES, _COLUMN = 20, 34, 330, 30
#: What is older than this many releases begins at the left edge.
_MOST = 26
_CHARS = 46
_STYLE = (
    ".timeline { background: #fff; font: 12px sans-serif; } .timeline text { fill: #1c2126; } "
    ".timeline .release { fill: #59636e; font-size: 11px; } .timeline .grid { stroke: #d5dbe1; } "
    ".timeline .release.now { fill: #7a4b00; font-weight: 700; } "
    ".timeline .grid.now { stroke: #7a4b00; stroke-width: 2; } .timeline .bar { fill: #9db4cc; } "
    ".timeline .bar.ready { fill: #2f6fa8; } .timeline .hatch { stroke: #5d6b78; } "
    ".timeline .fault { fill: #b3261e; }"
)


def alone(report: Report) -> str:
    """Return the picture as a file of its own, on white."""
    picture = of(report).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    head, end, rest = picture.partition("</desc>")
    return f"{head}{end}\n<style>{_STYLE}</style>\n{rest}\n"


def of(report: Report) -> str:
    """Return the picture; its colours are those of the page's style."""
    dated = [s for s in report.entries if s.record.entry.release]
    dated.sort(key=lambda s: (version(s.record.entry), s.record.entry.line))
    columns = _columns(dated, report.coming)
    width = _NAMES + _COLUMN * len(columns) + 10
    height = _HEAD + _ROW * len(dated) + 6
    parts = [
        f'<svg role="img" aria-labelledby="timeline-title timeline-text" class="timeline" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
        '<title id="timeline-title">Timeline of deprecations</title>',
        '<desc id="timeline-text">A bar for each entry, from the release that deprecated it '
        "to the first that may remove it. The table below says the same in words.</desc>",
        '<defs><pattern id="kept" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="6" height="6" class="bar"/>'
        '<line x1="0" y1="0" x2="0" y2="6" class="hatch"/></pattern></defs>',
    ]
    for n, release in enumerate(columns):
        x = _NAMES + _COLUMN * n
        now = " now" if release == report.coming else ""
        parts.append(f'<line x1="{x}" y1="{_HEAD - 6}" x2="{x}" y2="{height}" class="grid{now}"/>')
        parts.append(
            f'<text x="{x + 3}" y="{_HEAD - 12}" class="release{now}">{spoken(release)}</text>'
        )
    for n, one in enumerate(dated):
        parts += _bar(one, columns, _HEAD + _ROW * n)
    parts.append("</svg>")
    return "\n".join(parts)


def _columns(dated: Sequence[Standing], coming: Release) -> list[Release]:
    """Return the releases that the picture shows: the last ones, and what is to come."""
    first = min((version(s.record.entry) for s in dated), default=coming)
    last = max([coming, *(_end(s) for s in dated)])
    found = [first]
    while found[-1] < last:
        found.append(next_release(found[-1]))
    return found[-_MOST:]


def _end(one: Standing) -> Release:
    return one.blocked_until or one.goes or (0, 0)


def _bar(one: Standing, columns: Sequence[Release], y: int) -> list[str]:
    since, goes = version(one.record.entry), one.goes or columns[-1]
    title = undated(one.record.entry.title).replace("``", "")
    shown = title if len(title) <= _CHARS else f"{title[: _CHARS - 3]}..."
    begin, middle = _x(since, columns), _x(goes, columns)
    end = _x(one.blocked_until, columns) if one.blocked_until else middle
    said = f"{title}: since {spoken(since)}, may go in {spoken(one.blocked_until or goes)}"
    parts = [
        f"<g><title>{escape(said)}</title>",
        f'<text x="4" y="{y + 14}" class="name">{escape(shown)}</text>',
        f'<rect x="{begin}" y="{y + 4}" width="{max(middle - begin, 4)}" height="12" rx="2" '
        f'class="bar{" ready" if one.may_go else ""}"/>',
    ]
    if one.blocked_by and end > middle:
        parts.append(
            f'<rect x="{middle}" y="{y + 4}" width="{end - middle}" height="12" '
            'fill="url(#kept)" class="kept"/>'
        )
    if any(f.severity == "error" for f in one.findings):
        x = begin + 6
        parts.append(f'<path d="M{x - 4} {y + 15}L{x} {y + 6}L{x + 4} {y + 15}Z" class="fault"/>')
    return [*parts, "</g>"]


def _x(release: Release, columns: Sequence[Release]) -> int:
    """Return where a release begins; what is older than the first column at its left."""
    place = next((n for n, column in enumerate(columns) if column >= release), len(columns))
    return _NAMES + _COLUMN * place - (8 if release < columns[0] else 0)
