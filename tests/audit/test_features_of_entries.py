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


ALIASES = b"""\
static const ChardevAlias chardev_alias_table[] = {
    { "serial", "tty" },
};

static const char *alias_translate(const char *name)
{
    return g_strcmp0(chardev_alias_table[0].alias, name) ? name : "serial";
}
"""


def test_a_word_beside_the_name_says_of_which_kind_it_is() -> None:
    title = "``-chardev`` backend alias ``tty`` (since 9.0)"
    other = "``-boot quiet`` (since 9.0)"
    chapter = "System emulator command line arguments"
    heads = ((chapter, "-"), (title, "'"), (other, "'"))
    text = "".join(f"{head}\n{char * len(head)}\n\nNo.\n\n" for head, char in heads)
    text = f"Deprecated features\n===================\n\n{text}"
    options = EXAMPLE.read("qemu-options.hx") + (
        b'DEF("boot", HAS_ARG, QEMU_OPTION_boot, "-boot quiet|loud  how\\n", QEMU_ARCH_ALL)\n'
    )
    files = {"chardev/char.c": ALIASES, DEPRECATED: text.encode(), "qemu-options.hx": options}
    tree = Overlay(EXAMPLE, files)
    meant = [[f"{f.kind}:{f.qualified}" for f in features.of(tree, entry)]
             for entry in listed.deprecated(tree)]  # fmt: skip
    assert meant == [["chardev-backend:tty"], ["cli-option:boot=quiet"]]
