"""What of a command line gets into a commit message."""

from __future__ import annotations

import pytest

from codemods.cli.recorded import recorded


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a b --together", "a b --together"),
        ("a --tree /home/me/qemu --rev v9 -o out", "a"),
        ("--tree=/home/me/qemu a --output-directory=out --since 9.0", "a --since 9.0"),
        ("a --to x@y.org --cc=z@y.org --no-cc --replacement b", "a --replacement b"),
        ("-qs a -oout -v2 --rfc -v 3 --cover-letter", "a"),
        ("a --reason Long.Text --warn none", "a --reason ... --warn none"),
        ("a --reason=Long.Text --message-file /home/me/m", "a --reason ... --message-file -"),
        ("a --answers /home/me/a.json --include b", "a --answers a.json --include b"),
        ("a --branch", "a"),
        ("a --build --in 9.0 --no-grace=Unused", "a --in 9.0 --no-grace ..."),
        ("a --build=/home/me/build --keep-text", "a --keep-text"),
        (
            "a --replacement -object --replacement -smp",
            "a --replacement -object --replacement -smp",
        ),
        ("a --json -- --tree", "a -- --tree"),
        ("-no-lamp -q --since 9.0", "-no-lamp --since 9.0"),
    ],
)
def test_only_what_the_patches_depend_on(given: str, kept: str) -> None:
    assert recorded(["tool", *given.split()]) == ("tool", *kept.split())


def test_a_name_that_looks_like_a_short_option_is_kept() -> None:
    given = ["-object lamp", "-o", "out", "-vane gale,force=9", "-s"]
    assert recorded(["tool", *given]) == ("tool", "-object lamp", "-vane gale,force=9")


def test_a_name_that_is_one_only_where_nothing_else_is_stays() -> None:
    assert recorded(["tool", "-old-lamp", "-oout"], ["-old-lamp"]) == ("tool", "-old-lamp")
