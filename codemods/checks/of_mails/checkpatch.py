"""Asks the tree's own scripts/checkpatch.pl about a patch."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from codemods import scripts
from codemods.errors import Problem
from codemods.formats import maintainers
from codemods.scripts import Report
from codemods.source.tree import Tree, exists

ID = "checkpatch"
SCRIPT = "scripts/checkpatch.pl"

#: --emacs puts file and line of the patch before each finding, so that no text
#: quoted from the patch can be taken for one.
_MAIL = "checked.patch"
_FINDING = re.compile(rf"^{re.escape(_MAIL)}:(\d+): (?:ERROR|WARNING|CHECK): (.*)$")
_NEXT_FILE = b"diff --git "
_HUNK = re.compile(rb"^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@")
_PLACE = re.compile(r"^#\d+: FILE: (.*):(\d+):$")
#: What the script asks of every patch without a change of MAINTAINERS that takes away a file.
_ASKED = "added, moved or deleted file(s):"
_OWNERS = "MAINTAINERS"
_DOS = "DOS line endings"
_MADE = re.compile(rb"(?m)^(?:new file mode|rename from|copy from) ")
#: What is said of the place of a line, not of its words.
_PLACED = re.compile(r"code indent|\bbrace")
_GONE = re.compile(rb"(?m)^diff --git a/(\S+) b/\1\ndeleted file mode ")


def problems(tree: Tree, mail: bytes, signoff: bool) -> Iterable[Problem]:
    """Return every error and warning of checkpatch.pl; see report()."""
    return report(tree, mail, signoff).problems


def report(tree: Tree, mail: bytes, signoff: bool) -> Report:
    """Run the checkpatch.pl of `tree` on a patch.

    Arguments:
        mail: the patch as `git format-patch` writes it.
        signoff: whether a missing Signed-off-by line is an error.

    Returns:
        A problem for each ERROR and WARNING; one warning when the script is
        missing or cannot be run.  The question whether MAINTAINERS needs updating is
        none where files are gone that no line of it is about alone; nor is what is said
        of the words of a line that the patch does not bring, or only moves or indents
        anew, or of the ends that all lines of a file have: a patch that tidied them would
        do two things.
    """
    with scripts.folder() as top:
        if not scripts.export(tree, [SCRIPT], top):
            return Report(warnings=(f"not checked with checkpatch: no {SCRIPT} in the tree",))
        (top / _MAIL).write_bytes(mail)
        options = ["--no-tree", "--emacs", "--no-summary", "--color=never", "--patch"]
        options += [] if signoff else ["--no-signoff"]
        done = scripts.run(["perl", SCRIPT, *options, _MAIL], top)
    said = tuple(_findings(done.out.decode(errors="replace").splitlines()))
    old = _old_rows(mail) if said else set()
    found = tuple(
        problem
        for row, problem in said
        if not (problem.message.endswith(_ASKED) and _is_owned(tree, mail))
        and (row not in old or _PLACED.search(problem.message))
        and not (problem.message == _DOS and _is_dos(tree, problem.path))
    )
    # The script exits 1 when it printed an error and 0 otherwise; dying is neither.
    if done.status == 0 or (done.status == 1 and said):
        return Report(problems=found)
    return Report(warnings=(f"not checked with checkpatch: {SCRIPT}: {done.why()}",))


def _is_dos(tree: Tree, path: str) -> bool:
    """Tell whether each line of the file ends as in DOS."""
    text = tree.read(path) if exists(tree, path) else b""
    return b"\r\n" in text and text.count(b"\r\n") == text.count(b"\n")


def _is_owned(tree: Tree, mail: bytes) -> bool:
    """Tell whether the patch only deletes files, and MAINTAINERS is as right after it as before."""
    gone = [path.decode(errors="surrogateescape") for path in _GONE.findall(mail)]
    if not gone or _MADE.search(mail):
        return False
    if not exists(tree, _OWNERS):
        return True
    alive = sorted(set(tree.files()) - set(gone))
    return not list(maintainers.without_files(_OWNERS, tree.read(_OWNERS), gone, alive))


def _old_rows(mail: bytes) -> set[int]:
    """Return the rows (1-based) of the hunks of a patch that bring no new words.

    Those are lines that stay or go, and of those that come such as only have another indent or
    another place.
    """
    old: set[int] = set()
    come: list[tuple[int, bytes]] = []
    gone: Counter[bytes] = Counter()
    before = after = 0
    for number, row in enumerate((*mail.split(b"\n"), _NEXT_FILE), 1):
        if before > 0 or after > 0:
            text = row[1:].strip()
            if row.startswith(b"+"):
                come.append((number, text))
            else:
                old.add(number)
            gone[text] += row.startswith(b"-")
            before -= not row.startswith((b"+", b"\\"))
            after -= not row.startswith((b"-", b"\\"))
        elif hunk := _HUNK.match(row):
            before, after = (int(count or 1) for count in hunk.groups())
        elif row.startswith(_NEXT_FILE):
            for at, text in come:
                if gone[text] > 0:
                    gone[text] -= 1
                    old.add(at)
            come, gone = [], Counter()
    return old


def _findings(lines: list[str]) -> Iterator[tuple[int, Problem]]:
    """Yield each finding with the row (1-based) of the patch that it is about."""
    for at, line in enumerate(lines):
        finding = _FINDING.match(line)
        if not finding:
            continue
        place = _PLACE.match(lines[at + 1]) if at + 1 < len(lines) else None
        if place:
            yield int(finding[1]), Problem(ID, place[1], int(place[2]), finding[2])
        else:
            words = f"line {finding[1]} of the patch: {finding[2]}"
            yield int(finding[1]), Problem(ID, "", 0, words)
