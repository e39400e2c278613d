"""The README shows the answer to the example, and has a row for each rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from codemods.cli.check_deprecation import FORMATS, command
from codemods.review import rules

ROOT = Path(__file__).parent.parent.parent
README = ROOT / "README.md"
SHOWN = ["--tree", str(ROOT / "examples/tree"), str(ROOT / "examples/review/twin.mbox")]


def _table() -> str:
    return "".join(f"| `{r.id}` | {r.severity} | {r.about} |\n" for r in rules.every().values())


@pytest.mark.usefixtures("identity")
def test_the_answer(tmp_path: Path, regenerate: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(command, [*SHOWN, "--reply", "answer", "-q"])
    assert done.exit_code == 1, done.output
    assert done.stdout == "answer/0001-reply.eml\n"
    head, _, body = Path("answer/0001-reply.eml").read_text().partition("\n\n")
    assert "In-Reply-To: <20260114100000.1-1-swan@example.org>" in head
    assert "To: Swan Flyer <swan@example.org>" in head
    assert not re.search(r"(?m)^(Reviewed|Acked|Tested)-by:", body)
    text = README.read_text()
    before, shown, rest = re.split(
        r"(?s)(?<=<!-- reply -->\n\n```\n)(.*?)(?=```)", text, maxsplit=1
    )
    if regenerate:
        README.write_text(before + body + rest)
        shown = body
    assert shown == body


def test_all_four_doubts_and_nothing_else() -> None:
    done = CliRunner().invoke(command, [*SHOWN, "-q"])
    said = re.findall(r"(?m)^(\S+?):(?:(\d+):)? .*\[(\S+)\]$", done.stdout)
    assert {(path, line, rule) for path, line, rule in said if rule != "users/left"} == {
        ("qapi/migration.json", "98", "qapi/words-lost"),
        ("qapi/migration.json", "98", "qapi/no-replacement-said"),
        ("qapi/migration.json", "103", "feature/related"),
        ("qapi/migration.json", "103", "qapi/unstable-too"),
    }


def test_a_row_for_each_rule(regenerate: bool) -> None:
    text = README.read_text()
    start = text.index("|---|---|---|\n", text.index("<!-- rules -->")) + len("|---|---|---|\n")
    end = text.index("\n## Develop")
    if regenerate:
        README.write_text(text[:start] + _table() + text[end:])
        text = README.read_text()
        end = text.index("\n## Develop")
    assert text[start:end] == _table()


def test_every_option_and_form_is_told() -> None:
    section = README.read_text().split("## Reviewing what others wrote")[1].split("## Develop")[0]
    options = [o for p in command.params for o in p.opts if p.name not in ("what", "show_version")]
    assert [o for o in options if f"`{o}" not in section and f", {o}" not in section
            and o != "--quiet"] == []  # fmt: skip
    assert [form for form in FORMATS if f"`{form}`" not in section] == []
