"""A commit of a git repository as a tree."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path

from codemods.errors import NotFound, Refused, UsageError
from codemods.source import answers, git
from codemods.source.objects import Objects
from codemods.source.searching import matching, searches
from codemods.source.searching.texts import Texts
from codemods.source.tree import Hit
from codemods.syntax import long

#: With more stale files than this, a search of the whole commit costs less than leaving them out.
_MANY = matching.MANY_PATHS
#: What differs from the commit in the index or the work tree.
_DIFFERS = ("diff-index", "--name-only", "-z", "--no-ext-diff", "--ignore-submodules=all", "HEAD")
#: What `git ls-tree` says of a regular file begins with it.
_REGULAR = "100"
#: A file of which `git ls-files -v` says that the index may not know how it is.
_HIDDEN = re.compile(r"(?<![^\0])(?!H )[^\0]{2}([^\0]+)")


class GitTree:
    """A commit of a git repository.

    Files are read from the object store, each once.  Searches run on the work tree when it
    stands at the commit, which is far faster, except for files that differ there.
    """

    def __init__(self, where: Path, rev: str = "HEAD", *, bare: bool | None = None) -> None:
        """Open a commit.

        Arguments:
            bare: whether there is no work tree, where that is known.
        """
        self.where = where
        self._told_bare = bare
        self._objects = Objects(where)
        self.commit = self._objects.commit(rev) or _commit(where, rev)
        self._listing: Callable[[], bytes] | None = None
        self._comparing: tuple[Callable[[], bytes], ...] | None = None
        self._read: dict[str, bytes] = {}
        self._searches = searches.Searches(self._search, Texts(self, self._read))

    def expect(self, words: Iterable[str], everyday: Iterable[str] = ()) -> None:
        """Begin to look for what will be asked for, and for what has to be known first.

        Arguments:
            words: of which all lines are wanted.
            everyday: of which the files are, their lines are too many.
        """
        self._searches.expect(words)
        self._list()
        self._searches.expect_files(everyday)
        self._compare()

    def suggest(self, words: Iterable[str]) -> None:
        """Look for `words`, too, when all files are searched for something else."""
        self._searches.suggest(words)

    def read(self, path: str) -> bytes:
        """See Tree."""
        if path not in self._read:
            if path not in self._index:
                raise NotFound("no such file in the tree", path=path)
            self._read[path] = self._objects.read(self._index[path].rpartition(" ")[2])
            long.note(path, self._read[path])
        return self._read[path]

    def files(self) -> Sequence[str]:
        """See Tree."""
        return self._files

    def mode(self, path: str) -> str:
        """Return the git mode of the regular file `path`, that of a new file if there is none."""
        return self._index[path].partition(" ")[0] if path in self._index else "100644"

    def grep(self, words: Sequence[str], under: Sequence[str] = ()) -> Sequence[Hit]:
        """See Tree."""
        return self._searches.grep(words, under) if words else ()

    def naming(self, word: str, under: Sequence[str] = ()) -> Sequence[str]:
        """See Tree."""
        return self._searches.naming(word, under)

    @cached_property
    def dirty(self) -> frozenset[str]:
        """Paths whose work tree file may differ from the commit; empty for a bare clone."""
        changed, flagged = (_text(finish()) for finish in self._compare())
        return frozenset((*filter(None, changed.split("\0")), *_HIDDEN.findall(flagged)))

    def _compare(self) -> tuple[Callable[[], bytes], ...]:
        """Begin to look for what differs in the work tree, once."""
        if self._comparing is None and self._bare:
            self._comparing = (bytes, bytes)
        elif self._comparing is None:
            self._comparing = (
                git.start(self.where, *git.without_filters(self.where), *_DIFFERS),
                git.start(self.where, "ls-files", "-v", "-z"),
            )
        return self._comparing

    def _list(self) -> Callable[[], bytes]:
        """Begin to list the files of the commit, once."""
        if self._listing is None:
            self._listing = git.start(self.where, "ls-tree", "-r", "-z", "--full-tree", self.commit)
        return self._listing

    @cached_property
    def _bare(self) -> bool:
        if self._told_bare is not None:
            return self._told_bare
        return git.run(self.where, "rev-parse", "--is-inside-work-tree").strip() != b"true"

    @cached_property
    def is_checked_out(self) -> bool:
        """Whether the work tree stands at the commit; never in a bare clone."""
        return not self._bare and self._objects.commit("HEAD") == self.commit

    @cached_property
    def _index(self) -> dict[str, str]:
        """What `git ls-tree` says of each regular file: "100644 blob OBJECT"."""
        entries = [e for e in _text(self._list()()).split("\0") if e.startswith(_REGULAR)]
        # In front of each path stands as much.
        with answers.of("git ls-tree"):
            path = entries[0].index("\t") + 1 if entries else 0
        return {entry[path:]: entry[: path - 1] for entry in entries}

    @cached_property
    def _files(self) -> tuple[str, ...]:
        return tuple(sorted(self._index))

    def _search(self, what: Sequence[str], under: Sequence[str]) -> Callable[[], bytes]:
        if not self.is_checked_out:
            return self._search_commit(what, under)
        paths = [f":(top,literal){p}" for p in under] or [":/"]
        # Begun before it is known which files differ.
        found = git.start(self.where, *searches.GREP, *what, "--", *paths, ok=(0, 1))
        return lambda: self._current(found(), what, under)

    def _current(self, found: bytes, what: Sequence[str], under: Sequence[str]) -> bytes:
        """Return `found` in the work tree as it would be in the commit."""
        stale = sorted(matching.below(self.dirty, under))
        if not stale:
            return found
        if len(stale) > _MANY:
            return self._search_commit(what, under)()
        kept = _without(found, {os.fsencode(path) for path in stale}, names="-l" in what)
        wanted = [p for p in stale if p in self._index]
        return kept + (self._search_commit(what, wanted)() if wanted else b"")

    def _search_commit(self, what: Sequence[str], under: Sequence[str]) -> Callable[[], bytes]:
        paths = [f":(top,literal){p}" for p in under]
        found = git.start(self.where, *searches.GREP, *what, self.commit, "--", *paths, ok=(0, 1))
        # Each path stands behind the commit's name; nothing else in the output is without limits.
        prefix = self.commit.encode() + b":"
        return lambda: _without(found(), set(), names="-l" in what, prefix=prefix)


def _commit(where: Path, rev: str) -> str:
    """Return the id of the commit that `rev` names; UsageError where git knows none."""
    try:
        out = git.run(where, "rev-parse", "--verify", "--end-of-options", f"{rev}^{{commit}}")
    except Refused as err:
        raise UsageError(f"--rev {rev}: no such commit in {where}", hint=err.message) from err
    return out.decode().strip()


def _without(out: bytes, paths: set[bytes], *, names: bool, prefix: bytes = b"") -> bytes:
    """Return what a search printed, without `prefix` before each path, and without these paths.

    Arguments:
        names: it printed paths alone.
    """
    if names:
        found = (path.removeprefix(prefix) for path in out.split(b"\0") if path)
        return b"".join(path + b"\0" for path in found if path not in paths)
    fields = matching.fields(out, prefix)
    return b"".join(b"\0".join(f) + b"\n" for f in fields if f[0] not in paths)


def _text(out: bytes) -> str:
    return out.decode(errors="surrogateescape")
