""".hx files: monitor commands and options that are the feature's, and help that names it."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.formats import hx
from codemods.related import words
from codemods.related.model import OWNS, TOUCHES, Clue, Known, Thing
from codemods.related.scene import Evidence, Scene
from codemods.source.tree import Hit

_OPTIONS = "qemu-options.hx"
_INFO = "hmp-commands-info.hx"
#: What follows the feature's word in the option that makes its backends: -netdev, -audiodev.
_BACKENDS = "dev"
#: Where the C function of a monitor command stands in its entry.
_CALLS = ("cmd", "mhandler.cmd", "cmd_info_hrt", "mhandler.info_hrt")


def find(scene: Scene, known: Known) -> Iterator[Clue]:
    """Yield a clue for each entry that is named after the feature, or whose text names it."""
    for path, hits in scene.hits.items():
        if path.endswith(".hx"):
            for block in hx.read(path, scene.tree.read(path)).blocks:
                yield from _block(scene, path, block, hits)


def _block(scene: Scene, path: str, block: hx.Block, hits: tuple[Hit, ...]) -> Iterator[Clue]:
    option = path == _OPTIONS
    name = block.name.partition("|")[0]
    calls = [block.fields[c] for c in _CALLS if c in block.fields]
    backends = option and name == "".join(scene.words) + _BACKENDS
    own = next((n for n in (name, *calls) if backends or words.holds(n, scene.words)), "")
    shown = f"-{name}" if option else f"info {name}" if path == _INFO else name
    if own:
        kind = "option" if option else "HMP command"
        what = "its name" if own == name else f"its function {own}()"
        sure = scene.proper or backends or _same(scene, name)
        strength = OWNS if sure else TOUCHES
        yield Clue(Thing(kind, "", shown, path, block.line), strength, f"{what} holds the words")
        return
    last = block.end if block.doc is None else block.doc.end
    lines = _lines(scene.tree.read(path), block.start, last)
    inside = [hit.line for hit in hits if hit.line in lines]
    if inside:
        thing = Thing("help text", "", shown, path, inside[0])
        yield Clue(thing, TOUCHES, f"names it in {_counted(len(inside))}")


def _same(scene: Scene, name: str) -> bool:
    """Tell whether a name is just the feature's, or that of a command which is near it."""
    near = {words.phrase(t.name) for t in scene.named if t.kind == "command" and scene.near(t)}
    return words.phrase(name) in {scene.words, *near}


def _lines(source: bytes, start: int, end: int) -> range:
    first = source.count(b"\n", 0, start) + 1
    return range(first, first + source.count(b"\n", start, end) + 1)


def _counted(lines: int) -> str:
    return "1 line" if lines == 1 else f"{lines} lines"


EVIDENCE = Evidence("tables", find)
