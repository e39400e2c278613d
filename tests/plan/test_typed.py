"""Names as people type them mean the features that they mean behind an option or in a title."""

from __future__ import annotations

from pathlib import Path

import pytest

from codemods import kinds
from codemods.kind import Kind, Naming
from codemods.model import Entry, Feature
from codemods.plan import typed
from codemods.source.folder import FolderTree

SCHEMA = """\
{ 'enum': 'WindKind', 'data': [ 'gale' ] }
{ 'union': 'Netdev', 'base': { 'type': 'WindKind' }, 'discriminator': 'type',
  'data': { 'gale': 'Gale' } }
{ 'struct': 'Gale', 'data': {} }
"""


def make(id: str, noun: str, *qualified: str, costly: bool = False, **naming) -> Kind:
    known = [Feature(id, q.rpartition(".")[2], q, "a.c", n) for n, q in enumerate(qualified, 1)]
    return Kind(
        id, noun, find=lambda tree, name: [f for f in known if name in (f.name, f.qualified)],
        every=lambda tree: known, entry=lambda tree, feature: Entry((), feature.name),
        naming=Naming(**naming), costly=costly,
    )  # fmt: skip


KINDS = (
    make("device", "device", "harp", "lute", leads=(r"(?:^|\s)--?device[ =]",)),
    make("cpu", "CPU model", "harp", leads=(r"(?:^|\s)--?cpu[ =]",)),
    make("property", "device property", "harp.strings", "lute.strings", "harp.strings=6",
         is_property=True),
    make("parameter", "parameter", "name.tuned", "netdev.gale.force", "netdev.force", tabled=True,
         costly=True),
    make("value", "enum value", "WindKind.gale", "Other.gale"),
    make("topic", "HMP argument", "info.weather"),
    make("slow", "thing", "deep.sleep", costly=True),
    make("member", "member", "play.loud"),
)  # fmt: skip


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FolderTree:
    monkeypatch.setattr(kinds, "every", lambda: {kind.id: kind for kind in KINDS})
    files = {"VERSION": "10.2.50\n", "qapi/net.json": SCHEMA, "a.c": "weather tuned sleep\n"}
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    return FolderTree(tmp_path)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("-device harp", ["device:harp"]),
        ("--device=harp", ["device:harp"]),
        ("-cpu harp", ["cpu:harp"]),
        ("-device harp,strings=4", ["property:harp.strings"]),
        ("harp,strings", ["property:harp.strings"]),
        ("harp,strings=4", ["property:harp.strings"]),
        ("-device harp,strings=6", ["property:harp.strings=6"]),
        ("harp,strings=6", ["property:harp.strings=6"]),
        ("harp,strings=6|12", ["property:harp.strings"]),
        ("harp,pedals", []),
        ("-name tuned", ["parameter:name.tuned"]),
        ("-name tuned=on", ["parameter:name.tuned"]),
        ("-netdev gale", ["value:WindKind.gale"]),
        ("-netdev gale,force=9", ["parameter:netdev.gale.force"]),
        ("-netdev breeze,force=9", ["parameter:netdev.force"]),
        ("-device flute", []),
        ("weather", ["topic:info.weather"]),
        ("tuned", ["parameter:name.tuned"]),
        ("sleep", []),
        ("``harp`` device (since 9.0)", ["device:harp"]),
        ("``harp`` CPU model", ["cpu:harp"]),
        ("``-device harp,strings=n`` (since 9.0)", ["property:harp.strings"]),
        ("``info`` argument ``weather`` (since 9.0)", ["topic:info.weather"]),
        ("``play`` argument ``loud`` (since 9.0)", ["member:play.loud"]),
    ],
)
def test_what_is_typed(tree: FolderTree, name: str, found: list[str]) -> None:
    features = typed.find(tree, name, list(kinds.every().values()))
    assert [f"{f.kind}:{f.qualified}" for f in features] == found
