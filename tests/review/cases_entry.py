"""Series for the rules about entries: what speaks, and what stays silent."""

from __future__ import annotations

from review_series import LISTED, Case, before, behind, case, entry, gone, put

TITLE = "``x-twin`` capability (since 11.0)"
BODY = "Nobody runs it.  Use ``many-streams`` instead."
GOOD = behind(LISTED, entry(TITLE, BODY))
GONE = (behind(LISTED, entry("``x-twin`` capability (removed in 11.0)", BODY)),)
LONG = "``x-twin`` capability (since {})"
COMMANDS = "Human Machine Protocol (HMP) commands\n---"


def dated(since: str) -> str:
    return entry(LONG.format(since), BODY)


CASES: tuple[Case, ...] = (
    case("entry/since-wrong", "! the release that introduced it", behind(LISTED, dated("5.1"))),
    case("entry/since-wrong", "! the release that VERSION belongs to",
         behind(LISTED, dated("10.2"))),
    case("entry/since-wrong", "! one that may be waited for is a note",
         behind(LISTED, dated("11.1"))),
    case("entry/since-wrong", "! one far away", behind(LISTED, dated("12.0"))),
    case("entry/since-wrong", "! what was deprecated already is a note",
         before(LISTED, "``block-push`` capability (since 10.0)",
                "``-tapestry rate=...`` and ``block-push`` (since 9.1)\n" + "'" * 53
                + "\n\nUse less.\n\n")),
    case("entry/since-wrong", "the next release", GOOD),
    Case("entry/since-wrong", "the next release at its time", (
        (GOOD,), (put("VERSION", "10.2.50", "11.0.50"),),
    )),
    case("entry/since-wrong", "a title that keeps its release",
         put(LISTED, "``block-push`` capability (since 10.0)\n" + "'" * 38,
             "``block-push`` migration capability (since 10.0)\n" + "'" * 48)),
    case("entry/since-frozen", "! the release after the frozen one", behind(LISTED, dated("11.1")),
         put("VERSION", "10.2.50", "10.2.92")),
    case("entry/since-frozen", "the frozen one", behind(LISTED, dated("11.0")),
         put("VERSION", "10.2.50", "10.2.92")),
    case("entry/since-missing", "! no release",
         behind(LISTED, entry("``x-twin`` capability", BODY))),
    case("entry/since-missing", "a release", GOOD),
    case("entry/since-missing", "a new group is no entry",
         before(LISTED, "Backwards compatibility\n---", "Net device options\n" + "'" * 18
                + entry("``cable`` (since 11.0)", BODY, "^") + "\n")),
    case("entry/underline", "! longer", behind(LISTED, entry(TITLE, BODY, more=2))),
    case("entry/underline", "! shorter", behind(LISTED, entry(TITLE, BODY, more=-1))),
    case("entry/underline", "as long", GOOD),
    case("entry/level", "! a chapter's line", behind(LISTED, entry(TITLE, BODY, "-"))),
    case("entry/level", "an entry's line", GOOD),
    case("entry/level", "an entry of a group",
         before(LISTED, "Block device options\n'''", entry(
             "``-device isa-beeper,iobase=n`` (since 11.0)", BODY, "^").lstrip() + "\n")),
    case("entry/blank-lines", "! none below the heading",
         behind(LISTED, f"\n{TITLE}\n{chr(39) * len(TITLE)}\n{BODY}\n")),
    case("entry/blank-lines", "! two above the heading", behind(LISTED, "\n" + entry(TITLE, BODY))),
    case("entry/blank-lines", "! one at the end of the file",
         behind(LISTED, entry(TITLE, BODY) + "\n")),
    case("entry/blank-lines", "! a blank at the end of a line",
         behind(LISTED, entry(TITLE, "Use it.  \nNo."))),
    case("entry/blank-lines", "as it should be", GOOD),
    case("entry/title-form", "! two releases",
         behind(LISTED, entry("Old twins since 9.0; new twins since 11.0", BODY))),
    case("entry/title-form", "! a release of three numbers",
         behind(LISTED, entry("``x-twin`` capability (since 11.0.0)", BODY))),
    case("entry/title-form", "! no parentheses",
         behind(LISTED, entry("``x-twin`` capability, since 11.0", BODY))),
    case("entry/title-form", "as it should be", GOOD),
    case("entry/title-form", "! said to be removed, beside a list of what is", *GONE),
    case("entry/title-form", "said to be removed in the one document for both",
         gone("docs/about/removed-features.rst"), *GONE),
    case("entry/rst", "! a literal that is not closed",
         behind(LISTED, entry(TITLE, "Use ``many-streams instead."))),
    case("entry/rst", "! a literal that touches a word",
         behind(LISTED, entry(TITLE, "Use the``many-streams`` capability."))),
    case("entry/rst", "literals with their plural escaped",
         behind(LISTED, entry(TITLE, "Use ``many-stream``\\ s instead."))),
    case("entry/duplicate", "! twice", behind(LISTED, dated("11.0") + entry(TITLE, "Gone soon."))),
    case("entry/duplicate", "once", GOOD),
    case("entry/order", "! before an older one",
         before(LISTED, "``block-push`` capability (since 10.0)", dated("11.0").lstrip() + "\n")),
    case("entry/order", "! without a release, at the start of the chapter",
         before(LISTED, "``migrate`` with a bare port",
                entry("``x-twin`` capability", BODY).lstrip() + "\n")),
    case("entry/order", "behind all", GOOD),
    case("entry/order", "beside one of the same release",
         behind(LISTED, dated("11.0") + entry("``x-lazy-pages`` capability (since 11.0)", BODY))),
    case("entry/chapter-name", "! spelled as in neither document",
         before(LISTED, "Backwards compatibility\n---", "Twin migration\n" + "-" * 14
                + entry(TITLE, BODY) + "\n")),
    case("entry/chapter-name", "! spelled otherwise than in the other document",
         put(LISTED, COMMANDS + "-" * 34, "QEMU human monitor commands\n" + "-" * 27),
         before(LISTED, "Host Architectures\n---", "Human Monitor Protocol commands\n" + "-" * 31
                + entry("``hum`` (since 11.0)", BODY) + "\n")),
    case("entry/chapter-name", "a chapter of another release, as QEMU calls it",
         before(LISTED, "Migration\n---", "QEMU guest agent\n" + "-" * 16
                + entry("``--nap`` (since 11.0)", BODY) + "\n")),
    case("entry/chapter", "! a machine among the CPUs",
         before(LISTED, "System emulator machines\n---",
                entry("Arm ``pinecone`` machine (since 10.2)", BODY).lstrip() + "\n"),
         tree="machines"),
    case("entry/chapter", "! an option of the system among those of the user mode",
         before(LISTED, "QEMU Machine Protocol (QMP) commands\n---",
                "User-mode emulator command line arguments\n" + "-" * 41
                + entry("``-bell`` (since 11.0)", BODY) + "\n")),
    case("entry/chapter", "a machine among the machines",
         before(LISTED, "Device options\n---",
                entry("Arm ``pinecone`` machine (since 10.2)", BODY).lstrip() + "\n"),
         tree="machines"),
    case("entry/says-nothing", "! no text", behind(LISTED, f"\n{TITLE}\n{chr(39) * len(TITLE)}\n")),
    case("entry/says-nothing", "! the title again",
         behind(LISTED, entry(TITLE, "This capability is deprecated."))),
    case("entry/says-nothing", "! the title again, before the rest",
         behind(LISTED, entry(TITLE, "This capability was deprecated. Use ``late-memory``."))),
    case("entry/says-nothing", "a reason", GOOD),
    case("entry/no-way-out", "! neither a replacement nor an end",
         behind(LISTED, entry(TITLE, "There are no tests of it."))),
    case("entry/no-way-out", "a replacement", GOOD),
    case("entry/no-way-out", "an end",
         behind(LISTED, entry(TITLE, "To be removed without replacement."))),
    case("entry/weak", "! it might go", behind(LISTED, entry(TITLE, "It might be removed."))),
    case("entry/weak", "it goes", behind(LISTED, entry(TITLE, "It will be removed."))),
    case("entry/missing", "! a flag without an entry",
         put("qapi/ui.json", "# Since: 6.2\n##\n{ 'command'",
             "# Features:\n#\n# @deprecated: This command is deprecated.\n#\n# Since: 6.2\n##\n"
             "{ 'command'"),
         put("qapi/ui.json", "'pattern': 'LightPattern' } }",
             "'pattern': 'LightPattern' },\n  'features': ['deprecated'] }")),
    case("entry/missing", "! a warning without an entry",
         put("hw/misc/beeper.c", "    if (s->iobase > 0xffff) {",
             "    warn_report(\"isa-beeper is deprecated\");\n    if (s->iobase > 0xffff) {")),
    case("entry/missing", "a warning about what is listed",
         put("migration/options.c", "Capability block-push is deprecated and does nothing",
             "The block-push capability is deprecated and does nothing")),
)  # fmt: skip
