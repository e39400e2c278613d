"""Options and fixtures of the whole test suite."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate",
        action="store_true",
        help="rewrite expected cases, series and manual pages; read the diff",
    )


@pytest.fixture
def regenerate(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--regenerate"))


@pytest.fixture(autouse=True)
def _own_git(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the git settings of the machine, or its repository."""
    home = tmp_path_factory.mktemp("home")
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture(autouse=True, scope="session")
def _interruptible() -> None:
    """An interrupt counts, also where the tests were started to run in the background."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def identity(monkeypatch: pytest.MonkeyPatch) -> None:
    """A git identity, and a clock that stands still."""
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "A Maintainer")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "maintainer@example.org")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")


def _folder(variable: str) -> Path:
    name = os.environ.get(variable)
    if not name:
        pytest.skip(f"{variable} is not set")
    return Path(name)


@pytest.fixture(scope="session")
def qemu_tree() -> Path:
    """A QEMU source folder."""
    return _folder("QEMU_TREE")
