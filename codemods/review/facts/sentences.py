"""The sentences of an `@deprecated` entry that are about one flagged place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from codemods.review.facts import prose, schema
from codemods.review.facts.schema import Flagged

_OPENING = re.compile(
    r"(?:(?:Members?|Arguments?|Values?|Features?|Fields?|Options?) @|This \w+ |These |@[\w.-]+ )"
)
_HOUSE = re.compile(
    r"(?:(?:Members?|Arguments?) @[\w.-]*\w(?:(?:, | and |, and )@[\w.-]*\w)*|This \w+)"
    r" (?:is|are) deprecated\b"
)
_NO_FORM = re.compile(r"\bin favou?r of\b|\bfor removal\b|\bsince (?:qemu )?v?\d+\.\d", re.I)
_USE = re.compile(r"\buse\b", re.IGNORECASE)
_USE_INSTEAD = re.compile(r"Use .* instead\b")
_DO_NOT_USE = re.compile(r"\b(?:do not|don't) use\b", re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """What is said of a place: the first sentence names it, the others follow."""

    sentences: tuple[str, ...]

    @property
    def whole(self) -> str:
        """All of it."""
        return "  ".join(self.sentences)


def about(place: Flagged) -> Said | None:
    """Return what the comment says of `place`, None where it does not name it."""
    said = prose.sentences(schema.text(place.pair.now.doc))
    named = [n for n, sentence in enumerate(said) if _names(place, sentence)]
    # What another one is to be replaced by is named there, too.
    for n in [*(n for n in named if not _USE.match(said[n])), *named]:
        end = next((i for i in range(n + 1, len(said)) if _OPENING.match(said[i])), len(said))
        return Said(tuple(said[n:end]))
    return None


def faults(place: Flagged, said: Said) -> list[str]:
    """Return what is not in the usual form: "X is deprecated.  Use Y instead." """
    first, rest = said.sentences[0], said.sentences[1:]
    found = []
    if not _HOUSE.match(first):
        found.append("does not say `is deprecated`" if "deprecated" not in first else
                     "is not of the form `X is deprecated.`")  # fmt: skip
    elif wrong := _NO_FORM.search(first):
        found.append(f"says `{wrong[0]}`")
    if not said.sentences[-1].endswith((".", "!", "?")):
        found.append("has no full stop")
    for sentence in rest:
        if _DO_NOT_USE.search(sentence) or (_USE.search(sentence)
                                            and not _USE_INSTEAD.match(sentence)):  # fmt: skip
            found.append(f"says `{sentence}`")
        elif place.member and sentence.startswith(f"The @{place.name} "):
            found.append(f"describes what it does: `{sentence}`")
    return found


def says_no_more(said: Said) -> bool:
    """Tell whether nothing but the bare "X is deprecated." is said."""
    return len(said.sentences) == 1 and said.sentences[0].rstrip(".").endswith("deprecated")


def _names(place: Flagged, sentence: str) -> bool:
    if place.member is None:
        return re.match(rf"This {place.pair.now.meta}\b", sentence, re.IGNORECASE) is not None
    return re.search(rf"@{re.escape(place.name)}(?![\w-])", sentence) is not None
