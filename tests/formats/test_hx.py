"""Reading .hx files, marking help and documentation in them, and the check of the result."""

from __future__ import annotations

import pytest

from codemods.checks.of_patches import hx_valid
from codemods.errors import NotFound, Refused
from codemods.formats import hx
from codemods.model import Feature, Patch, Request
from codemods.qemu.tables import help as hx_help
from codemods.qemu.tables import manual as hx_manual
from codemods.source.splice import Edit, splice

OPTION = """HXCOMM a comment
DEFHEADING(Room:)

DEF("lamp", HAS_ARG, QEMU_OPTION_lamp, \\
    "-lamp size      the lamp, or (what" \\
#if defined(CONFIG_LAMP)
    " it is) as )\\n" \\
#endif
    "                size: how large\\n", QEMU_ARCH_ALL)
SRST
``-lamp size``
    The lamp.
ERST
"""
REQUEST = Request("11.0", "-room lamp=on")


def option(help_text: str) -> tuple[bytes, hx.Block]:
    source = f'DEF("lamp", 0, QEMU_OPTION_lamp,\n{help_text}, QEMU_ARCH_ALL)\n'.encode()
    return source, hx.read("o.hx", source).blocks[0]


def marked(help_text: str) -> str:
    source, block = option(help_text)
    new = splice(source, hx_help.option(source, block)).decode()
    return new.partition("\n")[2].removesuffix(", QEMU_ARCH_ALL)\n")


def documented(text: str, *names: str, part: bool = False, about: str = "``-lamp``") -> str:
    source = f"SRST\n{text}ERST\n".encode()
    (doc,) = hx.read("o.hx", source).docs
    term = hx_manual.term_of(doc, names or ["-lamp"])
    alone = hx_manual.sentence("This option", REQUEST)
    named = hx_manual.sentence(about, REQUEST)
    new = splice(source, hx_manual.mark("o.hx", doc, term, alone, named, part=part)).decode()
    return new.removeprefix("SRST\n").removesuffix("ERST\n")


def test_an_option_is_read():
    file = hx.read("o.hx", OPTION.encode())
    (block,) = file.blocks
    assert (block.name, block.line) == ("lamp", 4)
    assert block.fields == {"argument": "HAS_ARG", "constant": "QEMU_OPTION_lamp"}
    assert [literal.conditional for literal in block.help] == [False, True, False]
    assert block.doc is not None and block.doc.text == "``-lamp size``\n    The lamp.\n"
    assert file.shape == ("HXCOMM a comment", "DEFHEADING(Room:)", "block lamp", "doc")


def test_spans_are_those_of_the_file():
    data = OPTION.encode()
    (block,) = hx.read("o.hx", data).blocks
    assert data[block.start : block.end].startswith(b"DEF(")
    assert all(data[t.start : t.end].decode() == t.text for t in block.help)


def test_a_command_is_read():
    text = '{\n  .name = "ring|r",\n  .help = "ring (the" /* , } */ " bell)",\n'
    text += "  .mhandler.cmd = hmp_ring,\n},\n"
    (block,) = hx.read("m.hx", text.encode()).blocks
    assert block.fields["name"] == "ring|r"
    assert block.fields["mhandler.cmd"] == "hmp_ring"
    assert "".join(t.text for t in block.help) == "ring (the bell)"


def test_texinfo_is_read_and_left_alone():
    (doc,) = hx.read("o.hx", b"STEXI\n@item -lamp\nThe lamp.\nETEXI\n").docs
    assert not doc.rst
    assert not list(hx_manual.mark("o.hx", doc, None, "It is deprecated.", ""))


def test_a_row_of_options_shares_its_documentation():
    text = 'DEF("a", 0, A, "", X)\nDEF("b", 0, B, "", X)\nSRST\n``-a``\n``-b``\n  Both.\nERST\n'
    first, second = hx.read("o.hx", text.encode()).blocks
    assert first.doc == second.doc != None  # noqa: E711


@pytest.mark.parametrize(
    "text",
    ["SRST\nno end\n", "ERST\n", 'DEF("a", 0, A,\n', 'DEF("a", 0)\n', '{\n .help = "x",\n},\n'],
)
def test_what_cannot_be_read_is_refused(text):
    with pytest.raises(Refused):
        hx.read("o.hx", text.encode())


@pytest.mark.parametrize(
    ("old", "new", "said", "line"),
    [
        ("\nERST\n\n", "ERST\n\n", "DEF stands before the ERST of what line 3 begins", 7),
        ("\nERST\n\nDEF", "ERST\n\nSRST\nDEF", "SRST stands before the ERST", 7),
        ("ERST\n\nDEF", "ERST DEF", "looked for ERST alone on its line", 6),
        ("SRST\n", "SRST ``-a``\n", "looked for SRST alone on its line", 3),
    ],
)
def test_documentation_whose_end_is_lost_takes_nothing_along(old, new, said, line):
    text = 'DEF("a", 0, A, "", X)\n\nSRST\n``-a``\n  One.\nERST\n\nDEF("b", 0, B, "", X)\n'
    text += "SRST\n``-b``\nERST\n"
    assert old in text
    with pytest.raises(Refused, match=said) as refused:
        hx.read("o.hx", text.replace(old, new, 1).encode())
    assert refused.value.line == line


def test_comments_and_labels_stand_in_documentation_and_at_its_mark():
    text = "SRST(lamps)\n``-a``\nHXCOMM not printed\n  One.\nERST  \n"
    (doc,) = hx.read("o.hx", text.encode()).docs
    assert doc.text.startswith("``-a``")


USAGE = '    "-lamp n\\n"\n'
BLANK = " " * 16


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("be lit", "be lit (deprecated)"),
        ("be lit.", "be lit (deprecated)."),
        ("be lit (default on)", "be lit (deprecated, default on)"),
        ("be lit (deprecated)", "be lit (deprecated)"),
        ('see " NAME "', 'see " NAME " (deprecated)'),
    ],
)
def test_help_behind_its_usage(before, after):
    assert marked(f'    "-lamp          {before}\\n"') == f'    "-lamp          {after}\\n"'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["be lit"], ["be lit (deprecated)"]),
        (["be", "n= times"], ["be (deprecated)", "n= times"]),
        (["be lit as often as anybody in the room does", "wants"],
         ["be lit as often as anybody in the room does", "wants (deprecated)"]),
        (["be lit", "one of {a, b} is mandatory"],
         ["be lit (deprecated)", "one of {a, b} is mandatory"]),
        (["'n' times"], ["'n' times (deprecated)"]),
        ([], ["(deprecated)"]),
    ],
)  # fmt: skip
def test_help_below_its_usage(before, after):
    old, new = ("\n".join(f'    "{BLANK}{t}\\n"' for t in texts) for texts in (before, after))
    assert marked((USAGE + old).rstrip("\n")) == USAGE + new


def test_help_of_several_forms_says_it_once_below_all():
    first = f'    "-lamp n\\n"\n    "{BLANK}be lit\\n"\n'
    second = f'    "-lamp file=f\\n"\n    "{BLANK}be lit from f\\n"'
    assert marked(first + second) == f'{first}{second}\n    "{BLANK}(-lamp is deprecated)\\n"'


def test_help_of_two_options_tells_which():
    new = marked('    "-lamp/-bulb     be lit\\n"')
    assert new == '    "-lamp/-bulb     be lit (-lamp is deprecated)\\n"'


def test_help_that_is_empty_stays_so():
    assert marked('    ""') == '    ""'


def test_help_that_gets_long_goes_on_below():
    long = '    "-lamp          ' + "be lit at all times " * 3 + 'here\\n"'
    assert marked(long) == long[:-3] + '\\n"\n    "                (deprecated)\\n"'


def test_help_keeps_line_continuations():
    words = "be lit at all times " * 3 + "so"
    text = f'    "-lamp n\\n" \\\n    "{BLANK}{words}\\n" \\\n'
    assert f'so\\n" \\\n    "{BLANK}(deprecated)\\n" \\\n' in marked(text)


SENTENCE = "This option is deprecated, use ``-room lamp=on``\n    instead."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("``-lamp``\n    Be lit.\n", f"``-lamp``\n    Be lit. {SENTENCE}\n"),
        ("``-lamp``\n    Be lit\n", f"``-lamp``\n    Be lit. {SENTENCE}\n"),
        ("``-lamp``\n    It is deprecated.\n", "``-lamp``\n    It is deprecated.\n"),
    ],
)
def test_the_sentence_ends_the_first_paragraph(before, after):
    assert documented(before).replace("\n    instead", " instead") == after.replace(
        "\n    instead", " instead"
    )


def test_the_sentence_goes_before_what_leads_into_a_list():
    new = documented("``-lamp``\n    Valid values are\n\n    ``on``\n        Lit.\n")
    assert new.index("deprecated") < new.index("Valid values are\n\n")


def test_several_forms_have_the_sentence_before_all():
    forms = "``-lamp n``\n    One.\n\n``-lamp file=f``\n    Another.\n"
    others = "``-bulb``\n    A bulb.\n\n"
    about = "The ``-lamp`` option"
    said = f"{about} is deprecated, use ``-room lamp=on`` instead.\n\n"
    for before in ("", others):
        assert documented(before + forms, about=about) == before + said + forms
        assert documented(before + said + forms, about=about) == before + said + forms


def test_terms_together_are_told_apart():
    new = documented("``-lamp``\n  \\\n``-bulb``\n    Be lit.\n")
    assert "Be lit. ``-lamp`` is deprecated" in new


def test_a_part_gets_the_sentence_and_not_the_whole():
    text = "``-lamp x``\n    The lamp.\n\n    ``size=n``\n        How large.\n"
    new = documented(text, "size", part=True)
    assert "The lamp.\n" in new and "How large. This option is deprecated" in new


def test_lines_stay_within_the_width():
    new = documented("``-lamp``\n    " + "word " * 12 + "end.\n")
    assert max(len(line) for line in new.splitlines()) <= 72
    assert all(line == line.rstrip() for line in new.splitlines())


class Files:
    """A tree of one file."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def read(self, path: str) -> bytes:
        if path != "o.hx":
            raise NotFound("none", path=path)
        return self.data


def problems(old: str, new: str, name: str = "lamp") -> list[str]:
    feature = Feature("cli-option", name, name, "o.hx", 1)
    edit = (Edit("o.hx", 0, 0, b""), 1)
    patch = Patch("s", "b", (feature,), (edit,), {"o.hx": new.encode()})
    return [p.message for p in hx_valid.run(Files(old.encode()), Files(new.encode()), patch)]


def test_the_check_passes_what_was_asked():
    assert not problems(OPTION, OPTION.replace("The lamp.", "The lamp.  It is deprecated."))
    assert not problems(OPTION, OPTION.replace("how large", "how large (deprecated)"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("ERST\n", "", "looked for ERST"),
        ("SRST\n", "SRST\nSRST\n", "SRST stands before the ERST"),
        ("The lamp.", "The lamp. ", "ends with blanks"),
        ("QEMU_OPTION_lamp", "QEMU_OPTION_bulb", "more than the help"),
        ("HXCOMM a comment\n", "", "the blocks changed"),
        ("DEFHEADING(Room:)", "DEFHEADING(House:)", "the blocks changed"),
    ],
)
def test_the_check_finds_what_is_wrong(old, new, said):
    found = problems(OPTION, OPTION.replace(old, new, 1))
    assert any(said in message for message in found)


def test_the_check_finds_a_change_of_something_else():
    other = OPTION.replace("lamp", "bulb").replace("HXCOMM a comment\nDEFHEADING(Room:)\n\n", "")
    changed = other.replace("how large", "how large (deprecated)")
    assert "'bulb' changed, which was not asked" in problems(OPTION + other, OPTION + changed)


def test_a_comment_right_behind_a_word_is_no_word() -> None:
    source = b'DEF("a", HAS_ARG/* c, d */, QEMU_OPTION_a// e, f\n, "help", QEMU_ARCH_ALL)\n'
    (block,) = hx.read("a.hx", source).blocks
    assert block.fields == {"argument": "HAS_ARG", "constant": "QEMU_OPTION_a"}
