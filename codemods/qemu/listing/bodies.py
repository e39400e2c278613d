"""The text of an entry, and of the commit message: the reason, and what to use instead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from codemods.model import Entry, Request
from codemods.qemu.listing import titles

_PROSE = re.compile(r"(?:^| )(?:a|an|and|for|in|of|or|the|with) ")
#: So many sentences about what to use read well; more are one, with the bare names.
_FEW = 2
_MARKS = "`'"
_NONE = re.compile(r"(without|no) replacement|nothing replaces", re.IGNORECASE)
#: What makes of the name behind it, or before it, the thing to use.
_USE = re.compile(
    r"(?P<not>\b(?:not|never|cannot|stop)\b[^.]{0,20}|n't[^.]{0,20})?"
    r"\b(?:us(?:e|ing)|prefer|switch(?:ing)? to|mov(?:e|ing) to|migrat(?:e|ing) to|"
    r"(?:replaced|superseded|obsoleted) (?:by|with)|in favou?r of|replacement (?:is|:))"
    r"(?: (?:the|a|an|new|newer|option|command|machine|CPU|device))*[ :]*[`'\"@]*\Z",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"[^.;]{0,500}?\b(?:instead\b(?! of it)|replaces\b|supersedes\b|is the replacement\b|"
    r"(?:should|must|has to|have to) be used\b|(?:is|are) (?:preferred|recommended)\b)",
    re.IGNORECASE,
)
_EMPTY = re.compile(
    r"(?:(?:this|the|it|these|those)\b[^.]{0,40}\b)?"
    r"(?:(?:is|are|was|were|has been|have been|now)\s+)*"
    r"deprecated(?: now)?\.?",
    re.IGNORECASE,
)


def says_nothing(reason: str) -> bool:
    """Tell whether a reason only says that something is deprecated, which its title says too."""
    return _EMPTY.fullmatch(" ".join(reason.replace("`", "").split())) is not None


def body(
    entries: Sequence[Entry], reason: str, requests: Sequence[Request], *, mail: bool = False
) -> str:
    """Return the text of the section for `entries` and what was asked of each.

    The user's `reason` stays as it is; a sentence about the replacement follows
    unless the reason tells people to use it.  Without a reason the sentences are
    ours, and do not say the title again.

    Arguments:
        mail: the text is for a commit message, where our sentences have no markup.
    """
    distinct = list(dict.fromkeys(entries))
    asked = _replacements(distinct, dict(zip(entries, requests, strict=True)), reason)
    gone = all(r.no_replacement for r in requests)
    own = " ".join(dict.fromkeys(e.body for e in distinct if e.body))
    text = reason.strip() or (own.replace("``", "'") if mail else own)
    if gone and not _NONE.search(text):
        asked = "There is no replacement." if text else "To be removed without replacement."
    asked = asked.replace("``", "'") if mail else asked
    if not text:
        return asked or "To be removed in a future release."
    if not asked:
        return text
    # A text of several lines is laid out by its author: nothing is added to a line of it.
    return text + (" " if "\n" not in text and text[-1] in ".!?" else "\n\n") + asked


def _replacements(entries: Sequence[Entry], asked: dict[Entry, Request], reason: str) -> str:
    """Return the sentences that name what to use, but for what `reason` says to use already."""
    texts = {e: r.replacement for e, r in asked.items() if r.replacement}
    new = {e: t for e, t in texts.items() if not _says(reason, t)}
    if not new:
        return ""
    if len(set(texts.values())) == 1 and len(texts) == len(entries):
        return f"Use {_quoted(next(iter(new.values())))} instead."
    each = {text: [e for e in new if new[e] == text] for text in new.values()}
    # What people type for each, where that tells them apart.
    names = {e: f"``{(e.short or e).name.strip(_MARKS)}``" for e in new}
    if len(each) > _FEW and len(set(names.values())) == len(new):
        pairs = [
            f"{_quoted(text)} instead of {titles.joined([names[e] for e in alike])}"
            for text, alike in each.items()
        ]
        return f"Use {', '.join(pairs[:-1])}, and {pairs[-1]}."
    return " ".join(
        f"Use {_quoted(text)} instead of {re.sub('^The ', 'the ', titles.phrase(alike))}."
        for text, alike in each.items()
    )


def _says(reason: str, replacement: str) -> bool:
    """Tell whether `reason` tells people to use all that `replacement` names."""
    literals = [t.strip("`") for t in titles.literals(replacement)] or [replacement.strip("`@")]
    text = " ".join(reason.split())
    return all(_recommends(text, literal) for literal in literals)


def _recommends(text: str, name: str) -> bool:
    for found in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text):
        before, after = text[: found.start()], text[found.end() :]
        use = _USE.search(before)
        if use is not None and use["not"] is None:
            return True
        old = re.search(r"\binstead of [`'\"]*\Z", before, re.IGNORECASE)
        if use is None and old is None and _INSTEAD.match(after):
            return True
    return False


def _quoted(replacement: str) -> str:
    """Mark what is typed as a literal; words of a sentence stay as they are."""
    prose = "`" in replacement or _PROSE.search(replacement)
    return replacement if prose else f"``{replacement}``"
