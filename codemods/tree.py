"""A QEMU source tree to read: a commit of a clone, a plain folder, or an overlay on either."""

from __future__ import annotations

import os
import stat
from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Protocol

from codemods import git, search
from codemods.errors import NotFound, Refused, UsageError
from codemods.model import Hit

#: What a folder must hold to be taken for a QEMU source tree.
_LANDMARKS = ("VERSION", "qapi/qapi-schema.json")

#: With more stale files than this, a search of the whole commit costs less than leaving them out.
_MANY = 500


class Tree(Hashable, Protocol):
    """Read access to one state of a source tree.  Paths are relative, with "/"."""

    def read(self, path: str) -> bytes:
        """Return the bytes of the regular file `path`; NotFound if there is none."""

    def files(self) -> Sequence[str]:
        """Return the paths of all regular files, sorted."""

    def grep(self, words: Sequence[str], under: Sequence[str] = ()) -> Sequence[Hit]:
        """Return every line in which one of the fixed strings `words` occurs.

        `under` limits the search to these files and folders.  Files that git
        takes for binary are not searched.
        """

    def naming(self, word: str, under: Sequence[str] = ()) -> Sequence[str]:
        """Return the paths of the files in which `word` occurs as a whole word."""


def exists(tree: Tree, path: str) -> bool:
    """Tell whether the regular file `path` is in `tree`."""
    try:
        tree.read(path)
    except NotFound:
        return False
    return True


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
        changed = git.run(self.where, "diff-index", "--name-only", "-z", "--no-ext-diff", "HEAD")
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


class FolderTree:
    """A plain source folder, such as an unpacked release."""

    def __init__(self, where: Path) -> None:
        self.where = where
        self._searches = search.Searches(self._search)

    def read(self, path: str) -> bytes:
        """See Tree."""
        try:
            return _open_inside(self.where, path)
        except OSError:
            raise NotFound("no such file in the tree", path=path) from None

    def files(self) -> Sequence[str]:
        """See Tree."""
        return self._files

    def grep(self, words: Sequence[str], under: Sequence[str] = ()) -> Sequence[Hit]:
        """See Tree."""
        return self._searches.grep(words, under)

    def naming(self, word: str, under: Sequence[str] = ()) -> Sequence[str]:
        """See Tree."""
        return self._searches.naming(word, under)

    @cached_property
    def _files(self) -> tuple[str, ...]:
        found = []
        for folder, inner, names in os.walk(self.where, onerror=_unreadable):
            if ".git" in inner:  # git never searches there
                inner.remove(".git")
            inside = Path(folder).relative_to(self.where).as_posix()
            for name in names:
                path = name if inside == "." else f"{inside}/{name}"
                if name != ".git" and stat.S_ISREG((self.where / path).lstat().st_mode):
                    found.append(path)
        return tuple(sorted(found))

    def _search(self, what: Sequence[str], under: Sequence[str]) -> bytes:
        present = [p for p in under if (self.where / p).exists()]
        if under and not present:
            return b""
        return git.run(
            self.where, *search.GREP, "--no-index", "--no-exclude-standard", *what, "--",
            *(f":(literal){p}" for p in present), ok=(0, 1),
            # A repository around the folder must not lend its paths or settings.
            env={"GIT_CEILING_DIRECTORIES": str(self.where.parent)},
        )  # fmt: skip


class Overlay:
    """A tree with some files replaced in memory."""

    def __init__(self, base: Tree, changed: Mapping[str, bytes]) -> None:
        self.base = base
        self.changed = dict(changed)

    def read(self, path: str) -> bytes:
        """See Tree."""
        return self.changed[path] if path in self.changed else self.base.read(path)

    def files(self) -> Sequence[str]:
        """See Tree."""
        return sorted({*self.base.files(), *self.changed})

    def grep(self, words: Sequence[str], under: Sequence[str] = ()) -> Sequence[Hit]:
        """See Tree."""
        kept = [h for h in self.base.grep(words, under) if h.path not in self.changed]
        found = [h for path, text in self._texts(under) for h in search.hits(path, text, words)]
        return kept + found

    def naming(self, word: str, under: Sequence[str] = ()) -> Sequence[str]:
        """See Tree."""
        kept = [p for p in self.base.naming(word, under) if p not in self.changed]
        return kept + [path for path, text in self._texts(under) if search.names(text, word)]

    def _texts(self, under: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        for path in search.below(sorted(self.changed), under):
            if search.is_text(self.changed[path]):
                yield path, self.changed[path]


def open_tree(folder: Path | None, rev: str | None = None) -> GitTree | FolderTree:
    """Return the QEMU tree in `folder`, or the one around the current directory.

    Raises:
        UsageError: there is no QEMU tree, or `rev` is asked of a plain folder.
    """
    where = folder or _around(Path.cwd())
    if where is None:
        raise UsageError(
            "the current directory is not inside a QEMU source tree",
            hint="name one with --tree DIR",
        )
    if not where.is_dir():
        raise UsageError(f"--tree {where}: not a folder")
    where = where.resolve()
    tree: GitTree | FolderTree
    if git.toplevel(where) is not None:
        tree = GitTree(where, rev or "HEAD")
    elif rev is not None:
        raise UsageError(f"--rev {rev}: {where} is not a git repository")
    elif os.path.lexists(where / ".git") and (said := git.complaint(where)):
        raise UsageError(f"git cannot read {where}", hint=said)
    else:
        tree = FolderTree(where)
    for landmark in _LANDMARKS:
        if not exists(tree, landmark):
            raise UsageError(f"{where} is not a QEMU source tree: it has no {landmark}")
    return tree


def _around(start: Path) -> Path | None:
    folders = (start, *start.parents)
    for folder in folders:
        if all((folder / landmark).is_file() for landmark in _LANDMARKS):
            return folder
    # A bare clone, or a work tree that is not all checked out.
    for folder in folders:
        beginning = (folder / "HEAD").is_file() or os.path.lexists(folder / ".git")
        if beginning and git.toplevel(folder) is not None:
            return folder
    return None


def safe_target(root: Path, path: str) -> Path:
    """Return the file to write for `path` below `root`.

    Raises:
        Refused: `path` leads out of the tree, or through a symbolic link.
    """
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts:
        raise Refused("the path leads out of the tree", path=path)
    target = root
    for part in pure.parts:
        target = target / part
        if target.is_symlink():
            raise Refused("a symbolic link is not followed for writing", path=path)
    return target


def _open_inside(root: Path, path: str) -> bytes:
    target = root / path
    # Not Path.resolve(), which fails on a loop of links in Python before 3.13.
    real = Path(os.path.realpath(target))
    if ".." in PurePosixPath(path).parts or not real.is_relative_to(os.path.realpath(root)):
        raise Refused("the path leads out of the tree", path=path)
    if not stat.S_ISREG(target.lstat().st_mode):
        raise NotFound("not a regular file", path=path)
    return target.read_bytes()


def _unreadable(err: OSError) -> None:
    raise Refused(f"a folder of the tree cannot be read: {err.strerror}", path=str(err.filename))


def _text(out: bytes) -> str:
    return out.decode(errors="surrogateescape")
