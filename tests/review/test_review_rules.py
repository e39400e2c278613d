"""Each rule has series of which it speaks, and such of which it has nothing to say."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases_code import CASES as CODE
from cases_entry import CASES as ENTRY
from cases_schema import CASES as SCHEMA
from review_series import Case, series

from codemods.review import review, rules
from codemods.review.outputs import concise

CASES = (*ENTRY, *SCHEMA, *CODE)
FILE = Path(__file__).with_name("expected.txt")
#: A case whose name begins so is one of which the rule speaks.
SPEAKS = "!"
#: Needs a tree's own scripts, which the example has not: see tests/checks.
ELSEWHERE = ("qapi/rejected",)


def said(of: Case) -> list[str]:
    found = review.review(series(of), (of.rule,), lambda _: None, True)
    return [concise.line(f, found.series.steps) for f in found.findings]


def head(of: Case) -> str:
    return f"{of.rule} | {of.name}"


def expected() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for block in FILE.read_text().split("\n\n"):
        first, *lines = block.strip("\n").split("\n")
        found[first] = lines
    return found


@pytest.mark.parametrize("of", CASES, ids=head)
def test_case(of: Case, request: pytest.FixtureRequest) -> None:
    lines = said(of)
    if of.rule in ELSEWHERE:
        assert not lines
        return
    assert bool(lines) == of.name.startswith(SPEAKS), lines
    if request.config.getoption("--regenerate"):
        known = expected() if FILE.exists() else {}
        known[head(of)] = lines
        keep = [head(c) for c in CASES if known.get(head(c))]
        FILE.write_text("\n\n".join("\n".join([h, *known[h]]) for h in keep) + "\n")
    assert lines == expected().get(head(of), [])


def test_no_expectation_is_left_of_a_case_that_is_gone() -> None:
    assert set(expected()) == {head(c) for c in CASES if c.name.startswith(SPEAKS)} - {
        head(c) for c in CASES if c.rule in ELSEWHERE
    }


#: What needs a build speaks in test_review_command.py.
BUILT = {"patch/compiles"}


@pytest.mark.parametrize("rule", sorted(rules.every().keys() - BUILT))
def test_each_rule_speaks_and_stays_silent(rule: str) -> None:
    own = [c.name.startswith(SPEAKS) for c in CASES if c.rule == rule]
    assert True in own and False in own


@pytest.mark.parametrize("rule", rules.every())
def test_a_rule_is_called_like_its_file(rule: str) -> None:
    folder, _, name = rule.partition("/")
    file = Path(rules.__file__).parent / folder / f"{name.replace('-', '_')}.py"
    assert file.exists()
    assert "Source: " in rules.every()[rule].explain
