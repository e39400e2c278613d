"""How scripts/qapi spells the constants of an enumeration.

Source: camel_to_upper() in scripts/qapi/common.py of QEMU, which was another function before 9.2.
"""

from __future__ import annotations

import re

from codemods.formats.qapi import schema as qapi_schema
from codemods.qemu.schema import definitions
from codemods.source.tree import Tree

_GENERATOR = ("scripts/qapi/common.py", "scripts/qapi.py")
#: A variable of the older function.
_OLDER = "c_fun_str"
#: Where a part of the name begins: a run of capitals is one, but for its last, which begins the
#: next.  Two capitals in front belong together.
_PART = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=.[A-Z])(?=[A-Z][^A-Z])")
_OLDER_PART = re.compile(r"(?<=[^_])(?=[A-Z][a-z])|(?<=[0-9])(?=[A-Z])")


def constant(tree: Tree, enum: qapi_schema.Definition, value: str) -> str:
    """Return the C constant of an enum value, as the tree's generator makes it."""
    data = enum.value.data
    prefix = data.get("prefix") if isinstance(data, dict) else None
    if not isinstance(prefix, str):
        prefix, older = newer_prefix(enum.name), older_prefix(enum.name)
        if prefix != older and tree.grep((_OLDER,), _GENERATOR):
            prefix = older
    return f"{prefix}_{definitions.c_name(value).upper()}"


def newer_prefix(name: str) -> str:
    """Return what the constants of an enumeration begin with: QCRYPTO_HASH of QCryptoHash."""
    return _PART.sub("_", name).upper().lstrip("_")


def older_prefix(name: str) -> str:
    """Return what they began with before 9.2: Q_CRYPTO_HASH of QCryptoHash."""
    return name if name.isupper() else _OLDER_PART.sub("_", name).upper().lstrip("_")
