"""Documents and examples do not lead people to what is deprecated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from codemods import kinds
from codemods.audit.model import Finding, Record
from codemods.audit.rule import Rule
from codemods.audit.scene import Scene
from codemods.qemu.schema import definitions
from codemods.source.splice import line_of

_FOLDERS = ("docs", "qapi", "qga", "storage-daemon")
_SKIPPED = ("docs/about/", "docs/devel/", "docs/system/deprecated.rst", "docs/system/removed")
#: A member is looked for so many lines below the command it is sent with.
_REACH = 30
#: So many names in a row are a list.
_MANY = 4
_DEPRECATED = re.compile(r"deprecat|obsolet|legacy", re.IGNORECASE)
_HISTORY = re.compile(r"\b[Ss]ince:? \d+\.\d|^# @[\w-]+:")
_SEE = re.compile(r"\bsee `")


@dataclass(frozen=True)
class _Wanted:
    """A command that is deprecated, or a member of one."""

    record: Record
    command: str
    member: str


def run(scene: Scene) -> Iterator[Finding]:
    """Yield one finding for each document and entry: the first place that tells to use it."""
    wanted = [w for record in scene.records for w in _wanted(record)]
    words = sorted({w.command for w in wanted})
    paths = {hit.path for hit in scene.tree.grep(words, _FOLDERS)} if words else set()
    for path in sorted(p for p in paths if _is_text(p)):
        text = scene.tree.read(path).decode("utf-8", "replace")
        done: set[tuple[str, ...]] = set()
        for one in wanted:
            key = one.record.names
            lines = list(_lines(scene, path, text, one)) if key not in done else []
            if lines:
                done.add(key)
                more = f" (and {len(lines) - 1} more)" if len(lines) > 1 else ""
                entity = ".".join(filter(None, (one.command, one.member)))
                yield RULE.finding(
                    path, lines[0], entity,
                    f"uses what is deprecated since {one.record.entry.release}{more}",
                )  # fmt: skip
    yield from _shown(scene)


def _wanted(record: Record) -> Iterator[_Wanted]:
    for feature in record.features:
        naming = kinds.every()[feature.kind].naming
        if naming.is_command:
            # A plain word says more than the command.
            if re.search(r"[-_]", feature.name):
                yield _Wanted(record, feature.name, "")
        elif naming.key == "type":
            for name in record.entry.names:
                for path in name.owners if name.text == feature.name else ():
                    yield _Wanted(record, path[-1], feature.name)


def _is_text(path: str) -> bool:
    if path.startswith(_SKIPPED):
        return False
    return definitions.is_schema(path) or path.endswith((".rst", ".txt", ".rst.inc"))


def _lines(scene: Scene, path: str, text: str, one: _Wanted) -> Iterator[int]:
    """Yield the lines on which the command or member is used without a word about it."""
    spelled = re.compile(rf"(?<![\w-]){re.escape(one.command)}(?![\w-])")
    own = _own(scene, path, one.command)
    lines = text.split("\n")
    for found in spelled.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        if any(first <= line < last for first, last in own):
            continue
        if definitions.is_schema(path) and not _is_prose(lines[line - 1]):
            continue
        if one.member:
            yield from _members(lines, line, one)
        elif not _is_told(lines, line) and not _is_listed(lines, line):
            yield line


def _is_prose(line: str) -> bool:
    """Tell whether a line of a schema is about what to do, not about when what came."""
    return line.startswith("#") and not _HISTORY.search(line) and not _SEE.search(line)


def _own(scene: Scene, path: str, command: str) -> Sequence[tuple[int, int]]:
    """Return the lines of the comment and the definition that are the command's own."""
    if not definitions.is_schema(path):
        return ()
    schema = definitions.load(scene.tree, path)
    found = []
    for d in schema.definitions:
        if d.name == command or d.name == command.replace("-", "_"):
            first = line_of(schema.source, d.doc.start) if d.doc else d.line
            found.append((first, line_of(schema.source, d.value.end) + 1))
    return found


def _is_told(lines: Sequence[str], line: int) -> bool:
    """Tell whether the paragraph of the line, or the heading above it, says what it uses."""
    first = last = line - 1
    while first > 0 and lines[first - 1].strip(" #"):
        first -= 1
    while last < len(lines) - 1 and lines[last + 1].strip(" #"):
        last += 1
    return bool(_DEPRECATED.search(" ".join(lines[first : last + 1]))) or _under_told(lines, first)


def _is_listed(lines: Sequence[str], line: int) -> bool:
    """Tell whether the command is one of many that the sentence has, and not what it advises."""
    around = " ".join(lines[max(0, line - 2) : line + 1])
    return len(set(re.findall(r"`([\w-]+)`", around))) >= _MANY


def _under_told(lines: Sequence[str], first: int) -> bool:
    """Tell whether the section says near its heading that it is about what is deprecated."""
    for n in range(first, 0, -1):
        if re.fullmatch(r"([-=~^'\"])\1{3,}\s*", lines[n]) and lines[n - 1].strip():
            return bool(_DEPRECATED.search(" ".join(lines[n - 1 : n + 12])))
    return False


def _members(lines: Sequence[str], line: int, one: _Wanted) -> Iterator[int]:
    """Yield the line of the member in the arguments of an example that begins at `line`."""
    member = re.compile(rf'"{re.escape(one.member)}"\s*:|(?<![\w-]){re.escape(one.member)}=')
    if "execute" not in lines[line - 1] and "=" not in lines[line - 1]:
        return
    depth = opened = 0
    for n in range(line - 1, min(line - 1 + _REACH, len(lines))):
        text = lines[n].lstrip("# ")
        if n > line - 1 and '"execute"' in text:
            return
        if member.search(text) and not _is_told(lines, n + 1):
            yield n + 1
            return
        depth += text.count("{") - text.count("}")
        opened = max(opened, depth)
        if (opened and depth < 0) or (n > line - 1 and not text.strip()):
            return


def _shown(scene: Scene) -> Iterator[Finding]:
    """Yield examples of the schema's comments whose output has a deprecated enum value."""
    for flag in scene.flags:
        # A plain word says more than the value.
        if flag.meta != "enum" or not re.search(r"[-_]", flag.member):
            continue
        shown = re.compile(rb'^#.*"' + re.escape(flag.member).encode() + rb'"', re.MULTILINE)
        for schema in definitions.naming(scene.tree, flag.member):
            for found in shown.finditer(schema.source):
                line = line_of(schema.source, found.start())
                own = any(a <= line < b for a, b in _own(scene, schema.path, flag.member))
                if b"deprecat" not in found[0] and not own:
                    why = "an example shows the deprecated value"
                    yield RULE.finding(schema.path, line, flag.name, why, severity="info")


RULE = Rule("docs-recommend", "error", "Documents do not lead to what is deprecated.", run)
