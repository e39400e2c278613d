"""Who a patch goes to: the tree's own scripts/get_maintainer.pl and sending conventions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path

from codemods import scripts
from codemods.errors import NotFound, Refused
from codemods.formats import maintainers
from codemods.scripts import Completed
from codemods.source import git
from codemods.source.folder import safe_target
from codemods.source.tree import Tree

SCRIPT = "scripts/get_maintainer.pl"
#: The list that QEMU's MAINTAINERS wants every patch on.
_LIST = "qemu-devel@nongnu.org"
_OPTIONS = ("--nogit", "--nogit-fallback", "--noroles", "--norolestats")
_READ = (SCRIPT, "MAINTAINERS", ".mailmap", ".get_maintainer.conf")
#: So many runs of the script at a time.
_AT_ONCE = 2
#: Where a tree says whom a series is sent to: a file in git's configuration syntax, and a key.
_CONVENTIONS = (
    (".b4-config", "b4.send-series-to"),
    (".gitpublish", "gitpublishprofile.default.to"),
)
#: Lines of a patch that name a file, and the file without the folder that stands for a side.
_NAMING = re.compile(rb"(?m)^(?:diff --git|---|\+\+\+|rename (?:from|to)|copy (?:from|to)) .*$")
_PATHS = re.compile(rb"(?<!\S)(?:[^\s/]+/)?(\S+)")
#: An address of a list: commas in quotes belong to a name.
_LISTED = re.compile(r'(?:[^,"]|"(?:\\.|[^"\\])*"?)+')


@dataclass(frozen=True)
class Recipients:
    """Mail addresses, "Name <address>" or bare, unencoded; and what could not be found out.

    `reasons` has the files for which the script names an address, where they were asked for.
    """

    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    reasons: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Asked:
    """What the recipients of one patch follow from.

    `mail` is the patch as `git format-patch` writes it, `sources` are the files that
    implement the feature, which it need not touch, `touched` those that it changes.
    """

    mail: bytes
    sources: Sequence[str]
    touched: Sequence[str]


def recipients(
    tree: Tree,
    mail: bytes,
    sources: Sequence[str],
    touched: Sequence[str],
    execute: bool = True,
    *,
    explain: bool = False,
) -> Recipients:
    """Return whom MAINTAINERS names for one patch; see of_each() and Asked."""
    return of_each(tree, [Asked(mail, sources, touched)], execute, explain=explain)[0]


def of_each(
    tree: Tree, patches: Sequence[Asked], execute: bool = True, *, explain: bool = False
) -> list[Recipients]:
    """Return for each of `patches` whom MAINTAINERS names for it and for the feature it is about.

    Arguments:
        execute: False runs no script: then only the list of the tree's conventions is known.
        explain: asks of each file alone whom the script names for it.

    Raises:
        OSError: the temporary copy cannot be written.
    """
    to, unread = _convention(tree)
    if not execute:
        return [Recipients(to, (), (*unread, "recipients not looked up"))] * len(patches)
    with scripts.folder() as top:
        files = {path for patch in patches for path in (*patch.sources, *patch.touched)}
        if not _skeleton(tree, files, top / "tree", (patch.mail for patch in patches)):
            missing = f"recipients not looked up: no {SCRIPT} in the tree"
            return [Recipients(to, (), (*unread, missing))] * len(patches)
        runs: list[list[str]] = []
        counts = []
        for n, patch in enumerate(patches):
            (top / f"{n}.patch").write_bytes(patch.mail)
            present = [p for p in dict.fromkeys(patch.sources) if (top / "tree" / p).is_file()]
            asked = [[f"../{n}.patch"], *([["-f", "--", *present]] if present else [])]
            alone = sorted({*present, *patch.touched}) if explain else []
            runs += [*asked, *(["-f", "--", file] for file in alone)]
            counts.append((len(asked), alone))
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            done = pool.map(lambda files: _ask(files, top / "tree"), runs)
            return [
                _told(to, unread, [next(done) for _ in range(count)],
                      [(file, next(done)) for file in alone])
                for count, alone in counts
            ]  # fmt: skip


def _told(
    to: tuple[str, ...], unread: tuple[str, ...], done: Sequence[Completed],
    alone: Sequence[tuple[str, Completed]],
) -> Recipients:  # fmt: skip
    """Return the recipients of one patch.

    Arguments:
        to: whom the tree's conventions name.
        unread: what is to be said of them.
        done: what the script said of the patch, and of all its sources.
        alone: what it said of single files.
    """
    warnings = [f"recipients not complete: {SCRIPT}: {d.why()}" for d in done if d.status]
    named = _unique(address for d in done for address in _named(d))
    to = to or tuple(n for n in named if _key(n) == _LIST)
    cc = tuple(n for n in named if _key(n) not in map(_key, to))
    known = [(path, set(map(_key, _named(d)))) for path, d in alone]
    reasons = ((n, tuple(p for p, found in known if _key(n) in found)) for n in (*to, *cc))
    return Recipients(to, cc, (*unread, *warnings), tuple(reasons) if alone else ())


def _named(done: Completed) -> Iterator[str]:
    """Yield the addresses that a run of the script names, none of one that failed."""
    lines = done.out.split(b"\n") if not done.status else []
    yield from filter(None, map(_address, lines))


def _ask(files: Sequence[str], cwd: Path) -> Completed:
    return scripts.run(["perl", SCRIPT, *_OPTIONS, *files], cwd)


def _skeleton(tree: Tree, sources: Iterable[str], into: Path, mails: Iterable[bytes]) -> bool:
    """Lay out what get_maintainer.pl looks at; tell whether the script is there.

    It takes a folder for a QEMU tree by landmarks at the top that differ from
    release to release, and asks of each path in MAINTAINERS that has no "/" at its end
    whether it is a folder.  So: an empty file or folder for every top entry that the script
    names, and those folders.

    What cannot be about the `sources`, or about a file that one of the `mails` names, is
    taken out of MAINTAINERS: the script tries each of its lines on each of the files.
    """
    sources = tuple(sources)
    into.mkdir()
    copied = scripts.export(tree, [*_READ, *sources], into)
    if SCRIPT not in copied:
        return False
    script = tree.read(SCRIPT).decode(errors="surrogateescape")
    listed: frozenset[str] = frozenset()
    if "MAINTAINERS" in copied:
        named = (
            path.decode(errors="surrogateescape")
            for mail in mails
            for line in _NAMING.findall(mail)
            for path in _PATHS.findall(line)
        )
        source = tree.read("MAINTAINERS")
        text, listed = maintainers.about(source, {*sources, *named})
        (into / "MAINTAINERS").write_bytes(text)
    folders: set[str] = set()
    for path in tree.files():
        top, below, _ = path.partition("/")
        if not below and top not in copied and top in script:
            safe_target(into, top).touch()
        _add_parents(path, folders)
    for path in sorted(f for f in folders if f in listed or ("/" not in f and f in script)):
        safe_target(into, path).mkdir(parents=True, exist_ok=True)
    return True


def _add_parents(path: str, folders: set[str]) -> None:
    parent = path.rpartition("/")[0]
    while parent and parent not in folders:
        folders.add(parent)
        parent = parent.rpartition("/")[0]


def _convention(tree: Tree) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return whom the tree sends a series to, and what is to be said of files that are broken."""
    unread = []
    for path, key in _CONVENTIONS:
        try:
            text = tree.read(path)
        except NotFound:
            continue
        try:
            values = git.settings(text, key)
        except Refused as err:
            unread.append(f"recipients not complete: {path}: {err.message}")
            continue
        listed = (one for value in values for one in _LISTED.findall(value))
        if found := _unique(filter(None, (_address(one.encode()) for one in listed))):
            return found, tuple(unread)
    return (), tuple(unread)


def _address(line: bytes) -> str:
    """Return a line of the script's output in the one form that we use, or ""."""
    text = line.decode(errors="replace").strip()
    name, address = parseaddr(text)
    if not re.fullmatch(r"[^@\s<>\"]+@[^@\s<>\"]+", address) or not text.isprintable():
        return ""
    # The script quotes every name with a letter outside ASCII; a header needs no such quotes.
    if re.search(r'[()<>@,:;\\".\[\]]', name):
        name = '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
    return f"{name} <{address}>" if name else address


def _key(recipient: str) -> str:
    return parseaddr(recipient)[1].lower()


def _unique(found: Iterable[str]) -> tuple[str, ...]:
    first: dict[str, str] = {}
    for one in found:
        first.setdefault(_key(one), one)
    return tuple(first.values())
