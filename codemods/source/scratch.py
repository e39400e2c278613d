"""A repository of our own in the temporary folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType

from codemods.source import answers, git, temporary

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
        clean = {k: v for k, v in git.environment().items() if not k.startswith(("GIT_", "XDG_"))}
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
        return git.call(work_tree or self.folder, args, stdin, ok, clean | dict(env or {}))

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
        out = git.run(where, "rev-parse", "--show-object-format", "--git-path", "objects")
        with answers.of("git rev-parse"):
            form, objects = os.fsdecode(out).rstrip("\n").split("\n", 1)
        line = str((where / objects).resolve())
        line = git.quoted(line) if "\n" in line else line
        (self.git_dir / "objects/info/alternates").write_bytes(os.fsencode(line) + b"\n")
        # As if cloned with a depth of 1: git then never walks the history behind the base, which
        # takes 0.2 s in QEMU when a date lies before the base's, and may be missing anyhow.
        (self.git_dir / "shallow").write_text(base + "\n")
        if form != "sha1":
            self.configure(
                f"[core]\n\trepositoryFormatVersion = 1\n[extensions]\n\tobjectFormat = {form}\n"
            )
