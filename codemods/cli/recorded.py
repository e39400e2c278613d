"""The command line as a commit message records it: what the patches depend on, and no more.

No path of the user's machine and no address gets into QEMU's history, nor the reason a
second time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from codemods.cli import dashed

#: Options for the place, the form of the mails or what is printed, with a value and without.
_DROPPED = frozenset({
    "--tree", "--rev", "-o", "--output-directory", "-v", "--reroll-count", "--to", "--cc",
    "--branch", "--color",
})  # fmt: skip
_FLAGS = frozenset({
    "--rfc", "--cover-letter", "--no-cover-letter", "-s", "--signoff", "--no-cc", "--dry-run",
    "--apply", "--json", "--no-verify", "-q", "--quiet", "--build",
})  # fmt: skip
_SHORT = frozenset({*(one for one in _DROPPED | _FLAGS if len(one) == 2), "-h"})
#: Texts that the message has anyway.
_TEXTS = frozenset({"--reason", "--message", "--no-grace"})
_FILES = frozenset({"--reason-file", "--message-file"})
_ANSWERS = "--answers"
#: The others that take a value.
_VALUED = frozenset({
    "--since", "--kind", "--title", "--chapter", "--replacement", "--include", "--exclude",
    "--argument", "--warning-text", "--warn", "--warn-at", "--when", "--remove", "--in",
})  # fmt: skip


def recorded(argv: Sequence[str], names: Collection[str] = ()) -> tuple[str, ...]:
    """Return `argv`, the tool's name first, without what does not change the patches.

    Arguments:
        names: what it names; one may look like a short option and its value.
    """
    return (*argv[:1], *_kept(list(argv[1:]), names))


def _kept(given: list[str], names: Collection[str]) -> Iterator[str]:
    while given:
        word = given.pop(0)
        if word == "--":
            yield from (word, *given)
            return
        if word in names or dashed.is_name(word, _SHORT):
            yield word
            continue
        name, equals, value = word.partition("=")
        if word.startswith("-") and not word.startswith("--"):
            # Short options take their value with or without a blank.
            name, equals, value = word[:2], word[2:3], word[2:]
            if name in _FLAGS and value:
                given.insert(0, f"-{value}")
        if name in _FLAGS:
            continue
        if name in _DROPPED | _TEXTS | _FILES | {_ANSWERS}:
            value = value if equals else given.pop(0) if given else ""
            if name in _TEXTS:
                yield from (name, "...")
            elif name in _FILES:
                yield from (name, "-")
            elif name == _ANSWERS:
                yield from (name, value.rpartition("/")[2])
            continue
        yield word
        if word in _VALUED and given:
            # A value may begin with a dash, too.
            yield given.pop(0)
