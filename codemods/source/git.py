"""The only caller of git.

Nothing here writes to the user's repository: every call runs without optional
locks, hooks, lazy fetching or replacement objects, and with the settings that
change what git prints pinned.
"""

from __future__ import annotations

import os
import subprocess
import threading
import weakref
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, cast

from codemods.errors import CodemodError, Refused
from codemods.source import programs, search, temporary

_PINNED = (
    "color.ui=false",
    "core.attributesFile=/dev/null",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.quotePath=false",
    "grep.fallbackToNoIndex=false",
    "grep.fullName=true",
    "grep.patternType=default",
    "submodule.recurse=false",
)
_PINS = tuple(part for setting in _PINNED for part in ("-c", setting))

#: Variables that point git at another repository or change its output.
_FOREIGN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE",
            "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_PREFIX", "GIT_CONFIG_COUNT",
            "GIT_CONFIG_PARAMETERS", "GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS", "GIT_GREP_OPTIONS",
            "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE", "GIT_QUARANTINE_PATH",
            "GIT_ATTR_SOURCE", "GIT_CEILING_DIRECTORIES", "GIT_LITERAL_PATHSPECS",
            "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS",
            "GIT_TRACE", "GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE")  # fmt: skip


#: No attribute of a tree may change bytes, choose a diff driver or call a filter.
_ATTRIBUTES = "* -text !diff -filter -ident !eol !working-tree-encoding !merge\n"

#: Everything that format-patch, diff and am read and that has no option on every call.  A fixed
#: abbreviation keeps the output the same in a full clone, a shallow one and a plain folder.
_SCRATCH_CONFIG = """\
[core]
\trepositoryFormatVersion = 0
\tbare = true
\tabbrev = 12
\tautocrlf = false
\tcompression = 0
\tsafecrlf = false
\tfsync = none
\tlogAllRefUpdates = false
[attr]
\ttree =
[diff]
\tsuppressBlankEmpty = false
[fastimport]
\tunpackLimit = 1
[gc]
\tauto = 0
[maintenance]
\tauto = false
"""


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment for a git process, with `extra` variables on top."""
    env = {k: v for k, v in os.environ.items() if k not in _FOREIGN}
    env |= {
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        # None at all: a git that does not know the variable above would fetch what is missing.
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_PAGER": "cat",
        "LC_ALL": "C",
        "PATH": programs.search_path(),
    }
    return env | dict(extra or {})


def run(
    where: Path,
    *args: str,
    stdin: bytes = b"",
    ok: Iterable[int] = (0,),
    env: Mapping[str, str] | None = None,
    apart: bool = False,
) -> bytes:
    """Run `git *args` in the folder `where` and return its standard output.

    Arguments:
        apart: an interrupt at the terminal does not reach it: it would leave a lock behind.

    Raises:
        CodemodError: git is missing, or its exit status is not in `ok`.
    """
    return _call(where, args, stdin, ok, environment(env), apart)


def toplevel(folder: Path) -> Path | None:
    """Return `folder` if it is the top of a work tree, or a repository itself; else None."""
    out = os.fsdecode(
        run(folder, "rev-parse", "--is-inside-work-tree", "--show-prefix", "--git-dir",
            ok=(0, 128))
    ).split("\n")  # fmt: skip
    if len(out) < 3:
        return None
    work_tree, prefix, git_dir = out[0] == "true", out[1], out[2]
    if work_tree:
        return None if prefix else folder
    return folder if os.path.realpath(folder / git_dir) == os.path.realpath(folder) else None


def without_filters(where: Path) -> tuple[str, ...]:
    """Return the options with which git calls no clean, smudge or process filter in `where`.

    git filters a file to compare it with the index, where its time does not
    tell whether it changed.  A filter is a program that the clone names.

    Raises:
        Refused: one has a name that cannot be given on a command line.
    """
    out = run(where, "config", "--null", "--name-only", "--get-regexp", r"^filter\.", ok=(0, 1))
    names = {name.rpartition(".")[0] for name in os.fsdecode(out).split("\0") if name}
    options: list[str] = []
    for name in sorted(names):
        if "=" in name:
            raise Refused(f"{where} configures a filter that cannot be kept out: {name}")
        for setting in "clean=", "smudge=", "process=", "required=false":
            options += ("-c", f"{name}.{setting}")
    return tuple(options)


def complaint(folder: Path) -> str:
    """Return why git takes `folder` for no repository, or "" where it does."""
    try:
        run(folder, "rev-parse", "--git-dir")
    except Refused as err:
        return err.message
    return ""


def quoted(text: str) -> str:
    """Return `text` in double quotes, as git's own files want it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def modes(where: Path, commit: str, paths: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return mode and object id of those of `paths` that `commit` holds."""
    wanted = list(paths)
    # Too many for a command line are picked out of all.
    listed = ("-r",) if len(wanted) > search.MANY_PATHS else ("--", *wanted)
    out = run(where, "ls-tree", "-z", "--full-tree", commit, *listed)
    entries = (e.partition("\t") for e in os.fsdecode(out).split("\0") if e)
    known = {path: (meta[:6], meta[12:]) for meta, _, path in entries}
    return {path: known[path] for path in wanted if path in known}


def settings(text: bytes, key: str) -> tuple[str, ...]:
    """Return each value that a file in git's configuration syntax gives `key`.

    Arguments:
        text: the file.  Files that it includes are not read.
        key: such as "gitpublishprofile.default.to".

    Raises:
        Refused: git cannot read it.
    """
    # Away from every repository: a broken one must not come between, nor its settings.
    out = run(
        Path(os.sep), "config", "--file=-", "--no-includes", "--null", "--get-all", key,
        stdin=text, ok=(0, 1),
        env={"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull},
    )  # fmt: skip
    return tuple(out.decode(errors="replace").split("\0")[:-1])


class Scratch:
    """A repository of our own in the temporary folder, gone when the `with` block ends.

    With `borrow`, the objects of that repository can be read in it; nothing is
    ever written there.  `base` is the commit of it to build on.  No setting and
    no variable of the user reaches it.
    """

    def __init__(self, borrow: Path | None = None, base: str = "") -> None:
        self.folder = temporary.make()
        self.git_dir = self.folder / "git"
        try:
            for part in ("objects/info", "refs", "info"):
                (self.git_dir / part).mkdir(parents=True)
            (self.git_dir / "HEAD").write_text("ref: refs/heads/series\n")
            (self.git_dir / "info/attributes").write_text(_ATTRIBUTES)
            self.configure(_SCRATCH_CONFIG)
            if borrow is not None:
                self._borrow(borrow, base)
        except BaseException:
            self.close()
            raise

    def configure(self, text: str) -> None:
        """Append `text` to the repository's own config file."""
        with (self.git_dir / "config").open("a", encoding="utf-8") as file:
            file.write(text)

    def run(
        self,
        *args: str,
        stdin: bytes = b"",
        ok: Iterable[int] = (0,),
        env: Mapping[str, str] | None = None,
        work_tree: Path | None = None,
    ) -> bytes:
        """Run `git *args` on this repository; see run() for the rest."""
        clean = {k: v for k, v in environment().items() if not k.startswith(("GIT_", "XDG_"))}
        clean |= {
            "GIT_DIR": str(self.git_dir),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_ATTR_NOSYSTEM": "1",
            "GIT_NO_REPLACE_OBJECTS": "1",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_PAGER": "cat",
            "HOME": str(self.folder),
        }
        if "GIT_EXEC_PATH" in os.environ:
            clean["GIT_EXEC_PATH"] = os.environ["GIT_EXEC_PATH"]
        if work_tree is not None:
            clean["GIT_WORK_TREE"] = str(work_tree)
        return _call(work_tree or self.folder, args, stdin, ok, clean | dict(env or {}))

    def close(self) -> None:
        """Remove the repository."""
        temporary.remove(self.folder)

    def __enter__(self) -> Scratch:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, err: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def _borrow(self, where: Path, base: str) -> None:
        out = run(where, "rev-parse", "--show-object-format", "--git-path", "objects")
        form, objects = os.fsdecode(out).rstrip("\n").split("\n", 1)
        line = str((where / objects).resolve())
        line = quoted(line) if "\n" in line else line
        (self.git_dir / "objects/info/alternates").write_bytes(os.fsencode(line) + b"\n")
        # As if cloned with a depth of 1: git then never walks the history behind the base, which
        # takes 0.2 s in QEMU when a date lies before the base's, and may be missing anyhow.
        (self.git_dir / "shallow").write_text(base + "\n")
        if form != "sha1":
            self.configure(
                f"[core]\n\trepositoryFormatVersion = 1\n[extensions]\n\tobjectFormat = {form}\n"
            )


class Blobs:
    """Objects of one repository, read through one long-lived `git cat-file --batch`."""

    def __init__(self, where: Path) -> None:
        command = [_git(), *_PINS, "cat-file", "--batch"]
        self._process = subprocess.Popen(
            command, cwd=where, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env=environment(),
        )  # fmt: skip
        self._ask = cast(IO[bytes], self._process.stdin)
        self._answer = cast(IO[bytes], self._process.stdout)
        self._lock = threading.Lock()
        self._end = weakref.finalize(self, _end, self._process)

    def read(self, oid: str) -> bytes:
        """Return the bytes of the object `oid`.

        Raises:
            Refused: the repository does not hold the object (a partial clone).
        """
        # The checks read side by side, and question and answer belong together.
        with self._lock:
            try:
                self._ask.write(oid.encode() + b"\n")
                self._ask.flush()
            except OSError as err:
                raise Refused(f"git cat-file ended: {err.strerror}") from err
            header = self._answer.readline().split()
            if len(header) == 3:
                size = int(header[2])
                return self._answer.read(size + 1)[:size]
        raise Refused(
            f"object {oid} is not in the repository",
            hint="fetch it first: the tool never downloads into your clone",
        )

    def close(self) -> None:
        """End the process, which happens by itself when the object goes away."""
        self._end()


def _end(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()
    process.wait()


def _call(
    where: Path, args: Sequence[str], stdin: bytes, ok: Iterable[int], env: Mapping[str, str],
    apart: bool = False,
) -> bytes:  # fmt: skip
    try:
        done = subprocess.run(
            [_git(), *_PINS, *args], cwd=where, input=stdin, capture_output=True, env=env,
            start_new_session=apart,
        )  # fmt: skip
    except FileNotFoundError as err:
        raise CodemodError(f"{where} is gone") from err
    if done.returncode not in ok:
        said = done.stderr.decode(errors="replace").strip()
        name = next((a for a in args if not a.startswith("-") and "=" not in a), "")
        status = done.returncode
        ended = f"exit status {status}" if status > 0 else f"killed by signal {-status}"
        raise Refused(f"git {name} failed: {said or ended}")
    return done.stdout


def _git() -> str:
    found = programs.find("git")
    if found is None:
        raise CodemodError("git was not found", hint="install git")
    return found
