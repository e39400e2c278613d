"""What the text of an entry says to use instead."""

from __future__ import annotations

import re
from functools import lru_cache

#: Words and literals up to the end of a clause; a full stop within a literal does not end it.
_PHRASE = r"(?P<what>(?:``(?:[^`]|`(?!`))+``|'[^']+'|[^.,;:`()]|\.(?=\w))+?)"
#: Each with words of which one stands in what it matches: most texts have none.
_SAID = tuple(
    (words, re.compile(pattern.replace("WHAT", _PHRASE), re.IGNORECASE))
    for words, pattern in (
        (("replacement",), r"\breplacement for [^.]*? is WHAT(?=[.,;]| rather than|$)"),
        (("instead",), r"\buse (?:the )?(?:new name |more generic commands? |generic commands? )?"
                       r"WHAT,? instead\b"),
        (("instead",), r"\bWHAT,? (?:should|must|can|may|has to|have to) be used,? instead\b"),
        (("replaced", "superseded"), r"\b(?:replaced|superseded) (?:by|with) (?:the |an? )?WHAT"
                                     r"(?=[.,;:]| using | when | which |$)"),
        (("favor", "favour"), r"\bin favou?r of (?:the |an? )?(?:explicitly )?"
                              r"(?:using (?:the )?)?WHAT(?=[.,;:]| with |$)"),
        (("synonym", "alias"), r"\b(?:synonym|alias) (?:for|of) WHAT(?=[.,;:]|$)"),
        (("switch",), r"\bswitch(?:ing)? to (?:the )?(?:new )?WHAT(?=[.,;:]|$)"),
        (("use",), r"(?:^|\. +)Use WHAT(?=[.,;:]| or | to | for |$)"),
        (("preferred",), r"\b(?:full explicit )?WHAT (?:form )?is preferred\b"),
    )
)  # fmt: skip
_NOUNS = frozenset({
    "argument", "arguments", "command", "commands", "member", "members", "option", "options",
    "parameter", "properties", "property", "value",
})  # fmt: skip
_OPENING = re.compile(r"^(?:the|an?|of|please|now|new) ", re.IGNORECASE)


# Long to find, and most runs ask for none.
@lru_cache(maxsize=1024)
def of_body(body: str) -> str:
    """Return the words of `body` that say what replaces the feature, or "".

    What is printed, such as an example of a command line, is not looked at.
    """
    text = " ".join(re.sub(r"::\n\n(?:[ \t]+.*\n?|\n)+", ".\n", body + "\n").split())
    lower = text.lower()
    for words, pattern in _SAID:
        for found in pattern.finditer(text) if any(word in lower for word in words) else ():
            what = re.split(r"(?<=[^`\w]) ?(?:The|This) ", found["what"])[-1].strip()
            literal = what.find("``")
            # Before the first literal, words of the sentence; a noun beside it may stay.
            if literal > 0:
                what = _last_words(what[:literal]) + what[literal:]
            what = _OPENING.sub("", what)
            if what and len(what.split()) <= 12:
                return what
    return ""


def _last_words(text: str) -> str:
    words = text.split()
    return f"{words[-1]} " if words and words[-1].casefold() in _NOUNS else ""
