"""Turn patches into commits and mails, in a repository of our own.

Commits, mails and diff are a pure function of the tree, the patches, the
identity and the options: no git setting of the user changes a byte of them,
and nothing is written to the user's repository.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from codemods import PACKAGE, __version__, printable
from codemods.errors import NotFound, Refused
from codemods.model import Patch
from codemods.series import covering, mail
from codemods.source import git
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree
from codemods.source.scratch import Scratch

_BRANCH = "refs/heads/series"
_HINT = 'set it: git config --global user.name "..." and git config --global user.email "..."'

_COVER = re.compile(r"(v\d+-)?0*-cover-letter\.patch")


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
class Format:
    """The options that `git format-patch` has under the same names.

    `tool` is what the signature of the mails names.  `cover_letter` None means
    one from two patches on.
    """

    tool: str = PACKAGE
    version: int | None = None
    rfc: bool = False
    cover_letter: bool | None = None
    signoff: bool = False
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cover:
    """What the cover letter says above the shortlog."""

    subject: str
    blurb: str


@dataclass(frozen=True)
class PatchFile:
    """One mail, and the name of the file that holds it."""

    name: str
    data: bytes

    @property
    def is_cover(self) -> bool:
        """Whether this is the cover letter, which changes no file."""
        return _COVER.fullmatch(self.name) is not None


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
        Refused: git knows no name or address, or would have to guess it.
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
    return Identity(name, email, *_now())


def render(
    tree: GitTree | FolderTree,
    patches: Sequence[Patch],
    author: Identity,
    options: Format,
    *,
    cover: Cover | None = None,
    notes: str = "",
    recipients: Sequence[covering.Recipients] = (),
) -> tuple[PatchFile, ...]:
    """Return the mails of the series, as `git format-patch` writes them.

    Arguments:
        cover: subject and blurb of the cover letter, if there is one.
        notes: without a cover letter, what stands below the "---" of the first patch.
        recipients: To and Cc of each patch, besides those of `options`; the
            cover letter goes to those of covering.addressed().

    Raises:
        Refused: a text cannot be encoded, or a name holds a control character.
        UsageError: a recipient is not an address.
    """
    mail.require_names(sorted({path for patch in patches for path in patch.files}))
    wanted = with_cover(patches, options)
    if wanted and cover is None:
        raise ValueError("a cover letter needs a subject and a blurb")
    each = list(recipients) or [((), ())] * len(patches)
    if wanted:
        each.insert(0, covering.addressed(each, covering.lists(tree)))
    with commits(tree, patches, author, signoff=options.signoff) as made:
        files = _mails(made, author, options, cover if wanted else None, isinstance(tree, GitTree))
    ours = cover.blurb if wanted and cover else notes
    texts = [mail.encoded(file.data) for file in files]
    if not wanted:
        texts[0] = mail.below_dashes(texts[0], notes)
    texts[0] = mail.declare(texts[0], ours)
    return tuple(
        PatchFile(file.name, mail.addressed(text, [*options.to, *to], [*options.cc, *cc]))
        for file, text, (to, cc) in zip(files, texts, each, strict=True)
    )


def reworded(cover_letter: PatchFile, old: Cover, new: Cover) -> PatchFile:
    """Return the cover letter, which render() made with `old`, with the blurb of `new`."""
    head, _, rest = cover_letter.data.partition(b"\n\n")
    before, after = (mail.utf8(mail.plain(cover.blurb)) for cover in (old, new))
    if before not in rest:
        raise ValueError("the cover letter does not hold its blurb")
    text = head + b"\n\n" + rest.replace(before, after, 1)
    return replace(cover_letter, data=mail.declare(text, new.blurb))


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


def with_cover(patches: Sequence[Patch], options: Format) -> bool:
    """Tell whether the series gets a cover letter."""
    return len(patches) > 1 if options.cover_letter is None else options.cover_letter


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


def _mails(
    made: Commits, author: Identity, options: Format, cover: Cover | None, real_base: bool
) -> list[PatchFile]:
    args = ["--subject-prefix=RFC PATCH" if options.rfc else "--subject-prefix=PATCH"]
    args += [f"--reroll-count={options.version}"] if options.version is not None else []
    args += ["--numbered"] if cover or len(made.ids) > 1 else ["--no-numbered"]
    args += [f"--base={made.base}"] if real_base else []
    if cover:
        args += ["--cover-letter", "--cover-from-description=subject"]
        text = f"{' '.join(cover.subject.split())}\n\n{mail.plain(cover.blurb)}\n"
        mail.utf8(text)
        made.repo.configure(f'[branch "series"]\n\tdescription = {git.quoted(text)}\n')
    env = {
        "GIT_COMMITTER_NAME": author.name,
        "GIT_COMMITTER_EMAIL": author.email,
        "GIT_COMMITTER_DATE": f"@{author.seconds} {author.zone}",
    }
    folder = made.repo.folder / "out"
    out = made.repo.run(
        "format-patch", "--no-renames", "--no-thread", f"--output-directory={folder}",
        f"--signature={options.tool} {__version__}", *args, f"{made.base}..series", env=env,
    )  # fmt: skip
    names = [Path(line).name for line in out.decode().split("\n") if line]
    return [PatchFile(name, (folder / name).read_bytes()) for name in names]


def _data(data: bytes) -> bytes:
    return b"data %d\n%b\n" % (len(data), data)


def _now() -> tuple[int, str]:
    try:
        return int(os.environ["SOURCE_DATE_EPOCH"]), "+0000"
    except (KeyError, ValueError):
        now = int(time.time())
        return now, time.strftime("%z", time.localtime(now))
