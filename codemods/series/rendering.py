"""Turn a series into mails, as `git format-patch` writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from codemods import PACKAGE, __version__
from codemods.model import Patch
from codemods.series import covering, mail
from codemods.series.commits import Commits, Identity, commits
from codemods.source import git
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree

_COVER = re.compile(r"(v\d+-)?0*-cover-letter\.patch")


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


def with_cover(patches: Sequence[Patch], options: Format) -> bool:
    """Tell whether the series gets a cover letter."""
    return len(patches) > 1 if options.cover_letter is None else options.cover_letter


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
