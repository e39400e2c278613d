"""What the text of an entry says to use instead."""

from __future__ import annotations

import re

#: Words and literals up to the end of a clause; a full stop within a literal does not end it.
_PHRASE = r"(?P<what>(?:``(?:[^`]|`(?!`))+``|'[^']+'|[^.,;:`()]|\.(?=\w))+?)"
_SAID = tuple(
    re.compile(pattern.replace("WHAT", _PHRASE), re.IGNORECASE)
    for pattern in (
        r"\breplacement for [^.]*? is WHAT(?=[.,;]| rather than|$)",
        r"\buse (?:the )?(?:new name |more generic commands? |generic commands? )?WHAT,? instead\b",
        r"\bWHAT,? (?:should|must|can|may|has to|have to) be used,? instead\b",
        r"\b(?:replaced|superseded) (?:by|with) (?:the |an? )?WHAT"
        r"(?=[.,;:]| using | when | which |$)",
        r"\bin favou?r of (?:the |an? )?(?:explicitly )?(?:using (?:the )?)?WHAT"
        r"(?=[.,;:]| with |$)",
        r"\b(?:synonym|alias) (?:for|of) WHAT(?=[.,;:]|$)",
        r"\bswitch(?:ing)? to (?:the )?(?:new )?WHAT(?=[.,;:]|$)",
        r"(?:^|\. +)Use WHAT(?=[.,;:]| or | to | for |$)",
        r"\b(?:full explicit )?WHAT (?:form )?is preferred\b",
    )
)
_NOUNS = frozenset({
    "argument", "arguments", "command", "commands", "member", "members", "option", "options",
    "parameter", "properties", "property", "value",
})  # fmt: skip
_OPENING = re.compile(r"^(?:the|an?|of|please|now|new) ", re.IGNORECASE)


def of_body(body: str) -> str:
    """Return the words of `body` that say what replaces the feature, or "".

    What is printed, such as an example of a command line, is not looked at.
    """
    text = " ".join(re.sub(r"::\n\n(?:[ \t]+.*\n?|\n)+", ".\n", body + "\n").split())
    for pattern in _SAID:
        for found in pattern.finditer(text):
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
