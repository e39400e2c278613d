"""A plain folder as a tree, and which of its files may be written."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path, PurePosixPath

from codemods.errors import NotFound, Refused
from codemods.source import git
from codemods.source.searching import searches
from codemods.source.searching.texts import Texts
from codemods.source.tree import Hit
from codemods.syntax import long

_SUBMODULE = re.compile(rb"(?m)^[ \t]*path[ \t]*=[ \t]*(\S+)[ \t\r]*$")


class FolderTree:
    """A plain source folder, such as an unpacked release.

    A release brings the files of its submodules, many more than its own.  As in a clone they
    are not among the tree's files, and not searched.
    """

    def __init__(self, where: Path) -> None:
        self.where = where
        self._read: dict[str, bytes] = {}
        self._missing: set[str] = set()
        self._inside: dict[str, bool] = {}
        self._searches = searches.Searches(self._search, Texts(self, self._read))

    def expect(self, words: Iterable[str], everyday: Iterable[str] = ()) -> None:
        """Begin to look for what will be asked for; see GitTree."""
        self._searches.expect(words)
        self._searches.expect_files(everyday)

    def suggest(self, words: Iterable[str]) -> None:
        """Look for `words`, too, when all files are searched for something else."""
        self._searches.suggest(words)

    def read(self, path: str) -> bytes:
        """See Tree."""
        if path in self._missing:
            raise NotFound("no such file in the tree", path=path)
        if path not in self._read:
            try:
                self._read[path] = self._open(path)
                long.note(path, self._read[path])
            except OSError:
                self._missing.add(path)
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
            before = "" if inside == "." else f"{inside}/"
            inner[:] = [name for name in inner if f"{before}{name}" not in self._submodules]
            for name in names:
                path = f"{before}{name}"
                if name != ".git" and stat.S_ISREG((self.where / path).lstat().st_mode):
                    found.append(path)
        return tuple(sorted(found))

    @cached_property
    def _submodules(self) -> frozenset[str]:
        """The folders that are repositories of their own."""
        try:
            named = _SUBMODULE.findall(self.read(".gitmodules"))
        except (NotFound, Refused):
            return frozenset()
        return frozenset(os.fsdecode(path) for path in named)

    def _open(self, path: str) -> bytes:
        """Return the bytes of the regular file `path`; OSError where there is none."""
        target = self.where / path
        folder = path.rpartition("/")[0]
        if folder not in self._inside:
            # One question for all files of a folder: it costs more than to read one.
            self._inside[folder] = self._is_inside(self.where / folder)
        mode = target.lstat().st_mode if self._inside[folder] else 0
        if ".." in path.split("/") or not mode or (
            stat.S_ISLNK(mode) and not self._is_inside(target)
        ):  # fmt: skip
            raise Refused("the path leads out of the tree", path=path)
        if not stat.S_ISREG(mode):
            raise NotFound("not a regular file", path=path)
        return target.read_bytes()

    def _is_inside(self, target: Path) -> bool:
        # Not Path.resolve(), which fails on a loop of links in Python before 3.13.
        return Path(os.path.realpath(target)).is_relative_to(os.path.realpath(self.where))

    def _search(self, what: Sequence[str], under: Sequence[str]) -> Callable[[], bytes]:
        present = [p for p in under if (self.where / p).exists()]
        if under and not present:
            return bytes
        return git.start(
            self.where, *searches.GREP, "--no-index", "--no-exclude-standard", *what, "--",
            *(f":(literal){p}" for p in present),
            *(f":(exclude,literal){p}" for p in sorted(self._submodules)), ok=(0, 1),
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


def _unreadable(err: OSError) -> None:
    raise Refused(f"a folder of the tree cannot be read: {err.strerror}", path=str(err.filename))
