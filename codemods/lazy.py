"""Modules that run when something is first asked of them.

One run of a command needs a third of the package, and to run all of it takes longer than to
search a tree.  importlib.util.LazyLoader has the same idea, but before Python 3.12 two
threads that ask at once may see a module that is not complete.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any, cast

#: What the import system asks of a module that has not run.
_KNOWN = frozenset({"__spec__", "__path__", "__name__", "__class__", "__dict__"})
#: One for all: with one a module, two threads could wait for each other.
_one_at_a_time = threading.RLock()
_running: set[int] = set()


def install(package: str, *others: str) -> None:
    """Let each module below `package` that is imported from now on run when it is first used.

    Arguments:
        others: modules outside of the package that wait likewise.
    """
    sys.meta_path.insert(0, _Finder(f"{package}.", frozenset(others)))


class _Finder:
    def __init__(self, below: str, others: frozenset[str]) -> None:
        self.below = below
        self.others = others

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not name.startswith(self.below) and name not in self.others:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is None:
            return None
        if spec.loader is None:
            # A folder without its first file is none of ours: that one cannot be read.
            raise ImportError(f"{name} cannot be read", name=name)
        spec.loader = cast(Any, _Loader(spec.loader))
        return spec


class _Loader:
    # Not derived from importlib.abc.Loader: that module loads what takes half as long as the rest.
    def __init__(self, real: Any) -> None:
        self.real = real

    def exec_module(self, module: ModuleType) -> None:
        module.__class__ = _Waiting

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)


class _Waiting(ModuleType):
    def __getattribute__(self, name: str) -> Any:
        if name not in _KNOWN:
            with _one_at_a_time:
                _run(self)
        # It is no _Waiting any more.
        return ModuleType.__getattribute__(self, name)


def _run(module: ModuleType) -> None:
    """Run the module if no thread has; one that is cut short runs again when asked again."""
    if type(module) is not _Waiting or id(module) in _running:
        return
    spec: Any = module.__spec__
    _running.add(id(module))
    try:
        spec.loader.real.exec_module(module)
    finally:
        _running.discard(id(module))
    spec.loader = module.__loader__ = spec.loader.real
    object.__setattr__(module, "__class__", ModuleType)
