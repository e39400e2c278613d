"""The patches for a whole feature: what is chosen from its inventory, and who gets which patch."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from codemods import kinds
from codemods.errors import Refused, UsageError
from codemods.model import Feature
from codemods.plan import deprecation, unstable
from codemods.plan.asked import Job, Wording, shared
from codemods.plan.steps import Step
from codemods.qemu.code import warning
from codemods.related import features, naming, outputs
from codemods.related.model import ASK, MARK, MARKABLE, Inventory, Row
from codemods.source.tree import Tree


@dataclass(frozen=True)
class Wish:
    """What the user wants of the inventory.

    `every` takes what is marked; `include` and `exclude` are names that adjust
    it; `answers` tell for qualified names whether a person wants them;
    `unstable` asks for the patch that marks neglected interfaces so.
    """

    inventory: Inventory
    every: bool = False
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    answers: Mapping[str, bool] = field(default_factory=dict)
    unstable: bool = False


@dataclass(frozen=True)
class Choice:
    """The rows that the series takes, and those it leaves out, each with the reason."""

    taken: tuple[Row, ...] = ()
    left: tuple[tuple[Row, str], ...] = ()


@dataclass(frozen=True)
class Whole:
    """The steps of the series, the choice behind them, and what the feature is called."""

    steps: tuple[Step, ...]
    choice: Choice = field(default_factory=Choice)
    called: str = ""


def markable(row: Row) -> bool:
    """Tell whether what `row` names can be deprecated by itself."""
    return row.kind in MARKABLE


def is_seed(found: Inventory, row: Row) -> bool:
    """Tell whether `row` is what the user named: a topic is no interface of the same name."""
    topics = {kind.noun for kind in kinds.every().values() if kind.on_request}
    named = [r for r in found.rows if r.qualified in found.seeds]
    return row in named and not (markable(row) and any(r.kind in topics for r in named))


def choose(wish: Wish, *, removing: bool = False) -> Choice:
    """Return what of the inventory goes into the series.

    Arguments:
        removing: the series removes it, and what is deprecated already is not done.

    Raises:
        UsageError: --include or --exclude names nothing of the inventory.
        Refused: --include names what cannot carry a deprecation.
    """
    rows = [r for r in wish.inventory.rows if not is_seed(wish.inventory, r)]
    wanted = {r for name in wish.include for r in _named(rows, "--include", name)}
    unwanted = {r for name in wish.exclude for r in _named(rows, "--exclude", name)}
    for row in wanted:
        if not markable(row):
            raise Refused(
                f"--include {row.qualified}: a {row.kind} cannot be deprecated by itself",
                path=row.path, line=row.line, hint="include the interfaces that use it",
            )  # fmt: skip
    taken: list[Row] = []
    left: list[tuple[Row, str]] = []
    for row in rows:
        by_default = row.verdict == MARK and wish.every
        if not markable(row) or (row.verdict not in (MARK, ASK) and row not in wanted):
            continue
        if "deprecated" in row.carries and not removing:
            left.append((row, "already deprecated"))
        elif row in unwanted:
            left.append((row, "left out on purpose"))
        elif row in wanted or wish.answers.get(row.qualified, by_default):
            taken.append(row)
        else:
            left.append((row, _why(row, wish)))
    return Choice(tuple(taken), tuple(left))


def steps(tree: Tree, named: Job, wish: Wish, wording: Wording, *, together: bool = False) -> Whole:
    """Return the steps of the series for the whole feature that `named` is.

    First comes what the user named, with the one entry of deprecated.rst; then
    a patch for each file whose interfaces belong to it, the same file first.
    With `together` one patch holds them all.

    Raises:
        UsageError, Refused: see choose(); or no kind covers a chosen row.
    """
    choice, jobs = _jobs(tree, named, choose(wish), wish)
    main = named.feature
    called = naming.called(tree, main, wording.title)
    whole = replace(wording, interfaces=naming.interfaces(tree, main, [j.feature for j in jobs]))
    notes = outputs.notes(tree, choice.taken)
    found: list[Step] = []
    if wish.unstable:
        every = [named.feature, *(job.feature for job in jobs)]
        found.append(unstable.step(every, called, wording.argv))
    if together or not jobs:
        found.append(deprecation.step(shared([named, *jobs]), replace(whole, notes=notes)))
        return Whole(tuple(found), choice, called)
    found.append(deprecation.step((named,), replace(whole, notes=notes), optional=True))
    first = _table(main.path)
    for path in sorted({_table(j.feature.path) for j in jobs}, key=lambda p: (p != first, p)):
        own = [j for j in jobs if _table(j.feature.path) == path]
        these = [j.feature for j in own]
        what = naming.part(tree, called, these, same=path == first)
        belongs = naming.belongs(tree, main, called, these)
        part = replace(wording, part=what, belongs=belongs, title="")
        found.append(deprecation.step(shared(own), part, optional=True))
    return Whole(tuple(found), choice, called)


def _table(path: str) -> str:
    """Return the file whose patch takes a feature of `path`, of C code the folder.

    The monitor's two tables share one.
    """
    if path.endswith((".c", ".h", ".inc")):
        return path.rpartition("/")[0]
    return path.replace("-info.hx", ".hx")


def _named(rows: Sequence[Row], option: str, name: str) -> list[Row]:
    # A last part alone means what can carry a flag, not the property of the same name.
    found = [r for r in rows if name == r.qualified
             or (markable(r) and name == r.qualified.rpartition(".")[2])]  # fmt: skip
    if not found:
        close = difflib.get_close_matches(name, [r.qualified for r in rows], 3, 0.5)
        raise UsageError(
            f"{option} {name}: not in the inventory",
            hint=f"did you mean {', '.join(close)}?" if close else "see --related for what is",
        )
    return found


def _why(row: Row, wish: Wish) -> str:
    if row.qualified in wish.answers:
        return "answered no"
    return "not decided yet" if row.verdict == ASK else "not asked for"


def _jobs(tree: Tree, named: Job, choice: Choice, wish: Wish) -> tuple[Choice, list[Job]]:
    """Return a job for each feature that the rows stand for; several rows may be one.

    What the tool cannot edit outside of the schema is left out with the reason,
    unless the user asked for just that.
    """
    request = replace(named.request, together=(), spots=())
    covered = features.covered(tree, named.feature)
    found: dict[Feature, Job] = {}
    kept: list[Row] = []
    left = list(choice.left)
    features.expect(tree, choice.taken)
    instead = warning.plain(named.request.replacement or "")
    for row in choice.taken:
        if instead and row.qualified.rpartition(".")[2] == instead and not _asked(row, wish):
            left.append((row, "it is what to use instead"))
            continue
        if row.qualified not in covered:
            try:
                feature = features.of(tree, row)
                own = features.fitting(tree, feature, request)
                features.require_editable(tree, row, feature, own)
            except Refused as err:
                if _asked(row, wish):
                    raise
                left.append((row, f"by hand: {err}"))
                continue
            covered |= features.covered(tree, feature)
            found.setdefault(feature, Job(feature, own))
        kept.append(row)
    return Choice(tuple(kept), tuple(left)), list(found.values())


def _asked(row: Row, wish: Wish) -> bool:
    return bool({row.qualified, row.qualified.rpartition(".")[2]} & set(wish.include))
