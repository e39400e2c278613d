"""What the command line of `deprecate-feature` asks for, and the features that it means."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from codemods import PACKAGE, kinds, marks
from codemods.checks.of_patches import rst_valid
from codemods.errors import Refused, UsageError
from codemods.model import Feature, Request, Spot
from codemods.plan.asked import Job
from codemods.plan.resolve import resolve
from codemods.qemu import releases
from codemods.qemu.code import warning
from codemods.qemu.listing import titles
from codemods.related import outputs
from codemods.related.group import Wish
from codemods.series import rendering
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree
from codemods.source.tree import Tree

#: Behind "#     " and in quotes with a full stop, it ends in column 70.
#: Source: docs/devel/qapi-code-gen.rst, "Documentation comments".
_WORD = 60


@dataclass(frozen=True)
class Order:
    """Everything the command line asks for; see the command's --help."""

    names: tuple[str, ...]
    argv: tuple[str, ...] = (PACKAGE,)
    since: str | None = None
    kind: str | None = None
    reason: str = ""
    message: str = ""
    warning_text: str = ""
    replacements: tuple[str, ...] = ()
    no_replacement: bool = False
    together: bool = False
    keep_unstable: bool = True
    title: str = ""
    chapters: tuple[str, ...] = ()
    warn: str = "auto"
    warn_at: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    format: rendering.Format = field(default_factory=rendering.Format)
    auto_cc: bool = True
    explain: bool = False
    verify: bool = True
    mails: bool = True
    account: bool = True
    build: Path | None = None
    migrate: bool = False
    arguments: Mapping[str, str] = field(default_factory=dict)
    whole: Wish | None = None
    removing: tuple[str, ...] = ()


def jobs(tree: GitTree | FolderTree, order: Order) -> tuple[Job, ...]:
    """Return the features that the order names, each with what is asked of it.

    Raises:
        UsageError: replacements, title and names do not match.
        Refused: a name means nothing, or several things.
    """
    release = releases.resolve(tree, order.since, past=True)
    if len(order.replacements) > len(order.names) > 1:
        raise UsageError("more --replacement options than names")
    if order.title and not rst_valid.is_title(order.title):
        raise UsageError(
            f"--title {order.title}: that is no title in reStructuredText",
            hint="it may not begin as a list or a directive; close every ``literal``",
        )
    if order.title and not titles.is_undated(titles.undated(order.title)):
        raise UsageError(
            f"--title {order.title}: a release in the title",
            hint="leave it out: `(since X.Y)` is added at the end",
        )
    if any(len(word) > _WORD for text in order.replacements for word in text.split()):
        raise UsageError(
            f"--replacement: no line of the schema's comments holds a word of over {_WORD} columns"
        )
    if order.no_replacement and any(order.replacements):
        raise UsageError("--replacement and --no-replacement exclude each other")
    if order.title and len(order.names) > 1 and not order.together:
        raise UsageError("--title names one entry", hint="give one NAME, or --together")
    _require_staying(order)
    replacements = order.replacements
    if len(order.names) == 1 and len(replacements) > 1:
        if len(set(filter(None, replacements))) < len(replacements):
            raise UsageError("--replacement names nothing, or the same thing twice")
        replacements = (" or ".join(f"``{warning.plain(text)}``" for text in replacements),)
    if order.together and len(replacements) == 1:
        # One entry that names one thing to use means it for all of its features.
        replacements *= len(order.names)
    spots = _spots(order)
    found: list[Job] = []
    for n, name in enumerate(order.names):
        replacement = replacements[n] if n < len(replacements) else ""
        request = Request(
            release, replacement or None, order.no_replacement, order.keep_unstable, order.warn,
            words=order.warning_text, spots=spots,
        )  # fmt: skip
        feature = resolve(tree, name, order.kind)
        _require_said(tree, feature, name, order.kind)
        _require_words(feature, order)
        if any(job.feature == feature for job in found):
            raise UsageError(f"'{name}' is named twice")
        found.append(Job(feature, request))
    if order.since and releases.is_past(tree, release) and not _deprecated_already(tree, found):
        releases.resolve(tree, order.since)
    return tuple(found)


def _spots(order: Order) -> tuple[Spot, ...]:
    """Return where the user wants the warning, none where that is left to the kind.

    A condition is for the place of its number; a single one is for all, "" is none.

    Raises:
        UsageError: the options do not name distinct places of one feature.
    """
    if not order.warn_at:
        if order.when:
            raise UsageError("--when is the condition of a warning: give its place with --warn-at")
        return ()
    if len(order.names) > 1 and not order.together:
        raise UsageError(
            "--warn-at is the place of one warning", hint="give one NAME, or --together"
        )
    if order.warn == "none":
        raise UsageError("--warn none and --warn-at exclude each other")
    when = order.when or ("",)
    if len(when) not in (1, len(order.warn_at)):
        raise UsageError(
            f"{len(when)} --when for {len(order.warn_at)} --warn-at",
            hint="give one for each place, '' for no condition, or a single one for all",
        )
    if len(when) == 1:
        when *= len(order.warn_at)
    found = [_spot(place, text) for place, text in zip(order.warn_at, when, strict=True)]
    if len(set(found)) < len(found):
        raise UsageError("--warn-at names the same place twice")
    return tuple(found)


def _spot(place: str, when: str) -> Spot:
    path, colon, function = place.rpartition(":")
    if not (colon and path and re.fullmatch(r"[A-Za-z_]\w*", function)):
        raise UsageError(f"--warn-at {place}: that is not FILE:FUNCTION")
    return Spot(posixpath.normpath(path), function, when)


def _require_staying(order: Order) -> None:
    """Refuse a replacement that goes, now or later."""
    for names, what in ((order.names, "deprecated"), (order.removing, "removed")):
        going = {name.rpartition(":")[2] for name in names}
        for text in order.replacements:
            if warning.plain(text) in going:
                raise UsageError(
                    f"--replacement {text}: that is to be {what}", hint="name what stays"
                )


def _deprecated_already(tree: Tree, asked: Sequence[Job]) -> bool:
    """Tell whether the tree deprecates each feature somewhere: only its list may be belated."""
    return all(any(m.there for m in marks.of(tree, job.feature)) for job in asked)


def _require_said(tree: Tree, feature: Feature, name: str, kind: str | None) -> None:
    """Refuse a bare name that is only a value which QEMU sends: hardly anybody means that."""
    bare = name == feature.name and kind is None
    if bare and feature.qualified != name and outputs.of_features(tree, [feature]):
        raise Refused(
            f"'{name}' is only {feature.qualified}, a value of what QEMU sends",
            path=feature.path, line=feature.line,
            hint=f"if that is meant, say {feature.kind}:{feature.qualified}",
        )  # fmt: skip


def _require_words(feature: Feature, order: Order) -> None:
    given = {"--title": order.title, "--chapter": order.chapters, "--reason": order.reason}
    missing = [option for option, text in given.items() if not text]
    if kinds.every()[feature.kind].on_request and missing:
        raise UsageError(
            f"a {kinds.every()[feature.kind].noun} has no name in the tree: "
            f"say it with {' and '.join(missing)}"
        )
