"""The values that flow through the tool.  A value, once made, does not change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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


def nowhere(tree: Tree, feature: Feature) -> Sequence[Place]:
    """No place: the `places` of a kind of which the schema knows nothing."""
    return ()


def first_spelling(feature: Feature) -> str:
    """Return the word by which code calls a feature, as a rule."""
    return (feature.spellings or (feature.name,))[0].strip('"-')


#: On a command line a name stands behind an option, at the start of a word.
WORD_START = r"(?:^|[\s'\"`])"


@dataclass(frozen=True)
class Naming:
    """How programs, tests and documents of a tree name a feature of a kind.

    `what` it is in a sentence about a user.  `keys` are those of a QMP object
    whose value is the name, `leads` patterns for what stands before it on a
    command line, `functions` one for the functions of C and Python that take it.
    `certain` tells that to exchange the name is all there is to do.

    `tag` is how avocado's tags call it, `helpers` are the functions of the tests
    that take one, `variables` the names of theirs that hold one.  `keyword` tells
    that it may be an argument of a Python function, with "_" for "-"; `dashed`
    that it may begin with dashes; `is_property` that it means nothing without
    its owner, and `beside` what has to stand in a line, too; `is_node` that test
    graphs have it behind its target; `bare` that a string of a C test which is just
    the name means it; `tabled` that it has an entry of its own in an .hx file;
    `emulated` that only an emulator has it; `typed` that it begins a line sent to the monitor.
    `key` is what it is a key of, as users/owners.py says it; `meta` the keyword of its definition
    in the schema, if calls of it are read; `setter` the command that takes it as an argument.
    `option` is the one behind whose values such a property stands, if its help tells of all.
    """

    what: str = "name"
    keys: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    functions: str = ""
    certain: bool = True
    tag: str = ""
    helpers: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    keyword: bool = False
    dashed: bool = False
    is_property: bool = False
    beside: str = ""
    is_node: bool = False
    bare: bool = False
    tabled: bool = False
    emulated: bool = False
    typed: bool = False
    key: str = ""
    meta: str = ""
    setter: str = ""
    option: str = ""

    @property
    def is_command(self) -> bool:
        """Whether it is sent to a monitor, of QMP or of humans."""
        return self.typed or self.meta == "command"


@dataclass(frozen=True)
class Part:
    """What goes when a feature goes, besides its places in the schema and its entry.

    `path` and `line` are where it stands.  `edits` take it out of the tree as it is; `files`
    go as a whole; `names` are C names that mean nothing any more, each with what an expression
    is worth that asks for it, `types` such that name QOM types, which nothing that stays may
    make or be built on, `own` C names of the file `path` alone, `reads` expressions of that
    file, by their text, that always give one value from now on, `members` those of structures,
    (structure, "member" or "a.b", value), that do.  `by_hand` says why a person has to do it.
    What is `local` goes without what it alone used elsewhere, which is a patch of its own.
    Files that are `closed` go only where no other file uses what they define; what those
    define that are `inner` means nothing to other files.  What is `left` there is for a person to
    look at, though the tree builds with it.  `places` are values of the schema that
    carry no flag for the feature, and go with it; `accessors` are functions that only give what
    the schema holds, each with what it gives from now on: they go before that does.
    """

    path: str
    line: int
    edits: tuple[Edit, ...] = ()
    files: tuple[str, ...] = ()
    names: tuple[tuple[str, bytes], ...] = ()
    types: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    reads: tuple[tuple[str, bytes], ...] = ()
    members: tuple[tuple[str, str, bytes], ...] = ()
    by_hand: str = ""
    left: str = ""
    local: bool = False
    closed: bool = False
    inner: bool = False
    places: tuple[Place, ...] = ()
    accessors: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True)
class Kind:
    """A kind of feature that QEMU deprecates.

    `find(tree, name)` yields the features of that name, `every(tree)` all of the
    kind; `entry(tree, feature)` places it in deprecated.rst. `places(tree,
    feature)` are its places in the schema, by default none; `marks(tree, feature)`
    are those outside of the schema and the list (C, .hx) that QEMU's convention
    asks for, there or missing, by default none. `require(tree, feature, request)`
    raises Refused where the request makes no sense for it, such as a replacement
    that does not exist. A kind that `refines` others is preferred to them where
    they find the same place. `noun` names one such feature in a sentence. A kind
    `on_request` is looked at only when the user names it, and the user has to give
    it a title, a chapter and a reason. A `costly` kind parses much of the tree to
    list all of its features. `row` is what an inventory calls a feature that only C
    knows, "" where such ones have no row. `dependents(tree, feature, request)` are features of
    the kind that go where this one goes; they share its patch. `sources(tree, feature)`
    are files that implement the feature, beside those that its names in C tell.
    `naming` is how users of the tree name one; `same(tree, feature, new)` returns
    why the name `new` may mean something else than `feature` to who uses it, or
    "", and is missing where only commands and members of the schema are judged.
    `parts(tree, feature)` are what goes when the feature is removed; a kind without them cannot be
    removed by rules. `aged(tree, feature)` tells that a feature is deprecated by its age,
    without an entry. `also` are other ids by which a user may name the kind,
    each with what the names of its features begin with then.
    `means(tree, feature, listed)` tells that an entry of the lists is this feature's where
    the general rule of qemu/listing/meaning.py cannot know it. One that is `weak(feature)`
    is left out where a name is another kind's, too; only its kind or whole name tells it.
    `owned` features belong to something that their entry may name, `by_owner` ones are always
    called with it. One name may stand for a whole `family` of versions and aliases. All of a kind
    with `one_chapter` are listed in one, at all times. What is printed at run time may be
    `told_elsewhere`, or for a part of the uses. `help_row(feature)` is the .hx file, the row and,
    where the row is for more, the name in its help; None where no help is the feature's.
    `near(tree, name)` are those of the kind that a wrong name may mean, by default all.
    `notes(tree, feature, named)` are what people should know who deprecate it, where the features
    of the names `named` are deprecated as well.
    `hooked_by(feature)` is the word without which no file outside of the schema can be shown to
    say that it is deprecated, by default its first spelling.
    `read_by(tree, name)` are the features of the kind that the C function `name` alone reads,
    each with the key by which it asks.
    """

    id: str
    noun: str
    find: Callable[[Tree, str], Iterable[Feature]]
    every: Callable[[Tree], Iterable[Feature]]
    entry: Callable[[Tree, Feature], Entry]
    places: Callable[[Tree, Feature], Sequence[Place]] = nowhere
    marks: Callable[[Tree, Feature], Iterable[Mark]] = lambda tree, feature: ()
    require: Callable[[Tree, Feature, Request], None] = lambda tree, feature, request: None
    naming: Naming = Naming()
    same: Callable[[Tree, Feature, str], str] | None = None
    refines: tuple[str, ...] = ()
    on_request: bool = False
    costly: bool = False
    row: str = ""
    dependents: Callable[[Tree, Feature, Request], Sequence[Feature]] | None = None
    sources: Callable[[Tree, Feature], Iterable[Source]] | None = None
    parts: Callable[[Tree, Feature], Iterable[Part]] | None = None
    aged: Callable[[Tree, Feature], bool] | None = None
    also: Mapping[str, str] = field(default_factory=dict)
    means: Callable[[Tree, Feature, Listed], bool] | None = None
    weak: Callable[[Feature], bool] = lambda feature: False
    owned: bool = False
    by_owner: bool = False
    family: bool = False
    one_chapter: bool = False
    told_elsewhere: bool = False
    help_row: Callable[[Feature], tuple[str, str, str] | None] = lambda feature: None
    near: Callable[[Tree, str], Iterable[Feature]] | None = None
    notes: Callable[[Tree, Feature, Collection[str]], Iterable[str]] = lambda *given: ()
    hooked_by: Callable[[Feature], str] = first_spelling
    read_by: Callable[[Tree, str], Iterable[tuple[Feature, str]]] | None = None

    @property
    def in_schema(self) -> bool:
        """Whether such features may have places in the schema."""
        return self.places is not nowhere


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
