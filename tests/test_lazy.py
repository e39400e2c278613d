"""Modules that run when they are first used: once, whole, and again where that was cut short."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def said(tmp_path: Path):
    """Return what a process prints that uses a package of ours, below its own lazy.install()."""
    package = tmp_path / "room"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "slow.py").write_text(
        "import time\nprint('runs')\ntime.sleep(0.3)\nVALUE = 1\nprint('ran')\n"
    )
    (package / "cut.py").write_text(
        "import builtins\nbuiltins.tries = getattr(builtins, 'tries', 0) + 1\n"
        "if builtins.tries == 1:\n    raise KeyboardInterrupt\nVALUE = builtins.tries\n"
    )
    (package / "unread").mkdir()
    (package / "outer.py").write_text("from room import slow\nfrom room.slow import VALUE\n")
    for name in "rare", "usual":
        (tmp_path / f"{name}.py").write_text(f"print('{name} runs')\nVALUE = 1\n")

    def run(code: str) -> list[str]:
        start = f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(tmp_path)!r}]\n"
        start += "from codemods import lazy\nlazy.install('room', 'rare')\n"
        done = subprocess.run(
            [sys.executable, "-c", start + textwrap.dedent(code)],
            capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.split()

    return run


def test_a_module_runs_when_it_is_first_used(said):
    code = "from room import slow\nprint('then'); print(slow.VALUE, slow.VALUE)"
    assert said(code) == ["then", "runs", "ran", "1", "1"]
    assert said("from room import slow, outer\nprint('unused')") == ["unused"]


def test_a_module_outside_waits_where_it_is_named(said):
    code = "import rare, usual\nprint('then'); print(rare.VALUE)"
    assert said(code) == ["usual", "runs", "then", "rare", "runs", "1"]


def test_a_name_of_a_module_is_a_use(said):
    assert said("from room import outer\nprint(outer.VALUE)") == ["runs", "ran", "1"]


def test_who_asks_meanwhile_waits(said):
    code = """
        from threading import Thread
        from room import slow
        many = [Thread(target=lambda: print(f'{slow.VALUE}\\n', end='')) for _ in range(8)]
        for one in many: one.start()
        for one in many: one.join()
    """
    assert said(code) == ["runs", "ran", *["1"] * 8]


def test_what_was_cut_short_runs_again(said):
    code = """
        from room import cut
        try:
            cut.VALUE
        except KeyboardInterrupt:
            print("cut")
        print(cut.VALUE)
    """
    assert said(code) == ["cut", "2"]


def test_a_package_whose_first_file_cannot_be_read_is_none(said):
    code = """
        try:
            from room import unread
        except ImportError as err:
            print(err)
    """
    assert said(code) == ["room.unread", "cannot", "be", "read"]


def test_what_ran_is_a_module_like_any(said):
    code = """
        import inspect, types
        from room import slow
        slow.VALUE
        print(type(slow) is types.ModuleType, slow.__spec__.loader is slow.__loader__)
        print(inspect.getsource(slow).split()[0])
    """
    assert said(code)[2:] == ["True", "True", "import"]


def test_a_command_runs_a_part_of_the_package():
    code = """
        import sys
        sys.argv = ["deprecate-feature", "--help"]
        from codemods.start import deprecate_feature
        try:
            deprecate_feature()
        except SystemExit:
            pass
        from codemods import lazy
        ran = [n for n, m in sys.modules.items()
               if n.startswith("codemods.") and type(m) is not lazy._Waiting]
        print(len(ran), file=sys.stderr)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, capture_output=True, text=True
    )
    assert 0 < int(done.stderr) < 40
