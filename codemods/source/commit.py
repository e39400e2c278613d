"""A commit of a git repository as a tree."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from codemods.errors import NotFound, Refused, UsageError
from codemods.source import git, search
from codemods.source.tree import Hit

#: With more stale files than this, a search of the whole commit costs less than leaving them out.
_MANY = search.MANY_PATHS


class GitTree:
    """A commit of a git repository.

    Files are read from the object store.  Searches run on the work tree when it
    stands at the commit, which is far faster, except for files that differ there.
    """

    def __init__(self, where: Path, rev: str = "HEAD") -> None:
        self.where = where
        try:
            out = git.run(where, "rev-parse", "--verify", "--end-of-options", f"{rev}^{{commit}}")
        except Refused as err:
            raise UsageError(f"--rev {rev}: no such commit in {where}", hint=err.message) from err
        self.commit = out.decode().strip()
        self._searches = search.Searches(self._search)

    def read(self, path: str) -> bytes:
        """See Tree."""
        try:
            oid = self._index[path]
        except KeyError:
            raise NotFound("no such file in the tree", path=path) from None
        return self._blobs.read(oid)

    def files(self) -> Sequence[str]:
        """See Tree."""
        return tuple(self._index)

    def grep(self, words: Sequence[str], under: Sequence[str] = ()) -> Sequence[Hit]:
        """See Tree."""
        return self._searches.grep(words, under)

    def naming(self, word: str, under: Sequence[str] = ()) -> Sequence[str]:
        """See Tree."""
        return self._searches.naming(word, under)

    @cached_property
    def dirty(self) -> frozenset[str]:
        """Paths whose work tree file may differ from the commit; empty for a bare clone."""
        if self._bare:
            return frozenset()
        changed = git.run(
            self.where, *git.without_filters(self.where), "diff-index", "--name-only", "-z",
            "--no-ext-diff", "--ignore-submodules=all", "HEAD",
        )  # fmt: skip
        flagged = git.run(self.where, "ls-files", "-v", "-z")
        hidden = [e[2:] for e in _text(flagged).split("\0") if e and not e.startswith("H ")]
        return frozenset(p for p in _text(changed).split("\0") if p) | frozenset(hidden)

    @cached_property
    def _bare(self) -> bool:
        return git.run(self.where, "rev-parse", "--is-inside-work-tree").strip() != b"true"

    @cached_property
    def _checked_out(self) -> bool:
        if self._bare:
            return False
        head = git.run(self.where, "rev-parse", "--verify", "-q", "HEAD", ok=(0, 1))
        return head.decode().strip() == self.commit

    @cached_property
    def _index(self) -> dict[str, str]:
        out = git.run(self.where, "ls-tree", "-r", "-z", "--full-tree", self.commit)
        entries = (e.partition("\t") for e in _text(out).split("\0") if e)
        return {path: meta[12:] for meta, _, path in entries if meta.startswith("100")}

    @cached_property
    def _blobs(self) -> git.Blobs:
        return git.Blobs(self.where)

    def _search(self, what: Sequence[str], under: Sequence[str]) -> bytes:
        if not self._checked_out:
            return self._search_commit(what, under)
        stale = sorted(search.below(self.dirty, under))
        if len(stale) > _MANY:
            return self._search_commit(what, under)
        skip = [f":(exclude,top,literal){p}" for p in stale]
        paths = [f":(top,literal){p}" for p in under] or [":/"]
        out = git.run(self.where, *search.GREP, *what, "--", *paths, *skip, ok=(0, 1))
        wanted = [p for p in stale if p in self._index]
        return out + (self._search_commit(what, wanted) if wanted else b"")

    def _search_commit(self, what: Sequence[str], under: Sequence[str]) -> bytes:
        paths = [f":(top,literal){p}" for p in under]
        out = git.run(self.where, *search.GREP, *what, self.commit, "--", *paths, ok=(0, 1))
        # Each path stands behind the commit's name; nothing else in the output is without limits.
        prefix = self.commit.encode() + b":"
        if "-l" in what:
            return b"".join(p.removeprefix(prefix) + b"\0" for p in out.split(b"\0") if p)
        return b"".join(b"\0".join(f) + b"\n" for f in search.fields(out, prefix))


def _text(out: bytes) -> str:
    return out.decode(errors="surrogateescape")
