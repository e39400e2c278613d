"""Iotests that run for a format by a variable."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_users import at

from codemods.model import Feature
from codemods.users.areas import image_formats
from codemods.users.model import Move

FILES = {
    "tests/qemu-iotests/001": "#!/bin/sh\n_supported_fmt raw jar\n_supported_proto file\n",
    "tests/qemu-iotests/002": "#!/bin/sh\n_supported_fmt generic\n_unsupported_fmt jar\n",
    "tests/qemu-iotests/003": "iotests.main(supported_fmts=['raw',\n    'jar'])\n",
    "tests/qemu-iotests/004": "#!/bin/sh\n_supported_fmt jar2\n# _supported_fmt jar\necho jar\n",
    "tests/qemu-iotests/check": "a = 1\nformat_list = ['raw', 'jar',\n               'jar2']\n",
    "tests/other": "_supported_fmt jar\n",
}
JAR = Feature("block-driver", "jar", "BlockdevDriver.jar", "qapi/block-core.json", 1, ("jar",))


@pytest.mark.parametrize("replacement", ["", "jug"])
def test_what_a_test_runs_for(tmp_path: Path, replacement: str) -> None:
    found = list(image_formats.find(at(tmp_path, FILES), Move(JAR, replacement)))
    assert [(u.path.rpartition("/")[2], u.line, u.what) for u in found] == [
        ("001", 2, "image format of the test"),
        ("003", 2, "image format of the test"),
        ("check", 2, "image format of all generic iotests"),
    ]
    assert all(bool(u.by_hand) == bool(replacement) for u in found)


def test_a_protocol(tmp_path: Path) -> None:
    file = Feature("block-driver", "file", "BlockdevDriver.file", "qapi/a.json", 1, ("file",))
    found = [(u.path, u.line) for u in image_formats.find(at(tmp_path, FILES), Move(file))]
    assert found == [("tests/qemu-iotests/001", 3)]


def test_no_other_kind_has_formats(tmp_path: Path) -> None:
    jar = Feature("device", "jar", "jar", "hw/jar.c", 1, ("jar",))
    assert list(image_formats.find(at(tmp_path, FILES), Move(jar))) == []
