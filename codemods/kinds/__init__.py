"""The kinds of features that QEMU deprecates, one file each.

A file of this package that defines KIND is a kind; nothing else lists them;
which of them an entry of the lists may be about, and in what order, is said here.
"""

from __future__ import annotations

from functools import lru_cache

from codemods import registry
from codemods.kind import Kind

#: The kinds whose entries stand in the chapters about a subject, as chapters.subject() says it.
BY_SUBJECT: dict[str, tuple[str, ...]] = {
    "command line": ("cli-option", "cli-suboption", "object-type", "audio-backend",
                     "network-backend", "display-backend", "tpm-backend", "chardev-backend",
                     "qapi-member", "machine-property", "device"),
    "user-mode command line": ("cli-option",),
    "qmp": ("qmp-command", "qapi-member", "qapi-enum-value"),
    "events": ("qmp-event", "qapi-member"),
    "hmp": ("hmp-command", "hmp-argument"),
    "hosts": ("host-arch",),
    "cpus": ("cpu-model", "target"),
    "machines": ("machine", "machine-property"),
    "programs": ("binary", "program-option"),
    "devices": ("device-property", "device", "cpu-property"),
    "block": ("block-driver", "cli-suboption", "qapi-member", "device-property"),
    "character": ("chardev-backend", "qapi-member", "cli-suboption"),
    "network": ("qapi-member", "cli-suboption", "device-property"),
    "cpu properties": ("cpu-property",),
    "migration": ("migration-capability", "migration-parameter", "qapi-member", "qmp-command"),
    "backends": ("object-type", "qapi-member"),
    "guest agent": ("qmp-command", "qapi-member", "program-option"),
    "accelerators": ("accel-property",),
}  # fmt: skip
#: The kinds that titles call by a noun.
BY_NOUN = {
    "capability": ("migration-capability",), "cpu": ("cpu-model",), "machine": ("machine",),
    "board": ("machine",), "device": ("device",),
}  # fmt: skip
#: The kind that has the values of options.
OF_VALUES = "cli-option"
#: The kind of what no other kind knows.
OTHER = "behaviour"


@lru_cache(maxsize=1)
def every() -> dict[str, Kind]:
    """Return the kinds by id, in the order of their ids."""
    found = [module.KIND for module in registry.modules(__name__)]
    return {kind.id: kind for kind in found}
