"""What a person has to decide about the interfaces that stay `unstable`."""

from __future__ import annotations

from collections.abc import Sequence

from codemods.model import Patch
from codemods.qemu.listing import titles


def of(patches: Sequence[Patch]) -> tuple[str, ...]:
    """Return the question for who reads the mails of the series and knows no option of ours."""
    named = _named(patches)
    if not named:
        return ()
    verb = "is" if len(named) == 1 else "are"
    return (
        f"{titles.joined(named)} {verb} `unstable` and may go without a deprecation.  That flag "
        "stays beside `deprecated` here: should it be dropped?",
    )


def for_the_sender(patches: Sequence[Patch]) -> tuple[str, ...]:
    """Return how whoever makes the series answers the question."""
    named = _named(patches)
    if not named:
        return ()
    verb = "stays" if len(named) == 1 else "stay"
    return (f"{titles.joined(named)} {verb} `unstable`: --drop-unstable drops that flag",)


def _named(patches: Sequence[Patch]) -> list[str]:
    places = dict.fromkeys(place for patch in patches for place in patch.kept)
    return [".".join(filter(None, place)) for place in places]
