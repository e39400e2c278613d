"""Compile what each patch of a series touches, as the build does, and tell what is new in that.

Nothing is written below the tree or the build: compiler and generators run on a
farm of links in a scratch folder.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from codemods import scripts
from codemods.checks.of_build import asking, database, farm
from codemods.checks.of_build.asking import Said
from codemods.checks.of_build.compiled import Compiled, together
from codemods.checks.of_build.database import Command, Maker
from codemods.checks.of_build.including import Includers
from codemods.checks.of_build.making import Made, Ran, made
from codemods.errors import Problem, UsageError

ID = "build"
#: How many files that do not compile anyway are named.
_NAMED = 5
#: So much of a line is quoted.
_LINE = 80
_C = (".c", ".h", ".inc", ".m", ".cc")
#: What generators and people read, and no compiler.
_UNREAD = frozenset({"", ".json", ".hx", ".rst", ".txt", ".py", ".sh", ".build", ".mak", ".out"})
_GUARD = re.compile(rb"(?m)^#[ \t]*(?:ifndef[ \t]+\w+_H_*[ \t]*$|pragma[ \t]+once)")


class Build:
    """A configured build of the tree in the folder `top`, read once.

    Arguments:
        base: what the patches stand on where the folder has something else: the bytes of a file,
            or None where there is none.
        progress: is told how many files are compiled.

    Raises:
        UsageError: the folder holds no configured build.
    """

    def __init__(
        self, top: Path, build: Path, base: Mapping[str, bytes | None] | None = None,
        progress: Callable[[str], None] = lambda text: None,
    ) -> None:  # fmt: skip
        self._progress = progress
        self._heard: dict[tuple[Command, bytes], list[Said]] = {}
        self._base = dict(base or {})
        self.top, self.build = Path(os.path.realpath(top)), Path(os.path.realpath(build))
        if self.top.is_relative_to(self.build):
            raise UsageError(f"--build {build}: that holds the tree")
        self.known = database.commands(self.build)
        self._before: dict[Command, list[Said]] = {}

    def compile(self, patches: Sequence[Mapping[str, bytes | None]]) -> Compiled:
        """Compile the tree with each of `patches`, on top of those before it.

        Arguments:
            patches: the bytes of each changed file, or None where it is gone.
        """
        return together(self.each(patches))

    def each(self, patches: Iterable[Mapping[str, bytes | None]]) -> Iterator[Compiled]:
        """Yield what is to be said of each patch; see compile()."""
        so_far = dict(self._base)
        for patch in patches:
            so_far |= patch
            generated = made(self.top, self.build, self._makers, so_far, self._base, self._unmade)
            asked, lost = self._wanted(patch, so_far, generated)
            wanted = [command for command in asked if not command.why]
            unusable = [self._unusable(command) for command in asked if command.why]
            problems = [*self._faults(generated), *self._tried(wanted, so_far, generated)]
            yield Compiled(
                frozenset(command.file for command in wanted), tuple(lost), tuple(problems),
                (*generated.failures, *self._unjudged(wanted)), tuple(unusable),
            )  # fmt: skip

    @cached_property
    def _makers(self) -> tuple[Maker, ...]:
        return database.makers(self.build)

    @cached_property
    def _readers(self) -> Mapping[Path, set[Path]]:
        return database.readers(self.build, self.known)

    @cached_property
    def _unmade(self) -> dict[Maker, Ran]:
        return {}

    def _faults(self, generated: Made) -> Iterable[Problem]:
        return (Problem(ID, "", 0, f"cannot be generated any more: {x}") for x in generated.broken)

    def _wanted(
        self, patch: Mapping[str, bytes | None], so_far: Mapping[str, bytes | None], generated: Made
    ) -> tuple[list[Command], list[str]]:
        """Return what has to be compiled for `patch`, and the C files that this build has not."""
        touched = {self.top / path: data for path, data in patch.items()}
        outputs: set[Path] = set()
        lost = []
        sources = {command.file for command in self.known}
        for file, data in touched.items():
            reading = self._reading(file)
            outputs |= reading
            compiled = file in sources or bool(reading)
            if file.suffix in _C and data is not None and not compiled:
                lost.append(str(file.relative_to(self.top)))
        for file, data in generated.files.items():
            if not _GUARD.search(data):
                # Rows of a table are a part of the file that includes them.
                outputs |= self._reading(file)
        named = self._naming(generated, so_far)
        wanted = [
            command for command in self.known
            if command.file in touched or command.file in generated.files
            or command.output in outputs or command.file in named
        ]  # fmt: skip
        gone = {self.top / path for path, data in so_far.items() if data is None}
        return [command for command in wanted if command.file not in gone], lost

    def _reading(self, file: Path) -> set[Path]:
        """Return the outputs that are made with `file`: as the build tells, or the sources do."""
        found = set(self._readers.get(file, ()))
        if self._unread and file.suffix in database.HEADERS:
            including = self._includers.of(file)
            found |= {one.output for one in self._unread if one.file in including}
        return found

    @cached_property
    def _unread(self) -> tuple[Command, ...]:
        """The commands that the build has not run yet, so that it knows nothing of them."""
        told = {output for outputs in self._readers.values() for output in outputs}
        return tuple(command for command in self.known if command.output not in told)

    @cached_property
    def _includers(self) -> Includers:
        return Includers((self.top, self.build), (command.file for command in self._unread))

    def _naming(self, generated: Made, so_far: Mapping[str, bytes | None]) -> set[Path]:
        """Return the files that use a name of which the generated text says something else."""
        if not generated.names:
            return set()
        outputs: set[Path] = set()
        for file in generated.files:
            outputs |= self._reading(file)
        names = sorted(generated.names)
        named = re.compile(rb"\b(?:" + b"|".join(map(re.escape, names)) + rb")\b")
        found = set()
        for command in self.known:
            if command.output in outputs and command.file.is_relative_to(self.top):
                data = so_far.get(str(command.file.relative_to(self.top)))
                if named.search((database.held(command.file) or b"") if data is None else data):
                    found.add(command.file)
        return found

    def _tried(
        self, wanted: Sequence[Command], so_far: Mapping[str, bytes | None], generated: Made
    ) -> list[Problem]:
        base: dict[Path, bytes | None] = {self.top / p: data for p, data in self._base.items()}
        for ran in self._unmade.values():
            base |= ran.files
        placed = {self.top / path: data for path, data in so_far.items()}
        # The build may hold what is generated of another commit, or nothing yet.
        changed = base | placed | dict(generated.files)
        said = self._said(wanted, changed)
        suspects = [command for command in wanted if said[command]]
        # What the compiler said before the series.
        self._before |= self._said([c for c in suspects if c not in self._before], base)
        return [problem for one in suspects for problem in self._new(one, said[one], changed)]

    def _said(
        self, wanted: Sequence[Command], changed: Mapping[Path, bytes | None]
    ) -> dict[Command, list[Said]]:
        """Return what the compiler says about each file, with those files changed.

        What it was asked before with all that the file reads the same is not asked again.
        """
        digests = self._digests(changed)
        keys = {command: asking.key(command, digests) for command in wanted}
        todo = [c for c in wanted if (c, keys[c]) not in self._heard]
        for command, said in self._ask(todo, changed).items():
            self._heard[command, keys[command]] = said
        return {command: self._heard[command, keys[command]] for command in wanted}

    def _digests(
        self, changed: Mapping[Path, bytes | None]
    ) -> list[tuple[Path, frozenset[Path], bytes]]:
        """Return each file that a compiler may read, for which outputs, and what stands for it.

        Where nobody knows who reads it, no output is named.
        """
        own: dict[Path, set[Path]] = {}
        for command in self.known:
            own.setdefault(command.file, set()).add(command.output)
        return [
            (path, frozenset(self._reading(path) | own.get(path, set())),
             b"gone" if data is None else hashlib.blake2b(data, digest_size=16).digest())
            for path, data in sorted(changed.items()) if path.suffix not in _UNREAD
        ]  # fmt: skip

    def _ask(
        self, wanted: Sequence[Command], changed: Mapping[Path, bytes | None]
    ) -> dict[Command, list[Said]]:
        """Compile each file, on all cores."""
        if not wanted:
            return {}
        from concurrent.futures import ThreadPoolExecutor

        with scripts.folder() as scratch, scripts.folder() as home:
            laid = farm.lay(self.top, self.build, scratch)
            for path, data in changed.items():
                laid.put(path, data)
            for command in wanted:
                laid.open(command.folder)
            with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
                said = []
                for answer in pool.map(lambda command: asking.run(command, laid, home), wanted):
                    said.append(answer)
                    self._progress(f"compiling, {len(said)} of {len(wanted)} files")
            return dict(zip(wanted, said, strict=True))

    def _unjudged(self, wanted: Sequence[Command]) -> Iterable[str]:
        """Yield one line on the files of which the compiler said an error before the series."""
        broken = {
            str(command.file.relative_to(self.top))
            for command in wanted if command.file.is_relative_to(self.top)
            if self._base.get(str(command.file.relative_to(self.top)), b"") is not None
            and any("error: " in text for _, _, text in self._before.get(command, ()))
        }  # fmt: skip
        if broken:
            names = [*sorted(broken)[:_NAMED], *(["..."] if len(broken) > _NAMED else [])]
            what = "1 file does" if len(broken) == 1 else f"{len(broken)} files do"
            yield f"{what} not compile without the series either: {', '.join(names)}"

    def _unusable(self, command: Command) -> str:
        return f"{os.path.relpath(command.file, self.top)}: {command.why}"

    def _new(
        self, command: Command, said: Sequence[Said], changed: Mapping[Path, bytes | None]
    ) -> Iterable[Problem]:
        """Yield what the compiler did not say before the series."""
        known = Counter((path, text) for path, _, text in self._before[command])
        for path, line, text in said:
            if known[path, text] > 0:
                known[path, text] -= 1
            else:
                inside = Path(path).is_relative_to(self.top)
                shown = str(Path(path).relative_to(self.top)) if inside else path
                code = _line(changed.get(Path(path)), line)
                yield Problem(ID, shown, line, f"the compiler says: {text}{code}")


def _line(text: bytes | None, number: int) -> str:
    """Return what stands in a line of a changed file, which nobody can look up; "" if unchanged."""
    lines = (text or b"").splitlines()
    if not 0 < number <= len(lines):
        return ""
    return f", in `{lines[number - 1].decode(errors='replace').strip()[:_LINE].rstrip()}`"
