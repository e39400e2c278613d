"""What would be asked of deprecate-feature for what a series deprecates."""

from __future__ import annotations

from codemods.model import Request
from codemods.review.facts import dates
from codemods.review.scene import Scene


def of(scene: Scene) -> Request:
    """Return the request without a word on a replacement: the texts are silent about it."""
    return Request(dates.shown(scene.coming))
