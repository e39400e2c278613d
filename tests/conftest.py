"""Options and fixtures of the whole test suite."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# The suite tries the same examples each time, and a failure is always the change's own.
# `--hypothesis-profile=search` looks for new ones.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("search", derandomize=False, deadline=None, max_examples=3000)
settings.load_profile("steady")

#: Where files are in memory, and how many free bytes there are enough.
_MEMORY = Path("/dev/shm")
_ENOUGH = 1 << 30


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate",
        action="store_true",
        help="rewrite expected cases, series and manual pages; read the diff",
    )


def pytest_configure() -> None:
    """Let temporary files be in memory, where programs may run from there.

    The tests make and remove some hundred thousand files; a disk takes longer for these
    than the tests for all else.  TMPDIR names another folder.
    """
    if "TMPDIR" not in os.environ and os.access(_MEMORY, os.W_OK | os.X_OK):
        about = os.statvfs(_MEMORY)
        if not about.f_flag & os.ST_NOEXEC and about.f_bavail * about.f_frsize >= _ENOUGH:
            os.environ["TMPDIR"] = str(_MEMORY)
            tempfile.tempdir = None


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Let each processor have its share of the whole suite, if -n does not say otherwise.

    A few tests start quicker without, and what is printed or rewritten stays in order.
    """
    option = config.option
    asked = getattr(option, "numprocesses", 0) is not None or hasattr(config, "workerinput")
    whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    if not asked and whole and not (option.regenerate or option.usepdb or option.capture == "no"):
        option.numprocesses = min(len(os.sched_getaffinity(0)), 8)
        option.dist = "worksteal"


def pytest_collection_finish() -> None:
    """Let the garbage collector never look at the tests again: they stay until the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def regenerate(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--regenerate"))


@pytest.fixture(scope="session", autouse=True)
def _home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """No test sees the git settings of the machine, or its repository."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patched:
        for name in list(os.environ):
            if name.startswith("GIT_"):
                patched.delenv(name)
        patched.setenv("HOME", str(home))
        patched.setenv("XDG_CONFIG_HOME", str(home / ".config"))
        patched.setenv("GIT_CONFIG_NOSYSTEM", "1")
        if os.environ.get("PYTHONDONTWRITEBYTECODE"):
            # Or each process that a test starts would compile the whole package.
            patched.delenv("PYTHONDONTWRITEBYTECODE")
            shared = tmp_path_factory.getbasetemp()
            shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
            patched.setenv("PYTHONPYCACHEPREFIX", str(shared / "compiled"))
        yield home


@pytest.fixture(scope="session", autouse=True)
def _temporary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No run beside this one sees our temporary folders.

    Some tests let what a killed process left be taken for old at once: of another run they
    would remove what it is just making.
    """
    folder = str(tmp_path_factory.mktemp("temporary"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TMPDIR", folder)
        patched.setattr(tempfile, "tempdir", folder)
        yield


@pytest.fixture(autouse=True)
def _empty_home(_home: Path) -> Iterator[None]:
    """No test sees the git settings of another."""
    yield
    for path in _home.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


@pytest.fixture(scope="session")
def maintainer() -> dict[str, str]:
    """The variables of a git identity, and of a clock that stands still."""
    who = {"NAME": "A Maintainer", "EMAIL": "maintainer@example.org"}
    roles = {f"GIT_{r}_{key}": who[key] for r in ("AUTHOR", "COMMITTER") for key in who}
    return {**roles, "SOURCE_DATE_EPOCH": "1700000000"}


@pytest.fixture(autouse=True, scope="session")
def _interruptible() -> None:
    """An interrupt counts, also where the tests were started to run in the background."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def identity(maintainer: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A git identity, and a clock that stands still."""
    for name, value in maintainer.items():
        monkeypatch.setenv(name, value)


def _folder(variable: str) -> Path:
    name = os.environ.get(variable)
    if not name:
        pytest.skip(f"{variable} is not set")
    return Path(name)


@pytest.fixture(scope="session")
def qemu_tree() -> Path:
    """A QEMU source folder."""
    return _folder("QEMU_TREE")
