"""Reading a series: commits of the repository, or mails."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import IO

from codemods.errors import UsageError
from codemods.review.inputs import commits, mails
from codemods.review.model import Series
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree

STDIN = "-"
#: The longest series of a list has a few MB; what comes may have no end.
_LONGEST = 64 << 20


def read(
    tree: GitTree | FolderTree, named: Sequence[str], base: str | None, stdin: bytes = b""
) -> Series:
    """Return the series that the arguments name.

    Arguments:
        named: one range or branch, or files of patches; "-" is `stdin`.  Nothing means
            the commits between the upstream branch and HEAD.
        base: the commit that mails are applied to, where they do not tell themselves.

    Raises:
        UsageError: there is nothing of that name, or no patch in it.
        Refused: a patch does not apply.
    """
    if named and all(name == STDIN or Path(name).exists() for name in named):
        return mails.read(tree, [_file(name, stdin) for name in named], base)
    if len(named) > 1:
        missing = next(n for n in named if n != STDIN and not Path(n).exists())
        raise UsageError(f"{missing}: no such file", hint="give one range or branch, or files")
    if isinstance(tree, FolderTree):
        what = f"{named[0]}: no such file" if named else "there is no upstream branch to start from"
        raise UsageError(
            f"{what}, and {tree.where} is not a git repository", hint="give files of patches"
        )
    if base is not None:
        raise UsageError("--base is where mails are applied", hint=f"or did you mean {base}..")
    return commits.read(tree, named[0] if named else "")


def _file(name: str, stdin: bytes) -> tuple[str, bytes]:
    if name == STDIN:
        return "standard input", stdin
    if Path(name).is_dir():
        raise UsageError(f"{name}: a folder", hint=f"name its files: {name}/*.patch")
    try:
        with Path(name).open("rb") as file:
            return name, whole(name, file)
    except OSError as err:
        raise UsageError(f"{name}: cannot be read: {err.strerror}") from err


def whole(name: str, file: IO[bytes]) -> bytes:
    """Return all that `file` holds.

    Raises:
        UsageError: it is more than any series.
    """
    data = file.read(_LONGEST + 1)
    if len(data) > _LONGEST:
        raise UsageError(f"{name}: more than {_LONGEST >> 20} MiB are no series")
    return data
