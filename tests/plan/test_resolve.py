"""Names mean one feature, or none is taken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from codemods import kinds
from codemods.errors import NotFound, Refused, UsageError
from codemods.kind import Kind, nowhere
from codemods.model import Entry, Feature, Place
from codemods.plan.resolve import resolve
from codemods.source.folder import FolderTree


def make(id: str, *qualified: str, refines=(), on_request=False, line=1) -> Kind:
    """A kind that knows these features, one a line of its own file."""
    path = f"{id}.txt"
    known = [Feature(id, q.rpartition(".")[2], q, path, n) for n, q in enumerate(qualified, line)]
    return Kind(
        id, id, find=lambda tree, name: [f for f in known if name in (f.name, f.qualified)],
        every=lambda tree: known, entry=lambda tree, feature: Entry((), feature.name),
        places=lambda tree, f: (Place(f.path, *f.qualified.rsplit(".", 1), "Member"),),
        refines=refines, on_request=on_request,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    made = [
        make("bird", "Bird.robin", "Bird.wren", "Bird.swift"),
        make("language", "Language.swift", "Language.c"),
        make("wader", "Bird.heron", refines=("water-bird",)),
        make("water-bird", "Bird.heron", "Bird.duck"),
        make("wish", "any.thing", on_request=True),
    ]
    monkeypatch.setattr(kinds, "every", lambda: {kind.id: kind for kind in made})


@pytest.fixture
def tree(tmp_path):
    (tmp_path / "VERSION").write_text("10.2.50\n")
    return FolderTree(tmp_path)


@pytest.mark.parametrize(
    ("name", "kind", "meant"),
    [
        ("wren", None, "bird Bird.wren"),
        ("Bird.wren", None, "bird Bird.wren"),
        ("bird:wren", None, "bird Bird.wren"),
        ("bird:Bird.wren", None, "bird Bird.wren"),
        ("wren", "bird", "bird Bird.wren"),
        ("swift", "language", "language Language.swift"),
        ("language:swift", None, "language Language.swift"),
        ("Language.swift", None, "language Language.swift"),
        ("thing", "wish", "wish any.thing"),
        ("duck", None, "water-bird Bird.duck"),
    ],
)
def test_a_name_means_one_feature(tree, name, kind, meant):
    found = resolve(tree, name, kind)
    assert f"{found.kind} {found.qualified}" == meant


def test_the_more_special_kind_is_preferred(tree):
    assert resolve(tree, "heron").kind == "wader"
    assert resolve(tree, "water-bird:heron").kind == "water-bird"


def test_an_ambiguous_name_is_refused_with_every_meaning(tree):
    with pytest.raises(Refused) as err:
        resolve(tree, "swift")
    assert err.value.message == (
        "'swift' names 2 features:\n"
        "  bird.txt:3 bird Bird.swift\n"
        "  language.txt:1 language Language.swift"
    )
    assert "--kind" in err.value.hint
    assert not isinstance(err.value, NotFound)


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("wern", "wren (bird)"), ("Bird.wran", "Bird.wren (bird)"), ("hero", "heron (wader)")],
)
def test_an_unknown_name_is_refused_with_the_nearest(tree, name, nearest):
    with pytest.raises(NotFound, match=f"no feature is called '{name}'") as err:
        resolve(tree, name)
    assert nearest in err.value.hint


def test_the_nearest_are_of_the_kind_asked_for(tree):
    with pytest.raises(NotFound) as err:
        resolve(tree, "language:wren")
    assert "bird" not in err.value.hint


@pytest.mark.parametrize("name", ["quetzalcoatlus", "mammal:wren", "Bird.", ".wren", "w*", "thing"])
def test_what_is_like_nothing_is_refused(tree, name):
    with pytest.raises(NotFound) as err:
        resolve(tree, name)
    assert err.value.hint


def test_an_unknown_kind_is_refused_with_all_kinds(tree):
    with pytest.raises(UsageError, match="no such kind") as err:
        resolve(tree, "wren", "mammal")
    assert err.value.hint == "one of bird, language, wader, water-bird, wish"


@pytest.mark.parametrize("name", ["", " ", "wr\nen", "wren\0", "bird:", "\udcff", "a\tb"])
def test_an_empty_or_unprintable_name_is_refused(tree, name):
    with pytest.raises(UsageError, match="unprintable"):
        resolve(tree, name)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Bird.wren", ["bird"]),
        ("wren", ["bird", "code"]),
        ("Bird.kite", ["bird", "code"]),
        ("sing.loud", ["bird", "code"]),
    ],
)
def test_a_member_of_a_type_is_looked_for_in_the_schema_alone(tree, monkeypatch, name, asked):
    (tree.where / "qapi").mkdir()
    (tree.where / "qapi/birds.json").write_text(
        "{ 'enum': 'Bird', 'data': [ 'wren' ] }\n"
        "{ 'command': 'sing', 'data': { 'loud': 'bool' } }\n"
    )
    seen: dict[str, None] = {}

    def noting(kind: Kind) -> Kind:
        def find(tree, name):
            seen[kind.id] = None
            return kind.find(tree, name)

        return replace(kind, find=find)

    bird = make("bird", "Bird.wren")
    # Something of C, which says the same of itself.
    code = replace(make("code", "Bird.kite", "sing.loud", line=5), places=nowhere)
    monkeypatch.setattr(kinds, "every", lambda: {k.id: noting(k) for k in (bird, code)})
    assert resolve(tree, name).qualified in ("Bird.wren", "Bird.kite", "sing.loud")
    assert list(seen) == asked
