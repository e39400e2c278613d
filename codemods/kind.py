"""What a kind of feature is: how its features are found, marked, named by users and taken out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from codemods.model import Entry, Feature, Listed, Mark, Place, Request, Source
from codemods.source.splice import Edit
from codemods.source.tree import Tree


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
