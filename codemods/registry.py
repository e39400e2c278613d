"""The modules of a package that names none of them: each file of its folders is one."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType


def modules(package: str) -> list[ModuleType]:
    """Return the modules of `package` and of the packages in it, in the order of their names.

    A name that begins with "_" is none of them.

    Raises:
        ImportError: one cannot be loaded; or there is none, as the folder cannot be read.
    """
    return [import_module(name) for name in sorted(_names(package))]


def _names(package: str) -> Iterator[str]:
    # pkgutil takes a folder that cannot be read for an empty one.
    found = list(pkgutil.iter_modules(import_module(package).__path__))
    if not found:
        raise ImportError(f"no module of {package} can be read")
    for module in found:
        if module.ispkg:
            yield from _names(f"{package}.{module.name}")
        elif not module.name.startswith("_"):
            yield f"{package}.{module.name}"
