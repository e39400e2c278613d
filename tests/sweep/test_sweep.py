"""The sweep: every feature of a tree, one at a time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from codemods import kinds
from codemods.checks import of_patches
from codemods.cli import sweep as cli
from codemods.errors import NotFound, Problem, UsageError
from codemods.model import Check, Feature
from codemods.source.folder import FolderTree
from codemods.source.memory import Memory
from codemods.source.opening import open_tree
from codemods.sweep import batch, judge, run, verdict
from codemods.sweep.run import Sweep
from codemods.sweep.verdict import Verdict

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "tree"
FEW = ("chardev-backend", "migration-capability")


def sweep(*arguments: str) -> Result:
    return CliRunner().invoke(cli.command, ["--tree", str(EXAMPLE), "--jobs", "1", *arguments])


def some_kinds() -> list[str]:
    return [word for kind in FEW for word in ("--kind", kind)]


@pytest.fixture
def tree() -> FolderTree:
    found = open_tree(EXAMPLE)
    assert isinstance(found, FolderTree)
    return found


def feature(tree: FolderTree, kind: str, name: str) -> Feature:
    return next(f for f in kinds.every()[kind].every(tree) if f.name == name)


def test_example_tree_has_no_failures():
    verdicts = run.run(Sweep(EXAMPLE, jobs=2), lambda done, of, last: None)
    assert [v for v in verdicts if v.status in (verdict.BAD, verdict.CRASHED)] == []
    assert {v.status for v in verdicts} >= {verdict.DONE, verdict.ALREADY}


def test_scripts_of_the_tree_are_asked_in_batches(tree):
    capabilities = list(kinds.every()["migration-capability"].every(tree))
    good = [f for f in capabilities if judge.judge(tree, f)[1] is not None]
    assert len(good) > 2
    assert batch.problems(tree, good) == {}


def test_a_batch_finds_out_whose_fault_it_is(tree, monkeypatch):
    good = [f for f in kinds.every()["qmp-event"].every(tree) if judge.judge(tree, f)[1]]
    culprit = good[-1]

    def grumble(before, after, patch):
        if any(name == culprit.name for name, _ in patch.flags):
            yield Problem("grumble", "", 0, "not this one")

    check = Check("grumble", grumble, executes=True)
    monkeypatch.setattr(of_patches, "every", lambda: {"grumble": check})
    assert list(batch.problems(tree, good)) == [culprit]


@pytest.mark.parametrize("under", [(), ("qapi", "hw/"), ("qapi/migration.json", "nowhere")])
@pytest.mark.parametrize("word", ["twin", "x-twin", "MIGRATION_CAPABILITY_X_TWIN", "a", "no such"])
def test_a_tree_in_memory_answers_as_the_tree_does(tree, word, under):
    memory = Memory(tree)
    assert sorted(memory.files()) == sorted(tree.files())
    assert sorted(memory.naming(word, under)) == sorted(tree.naming(word, under))
    by_line = sorted(tree.grep((word, "light"), under), key=lambda h: (h.path, h.line))
    assert list(memory.grep((word, "light"), under)) == by_line
    with pytest.raises(NotFound):
        memory.read("no/such/file")


# What is judged.


def test_a_problem_is_bad(tree, monkeypatch):
    def grumble(before, after, patch):
        yield Problem("grumble", "x.c", 3, "not at all")

    monkeypatch.setattr(of_patches, "every", lambda: {"grumble": Check("grumble", grumble)})
    said, patch = judge.judge(tree, feature(tree, "migration-capability", "x-twin"))
    assert (said.status, said.message, said.path, said.line, patch) == (
        verdict.BAD, "grumble: not at all", "x.c", 3, None,
    )  # fmt: skip


def test_an_exception_is_a_crash(tree, monkeypatch):
    def explode(tree, name, kind):
        raise ZeroDivisionError("boom")

    monkeypatch.setattr(judge, "resolve", explode)
    said, _ = judge.judge(tree, feature(tree, "migration-capability", "x-twin"))
    assert said.status == verdict.CRASHED
    assert said.message.endswith("ZeroDivisionError: boom")


def test_a_name_that_finds_another_feature_is_bad(tree, monkeypatch):
    other = feature(tree, "migration-capability", "block-push")
    monkeypatch.setattr(judge, "resolve", lambda tree, name, kind: other)
    said, _ = judge.judge(tree, feature(tree, "migration-capability", "x-twin"))
    assert said.status == verdict.BAD
    assert "its own name finds" in said.message


def test_a_kind_that_cannot_list_its_features_is_a_crash(tree, monkeypatch):
    def explode(tree):
        raise ZeroDivisionError("boom")

    class Broken:
        id, every = "broken", explode

    monkeypatch.setattr(kinds, "every", lambda: {"broken": Broken})
    found, failed = run.features(tree, Sweep(EXAMPLE))
    assert found == []
    assert [(v.kind, v.status) for v in failed] == [("broken", verdict.CRASHED)]


def test_what_is_asked_differs_by_name_and_never_by_run(tree):
    asked = [judge.job(tree, f).request for f in kinds.every()["qapi-enum-value"].every(tree)]
    again = [judge.job(tree, f).request for f in kinds.every()["qapi-enum-value"].every(tree)]
    assert asked == again
    assert {(r.replacement is None, r.no_replacement) for r in asked} == {
        (True, True), (True, False), (False, False),
    }  # fmt: skip


# Samples, the state file, the table.


def test_a_sample_is_the_same_every_time(tree):
    asked = Sweep(EXAMPLE, kinds=("qapi-enum-value",), sample=5)
    first, second = (run.features(tree, asked)[0] for _ in range(2))
    assert first == second
    assert len(first) == 5


def test_an_unknown_kind_is_refused(tree):
    with pytest.raises(UsageError, match="no such kind"):
        run.features(tree, Sweep(EXAMPLE, kinds=("colour",)))
    assert sweep("--kind", "colour").exit_code == 2


def test_the_table_is_plain(tree):
    done = sweep(*some_kinds(), "--sample", "3")
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert lines[0].split() == ["kind", "all", *verdict.STATUSES, "refused", "%"]
    assert [line.split()[0] for line in lines[1:4]] == [*FEW, "total"]
    assert "\x1b" not in done.output


def test_a_state_file_is_gone_on_with(tmp_path, monkeypatch):
    state = tmp_path / "state.jsonl"
    first = sweep(*some_kinds(), "--state", str(state))
    lines = state.read_text().splitlines()
    assert all(json.loads(line) for line in lines)
    # The sweep was stopped while it wrote: one verdict is cut off, one is missing.
    state.write_text("\n".join([*lines[:-2], lines[-2][:20]]))
    judged = []
    real = run.judge
    monkeypatch.setattr(run, "judge", lambda tree, f: judged.append(f) or real(tree, f))
    second = sweep(*some_kinds(), "--state", str(state))
    assert len(judged) == 2
    assert second.output == first.output
    assert len(state.read_text().splitlines()) == len(lines)


def test_a_state_file_of_another_sweep_is_refused(tmp_path):
    state = tmp_path / "state.jsonl"
    state.write_text('{"tree": "elsewhere"}\n')
    done = sweep(*some_kinds(), "--state", str(state))
    assert done.exit_code == 2
    assert state.read_text() == '{"tree": "elsewhere"}\n'


def test_failures_are_listed_and_give_status_1(monkeypatch):
    failed = Verdict("machine", "pinecone", verdict.BAD, "syntax: no", "syntax: no", "a.c", 7)
    monkeypatch.setattr(run, "run", lambda sweep, told: (failed,))
    done = sweep()
    assert done.exit_code == 1
    assert "bad machine:pinecone a.c:7: syntax: no" in done.output


def test_refusals_are_counted_by_reason():
    refused = [
        Verdict("machine", name, verdict.REFUSED, "m", "looked for a ..., found ...")
        for name in ("oak", "elm")
    ]
    lines = list(cli.lines([*refused, Verdict("machine", "ash", verdict.DONE)]))
    assert "      2 machine: looked for a ..., found ... (oak)" in lines
    assert lines[1].split() == ["machine", "3", "1", "0", "2", "0", "0", "66.7"]


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("oak_init() is not edited: its text", "...() is not edited: its text"),
        ("looked for oak_init() below hw/, found 2: a/b.c:1, c/d.c:2",
         "looked for ...() below hw/, found ..."),
        ("'oak' serves `elm` and 'ash' too", "... serves ... too"),
        ("the enumeration has 12 values\nand more", "the enumeration has N values"),
    ],
)  # fmt: skip
def test_reasons_leave_out_what_is_particular(message, reason):
    one = Feature("machine", "oak", "arm/oak", "hw/arm/oak.c", 3, ("oak",))
    assert verdict.reason(message, one) == reason


def test_a_verdict_survives_the_state_file():
    one = Verdict("machine", "oak", verdict.REFUSED, "a\nb", "a", "hw/arm/oak.c", 3, 0.25)
    assert verdict.parse(one.as_json()) == one
    for text in ("", "{}", '{"kind": 1, "colour": 2}', "[1]", '"x"'):
        with pytest.raises(ValueError):
            verdict.parse(text)


@pytest.mark.real_tree
def test_a_sample_of_a_real_tree_has_no_failures(qemu_tree: Path):
    verdicts = run.run(Sweep(qemu_tree, sample=6, jobs=2), lambda done, of, last: None)
    assert [v for v in verdicts if v.status in (verdict.BAD, verdict.CRASHED)] == []
