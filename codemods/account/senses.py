"""Which lines mean a feature whose name is an everyday word, such as `mode` or `any`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from codemods.model import Feature
from codemods.qemu.schema import definitions, shown_by
from codemods.source.tree import Hit, Tree

#: In more lines than this a word mostly means something else.
_COMMON = 100
#: No name that only a feature has: letters alone, or a number.
_EVERYDAY = re.compile(r"[A-Za-z]+|\d+")
#: How schema, C, documents and command lines write a name as a name.
_TYPED = b"|".join((
    rb"""["'`]\*?%s["'`]""", rb"@%s(?![\w-])", rb"[\s=,]%s=(?!=)", rb"=%s(?![\w-])",
    rb"\s--?[a-zA-Z][\w-]* %s(?![\w-])",
))  # fmt: skip


@dataclass(frozen=True)
class Sense:
    """One spelling of a feature: what finds it as a whole word, and what only where it is meant.

    `paths` are the files that are about it; None for all.
    """

    whole: re.Pattern[bytes]
    meant: re.Pattern[bytes]
    paths: frozenset[str] | None = None

    @property
    def everyday(self) -> bool:
        """Whether the spelling is found all over the tree."""
        return self.meant is not self.whole

    def means(self, hit: Hit) -> bool:
        """Tell whether the line `hit` means the feature."""
        if self.paths is not None and hit.path not in self.paths:
            return False
        return self.meant.search(hit.text) is not None


def senses(tree: Tree, features: Iterable[Feature], hits: Sequence[Hit]) -> tuple[Sense, ...]:
    """Return one sense for each spelling of each feature.

    A word that is found all over the tree counts only where it is written as a
    name; as the member of a type also only in files that name the type, or the
    command or event that shows it.
    """
    pairs = [(f, word) for f in features for word in f.spellings]
    whole = {word: re.compile(rb"(?<![\w-])%s(?![\w-])" % _escaped(word)) for _, word in pairs}
    counts = Counter(
        word for word in whole if _EVERYDAY.fullmatch(word)
        for hit in hits if whole[word].search(hit.text)
    )  # fmt: skip
    found = []
    for feature, word in pairs:
        if counts[word] <= _COMMON:
            found.append(Sense(whole[word], whole[word]))
            continue
        typed = re.compile(_TYPED.replace(b"%s", _escaped(word)))
        found.append(Sense(whole[word], typed, _about(tree, feature)))
    return tuple(found)


def _about(tree: Tree, feature: Feature) -> frozenset[str] | None:
    """Return the files that name the owner of a schema member; None for other features."""
    owner = feature.qualified.removesuffix(f".{feature.name}")
    found = definitions.definition(tree, owner) if feature.path.endswith(".json") else None
    if owner == feature.qualified or found is None:
        return None
    names = {owner, *(use.name for use in shown_by.of(tree, found[1]))}
    words = names | {definitions.c_name(name) for name in names}
    return frozenset(path for word in words for path in tree.naming(word))


def _escaped(word: str) -> bytes:
    return re.escape(word.encode())
