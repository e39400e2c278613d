"""formats/shell.py and queries/bash: the words of scripts, and where they stand."""

from __future__ import annotations

import time

import pytest

from codemods.formats import shell


def read(source: str) -> list[list[str]]:
    """The words of each command, in which ? stands for what the shell puts in; a text alone."""
    found = []
    for command in shell.commands(source.encode()):
        data = command.text.data.replace(b"\x1a", b"?")
        words = [data[start:end].decode() for start, end in command.words]
        found.append(words or [data.decode()])
    return found


@pytest.mark.parametrize(
    ("source", "commands"),
    [
        ("run a 'b c' \"d $e\" f\\ g\n", [["run", "a", "b c", "d ?", "f g"]]),
        ("x=1 run a > log -b\n", [["x=1", "run", "a", "log", "-b"]]),
        ('run <<< "a $b"\n', [["run", "a ?"]]),
        ("run a \\\n  b\"c\"'d'e\n", [["run", "a", "bcde"]]),
        ("a | b && c; d &\n", [["a"], ["b"], ["c"], ["d"]]),
        ("if ! a; then b; else c; fi\n", [["a"], ["b"], ["c"]]),
        ('r=$(a `b c` "$(d)")\n', [["b", "c"], ["d"], ["a", "?", "?"], ["r=?"]]),
        ('a "$b $(c)"\n', [["c"], ["a", "? ?"]]),
        ("a ${b:-${c}d} $((e + 1)) <(f)\n", [["1"], ["f"], ["a", "?", "?", "?"]]),
        ("a if=none,file=$B,format=$C,d=on\n", [["a", "if=none,file=?,format=?,d=on"]]),
        ("l=(a 'b' # c\n  d)\nexport e=f\n", [["l=?"], ["a", "b"], ["d"], ["export", "e=f"]]),
        ("for a in b c; do d; done\n", [["b", "c"], ["d"]]),
        ("for a do b; done\n", [["b"]]),
        ("case $a in b | c) d ;; esac\n", [["?"], ["b", "c"], ["d"]]),
        ('if [ \\( "$a" = b \\) -a -n "$c" ]; then d; fi\n', [["?"], ["b"], ["d"]]),
        ("exec {fd}<f\na\n", [["exec", "f"], ["a"]]),
        # What the grammar mistakes for one pipeline, and -e for a file.
        (
            "f() {\n  a 2>&1 | b | c\n  d >e\n\n  # g\n  h -i\n}\n",
            [["a", "1"], ["b"], ["c"], ["d"], ["e"], ["h", "-i"]],
        ),
    ],
)
def test_the_words_of_commands(source: str, commands: list[list[str]]) -> None:
    assert sorted(read(source)) == sorted(commands)
    # In the order in which they end.
    ends = [command.text.at[-1] for command in shell.commands(source.encode())]
    assert ends == sorted(ends)


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("run <<EOF | b\n  {'c': \"$d\"}\n# e\nEOF\n", ["  {'c': \"$d\"}\n# e\n"]),
        ("run <<'EOF' \\\n  | b\nc $d\nEOF\n", ["c $d\n"]),
        ("run <<EOF\na b:$c/d $(e f)\ng\nEOF\n", ["a b:$c/d $(e f)\ng\n"]),
        ("run <<-EOF\n\ta\n\tEOF\n", ["\ta\n"]),
    ],
)
def test_here_documents(source: str, texts: list[str]) -> None:
    found = list(shell.commands(source.encode()))
    assert [c.text.data.decode().rstrip("\t") for c in found if not c.words] == texts
    assert [c.word(0) for c in found if c.words] == [b"run", b"b"][: 1 + ("| b" in source)]


def test_each_byte_knows_its_place() -> None:
    source = b"""run "a\\"b"'c'd $e <<EOF\nf\nEOF\n"""
    for command in shell.commands(source):
        for at, byte in enumerate(command.text.data):
            if byte not in b" \x1a":
                assert source[command.text.at[at]] == byte


def test_a_quote_goes_on_to_the_next_one_if_there_is_one() -> None:
    (command,) = shell.commands(b"_s it's\n_s 'a' b\n")
    assert command.text.data == b"_s its\n_s a "


@pytest.mark.parametrize("piece", ["`", "((", "$(", "{ ", '"$(', "[[ a || ", "a=(", "if a; then "])
def test_what_is_no_script_takes_no_long_time(piece: str) -> None:
    source = (piece * (200_000 // len(piece))).encode()
    before = time.thread_time()
    assert len(list(shell.commands(source))) < len(source)
    assert time.thread_time() - before < 20
