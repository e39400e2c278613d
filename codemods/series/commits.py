"""Turn patches into commits and diffs, in a repository of our own.

Commits, diffs and the mails made of them (rendering.py) are a pure function of
the tree, the patches, the identity and the options: no git setting of the user
changes a byte of them, and nothing is written to the user's repository.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from codemods import printable
from codemods.errors import NotFound, Refused
from codemods.model import Patch
from codemods.series import dates, mail
from codemods.source import git
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree
from codemods.source.scratch import Scratch

_BRANCH = "refs/heads/series"
_HINT = 'set it: git config --global user.name "..." and git config --global user.email "..."'


@dataclass(frozen=True)
class Identity:
    """Who writes the patches, and the time of the first of them."""

    name: str
    email: str
    seconds: int
    zone: str

    @property
    def signoff(self) -> str:
        """The Signed-off-by line."""
        return f"Signed-off-by: {self.name} <{self.email}>"


@dataclass(frozen=True)
class Commits:
    """The series as commits of `repo`, on top of `base`."""

    repo: Scratch
    base: str
    ids: tuple[str, ...]


def identity(where: Path) -> Identity:
    """Return the user's git identity in the folder `where`, as of now.

    SOURCE_DATE_EPOCH, when set, is taken for now.

    Raises:
        Refused: git knows no name or address, or would have to guess it; or that is no date.
    """
    try:
        out = git.run(where, "-c", "user.useConfigOnly=true", "var", "GIT_AUTHOR_IDENT").decode()
    except Refused as err:
        raise Refused("git does not know your name and address", hint=_HINT) from err
    except UnicodeDecodeError as err:
        raise Refused("your git name is not valid UTF-8", hint=_HINT) from err
    name, _, rest = out.rpartition(" <")
    email = rest.partition("> ")[0]
    if not (name.strip() and email):
        raise Refused("git does not know your name and address", hint=_HINT)
    if found := printable.unfit(name + email):
        raise Refused(f"your git name holds the control character {found}", hint=_HINT)
    return Identity(name, email, *dates.now())


def diff(tree: GitTree | FolderTree, patches: Sequence[Patch]) -> bytes:
    """Return the whole series as one diff that `git apply` takes."""
    if not patches:
        return b""
    whole = Patch("all", "", (), (), {p: d for patch in patches for p, d in patch.files.items()})
    return diffs(tree, (whole,))[0]


def diffs(tree: GitTree | FolderTree, patches: Sequence[Patch]) -> list[bytes]:
    """Return a diff for each of `patches`, as if it stood alone on the tree."""
    nobody = Identity("nobody", "nobody", 0, "+0000")
    with _imported(tree, patches, nobody, "", apart=True) as made:
        asked = b"".join(f"{commit}\n".encode() for commit in made.ids)
        out = made.repo.run(
            "diff-tree", "--stdin", "-r", "-p", "--binary", "--no-renames", "--no-ext-diff",
            "--no-textconv", "--src-prefix=a/", "--dst-prefix=b/", "--unified=3",
            "--color=never", stdin=asked,
        )  # fmt: skip
    # Before each diff stands its commit, and no line of a diff looks like one.
    parts = re.split(rb"(?m)^([0-9a-f]{40,64})\n", out)
    found = dict(zip(parts[1::2], parts[2::2], strict=True))
    return [found.get(commit.encode(), b"") for commit in made.ids]


@contextmanager
def commits(
    tree: GitTree | FolderTree, patches: Sequence[Patch], author: Identity, *, signoff: bool = False
) -> Iterator[Commits]:
    """Give the commits of the series for the length of a `with` block.

    The same arguments give the same commit ids.  On a plain folder the parent
    is a commit of the touched files alone.

    Raises:
        Refused: a text cannot be encoded.
    """
    with _imported(tree, patches, author, author.signoff if signoff else "", apart=False) as made:
        yield made


@contextmanager
def _imported(
    tree: GitTree | FolderTree, patches: Sequence[Patch], author: Identity, signed: str,
    *, apart: bool,
) -> Iterator[Commits]:  # fmt: skip
    """Give a commit for each of `patches`: on top of each other, or `apart` on the tree."""
    borrow, commit = (tree.where, tree.commit) if isinstance(tree, GitTree) else (None, "")
    mode = modes(tree, (p for patch in patches for p in patch.files))
    stream: list[bytes] = []
    if not commit:
        stream += _commit("base\n", 1, author, 0, before(tree, patches), mode)
    for i, patch in enumerate(patches):
        parent = "" if i and not apart else commit or ":1"
        stream += _commit(mail.message(patch, signed), i + 2, author, i, patch.files, mode, parent)
    with Scratch(borrow, commit) as repo:
        out = repo.run("fast-import", "--quiet", "--done", stdin=b"".join([*stream, b"done\n"]))
        ids = out.decode().split()
        base = commit or ids.pop(0)
        yield Commits(repo, base, tuple(ids))


def modes(tree: GitTree | FolderTree, paths: Iterable[str]) -> dict[str, str]:
    """Return the git mode of each of `paths` in `tree`; 100644 for one that is not there."""
    return {path: tree.mode(path) for path in sorted(set(paths))}


def before(tree: GitTree | FolderTree, patches: Sequence[Patch]) -> dict[str, bytes]:
    """Return what `tree` holds of the files that `patches` touch."""
    found = {}
    for path in sorted({p for patch in patches for p in patch.files}):
        try:
            found[path] = tree.read(path)
        except NotFound:
            continue
    return found


def _commit(
    text: str, mark: int, author: Identity, later: int, files: Mapping[str, bytes | None],
    mode: Mapping[str, str], parent: str = "",
) -> Iterator[bytes]:  # fmt: skip
    who = f"{author.name} <{author.email}> {author.seconds + later} {author.zone}"
    yield f"commit {_BRANCH}\nmark :{mark}\n".encode()
    yield mail.utf8(f"author {who}\ncommitter {who}\n")
    yield _data(mail.utf8(text))
    if parent:
        yield f"from {parent}\n".encode()
    for path, data in sorted(files.items()):
        if data is None:
            yield f"D {git.quoted(path)}\n".encode(errors="surrogateescape")
            continue
        yield f"M {mode[path]} inline {git.quoted(path)}\n".encode(errors="surrogateescape")
        yield _data(data)
    yield f"\nget-mark :{mark}\n".encode()


def _data(data: bytes) -> bytes:
    return b"data %d\n%b\n" % (len(data), data)
