"""What one tree object of git changes of another, and the bytes of what is new."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from codemods.errors import Refused
from codemods.source import answers

#: Runs git with arguments and a standard input.
Git = Callable[..., bytes]

_FILE = "100"
_LINK = "160000"
_NONE = "000000"


@dataclass(frozen=True)
class Change:
    """What differs: the blob of each file that is there afterwards, and what is gone.

    `paths` are all files, `links` the submodules.
    """

    blobs: Mapping[str, str] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    def files(self, data: Mapping[str, bytes]) -> dict[str, bytes | None]:
        """Return the bytes of each file afterwards, None where it is gone.

        Arguments:
            data: the bytes of each blob.
        """
        here: dict[str, bytes | None] = {path: data[oid] for path, oid in self.blobs.items()}
        return here | dict.fromkeys(self.gone)


def between(git: Git, old: str, new: str) -> Change:
    """Return how the tree or commit `new` differs from `old`; a renamed file is gone and new."""
    out = git("diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-ext-diff", "--no-abbrev",
              "--end-of-options", old, new)  # fmt: skip
    fields = os.fsdecode(out).split("\0")
    blobs: dict[str, str] = {}
    gone: list[str] = []
    links: list[str] = []
    paths: list[str] = []
    for meta, path in zip(fields[::2], fields[1::2], strict=False):
        with answers.of("git diff-tree"):
            was, mode, _, oid, _ = meta.lstrip(":").split()
        if _LINK in (was, mode):
            links.append(path)
            continue
        paths.append(path)
        # Symbolic links are no files of the tree.
        if mode.startswith(_FILE):
            blobs[path] = oid
        else:
            gone.append(path)
    return Change(blobs, tuple(gone), tuple(paths), tuple(links))


def contents(git: Git, oids: Iterable[str]) -> dict[str, bytes]:
    """Return the bytes of each object.

    Raises:
        Refused: one is not in the repository.
    """
    wanted = sorted(set(oids))
    if not wanted:
        return {}
    out = git("cat-file", "--batch", stdin="".join(f"{oid}\n" for oid in wanted).encode())
    found: dict[str, bytes] = {}
    at = 0
    for oid in wanted:
        with answers.of("git cat-file"):
            end = out.index(b"\n", at)
            header = out[at:end].split()
            size = int(header[2]) if len(header) == 3 else 0
            at = end + 2 + size
            if at > len(out) and len(header) == 3:
                raise ValueError("cut short")
        if len(header) != 3:
            raise Refused(f"object {oid} is not in the repository", hint="fetch it first")
        found[oid] = out[end + 1 : end + 1 + size]
    return found
