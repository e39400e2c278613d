"""The values that a review deals in: mails, steps, the series, findings."""

from __future__ import annotations

from dataclasses import dataclass, field

from codemods.errors import NotFound
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree
from codemods.source.splice import Edit
from codemods.source.tree import Tree

#: The tree's own parser or its VERSION proves it; a house rule; for a person to judge.
ERROR, WARNING, NOTE = "error", "warning", "note"
SEVERITIES = (ERROR, WARNING, NOTE)


@dataclass(frozen=True)
class Mail:
    """What is known of the mail that a patch came in; addresses as they stand there.

    `subject` is the whole of it, with what stands in brackets.
    `patch` is the diff, with "\\n" line ends, as it stands in the mail.
    """

    subject: str
    message_id: str
    references: tuple[str, ...]
    sender: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    date: str
    patch: bytes = b""


@dataclass(frozen=True)
class Step:
    """One patch of the series: from tree `before` to tree `after`.

    `name` is how messages call it: the short id of a commit, or the file of a mail.
    `paths` are all files that change; `gone` those of them that `after` lacks, `links`
    the submodules that move.
    """

    name: str
    subject: str
    message: str
    author: str
    before: Tree
    after: Tree
    paths: tuple[str, ...]
    gone: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    mail: Mail | None = None


@dataclass(frozen=True)
class Series:
    """The whole: `before` all steps and `after` them.

    `tree` is the user's own, `base` the commit that the series stands on, "" in a plain
    folder; `notes` are what could not be read, or was left out.
    """

    tree: GitTree | FolderTree
    base: str
    before: Tree
    after: Tree
    steps: tuple[Step, ...]
    notes: tuple[str, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """All files that any step changes, sorted."""
        return tuple(sorted({path for step in self.steps for path in step.paths}))


@dataclass(frozen=True)
class Finding:
    """Something to be said of the series.

    `line` counts in `path` in the tree after the series, or, of what is said `of_patch`,
    as the step with number `step` (from 0) leaves it; 0 when no line is meant.  `step` is
    -1 where no step is meant, or not known yet.  `names` are the things that it is about.
    `edits` put it right; they refer to the tree after the series.
    """

    rule: str
    severity: str
    path: str
    line: int
    message: str
    names: tuple[str, ...] = ()
    step: int = -1
    hint: str = ""
    edits: tuple[Edit, ...] = field(default=(), repr=False)
    of_patch: bool = False


def text_of(tree: Tree, path: str) -> bytes:
    """Return the bytes of a file, none where there is no such file."""
    try:
        return tree.read(path)
    except NotFound:
        return b""
