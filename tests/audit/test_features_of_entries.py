"""Which features the entries of the list mean, asked from the entry."""

from __future__ import annotations

from test_audit_rules import DEPRECATED, EXAMPLE

from codemods.audit import features
from codemods.qemu.listing import listed
from codemods.source.overlay import Overlay

AGENT = b"""\
static void config_load(GAConfig *config)
{
    if (g_key_file_has_key(keyfile, "general", "slow", NULL)) {
        config->slow = true;
    }
}

static void config_parse(GAConfig *config, int argc, char **argv)
{
    const struct option lopt[] = {
        { "slow", 0, NULL, 's' },
        { NULL, 0, NULL, 0 }
    };
}
"""
LIST = """\
QEMU guest agent
----------------

``--slow`` command line option (since 9.0)
''''''''''''''''''''''''''''''''''''''''''

Nobody waits.

``slow`` config file option (since 9.0)
'''''''''''''''''''''''''''''''''''''''

Nobody waits.
"""


def test_the_chapter_of_a_program_says_whose_the_options_are() -> None:
    files = {
        "qga/meson.build": b"executable('qemu-ga', qga_ss.sources())\n",
        "qga/main.c": AGENT,
        DEPRECATED: EXAMPLE.read(DEPRECATED) + f"\n{LIST}".encode(),
    }
    tree = Overlay(EXAMPLE, files)
    own = [e for e in listed.deprecated(tree) if e.chapters[-1:] == ("QEMU guest agent",)]
    meant = [[f.qualified for f in features.of(tree, entry)] for entry in own]
    assert meant == [["qemu-ga.slow"], ["qemu-ga.config.slow"]]
