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
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from codemods.errors import CodemodError, Refused
from codemods.source import programs, waiting
from codemods.source.searching import matching

_PINNED = (
    "color.ui=false",
    "core.attributesFile=/dev/null",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.quotePath=false",
    "grep.fallbackToNoIndex=false",
    "grep.fullName=true",
    "grep.patternType=default",
    "log.mailmap=false",
    "submodule.recurse=false",
)
#: What stands before the name of each command.
PINS = tuple(part for setting in _PINNED for part in ("-c", setting))

#: Variables that point git at another repository or change its output.
_FOREIGN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE",
            "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_PREFIX", "GIT_CONFIG_COUNT",
            "GIT_CONFIG_PARAMETERS", "GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS", "GIT_GREP_OPTIONS",
            "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE", "GIT_QUARANTINE_PATH",
            "GIT_ATTR_SOURCE", "GIT_CEILING_DIRECTORIES", "GIT_LITERAL_PATHSPECS",
            "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS",
            "GIT_TRACE", "GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE")  # fmt: skip


#: What a folder may be to git.
WORK_TREE, REPOSITORY = "work tree", "repository"
#: Seconds for which git may do nothing; where one of its files is a pipe, it waits for ever.
LIMIT_S = 30.0
#: What looks into a file or two has no more in all.
_QUICK = ("rev-parse", "config")
#: What git reads besides, where it is there.
_READ = (
    "info/attributes", "info/exclude", "info/grafts", "info/sparse-checkout", "index",
    "packed-refs", "shallow", "objects/info/alternates", "objects/info/commit-graph",
)  # fmt: skip


def git() -> str:
    """Return the path of git.

    Raises:
        CodemodError: git is missing.
    """
    found = programs.find("git")
    if found is None:
        raise CodemodError("git was not found", hint="install git")
    return found


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
    return call(where, args, stdin, ok, environment(env), apart)


def start(where: Path, *args: str, ok: Iterable[int] = (0,),
          env: Mapping[str, str] | None = None) -> Callable[[], bytes]:  # fmt: skip
    """Begin `git *args`; what is returned waits for its end and returns what run() does.

    Its end is not waited for where nobody asks.

    Raises:
        CodemodError: see run().
    """
    try:
        process = subprocess.Popen(
            [git(), *PINS, *args], cwd=where, env=environment(env), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
    except FileNotFoundError as err:
        raise _gone(where) from err
    said: list[tuple[bytes, bytes] | None] = []
    reader = threading.Thread(
        target=lambda: said.append(waiting.answer(process, None, LIMIT_S)), daemon=True
    )
    reader.start()

    def finish() -> bytes:
        reader.join()
        if said[0] is None:
            raise stuck(where, args)
        return _checked(args, ok, process.returncode, *said[0])

    weakref.finalize(finish, _kill, process, reader)
    return finish


def what(folder: Path) -> str:
    """Return WORK_TREE if `folder` is the top of one, REPOSITORY if it is one itself; else ""."""
    # A plain folder is told without git: beside one of these begins what it looks for.
    if not any(os.path.lexists(f / name) for f in _around(folder) for name in (".git", "HEAD")):
        return ""
    asked = (word for name in _READ for word in ("--git-path", name))
    out = os.fsdecode(
        run(folder, "rev-parse", "--is-inside-work-tree", "--show-prefix", "--git-dir", *asked,
            ok=(0, 128))
    ).split("\n")  # fmt: skip
    if len(out) < 4:
        return ""
    for path in waiting.no_files(folder / name for name in (".gitattributes", *out[3:-1])):
        raise _no_file(folder, path)
    work_tree, prefix, git_dir = out[0] == "true", out[1], out[2]
    if work_tree:
        return "" if prefix else WORK_TREE
    return REPOSITORY if os.path.realpath(folder / git_dir) == os.path.realpath(folder) else ""


def _around(folder: Path) -> tuple[Path, ...]:
    """Return the folder and those above it."""
    whole = Path(os.path.realpath(folder))
    return (whole, *whole.parents)


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
    listed = ("-r",) if len(wanted) > matching.MANY_PATHS else ("--", *wanted)
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


def call(
    where: Path, args: Sequence[str], stdin: bytes, ok: Iterable[int], env: Mapping[str, str],
    apart: bool = False,
) -> bytes:  # fmt: skip
    """Run `git *args` with no other variables than `env`; see run() for the rest."""
    try:
        process = subprocess.Popen(
            [git(), *PINS, *args], cwd=where, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=env, start_new_session=apart,
        )  # fmt: skip
    except FileNotFoundError as err:
        raise _gone(where) from err
    with process:
        said = waiting.answer(process, stdin, LIMIT_S, idle=args[0] not in _QUICK)
    if said is None:
        raise stuck(where, args)
    return _checked(args, ok, process.returncode, *said)


def _checked(args: Sequence[str], ok: Iterable[int], status: int, out: bytes, said: bytes) -> bytes:
    if status in ok:
        return out
    text = said.decode(errors="replace").strip()
    name = _name(args)
    ended = f"exit status {status}" if status > 0 else f"killed by signal {-status}"
    raise Refused(f"git {name} failed: {text or ended}")


def _name(args: Sequence[str]) -> str:
    """Return the name of the command among the words behind `git`."""
    return next((a for a in args if not a.startswith("-") and "=" not in a), "")


def stuck(where: Path, args: Sequence[str]) -> Refused:
    """Return what is to be said of a git that came to no end."""
    if found := waiting.culprit(where):
        return _no_file(where, where / found)
    return Refused(
        f"git {_name(args)} gave no answer in {LIMIT_S:g} seconds", path=str(where),
        hint="is a file of .git a pipe, or on a disk that does not answer?",
    )  # fmt: skip


def _no_file(where: Path, path: Path) -> Refused:
    shown = path.relative_to(where) if path.is_relative_to(where) else path
    return Refused(f"git would read {shown}, which is no file", path=str(where),
                   hint="a pipe or a device never ends: remove it")  # fmt: skip


def _gone(where: Path) -> CodemodError:
    return CodemodError(f"{where} is gone")


def _kill(process: subprocess.Popen[bytes], reader: threading.Thread) -> None:
    process.kill()
    reader.join()
