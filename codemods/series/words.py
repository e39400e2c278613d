"""The words of the series: subject, commit message, notes and cover letter."""

from __future__ import annotations

import re
import shlex
import textwrap
from collections import Counter
from collections.abc import Sequence

from codemods import PACKAGE, __version__
from codemods.formats.rst.wrapping import wrap
from codemods.model import BY_USER, ENTRY, WARNING, Accounted, Mark, Patch
from codemods.qemu.listing import titles
from codemods.series import questions

WIDTH = 72
SUBJECT_WIDTH = 76


def subject(prefix: str, phrases: Sequence[str]) -> str:
    """Return "PREFIX: PHRASE", at most SUBJECT_WIDTH columns where that can be.

    Arguments:
        phrases: what is done, without markup: the first that fits is taken.
    """
    lines = [f"{prefix}: {phrase}" for phrase in phrases]
    fitting = (line for line in lines if len(line) <= SUBJECT_WIDTH)
    return next(fitting, None) or _short(lines[-1])


def line(paths: Sequence[str], text: str) -> str:
    """Return "subsystem: TEXT", at most SUBJECT_WIDTH columns.

    Arguments:
        paths: the changed files.
    """
    return _short(f"{subsystem(paths)}: {text}")


def _short(text: str) -> str:
    if len(text) <= SUBJECT_WIDTH:
        return text
    return textwrap.shorten(text, SUBJECT_WIDTH, placeholder=" ...", break_on_hyphens=False)


def subsystem(paths: Sequence[str]) -> str:
    """Return the subject prefix that QEMU's history uses for changes to `paths`."""
    code = [p for p in paths if p.endswith((".c", ".h"))]
    schema = [p for p in paths if p.endswith(".json")]
    if code:
        folders = Counter(map(_folder, code))
        if set(folders) == _USER_MODE:
            return "*-user"
        return max(folders, key=lambda f: (folders[f], -len(f)))
    if schema:
        return schema[0].removesuffix(".json").replace("qga/qapi-schema", "qga")
    if any(p.startswith("hmp-commands") for p in paths):
        return "hmp"
    if "qemu-options.hx" in paths:
        return "qemu-options"
    return "docs"


_USER_MODE = {"bsd-user", "linux-user"}


def _folder(path: str) -> str:
    """Return the folder of a C file, of a target its topmost; the file where there is none."""
    folder = re.sub(r"^(target/[^/]+)/.*", r"\1", path.rpartition("/")[0])
    return folder or path.rpartition(".")[0]


def body(reason: str, argv: Sequence[str]) -> str:
    """Return the commit message below the subject.

    Arguments:
        reason: the paragraphs that say why, wrapped.
        argv: the command line that made the patch, the tool's name first.
    """
    return f"{wrap(reason.strip(), WIDTH)}\n\n{_made(argv)}"


def _made(argv: Sequence[str]) -> str:
    return f"Made with {argv[0]} {__version__} ({PACKAGE}):\n\n{command(argv)}"


def command(argv: Sequence[str]) -> str:
    """Return the command line for a shell, indented and broken between arguments.

    Arguments:
        argv: the tool's name, then its arguments.
    """
    tool, *given = argv
    words: list[str] = []
    for n, part in enumerate(map(shlex.quote, given)):
        # An option stays on one line with its value.
        if n and given[n - 1].startswith("-") and not given[n].startswith("--"):
            words[-1] += f" {part}"
        else:
            words.append(part)
    lines = [f"  {tool}"]
    for word in words:
        if len(lines[-1]) + len(word) + 3 > WIDTH:
            lines[-1] += " \\"
            lines.append(f"    {word}")
        else:
            lines[-1] += f" {word}"
    return "\n".join(lines)


def totals(rows: Sequence[Accounted]) -> str:
    """Return one line that counts what became of the lines that can mean the feature."""
    count = Counter(row.verdict for row in rows)
    shown = ", ".join(f"{count[v]} {v}" for v in ("edited", "left", "ask", "not parsed"))
    return f"{len(rows)} lines can mean what is deprecated: {shown}"


def left_over(rows: Sequence[Accounted], told: Sequence[str] = ()) -> str:
    """Return the list of the places that stay as they are and may have to change, or "".

    Arguments:
        told: texts that name some of the files already.
    """
    asked = [r for r in rows if r.verdict == "ask" and not any(r.path in text for text in told)]
    if not asked:
        return ""
    return "\n".join(["Left as they are, to be looked at:", "", *_places(asked)])


#: A mail shows so many files, and so many lines of each.
_FILES = 12
_LINES = 6


def _places(rows: Sequence[Accounted]) -> list[str]:
    """Return a line for each file and reason, and how many places have no room."""
    files: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        files.setdefault((row.path, row.reason), []).append(row.line)
    shown = [item(f"{path}:{_numbers(lines)}: {why}") for (path, why), lines in files.items()]
    if len(shown) <= _FILES:
        return shown
    more, others = sum(map(len, list(files.values())[_FILES:])), len(shown) - _FILES
    where = "another file" if others == 1 else f"{others} other files"
    return [*shown[:_FILES], f"  and {more} more in {where}"]


def _numbers(lines: Sequence[int]) -> str:
    more = len(lines) - _LINES
    first = ", ".join(map(str, lines[:_LINES]))
    return f"{first} and {more} more" if more > 0 else first


def notes(patches: Sequence[Patch], rows: Sequence[Accounted], told: Sequence[str] = ()) -> str:
    """Return what the cover letter, or the text below "---", says besides the reason.

    Arguments:
        told: what it says of users elsewhere.
    """
    asked = questions.of(patches)
    remarks = [n for patch in patches for n in (*patch.notes, *standing(patch, mail=True))]
    parts = []
    if asked:
        parts.append("Open questions:\n\n" + "\n".join(map(bullet, asked)))
    if remarks:
        parts.append("Notes:\n\n" + "\n".join(map(bullet, remarks)))
    parts.append(left_over(rows, told))
    return "\n\n".join(filter(None, parts))


def cover(reason: str, argv: Sequence[str], said: str) -> str:
    """Return the text of the cover letter: the reason, the notes and how to reproduce."""
    return f"{wrap(reason.strip(), WIDTH)}\n\n{said}\n\n{_made(argv)}".strip()


def cover_subject(patches: Sequence[Patch], whole: str = "") -> str:
    """Return the subject of the cover letter.

    Arguments:
        whole: the name of the feature that the series deprecates with what belongs to it.
    """
    deprecating = [patch for patch in patches if patch.features]
    if len(patches) == 1 or len(deprecating) == 1:
        return (deprecating or patches)[0].subject
    removing = [patch for patch in patches if patch.removes and not patch.unused]
    if len(removing) == 1 and not deprecating:
        return removing[0].subject
    if removing:
        going = [p.removes[0].name for p in removing]
        fewer = range(len(going), 0, -1)
        return subject("qemu", [f"Remove {_several(going, n)}" for n in fewer])
    if not deprecating:
        return "treewide:" + patches[0].subject.partition(":")[2]
    features = list(dict.fromkeys(f for patch in patches for f in patch.features))
    count = Counter(f.name for f in features)
    named = [f.name if count[f.name] == 1 else f.qualified for f in features]
    prefix = _common([patch.subject.partition(": ")[0] for patch in deprecating])
    if whole:
        them = "them" if titles.is_plural(whole) else "it"
        every = f"Deprecate {whole} and what belongs to {them}"
        return subject(prefix, [every, f"Deprecate {whole}"])
    shown = range(len(named), 0, -1)
    return subject(prefix, [f"Deprecate {_several(named, n)}" for n in shown])


def _several(named: Sequence[str], shown: int) -> str:
    listed = list(named[:shown])
    listed += [f"{len(named) - shown} more"] if len(named) > shown else []
    return " and ".join(filter(None, (", ".join(listed[:-1]), listed[-1])))


def _common(prefixes: Sequence[str]) -> str:
    """Return the prefix of a series: the one of all patches, else what most of them share.

    A patch of documents alone says nothing of where the others are at work, and a schema file
    of one subsystem is no reason to call all of them "qapi".
    """
    telling = [prefix for prefix in prefixes if prefix != "docs"] or prefixes
    if len(set(telling)) == 1:
        return telling[0]
    split = [dict.fromkeys(prefix.split("/")) for prefix in telling]
    parts = Counter(part for one in split for part in one)
    if parts["qapi"] < len(telling):
        del parts["qapi"]
    most = max(parts, key=lambda part: parts[part], default="")
    return most if 2 * parts[most] > len(telling) else "treewide"


def quoted(text: str, width: int = 60) -> str:
    """Return a text of the tree in quotes, cut where it is long."""
    short = " ".join(text.split())
    return f'"{short if len(short) <= width else short[: width - 4].rstrip() + " ..."}"'


def standing(patch: Patch, *, mail: bool = False) -> tuple[str, ...]:
    """Return what is to be known of the marks that were there, and of those without a place.

    Arguments:
        mail: the text is for people who do not run the tool: no option of it is named.
    """
    names = ", ".join(dict.fromkeys(feature.name for feature in patch.features))
    said = []
    if patch.standing:
        rows = [_mark(mark) for mark in patch.standing]
        said.append(f"{names}: the tree says so in part already: {'; '.join(rows)}")
        if not (mail or any(mark.says == ENTRY for mark in patch.standing)):
            said[0] += ".  Its entry is new, and --since may name a past release"
    for lacks in patch.lacks:
        what, _, looked_for = lacks.partition(": ")
        own = [f.name for f in patch.features if _names(f.name, looked_for)]
        about = ", ".join(dict.fromkeys(own)) or names
        text = f"no {what}"
        if mail and what == WARNING:
            text, looked_for = "no warning when it is used", looked_for.replace(BY_USER, "")
        said.append(f"{about}: {text}: looked for {looked_for}, found none")
    return tuple(said)


def _names(feature: str, text: str) -> bool:
    """Tell whether a text is about one feature, or about the value of something that one is."""
    return f"'{feature}'" in text or ("=" in feature and f"'{feature.partition('=')[2]}'" in text)


def _mark(mark: Mark) -> str:
    since = f" since {mark.since}" if mark.since else ""
    return f"{mark.says}{since} at {mark.path}:{mark.line}"


def item(text: str) -> str:
    """Return `text` as a line of a list of places, wrapped to WIDTH."""
    return textwrap.fill(
        text, WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False,
        break_long_words=False,
    )  # fmt: skip


def bullet(text: str) -> str:
    """Return `text` as an item of a list, wrapped to WIDTH."""
    return textwrap.fill(
        text, WIDTH, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False,
        break_long_words=False,
    )  # fmt: skip
