"""Whether a feature may go already: deprecated in one release, working in one more.

Source: the preamble of docs/about/deprecated.rst.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from codemods import kinds
from codemods.errors import Refused
from codemods.model import Feature
from codemods.qemu import releases
from codemods.qemu.listing import entries
from codemods.qemu.schema import flag
from codemods.source.tree import Tree

_HINT = 'say why it goes all the same: --no-grace "..."'


def require(
    tree: Tree, features: Sequence[Feature], since: Mapping[Feature, str | None],
    release: str, excuse: str,
) -> str:  # fmt: skip
    """Make sure that the features may go in `release`; return what the message says otherwise.

    Arguments:
        since: the release that deprecated each listed feature, None where the title has none.
        excuse: why it may go earlier, or although it was never listed; "" for no reason.

    Raises:
        Refused: it may not, and there is no excuse; the first release that may is named.
    """
    for feature in features:
        why = _early(tree, feature, since, release)
        if why is not None and not excuse:
            raise why
        if why is not None:
            return f"It goes without the usual period of grace: {excuse}"
    return ""


def first(since: str) -> str:
    """Return the first release that may remove what `since` deprecated: "10.1" gives "11.0"."""
    major, minor = releases.next_release(releases.next_release(_parsed(since)))
    return f"{major}.{minor}"


def _early(
    tree: Tree, feature: Feature, since: Mapping[Feature, str | None], release: str
) -> Refused | None:
    kind = kinds.every()[feature.kind]
    if kind.aged is not None and kind.aged(tree, feature):
        return None
    if feature not in since:
        unstable = any(flag.unstable(tree, p) for p in kind.places(tree, feature))
        what = "is `unstable` and was" if unstable else "was"
        return Refused(
            f"{feature.qualified} {what} never listed as deprecated", path=entries.document(tree),
            hint=_HINT,
        )  # fmt: skip
    date = since[feature]
    if date is None:
        return Refused(
            f"the entry of {feature.qualified} does not say since when it is deprecated",
            path=entries.document(tree), hint=_HINT,
        )  # fmt: skip
    if _parsed(first(date)) > _parsed(release):
        return Refused(
            f"{feature.qualified} is deprecated since {date}: it may go in {first(date)}, "
            f"not in {release}", path=entries.document(tree), hint=_HINT,
        )  # fmt: skip
    return None


def _parsed(release: str) -> releases.Release:
    major, minor = release.split(".")
    return int(major), int(minor)
