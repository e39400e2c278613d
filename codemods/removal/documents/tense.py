"""Put the text of a deprecation into the past, by the forms that QEMU's removals use.

What is deprecated "has been removed"; what is to be removed was; a sentence that only
says so goes where another one remains; "Use ``y`` instead." stays as it is.

Source: 662b85aae1, e960a7ee46, 7686f2c5d7 and 879be3af49 in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.formats.rst.wrapping import wrap

#: "in a future release of QEMU", however it is said.
_LATER = (
    r"(?:in|from) (?:a|the|one of the|some)? ?(?:future|next|later|coming)"
    r"(?: (?:releases?|versions?))?(?: of QEMU)?"
)
_HOW = r"(?P<how>(?: \([^)]*\))?(?: with(?:out| no) replacement)?)"
_TOO = rf",? and (?:will|may|might) be removed{_HOW}(?: {_LATER})?"
_WHILE = r"(?:now |currently |being |hereby |therefore |thus )*"
#: What is said of the present, and how it reads afterwards; the first that matches a place counts.
_FORMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(form), text)
    for form, text in (
        (rf"\b(?:is|has been) {_WHILE}deprecated{_TOO}", r"has been removed\g<how>"),
        (rf"\b(?:are|have been) {_WHILE}deprecated{_TOO}", r"have been removed\g<how>"),
        (rf"\b(?:is|has been) {_WHILE}deprecated(?: starting in \d+\.\d+)?", "has been removed"),
        (rf"\b(?:are|have been) {_WHILE}deprecated(?: starting in \d+\.\d+)?", "have been removed"),
        (r"\band deprecated, with no (?:current )?replacement",
         "and has been removed without a replacement"),
        (r"\bis (a|an) (?:deprecated )?(synonym|alias|shorthand|shortcut)\b", r"was \1 \2"),
        (rf"(?<=\bit )(?:will|is to) be removed(?: {_LATER})?", "has been removed"),
        (rf"(?<=\bthey )(?:will|are to) be removed(?: {_LATER})?", "have been removed"),
    )
)  # fmt: skip
_PROMISE = re.compile(r"^To be removed\b")
_PRESENT = re.compile(r"\b(it(?: only)?) (\w+)\b")
_IRREGULAR = {"is": "was", "has": "had", "does": "did"}
#: What a text of the past does not say.
_STILL = re.compile(
    r"\bdeprecat|\b(?:will|may|might|to|should simply) (?:be|get) removed\b"
    r"|\bwill (?:be )?remove|\bshould (?:not|no longer) be used\b",
    re.IGNORECASE,
)
_END = re.compile(r"(?<=[.!?])(?:\s+)(?=[A-Z`'\"])")
_PROSE = re.compile(r"\S")


def past(body: str) -> str | None:
    """Return the text `body` of an entry put into the past, or None where no form turns it.

    What is no prose (literal blocks, lists, tables) stays as it is; a paragraph that
    changes is wrapped anew.
    """
    blocks = re.split(r"(\n[ \t]*\n+)", body.strip("\n"))
    turned = [b if n % 2 or not _is_prose(b) else _paragraph(b) for n, b in enumerate(blocks)]
    left = "".join(turned[:1])
    for gap, block in zip(turned[1::2], turned[2::2], strict=True):
        left += (gap if left and block else "") + block
    if not left.strip() or _STILL.search(re.sub(r"``[^`]*``", "", left)):
        return None
    return left.strip("\n") + "\n"


def _is_prose(block: str) -> bool:
    lines = block.split("\n")
    return bool(_PROSE.match(lines[0])) and not re.match(r"[-*+|>] |\.\. |\d+\. ", lines[0])


def _paragraph(block: str) -> str:
    """Return one paragraph in the past, "" where nothing of it remains."""
    text = " ".join(block.split())
    gap = "  " if re.search(r"[.!?]  (?=\S)", block) else " "
    said = gap.join(_sentences(text))
    if said.split() == text.split():
        return block
    return wrap(said) if said else ""


def _sentences(text: str) -> Iterator[str]:
    for sentence in _END.split(text):
        turned = _sentence(sentence)
        if not _STILL.search(re.sub(r"``[^`]*``", "", turned)):
            yield turned


def _sentence(text: str) -> str:
    if _PROMISE.match(text):
        text = _PROMISE.sub("Removed", text)
        return _PRESENT.sub(lambda m: f"{m[1]} {_past(m[2])}", text)
    for form, said in _FORMS:
        text = form.sub(said, text)
    return text


def _past(verb: str) -> str:
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if not re.fullmatch(r"[a-z]+[^s]s", verb):
        return verb
    stem = verb[:-1]
    return f"{stem}d" if stem.endswith("e") else f"{stem}ed"
