"""Whole features of real QEMU trees, against lists made by hand from the source.

QEMU_CLONE names a clone with history.  Where a list says what the tool does
not find, or finds and should not, the comment says why.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from pathlib import Path

import pytest
from example_tree import git, spawn
from related_tree import names
from test_whole_feature import flags

from codemods.related.inventory import inventory
from codemods.related.model import ASK, FOLLOWS, MARK
from codemods.source.commit import GitTree

pytestmark = [pytest.mark.real_tree, pytest.mark.usefixtures("identity")]

FLAGGED = ("command", "event", "value", "member")
TYPES = ("struct", "enum", "union", "alternate")
NEW = "cf3e71d8fc"
COLO = {
    "MigrationCapability.x-colo", "MigrationParameter.x-checkpoint-delay",
    "MigrationParameters.x-checkpoint-delay", "MigrationStatus.colo", "RunState.colo",
    "COLO_EXIT", "x-colo-lost-heartbeat", "xen-colo-do-checkpoint", "query-colo-status",
    "ObjectType.colo-compare", "ObjectType.filter-rewriter",
}  # fmt: skip


@pytest.fixture(scope="module")
def clone() -> Path:
    name = os.environ.get("QEMU_CLONE")
    if not name:
        pytest.skip("QEMU_CLONE is not set")
    return Path(name)


def test_colo(clone: Path) -> None:
    found = inventory(GitTree(clone, NEW), "x-colo")
    assert names(found, MARK, *FLAGGED) == COLO
    assert names(found, FOLLOWS, *TYPES) == {
        "COLOMode", "COLOStatus", "COLOExitReason", "ColoCompareProperties",
        "FilterRewriterProperties", "COLOMessage", "FailoverStatus",
    }  # fmt: skip
    assert names(found, ASK, *FLAGGED) == {
        "xen-set-replication", "query-xen-replication-status", "BlockdevDriver.replication",
        "ObjectType.filter-mirror", "ObjectType.filter-redirector",
    }  # fmt: skip
    assert "ReplicationStatus" in names(found, ASK, *TYPES)
    assert {"docs/COLO-FT.txt", "docs/colo-proxy.txt"} <= names(found, FOLLOWS, "document")
    assert {"COLO Framework", "COLO Proxy"} <= names(found, FOLLOWS, "maintainers")
    assert "docs/block-replication.txt" in names(found, ASK, "document")
    shown = " ".join(row.qualified.lower() for row in found.rows)
    assert not re.search(r"color|colon\b|semicolon", shown)


def test_colo_series(clone: Path, tmp_path: Path) -> None:
    subprocess.run(["git", "clone", "-q", "--shared", "-n", str(clone), "copy"], cwd=tmp_path,
                   check=True)  # fmt: skip
    copy = tmp_path / "copy"
    git(copy, "checkout", "-q", NEW)
    before = flags(copy)
    done = spawn(
        tmp_path, "x-colo", "--tree", "copy", "--since", "11.0", "--no-replacement",
        "--reason", "It has no users.", "--include-related", "--no-cc", "-o", "out",
    )  # fmt: skip
    assert done.status == 0, done.err
    for name in done.names[1:]:
        git(copy, "am", "-q", str(tmp_path / name))
    assert flags(copy) - before == COLO


#: Commit, name, what is marked in schema and monitor.
WHOLE = [
    (NEW, "sev", {
        "query-sev", "query-sev-launch-measure", "query-sev-capabilities",
        "sev-inject-launch-secret", "query-sev-attestation-report", "ObjectType.sev-guest",
        "ObjectType.sev-snp-guest", "info sev",
    }),
    (NEW, "replay", {
        "query-replay", "replay-break", "replay-delete-break", "replay-seek", "info replay",
        "replay_break", "replay_delete_break", "replay_seek", "ObjectType.filter-replay",
        "BlockdevDriver.blkreplay",
    }),
    (NEW, "yank", {"yank", "query-yank"}),
    (NEW, "rdma", {"MigrationAddressType.rdma", "MigrationCapability.rdma-pin-all"}),
    (NEW, "gluster", {"BlockdevDriver.gluster"}),
    (NEW, "throttle-group", {"ObjectType.throttle-group"}),
    ("b0ca999a43", "rdma", {
        "MigrationCapability.rdma-pin-all", "RDMA_GID_STATUS_CHANGED", "info rdma",
    }),
    ("d0ed6a69d3", "spice", {
        "query-spice", "SPICE_CONNECTED", "SPICE_INITIALIZED", "SPICE_DISCONNECTED",
        "SPICE_MIGRATE_COMPLETED", "AudiodevDriver.spice", "DisplayType.spice-app", "info spice",
        "-spice",
    }),
    ("609d759652", "replication", {
        "BlockdevDriver.replication", "xen-set-replication", "query-xen-replication-status",
    }),
    ("f9baca549e", "vnc", {
        "query-vnc", "query-vnc-servers", "change-vnc-password", "VNC_CONNECTED",
        "VNC_INITIALIZED", "VNC_DISCONNECTED", "info vnc", "-vnc", "DisplayReloadType.vnc",
    }),
    ("823a3f11fb", "sgx", {
        "query-sgx", "query-sgx-capabilities", "info sgx", "MemoryDeviceInfoKind.sgx-epc",
        "ObjectType.memory-backend-epc",
    }),
    ("823a3f11fb", "DisplayType.dbus", {
        "DisplayType.dbus", "ChardevBackendKind.dbus", "AudiodevDriver.dbus",
    }),
    ("131b9a0570", "tpm", {
        "query-tpm", "query-tpm-models", "query-tpm-types", "info tpm", "-tpmdev",
    }),
    ("7e5a8bb223", "cryptodev", {
        "query-cryptodev", "info cryptodev", "StatsProvider.cryptodev", "StatsTarget.cryptodev",
        "ObjectType.cryptodev-backend", "ObjectType.cryptodev-backend-builtin",
        "ObjectType.cryptodev-backend-lkcf", "ObjectType.cryptodev-vhost-user",
    }),
    # vfio-user is another protocol, which has a name that holds this one.
    ("ae35f033b8", "vfio", {
        "VFIO_MIGRATION", "MigrationInfo.vfio", "ObjectType.x-vfio-user-server",
    }),
    # The commands of the cache have other names; only their documentation tells.
    ("b0ca999a43", "xbzrle", {
        "MigrationCapability.xbzrle", "MigrationInfo.xbzrle-cache",
        "MigrationParameter.xbzrle-cache-size", "MigrationParameters.xbzrle-cache-size",
        "MigrateSetParameters.xbzrle-cache-size",
    }),
]  # fmt: skip


@pytest.mark.parametrize(
    ("commit", "name", "expected"), WHOLE, ids=[f"{name}-{commit}" for commit, name, _ in WHOLE]
)
def test_whole(clone: Path, commit: str, name: str, expected: set[str]) -> None:
    found = inventory(GitTree(clone, commit), name)
    assert names(found, MARK, *FLAGGED, "HMP command", "option") == expected


@pytest.mark.parametrize("name", ["block", "none", "file"])
def test_common_words(clone: Path, name: str) -> None:
    done = spawn(clone, name, "--related", "--rev", NEW)
    assert (done.status, done.out) == (1, "")
    assert "schema files hold it, and all were kept out" in done.err
    assert len(done.err.splitlines()) < 15


def test_speed(clone: Path) -> None:
    """At most 20 times a search for the same word, in this process."""
    git(clone, "grep", "-n", "x-colo", NEW)
    start = time.perf_counter()
    git(clone, "grep", "-n", "x-colo", NEW)
    search = time.perf_counter() - start
    start = time.perf_counter()
    inventory(GitTree(clone, NEW), "x-colo")
    assert time.perf_counter() - start < 20 * search
