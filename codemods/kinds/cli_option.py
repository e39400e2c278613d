"""A command line option: a warning where it is read, and its help and documentation.

Source: fffa36b68e, b979c93121 and 12fd0f41d0 in QEMU's history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from codemods.formats import hx
from codemods.kind import WORD_START, Kind, Naming, Part
from codemods.model import Entry, Feature, Listed, Mark, Source
from codemods.qemu import same_thing, value, value_places
from codemods.qemu.code import warning
from codemods.qemu.listing import chapters, titles
from codemods.qemu.options import options, user_mode
from codemods.qemu.options import parts as option_parts
from codemods.qemu.options import sources as option_sources
from codemods.qemu.tables import help as hx_help
from codemods.qemu.tables import manual as hx_manual
from codemods.source.splice import line_of
from codemods.source.tree import Tree

ID = "cli-option"
#: Before the name of an option of the user-mode emulators.
USER = "user."


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the option `name`, with or without its dashes.

    An option of the user-mode emulators is meant where the system emulator has
    none of that name, or by "user.NAME".  "NAME=VALUE" is that value alone.
    """
    bare = name.lstrip("-")
    owner, wanted = value.split(bare)
    if wanted:
        yield from _values(tree, owner, wanted)
        return
    found = list(_features(options.blocks(tree, bare)))
    if not found:
        found = [_of_user(tree, o) for o in user_mode.named(tree, bare.removeprefix(USER))]
    yield from found


def every(tree: Tree) -> Iterator[Feature]:
    """Yield each option of the system emulator, then each of the user-mode emulators."""
    table = options.table(tree)
    yield from _features(table.blocks if table else ())
    yield from (_of_user(tree, option) for option in user_mode.every(tree))


@warning.deferred
def marks(tree: Tree, feature: Feature) -> Iterator[Mark]:
    """Yield the warning in each file that reads the option, its help and its documentation."""
    if value.of(feature):
        option, wanted = value.split(feature.name)
        place = value_places.of_option(tree, option, wanted)
        if said := value_places.said_in_a_table(tree, option, wanted):
            yield said
        elif place is None:
            yield value.unplaced(feature, value_places.handed_on(tree, option))
        else:
            yield value_places.mark(tree, place, f"-{option} {wanted}", (wanted,))
        return
    if feature.path != options.FILE:
        yield from user_mode.marks(tree, feature)
        return
    yield from _documented(tree, feature)
    for case in options.cases(tree, options.constant(tree, feature.name)):
        yield options.warning_in(tree, case, feature.name)


def _documented(tree: Tree, feature: Feature) -> Iterator[Mark]:
    name, source = feature.name, tree.read(options.FILE)
    blocks = options.blocks(tree, name)
    for n, block in enumerate(blocks):
        yield from hx_help.marks(source, block, hx_help.option, partial(_block, name, n))
        term = None
        if block.doc is not None:
            term = hx_manual.term_of(block.doc, [f"-{name}", f"--{name}"])
        if term or options.alone(tree, block):
            yield from hx_manual.marks(
                block, term, "This option", f"The ``-{name}`` option", partial(_block, name, n)
            )


def _block(name: str, n: int, tree: Tree) -> hx.Block:
    return options.blocks(tree, name)[n]


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the option with the command line arguments of its emulator."""
    system = feature.path == options.FILE
    name = f"``-{' '.join(filter(None, value.split(feature.name)))}``"
    chapter = chapters.CLI if system else chapters.USER_CLI
    return Entry(chapter, name, short=titles.short(name, "option"))


def parts(tree: Tree, feature: Feature) -> Iterator[Part]:
    """Yield the option's row, manual and constant; in user mode its handler's row."""
    value.refuse_parts(feature)
    system = feature.path == options.FILE
    yield from option_parts.system(tree, feature) if system else option_parts.user(tree, feature)


def sources(tree: Tree, feature: Feature) -> Iterator[Source]:
    """Yield the files that list the option's parameters, or take its value."""
    if feature.path == options.FILE:
        yield from option_sources.sources(tree, value.split(feature.name)[0])


def means(tree: Tree, feature: Feature, listed: Listed) -> bool:
    """Tell that `listed` has the whole option of which the feature is a value."""
    option, wanted = value.split(feature.name)
    here = chapters.subject(listed.chapters) == "command line"
    return bool(wanted) and here and any(
        n.text.lstrip("-") == option and not n.owners and not n.value for n in listed.names
    )  # fmt: skip


def _values(tree: Tree, option: str, wanted: str) -> Iterator[Feature]:
    blocks = options.blocks(tree, option)
    texts = [literal.text for b in blocks for literal in b.help]
    texts += [b.doc.text for b in blocks if b.doc]
    for found in list(_features(blocks))[:1]:
        if value.is_known(tree, wanted, texts):
            name = f"{option}={wanted}"
            words = (f"-{option} {wanted}", f"-{name}")
            yield Feature(ID, name, name, found.path, found.line, words)


def _features(blocks: Iterable[hx.Block]) -> Iterator[Feature]:
    seen = set()
    for block in blocks:
        if block.name not in seen:
            seen.add(block.name)
            # A short name would be found everywhere: only its constant is telling.
            typed = (f"-{block.name}",) if len(block.name) > 2 else ()
            yield Feature(
                ID, block.name, block.name, options.FILE, block.line,
                (*typed, block.fields["constant"]),
            )  # fmt: skip


def _of_user(tree: Tree, option: user_mode.Option) -> Feature:
    line = line_of(tree.read(option.path), option.start)
    return Feature(ID, option.name, USER + option.name, option.path, line, (option.handler,))


KIND = Kind(
    id=ID,
    noun="command line option",
    find=find,
    every=every,
    marks=marks,
    entry=entry,
    parts=parts,
    also={"user-option": "user."},
    sources=sources,
    naming=Naming(
        "option", (), (WORD_START + r"--?",), dashed=True, tabled=True, emulated=True, key="program"
    ),
    same=same_thing.option,
    means=means,
    help_row=lambda feature: (options.FILE, feature.name, ""),
)
