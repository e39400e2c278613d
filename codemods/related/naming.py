"""What a series for a whole feature calls it and its interfaces."""

from __future__ import annotations

import re
from collections.abc import Sequence

from codemods import kinds
from codemods.model import Entry, Feature
from codemods.qemu.listing import titles
from codemods.qemu.listing.in_a_sentence import in_a_sentence
from codemods.related import words
from codemods.source.tree import Tree

#: What begins the names of interfaces that only tell of a thing, and of options.
_ASKING = re.compile(r"^(?:query-|info |-{1,2})(?=\w)")


def called(tree: Tree, main: Feature, title: str) -> str:
    """Return what the feature is called: what no name covers has the words of its title."""
    own = in_a_sentence(tree, titles.undated(title)).replace("``", "")
    if kinds.every()[main.kind].on_request:
        return own or main.name
    shown, _ = _shown(tree, main, ())
    return shown.replace("``", "") if shown.startswith(("``-", "``info ")) else main.name


def part(tree: Tree, name: str, features: Sequence[Feature], *, same: bool) -> str:
    """Return what the patch for some interfaces of the feature called `name` deprecates.

    They have their own noun where all are of one kind: so do two patches of one folder.

    Arguments:
        same: another patch deprecates something in the same file.
    """
    whole = _ASKING.sub("", name)
    nouns = {_shown(tree, feature, features)[1] for feature in features}
    if len(features) > 1 and len(nouns) == 1:
        (noun,) = nouns
        if " of " not in noun and not noun.endswith("y"):
            return f"the {whole} {noun}s"
    if len(features) > 1:
        return f"the other {whole} interfaces" if same else f"the {whole} interfaces"
    shown, noun = _shown(tree, features[0], features)
    text = (f"the {shown}" if titles.says(shown, noun) else f"the {shown} {noun}").replace("``", "")
    if noun == "command" or shown.startswith("``-"):
        text = shown.replace("``", "")
    return text if words.holds(shown, words.phrase(name)) else f"{text} with {name}"


def interfaces(tree: Tree, main: Feature, others: Sequence[Feature]) -> str:
    """Return the paragraph of the entry of `main` that names the others; "" for none."""
    if not others:
        return ""
    if kinds.every()[main.kind].on_request:
        # The entry is about the whole, which has no interface of its own.
        return f"This covers {'; '.join(_by_noun(tree, others))}."
    listed = titles.joined(_by_noun(tree, others))
    if len(others) == 1:
        return f"{listed[0].upper()}{listed[1:]} is deprecated with it."
    return f"The whole feature is deprecated with it: {'; '.join(_by_noun(tree, others))}."


def belongs(tree: Tree, main: Feature, name: str, features: Sequence[Feature]) -> str:
    """Return the sentence that tells the message of a patch to what its interfaces belong."""
    verb = "belongs" if len(features) == 1 else "belong"
    listed = titles.joined(_by_noun(tree, features)).replace("``", "")
    kind = kinds.every()[main.kind]
    whole = name if kind.on_request else _by_noun(tree, (main,))[0].replace("``", "")
    has = "are" if kind.on_request and titles.is_plural(name) else "is"
    return (
        f"{listed[0].upper()}{listed[1:]} {verb} to {whole}, which {has} deprecated as a whole: "
        "see its entry in deprecated.rst."
    )


def _by_noun(tree: Tree, features: Sequence[Feature]) -> list[str]:
    named: dict[str, list[str]] = {}
    for feature in features:
        shown, noun = _shown(tree, feature, features)
        named.setdefault(noun, []).append(shown)
    return [
        f"the {noun}{'s' if len(n) > 1 else ''} {titles.joined(n)}" for noun, n in named.items()
    ]


def _shown(tree: Tree, feature: Feature, others: Sequence[Feature]) -> tuple[str, str]:
    """Return the name, as a literal, and the noun of a feature among others."""
    kind = kinds.every()[feature.kind]
    alike = sum(f.name == feature.name and f.kind == feature.kind for f in others)
    if kind.by_owner or alike > 1:
        return f"``{feature.qualified}``", kind.noun
    short = kind.entry(tree, feature).short
    if short is not None and _is_typed(short):
        return f"``{short.name.strip('`')}``", short.after
    return f"``{feature.name}``", kind.noun


def _is_typed(short: Entry) -> bool:
    """Tell whether the words for subject lines show the name as it is typed."""
    return re.fullmatch(r"``(-\S+|info \S+)``", short.name) is not None
