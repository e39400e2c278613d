"""Patches and mailboxes as a series, applied in a repository of our own.

As `git am` does it, with git's own mailsplit, mailinfo and apply; but nothing of
the user's repository, index or work tree is touched.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass

from codemods.errors import Refused, UsageError
from codemods.review.inputs import changes, letters
from codemods.review.model import Mail, Series, Step
from codemods.series import commits as series_commits
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree
from codemods.source.overlay import Overlay
from codemods.source.scratch import Scratch
from codemods.source.tree import Tree, exists

#: Where the patch of a file begins; the names of what it touches.
_TOUCHED = re.compile(rb"(?m)^(?:--- a/|rename from |copy from )([^\t\r\n]+)")
#: A change of a binary file has no other line that names it.
_BINARY = re.compile(rb"(?m)^diff --git a/(\S+) b/\S+$")
#: A line end that no mailer has made longer.
_BARE = re.compile(rb"(?<!\r)\n")
_OTHER_BASE = "name the commit that it was made for with --base"
_DAMAGED = "the mail was damaged, or is meant to do harm: get it anew, from the list's archive"
#: What git says of a patch that applies nowhere.
_IS_DAMAGED = re.compile(
    r"corrupt |invalid path |beyond a symbolic link|No valid patches|lacks filename|garbage"
)


@dataclass(frozen=True)
class _Letter:
    """One mail with a patch in it."""

    name: str
    subject: str
    number: tuple[int, int] | None
    message: str
    mail: Mail


def read(
    tree: GitTree | FolderTree, files: Sequence[tuple[str, bytes]], base: str | None
) -> Series:
    """Return the series of the mails in `files`, each a name and its bytes.

    They stand on `base`, or else the commit that a "base-commit:" line names, or else
    the tree's own.  Mails without a patch, such as a cover letter, are no steps.

    Raises:
        UsageError: there is no patch in them, or no such base.
        Refused: a patch does not apply.
    """
    with Scratch() as box:
        found, bases = _letters(box, files)
    if not found:
        raise UsageError(f"{', '.join(name for name, _ in files)}: no patch in it")
    at, notes = _base(tree, base, bases)
    borrow, commit = (at.where, at.commit) if isinstance(at, GitTree) else (None, "")
    with Scratch(borrow, commit) as repo:
        steps = _apply(repo, at, _ordered(found))
    return Series(tree, commit, at, steps[-1].after, tuple(steps), tuple(notes))


def _letters(box: Scratch, files: Sequence[tuple[str, bytes]]) -> tuple[list[_Letter], list[str]]:
    found: list[_Letter] = []
    bases: list[str] = []
    for name, data in files:
        many = list(_split(box, name, data))
        for number, raw in enumerate(many, 1):
            bases += letters.bases(raw)
            message, patch = _opened(box, name, raw)
            if patch.strip():
                head = letters.head(raw)
                shown = name if len(many) == 1 else f"{name} (mail {number})"
                mail = Mail(
                    head.whole, head.message_id, head.references, head.sender, head.to, head.cc,
                    head.date, patch,
                )  # fmt: skip
                said = f"{head.subject}\n\n{message}".strip()
                found.append(_Letter(shown, head.subject, head.number, said, mail))
    return found, bases


def _split(box: Scratch, name: str, data: bytes) -> Sequence[bytes]:
    folder = box.folder / "box"
    folder.mkdir(exist_ok=True)
    # Where only some lines end so, it is the patch that says it, not what brought the mail.
    keep = ["--keep-cr"] if b"\r\n" in data and _BARE.search(data) else []
    try:
        box.run("mailsplit", "-b", *keep, f"-o{folder}", stdin=data)
    except Refused as err:
        raise UsageError(f"{name}: not a mail or mailbox", hint=err.message) from err
    split = sorted(folder.iterdir())
    mails = [path.read_bytes() for path in split]
    for path in split:
        path.unlink()
    return mails


def _opened(box: Scratch, name: str, raw: bytes) -> tuple[str, bytes]:
    """Return message and patch of a mail, decoded from whatever it is encoded in."""
    said, patch = box.folder / "said", box.folder / "patch"
    try:
        box.run("mailinfo", "--no-scissors", "--encoding=UTF-8", str(said), str(patch), stdin=raw)
    except Refused as err:
        raise UsageError(f"{name}: not a mail that git can read", hint=err.message) from err
    return said.read_bytes().decode(errors="replace").strip(), patch.read_bytes()


def _ordered(found: Sequence[_Letter]) -> list[_Letter]:
    """Return the mails by their numbers, where these are those of one whole series."""
    numbers = [letter.number for letter in found]
    if None in numbers or len(set(numbers)) < len(numbers):
        return list(found)
    if len({of for _, of in filter(None, numbers)}) > 1:
        return list(found)
    return sorted(found, key=lambda letter: letter.number or (0, 0))


def _base(
    tree: GitTree | FolderTree, base: str | None, named: Sequence[str]
) -> tuple[GitTree | FolderTree, list[str]]:
    if isinstance(tree, FolderTree):
        if base is not None:
            raise UsageError(f"--base {base}: {tree.where} is not a git repository")
        return tree, []
    if base is not None:
        try:
            return GitTree(tree.where, base), []
        except UsageError as err:
            raise UsageError(f"--base {base}: no such commit in {tree.where}") from err
    for commit in dict.fromkeys(named):
        try:
            return GitTree(tree.where, commit), []
        except UsageError:
            continue
    if named:
        return tree, [f"base-commit {named[0]} is not in {tree.where}: applied to "
                      f"{tree.commit[:12]}"]  # fmt: skip
    return tree, []


def _apply(repo: Scratch, base: GitTree | FolderTree, found: Sequence[_Letter]) -> list[Step]:
    env = {"GIT_INDEX_FILE": str(repo.git_dir / "index")}
    if isinstance(base, GitTree):
        repo.run("read-tree", base.commit, env=env)
    else:
        _enter(repo, base, found, env)
    first = last = _written(repo, env)
    before: Tree = base
    steps: list[Step] = []
    for letter in found:
        _applied(repo, letter, env)
        now = _written(repo, env)
        change = changes.between(repo.run, last, now)
        whole = changes.between(repo.run, first, now)
        data = changes.contents(repo.run, whole.blobs.values())
        after = Overlay(base, whole.files(data))
        steps.append(Step(
            letter.name, letter.subject, letter.message, letter.mail.sender, before, after,
            change.paths, change.gone, change.links, letter.mail,
        ))  # fmt: skip
        last, before = now, after
    return steps


def _written(repo: Scratch, env: dict[str, str]) -> str:
    # The blobs of a partial clone need not be there.
    return repo.run("write-tree", "--missing-ok", env=env).decode().strip()


def _applied(repo: Scratch, letter: _Letter, env: dict[str, str]) -> None:
    patch = repo.folder / "patch"
    patch.write_bytes(letter.mail.patch)
    try:
        repo.run("apply", "--cached", "--whitespace=nowarn", str(patch), env=env)
    except Refused as err:
        said = err.message.removeprefix("git apply failed: ")
        what = "; ".join(re.sub(r"^error: ", "", line) for line in said.splitlines())
        raise Refused(
            f"{letter.name}: the patch does not apply: {what}",
            hint=_DAMAGED if _IS_DAMAGED.search(what) else _OTHER_BASE,
        ) from err


def _enter(repo: Scratch, base: FolderTree, found: Sequence[_Letter], env: dict[str, str]) -> None:
    """Put the files of a plain folder that the patches touch into the index."""
    patches = [letter.mail.patch for letter in found]
    named = [p for each in patches for p in (*_TOUCHED.findall(each), *_BINARY.findall(each))]
    touched = {os.fsdecode(path) for path in named}
    present = sorted(p for p in touched if _inside(p) and exists(base, p))
    modes = series_commits.modes(base, present)
    for path in present:
        oid = repo.run("hash-object", "-w", "--no-filters", "--stdin", stdin=base.read(path))
        info = f"{modes[path]},{oid.decode().strip()},{path}"
        repo.run("update-index", "--add", "--cacheinfo", info, env=env)


def _inside(path: str) -> bool:
    return not path.startswith("/") and ".." not in path.split("/")
