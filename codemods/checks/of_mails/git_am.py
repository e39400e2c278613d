"""Apply the mails with `git am` and compare what that gives with the plan, byte for byte."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from codemods.errors import Problem, Refused
from codemods.model import Patch
from codemods.series import commits, mail, rendering
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree
from codemods.source.scratch import Scratch

_CHECK = "git-am"
_WHO = {
    f"GIT_{role}_{part}": value
    for role in ("AUTHOR", "COMMITTER")
    for part, value in (("NAME", "check"), ("EMAIL", "check@localhost"), ("DATE", "@1 +0000"))
}


def problems(
    tree: GitTree | FolderTree,
    patches: Sequence[Patch],
    files: Sequence[rendering.PatchFile],
    signoff: str = "",
) -> Iterator[Problem]:
    """Yield each way in which the mails `files` do not give what `patches` plan.

    The mails are applied to a repository of our own that holds the touched
    files alone.  `signoff` is the line that each message is to end with.
    """
    mails = [file for file in files if not file.is_cover]
    if len(mails) != len(patches):
        yield _problem("", f"{len(mails)} mail(s) for {len(patches)} patch(es)")
        return
    start = commits.before(tree, patches)
    mode = commits.modes(tree, (p for patch in patches for p in patch.files))
    with Scratch() as repo:
        work = repo.folder / "work"
        work.mkdir()
        _check_in(repo, work, start, mode)
        failed = _am(repo, work, mails)
        made = _messages(repo)
        held = {path: (mode[path], _blob(data)) for path, data in start.items()}
        for patch, file, (commit, said) in zip(patches, mails, made, strict=False):
            for path, data in patch.files.items():
                if data is None:
                    held.pop(path, None)
                else:
                    held[path] = (mode[path], _blob(data))
            yield from _compare(repo, commit, held, file.name)
            if said != mail.message(patch, signoff):
                yield _problem(file.name, "git am does not give the planned commit message")
        yield from failed


def _check_in(
    repo: Scratch, work: Path, files: Mapping[str, bytes], mode: Mapping[str, str]
) -> None:
    repo.configure("[core]\n\tbare = false\n")
    for path, data in files.items():
        target = work / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        target.chmod(int(mode[path], 8) & 0o777)
    repo.run("add", "--force", "--all", work_tree=work)
    repo.run("commit", "-q", "--no-verify", "--allow-empty", "-m", "base", work_tree=work, env=_WHO)


def _am(repo: Scratch, work: Path, mails: Sequence[rendering.PatchFile]) -> list[Problem]:
    box = repo.folder / "mails"
    box.mkdir()
    for number, file in enumerate(mails):
        (box / f"{number:04}").write_bytes(file.data)
    names = [str(box / f"{number:04}") for number in range(len(mails))]
    try:
        # --keep-cr: a file with CRLF line ends is mailed as it is.
        repo.run("am", "-q", "--keep-cr", "--no-scissors", *names, work_tree=work, env=_WHO)
    except Refused as err:
        state = repo.git_dir / "rebase-apply/next"
        name = mails[int(state.read_text()) - 1].name if state.exists() else mails[0].name
        return [_problem(name, err.message)]
    return []


def _messages(repo: Scratch) -> list[tuple[str, str]]:
    out = repo.run("log", "--reverse", "-z", "--encoding=UTF-8", "--format=%H%n%B", "series")
    entries = [e.partition("\n") for e in os.fsdecode(out).split("\0") if e]
    return [(commit, said.rstrip("\n") + "\n") for commit, _, said in entries][1:]


def _compare(
    repo: Scratch, commit: str, held: Mapping[str, tuple[str, str]], name: str
) -> Iterator[Problem]:
    out = os.fsdecode(repo.run("ls-tree", "-r", "-z", commit))
    entries = (e.partition("\t") for e in out.split("\0") if e)
    found = {path: (meta[:6], meta[12:]) for meta, _, path in entries}
    for path in sorted({*found, *held}):
        if path not in held:
            yield _problem(name, "git am makes a file that is not planned", path)
        elif path not in found:
            yield _problem(name, "git am does not give a planned file", path)
        elif found[path][1] != held[path][1]:
            yield _problem(name, "git am does not give the planned bytes", path)
        elif found[path][0] != held[path][0]:
            yield _problem(name, "git am changes the mode of a file", path)


def _blob(data: bytes) -> str:
    return hashlib.sha1(b"blob %d\0%b" % (len(data), data), usedforsecurity=False).hexdigest()


def _problem(name: str, message: str, path: str = "") -> Problem:
    return Problem(_CHECK, path or name, 0, f"{name}: {message}" if path else message)
