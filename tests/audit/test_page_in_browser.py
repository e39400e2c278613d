"""The page of `audit-deprecations` in a real browser: CHROMIUM names its program."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import browser
import pytest
from browser import Page

from codemods.audit import page, report
from codemods.audit.report import Report
from codemods.audit.scene import Scene
from codemods.source.folder import FolderTree

PROGRAM = os.environ.get("CHROMIUM", "")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not PROGRAM, reason="CHROMIUM is not set"),
]

EXAMPLE = Path(__file__).parent.parent.parent / "examples/tree"
#: What the table shows, in its order: the second cell of each row that is not hidden.
SHOWN = (
    "[...document.querySelectorAll('#entries tbody tr')].filter(r => r.offsetParent !== null)"
    ".map(r => r.cells[1].textContent)"
)


@pytest.fixture(scope="module")
def made() -> Report:
    return report.make(Scene(FolderTree(EXAMPLE)))


@pytest.fixture(scope="module")
def file(made: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("page") / "page.html"
    where.write_text(page.of(made), encoding="utf-8")
    return where


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    assert shutil.which(PROGRAM), f"CHROMIUM={PROGRAM}: there is no such program"
    with browser.started(PROGRAM, tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture
def opened(chromium: Page, file: Path) -> Iterator[Page]:
    chromium.scripts(on=True)
    chromium.look(1280)
    chromium.requests.clear()
    chromium.open(file)
    yield chromium
    assert chromium.errors == []
    assert chromium.requests == [file.as_uri()], "it asks for nothing but itself"


def _focus(page_: Page) -> str:
    return str(page_.ask("document.activeElement.name || document.activeElement.textContent"
                         " || document.activeElement.tagName"))  # fmt: skip


def _choose(page_: Page, field: str, value: str) -> list[str]:
    page_.ask(f"(() => {{ const e = document.forms[0].elements['{field}']; e.value = '{value}';"
              "e.dispatchEvent(new Event('input', {bubbles: true})); })()")  # fmt: skip
    return list(page_.ask(SHOWN))


def test_filters(opened: Page, made: Report) -> None:
    count = len(made.entries)
    assert len(opened.ask(SHOWN)) == count
    for kind in ("cli-option", "behaviour"):
        wanted = sum(s.record.kind == kind for s in made.entries)
        assert 0 < len(_choose(opened, "kind", kind)) == wanted < count
    assert opened.ask("document.getElementById('count').textContent").endswith(
        f"of {count} entries"
    )
    _choose(opened, "kind", "")
    owner = next(s.owner.title for s in made.entries if s.owner)
    wanted = sum(s.owner is not None and s.owner.title == owner for s in made.entries)
    assert 0 < len(_choose(opened, "owner", owner)) == wanted < count
    _choose(opened, "owner", "")
    wanted = sum(not s.may_go and not s.blocked_by for s in made.entries)
    assert 0 < len(_choose(opened, "stage", "no")) == wanted < count
    _choose(opened, "stage", "")
    # Upper case letters find the lower case name.
    found = _choose(opened, "text", "TAPESTRY")
    assert 0 < len(found) < count and any("tapestry" in name for name in found)
    assert _choose(opened, "text", "nothing has this name") == []
    assert opened.ask("document.getElementById('count').textContent") == f"0 of {count} entries"


def test_sorts_by_every_column(opened: Page, made: Report) -> None:
    heads = opened.ask("[...document.querySelectorAll('#entries thead button')].map(b =>"
                       " b.textContent)")  # fmt: skip
    assert heads == list(page.HEADINGS)
    before = opened.ask(SHOWN)
    for n in range(len(heads)):
        click = f"document.querySelectorAll('#entries thead button')[{n}].click()"
        cells = f"[...document.querySelectorAll('#entries tbody tr')].map(r => r.cells[{n}])" \
            ".map(c => c.dataset.sort !== undefined ? +c.dataset.sort" \
            " : c.textContent.trim().toLowerCase())"  # fmt: skip
        opened.ask(click)
        rising = opened.ask(cells)
        assert rising == sorted(rising), heads[n]
        assert opened.ask("[...document.querySelectorAll('#entries th')].map(t => t.ariaSort)") == [
            "ascending" if m == n else None for m in range(len(heads))
        ]
        opened.ask(click)
        assert opened.ask(cells) == sorted(rising, reverse=True), heads[n]
    assert sorted(opened.ask(SHOWN)) == sorted(before)


def test_keyboard_reaches_and_works_everything(opened: Page, made: Report) -> None:
    reached = []
    for _ in range(40):
        opened.press("Tab")
        reached.append(_focus(opened))
        if opened.ask("document.activeElement === document.body"):
            break
        outline = opened.ask("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", f"nobody sees that {reached[-1][:40]} has the focus"
    for name in ("text", "kind", "owner", "stage", *page.HEADINGS):
        assert name in reached
    opened.ask("document.forms[0].elements['text'].focus()")
    opened.type("snail")
    assert len(opened.ask(SHOWN)) == 1
    opened.ask("document.forms[0].reset()")
    opened.ask("document.forms[0].elements['text'].dispatchEvent("
               "new Event('input', {bubbles: true}))")  # fmt: skip
    opened.ask("document.querySelectorAll('#entries thead button')[1].focus()")
    opened.press("Enter", "\r")
    assert opened.ask("document.querySelectorAll('#entries th')[1].ariaSort") == "ascending"
    opened.press(" ", " ")
    assert opened.ask("document.querySelectorAll('#entries th')[1].ariaSort") == "descending"


def test_scripts_are_not_needed(chromium: Page, file: Path, made: Report) -> None:
    # Without scripts the page cannot be asked; its picture and its print can.
    chromium.look(1280)
    chromium.scripts(on=False)
    chromium.requests.clear()
    chromium.open(file)
    document = chromium.send("DOM.getDocument", depth=-1)["root"]["nodeId"]
    rows = chromium.send("DOM.querySelectorAll", nodeId=document, selector="#entries tbody tr")
    assert len(rows["nodeIds"]) == len(made.entries)
    form = chromium.send("DOM.querySelector", nodeId=document, selector="form[hidden]")
    assert form["nodeId"], "a form that does nothing is not shown"
    assert chromium.requests == [file.as_uri()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_fits_and_can_be_read(opened: Page, width: int, scheme: str, tmp_path: Path) -> None:
    opened.look(width, scheme=scheme)
    assert opened.ask("document.documentElement.scrollWidth") <= width
    assert opened.ask("document.querySelectorAll('#entries tbody tr')[0].offsetWidth") > 0
    # What a cell says stands in one piece: beside its label, where the table is narrow.
    lefts = opened.ask("[...document.querySelectorAll('#entries td > span')].filter(s => s."
                       "offsetWidth).map(s => s.previousSibling === null"
                       " && s.nextSibling === null)")  # fmt: skip
    assert lefts and all(lefts)
    colours = opened.ask(
        "[...document.querySelectorAll('h1, .note, .error, #entries td, #entries th, label')]"
        ".map(e => [getComputedStyle(e).color, e.matches('th') ? getComputedStyle(e)"
        ".backgroundColor : getComputedStyle(document.body).backgroundColor])"
    )
    assert colours
    for ink, paper in {tuple(pair) for pair in colours}:
        assert _contrast(ink, paper) >= 4.5, (ink, paper)
    folder = Path(os.environ.get("PICTURES") or tmp_path)
    assert opened.picture(folder / f"{scheme}-{width}.png").startswith(b"\x89PNG")


def test_prints(opened: Page, tmp_path: Path) -> None:
    opened.look(1280, scheme="dark", media="print")
    assert opened.ask("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert opened.ask("getComputedStyle(document.forms[0]).display") == "none"
    # Chromium leaves a button out where it repeats the head of a table on the next sheet.
    button = "document.querySelector('#entries thead button')"
    assert opened.ask(f"getComputedStyle({button}).display") == "contents"
    folder = Path(os.environ.get("PICTURES") or tmp_path)
    assert opened.printed(folder / "print.pdf").startswith(b"%PDF")


def _contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, as WCAG 2 defines it."""
    low, high = sorted(map(_luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(n) / 255 for n in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
