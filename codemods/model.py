"""The values that flow through the tool.  A value, once made, does not change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from codemods.errors import Problem
from codemods.source.splice import Edit
from codemods.source.tree import Tree


@dataclass(frozen=True)
class Spot:
    """Where the user wants a warning: a function of a file, and the condition `when`, or ""."""

    path: str
    function: str
    when: str = ""


@dataclass(frozen=True)
class Request:
    """What is asked of one feature.

    `since` is "X.Y".  `replacement` is the user's text for what to use instead;
    `no_replacement` says that nothing replaces the feature; with neither, the
    texts are silent about it.  `warn` is "auto" or "none".  `together` are the
    qualified names of the features, of the same kind, that share its patch.
    `words` are the user's for what is said at run time behind "is deprecated", or "".
    `spots` are where the user wants the warning, none for the place that the kind knows.
    """

    since: str
    replacement: str | None = None
    no_replacement: bool = False
    keep_unstable: bool = True
    warn: str = "auto"
    together: tuple[str, ...] = ()
    words: str = ""
    spots: tuple[Spot, ...] = ()


@dataclass(frozen=True)
class Feature:
    """One named thing in one tree.

    `kind` is a Kind's id, `name` what a user types, `qualified` the name that
    no other feature of that kind has, `path` and `line` (from 1) its
    definition.  `spellings` are the texts by which schema, C and docs call it,
    the C constant last where there is one.
    """

    kind: str
    name: str
    qualified: str
    path: str
    line: int
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """A file that implements a feature; `why` is what ties it to the feature, in a few words."""

    path: str
    why: str


@dataclass(frozen=True)
class Entry:
    """Where deprecated.rst lists a feature and how its title names it.

    `chapters` goes from the outer to the inner chapter; each is a tuple of the
    spellings that releases have used, the current one first.  The title is
    `before` + names + `after`, with the plural forms when several features of
    the same shape share one entry.
    """

    chapters: tuple[tuple[str, ...], ...]
    name: str
    before: str = ""
    befores: str = ""
    after: str = ""
    afters: str = ""
    #: What subject lines call it where that is not the title: only the words of its title count.
    short: Entry | None = None
    #: One sentence for the body when the user gives no reason; "" for the house sentence.
    body: str = ""
    #: The title of an entry that is there and takes the body in, instead of a new one.
    joins: str = ""


@dataclass(frozen=True)
class Named:
    """One thing that the title of an entry names.

    `text` is what is typed, or a plain word of the title where it is not `literal`.
    `owners` are paths, the outer name first, to what may hold it: ("device", "nvme") of
    "``-device nvme,use-intel-id=on|off``".  `value` is the only one of its values that is
    meant, "" for all.  `before` and `after` are the words of the title around it.
    """

    text: str
    owners: tuple[tuple[str, ...], ...] = ()
    value: str = ""
    before: str = ""
    after: str = ""
    literal: bool = True


@dataclass(frozen=True)
class Listed:
    """An entry of the lists of what is deprecated, or of what is removed: `removed`.

    `line` (from 1) is that of its title in the file `path`; `chapters` are the headings
    around it, the outer first.  `release` is the "X.Y" that the title gives, or None.
    `names` are what the title names, `body` is the text below it.  It stands at [start, end)
    of the file.
    """

    path: str
    line: int
    chapters: tuple[str, ...]
    title: str
    release: str | None
    names: tuple[Named, ...]
    body: str
    removed: bool
    start: int
    end: int


@dataclass(frozen=True)
class Place:
    """A place of the QAPI schema that carries the flag.

    `member` is "" for a command or event itself.  `subject` begins the sentence
    of the documentation: "Member @x", "Argument @x", "This command".
    """

    path: str
    definition: str
    member: str
    subject: str


#: What a mark can be: of the schema, of the code, of the texts that users read.
FLAG, SENTENCE = "flag", "sentence"
WARNING, REASON, NOTE = "warning", "reason", "note"
HELP, MANUAL, ENTRY = "help", "manual", "entry"
#: Those that users of a running QEMU see, which --warn none leaves out.
AT_RUN_TIME = (WARNING, REASON, NOTE)
#: How what was looked for in vain ends where the user can give the place of a warning.
BY_USER = " (--warn-at gives the place)"


@dataclass(frozen=True)
class Mark:
    """One way in which a tree says that a feature is deprecated, or does not say it yet.

    `says` is one of the words above.  `path` and `line` (from 1) are where it
    stands; of one that is missing, where it would go as far as that is known.
    `text` is what it says, "" where it is missing; `since` the release "X.Y"
    that it names.  `add(tree, request)` makes one that is missing: it yields
    edits that all refer to `tree`, and raises Refused where the place cannot be
    edited safely.  A mark that the kind asks for and that the tree has no place
    for has no `add`; `lacks` says what was looked for.
    """

    says: str
    path: str
    line: int
    text: str = ""
    since: str = ""
    add: Callable[[Tree, Request], Iterable[Edit]] | None = None
    lacks: str = ""

    @property
    def missing(self) -> bool:
        """Whether the tree does not say it, though it could."""
        return self.add is not None

    @property
    def there(self) -> bool:
        """Whether the tree says it."""
        return self.add is None and not self.lacks


@dataclass(frozen=True)
class Patch:
    """One commit of the series.

    `files` maps each changed path to its bytes after the patch, or to None where
    the file is gone; `edits` are the steps that led there, each with its line in
    the file as the step before left it.
    `notes` are what a person should know.
    `flags` are the schema places, definition and member or "", that it newly
    marks deprecated, `unflags` those that lose `unstable`, `unstables` those that get it,
    `kept` those that stay so, which a person has to decide.
    `standing` are the marks that the tree had before, `lacks` what was looked for to put
    a mark at and not found.
    `removes` are the features that a removal takes away; it has no `features`.  Where it is
    `unused`, an earlier patch took them away, and this one what only they used.
    """

    subject: str
    body: str
    features: tuple[Feature, ...]
    edits: tuple[tuple[Edit, int], ...]
    files: Mapping[str, bytes | None]
    notes: tuple[str, ...] = ()
    flags: tuple[tuple[str, str], ...] = ()
    unflags: tuple[tuple[str, str], ...] = ()
    unstables: tuple[tuple[str, str], ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    standing: tuple[Mark, ...] = ()
    lacks: tuple[str, ...] = ()
    removes: tuple[Feature, ...] = ()
    unused: bool = False


#: A patch with the tree that it is made on, and the one behind it.
Planned: TypeAlias = "tuple[Tree, Tree, Patch]"


@dataclass(frozen=True)
class Check:
    """A check of one patch.

    `run(before, after, patch)` yields what is wrong with going from tree
    `before` to tree `after`.  A check that `executes` runs a script of the
    user's tree and is left out by --no-verify.  `of_series` yields what is wrong with
    all patches of a series, where that takes less than one after the other.
    """

    id: str
    run: Callable[[Tree, Tree, Patch], Iterable[Problem]]
    executes: bool = False
    of_series: Callable[[Sequence[Planned]], Iterable[Problem]] | None = None


@dataclass(frozen=True)
class Accounted:
    """A text hit and what became of it: "edited", "left", "ask" or "not parsed"."""

    path: str
    line: int
    verdict: str
    reason: str
