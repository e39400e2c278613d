"""The forms in which findings are told; see render()."""

from __future__ import annotations

from importlib import import_module

from codemods.review.review import Review


def render(found: Review, form: str) -> str:
    """Return what is to be printed of a review.

    Arguments:
        form: "concise", "full", "terse", "b4", "gitlab", "sarif" or "json".
    """
    text = import_module(f"{__name__}.{'as_json' if form == 'json' else form}").text(found)
    return str(text)
