"""An entry names things as the tree does."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.review.facts import spelling
from codemods.review.model import WARNING, Finding, text_of
from codemods.review.rule import Rule
from codemods.review.scene import DEPRECATED, REMOVED, Scene
from codemods.source.splice import changed_lines


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the names with digits that nothing has, one character away from one that is meant."""
    near = _near(scene)
    for path in (p for p in (*DEPRECATED, *REMOVED) if p in scene.series.paths):
        old, new = text_of(scene.before, path), text_of(scene.after, path)
        lines = new.decode(errors="replace").split("\n")
        for number in sorted(changed_lines(old, new)[1]):
            for token in spelling.tokens(lines[number - 1]):
                meant = [n for n in near if spelling.is_near(token.lower(), n)]
                if meant and token.lower() not in near and not _exists(scene, token):
                    yield Finding(
                        RULE.id, WARNING, path, number,
                        f"{token}: the tree has no such name; {near[meant[0]]}?",
                        (token, near[meant[0]]),
                    )  # fmt: skip


def _near(scene: Scene) -> dict[str, str]:
    """Return the names, by their small letters, that the series is about."""
    texts = [step.message for step in scene.series.steps]
    texts += [path.rpartition("/")[2].partition(".")[0] for path in scene.series.paths]
    texts += [hook.message for hook in scene.hooks]
    return {token.lower(): token for text in texts for token in spelling.tokens(text)}


def _exists(scene: Scene, token: str) -> bool:
    spellings = {token, token.lower(), token.upper()}
    return any(scene.before.naming(word) for word in spellings)


RULE = Rule(
    "text/unknown-name", WARNING, "a name in an entry that differs by one character from the thing",
    "Nobody finds an entry under a name that is not that of the thing.  "
    "Source: c8cdec74e6, which wrote TC51828 of the TC58128.", run,
)  # fmt: skip
