"""A plain folder as a tree, and which of its files may be written."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path, PurePosixPath

from codemods.errors import NotFound, Refused
from codemods.source import git, search
from codemods.source.tree import Hit


class FolderTree:
    """A plain source folder, such as an unpacked release."""

    def __init__(self, where: Path) -> None:
        self.where = where
        self._read: dict[str, bytes] = {}
        self._folders: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._searches = search.Searches(self._search, self._texts)

    def expect(self, words: Iterable[str], everyday: Iterable[str] = ()) -> None:
        """Begin to look for what will be asked for; see GitTree."""
        self._searches.expect(words)
        self._searches.expect_files(everyday)

    def read(self, path: str) -> bytes:
        """See Tree."""
        if path not in self._read:
            try:
                self._read[path] = _open_inside(self.where, path)
            except OSError:
                raise NotFound("no such file in the tree", path=path) from None
        return self._read[path]

    def files(self) -> Sequence[str]:
        """See Tree."""
        return self._files

    def grep(self, words: Sequence[str], under: Sequence[str] = ()) -> Sequence[Hit]:
        """See Tree."""
        return self._searches.grep(words, under) if words else ()

    def mode(self, path: str) -> str:
        """Return the git mode of the regular file `path`, that of a new file if there is none."""
        return "100755" if os.access(self.where / path, os.X_OK) else "100644"

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

    def _texts(self, under: Sequence[str]) -> Mapping[str, bytes] | None:
        paths = self._below(tuple(under))
        if len(paths) > search.FILES and not self._read.keys() >= set(paths):
            return None
        return {path: self.read(path) for path in paths}

    def _below(self, under: tuple[str, ...]) -> tuple[str, ...]:
        if under not in self._folders:
            self._folders[under] = search.inside(self._files, under)
        return self._folders[under]

    def _search(self, what: Sequence[str], under: Sequence[str]) -> Callable[[], bytes]:
        present = [p for p in under if (self.where / p).exists()]
        if under and not present:
            return bytes
        return git.start(
            self.where, *search.GREP, "--no-index", "--no-exclude-standard", *what, "--",
            *(f":(literal){p}" for p in present), ok=(0, 1),
            # A repository around the folder must not lend its paths or settings.
            env={"GIT_CEILING_DIRECTORIES": str(self.where.parent)},
        )  # fmt: skip


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
