"""The subject line of a patch that deprecates."""

from __future__ import annotations

import pytest

from codemods.model import Entry
from codemods.plan.subjects import subject
from codemods.qemu.listing import titles

PATHS = ["docs/about/deprecated.rst", "qapi/net.json"]
LONG = "x" * 29


def bare(name: str) -> Entry:
    return Entry((), f"``{name}``")


def device(name: str) -> Entry:
    return Entry((), f"``-device {name}``", short=titles.short(f"``{name}``", "device"))


def member(name: str, *owners: str) -> Entry:
    what = titles.joined([f"``{owner}``" for owner in owners]) + " argument"
    short = Entry((), f"@{name}", before=what, befores=f"{what}s")
    return Entry((), f"``{name}``", before=what, befores=f"{what}s", short=short)


def parameter(name: str, option: str) -> Entry:
    of = f"parameter of ``{option}``"
    return Entry((), f"``{option},{name}=...``", short=titles.short(f"``{name}``", of))


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        ([bare("a"), bare("b")], "Deprecate a and b"),
        ([bare(f"{c}-{LONG}") for c in "abcd"],
         f"Deprecate a-{LONG} and 3 more"),
        ([bare(c * 20) for c in "abcd"], f"Deprecate {'a' * 20}, {'b' * 20} and 2 more"),
        ([device("harp")], "Deprecate the 'harp' device"),
        ([device("harp-device")], "Deprecate the harp-device"),
        ([device("harp-device"), device("lute-device")],
         "Deprecate the harp-device and lute-device devices"),
        ([device("harp"), device("harp-1")], "Deprecate the harp and harp-1 devices"),
        ([device("harp"), device("lute")], "Deprecate the 'harp' and 'lute' devices"),
        ([parameter("force", "-net a"), parameter("force", "-net b")],
         "Deprecate -net a,force and -net b,force"),
        ([parameter("force", "-net a")], "Deprecate the 'force' parameter of -net a"),
        ([member("m", "query-a")], "Deprecate query-a argument @m"),
        ([member("m", f"query-a-{LONG}", "query-bb")],
         f"Deprecate @m of query-a-{LONG} and query-bb"),
        ([member("m", f"query-a-{LONG}", "b" * 20)], f"Deprecate @m of query-a-{LONG} and 1 more"),
        ([member("m", LONG * 2, "b")], "Deprecate @m"),
    ],
)  # fmt: skip
def test_as_much_as_there_is_room_for(listed: list[Entry], said: str) -> None:
    assert subject(PATHS, "", listed, dated=False) == f"qapi/net: {said}"


def test_words_of_the_user_come_first() -> None:
    assert subject(PATHS, "Old ``a``", [bare("a")], dated=False) == "qapi/net: Deprecate Old a"


def test_a_program_is_named_once() -> None:
    def option(program: str, name: str) -> Entry:
        typed = f"``{program} --{name}``"
        return Entry((), typed, short=titles.short(typed, "option"))

    only = subject(
        ["docs/about/deprecated.rst", "purr.c"], "", [option("purr", "low")], dated=False
    )
    assert only == "purr: Deprecate the --low option"
    other = subject(["docs/about/deprecated.rst"], "", [option("purr", "low")], dated=False)
    assert other == "docs: Deprecate the purr --low option"
