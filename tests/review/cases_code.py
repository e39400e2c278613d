"""Series for the rules about code, users, removals and patches."""

from __future__ import annotations

from review_series import LISTED, REMOVED, Case, before, behind, case, entry, gone, made, put

from codemods.review.model import Mail

BEEPER = "hw/misc/beeper.c"
REALIZE = "    if (s->iobase > 0xffff) {"
QMP = '    if (flight.busy) {\n        error_setg(errp, "Too late, the migration is under way");'
FIRST = "    bool wanted[MIGRATION_CAPABILITY__MAX];\n"
OPTIONS = "migration/options.c"
CHECK = "    if (new_caps[MIGRATION_CAPABILITY_BLOCK_PUSH]) {"
BODY = "Nothing replaces it."
PINE = before(LISTED, "Device options\n---",
              entry("Arm ``pinecone`` machine (since 10.2)", BODY).lstrip() + "\n")  # fmt: skip
REASON = put("hw/arm/pinecone.c", "    mc->max_cpus = 4;",
             "    mc->max_cpus = 4;\n    mc->deprecation_reason = \"nobody has one\";")  # fmt: skip
BELL = before(LISTED, "QEMU Machine Protocol (QMP) commands\n---",
              entry("``-bell`` (since 11.0)", BODY).lstrip() + "\n")  # fmt: skip
WENT = "``block-push`` capability (since 10.0)\n" + "'" * 38 \
    + "\n\nIt has had no effect since the disks travel in jobs of their own.  Use\n" \
      "``blockdev-copy`` instead.\n"  # fmt: skip
LOUD = "``-device isa-beeper,loud=on|off`` (since 9.1)\n" + "^" * 46 \
    + "\n\nSet the volume in the guest instead.\n"  # fmt: skip
HEAD = Mail("[PATCH] x", "<1@example.org>", (), "A <a@example.org>", ("wren-devel@example.org",),
            (), "Wed, 14 Jan 2026 14:56:57 -0500")  # fmt: skip
COPIED = Mail(HEAD.subject, HEAD.message_id, (), HEAD.sender, HEAD.to,
              ("Apps <management-apps@example.org>",), HEAD.date)  # fmt: skip
TWIN = "``x-twin`` capability (since 11.0)"
GOOD = entry(TWIN, BODY)


def warning(text: str, call: str = "warn_report"):
    """A warning in the realize function of the beeper."""
    return put(BEEPER, REALIZE, f'    {call}("{text}");\n{REALIZE}')


PINE_TITLE = entry("``pine`` (since 10.2)", BODY)
PINE_CPUS = before(LISTED, "System emulator machines\n---", PINE_TITLE.lstrip() + "\n")
CASES: tuple[Case, ...] = (
    case("code/hook-missing", "! a machine without a reason", PINE, tree="machines"),
    case("code/hook-missing", "! a device that does not warn",
         before(LISTED, "Backwards compatibility\n---",
                entry("``-device isa-beeper`` (since 10.2)", BODY, "^").lstrip() + "\n"),
         tree="devices"),
    case("code/hook-missing", "a machine with a reason", PINE, REASON, tree="machines"),
    case("code/hook-missing", "the machines of a target", gone("hw/pine/grove.c"), PINE_CPUS,
         tree="machines"),
    case("code/hook-missing", "! an option that does not warn", BELL),
    case("code/hook-missing", "an option that warns in two statements' words", BELL,
         put("system/vl.c", "            bell_wanted = true;",
             "            warn_report(\"-bell is deprecated; use a watch instead.\");\n"
             "            bell_wanted = true;")),
    case("code/help-missing", "! help that does not say it", BELL),
    case("code/help-missing", "help that says it", BELL,
         put("qemu-options.hx", "when the machine has started\\n\"",
             "when the machine has started (deprecated)\\n\""),
         put("qemu-options.hx", "    Ring the bell when the machine has started.\n",
             "    Ring the bell when the machine has started.  This option is\n"
             "    deprecated.\n")),
    case("code/qmp-handler", "! a warning in the handler",
         put(OPTIONS, FIRST, FIRST + "\n    warn_report(\"this command is deprecated\");\n")),
    case("code/qmp-handler", "a warning where the capability is set",
         put(OPTIONS, CHECK, "    if (new_caps[MIGRATION_CAPABILITY_X_TWIN]) {\n"
             "        warn_report(\"x-twin capability is deprecated\");\n    }\n\n" + CHECK)),
    case("code/repeated", "! each time",
         put("migration/twin.c", "TwinStatus *qmp_query_twin_status(Error **errp)\n{\n",
             "TwinStatus *qmp_query_twin_status(Error **errp)\n{\n"
             "    warn_report(\"query-twin-status is deprecated\");\n")),
    case("code/repeated", "once",
         put("migration/twin.c", "TwinStatus *qmp_query_twin_status(Error **errp)\n{\n",
             "TwinStatus *qmp_query_twin_status(Error **errp)\n{\n"
             "    warn_report_once(\"query-twin-status is deprecated\");\n")),
    case("code/conditional", "! within a condition of the build",
         put(OPTIONS, "        error_setg(errp, \"This Wren was built without lock-step\");",
             "        warn_report(\"x-twin capability is deprecated\");\n"
             "        error_setg(errp, \"This Wren was built without lock-step\");")),
    case("code/conditional", "outside of it",
         put(OPTIONS, CHECK, "    if (new_caps[MIGRATION_CAPABILITY_X_TWIN]) {\n"
             "        warn_report(\"x-twin capability is deprecated\");\n    }\n\n" + CHECK)),
    case("code/qtest", "! a device that a qtest has", warning("isa-beeper is deprecated")),
    case("code/qtest", "a guarded warning",
         put(BEEPER, REALIZE, "    if (!qtest_enabled()) {\n"
             "        warn_report(\"isa-beeper is deprecated\");\n    }\n" + REALIZE)),
    case("code/message", "! a release",
         warning("isa-beeper is deprecated since QEMU 11.0")),
    case("code/message", "plain", warning("isa-beeper is deprecated")),
    case("users/left", "! tests and manual", BELL),
    case("users/left", "nobody",
         before(LISTED, "System emulator machines\n---",
                entry("Arm ``reedmace-maxi`` CPU (since 11.0)", BODY).lstrip() + "\n")),
    case("users/file-left", "! a header", gone("net/filter-copy.c"),
         made("net/filter-copy.h", "/* Nobody includes this. */\n")),
    case("users/file-left", "both go", gone("net/filter-copy.c")),
    case("removed/title", "! since",
         behind(REMOVED, entry("``block-push`` capability (since 11.0)", BODY))),
    case("removed/title", "! nothing",
         behind(REMOVED, entry("``block-push`` capability", BODY))),
    case("removed/title", "in one release after the other",
         behind(REMOVED, entry("``lamp-0`` up to ``lamp-1`` (removed in 4.0 up to 11.0)", BODY))),
    case("removed/title", "removed in",
         behind(REMOVED, entry("``block-push`` capability (removed in 11.0)", BODY))),
    case("removed/version", "! a release that is past", put(LISTED, "\n" + WENT, ""),
         behind(REMOVED, entry("``block-push`` capability (removed in 10.2)", BODY))),
    case("removed/version", "! what is listed late is a note",
         behind(REMOVED, entry("``candle-light`` (removed in 8.0)", BODY))),
    case("removed/version", "the next release",
         behind(REMOVED, entry("``block-push`` capability (removed in 11.0)", BODY))),
    case("removed/still-listed", "! in both lists",
         behind(REMOVED, entry("``block-push`` capability (removed in 11.0)", BODY))),
    case("removed/still-listed", "! the schema has lost it",
         put("qapi/migration.json",
             "            { 'name': 'block-push', 'features': [ 'deprecated' ] },\n", "")),
    case("removed/still-listed", "another one is called alike",
         put("qapi/net.json", "'data': { 'name': 'str', '*kind': 'CableKind' } }",
             "'data': { 'name': 'str' } }"),
         put("qapi/net.json", "# @kind: the cable, if one is plugged in\n#\n", ""),
         put(LISTED, "``copy-job-resume`` (since 10.1)",
             "Cable argument ``kind`` (since 10.1)\n" + "'" * 36 + "\n\nIt is not used.\n\n"
             "``copy-job-resume`` (since 10.1)")),
    case("removed/still-listed", "moved", put(LISTED, "\n" + WENT, ""),
         behind(REMOVED, entry("``block-push`` capability (removed in 11.0)", BODY))),
    case("removed/entry-missing", "! gone without a word", put(LISTED, "\n" + WENT, "")),
    case("removed/entry-missing", "moved without its option",
         put(LISTED, "\n" + LOUD, ""),
         behind(REMOVED, entry("``isa-beeper,loud=on|off`` and more (removed in 11.0)", BODY))),
    case("removed/entry-missing", "moved", put(LISTED, "\n" + WENT, ""),
         behind(REMOVED, entry("``block-push`` capability (removed in 11.0)", BODY))),
    case("patch/subject", "! too long", behind(LISTED, GOOD), subjects=("x: " + "word " * 16,)),
    case("patch/subject", "! a full stop", behind(LISTED, GOOD), subjects=("x: Deprecate it.",)),
    case("patch/subject", "short", behind(LISTED, GOOD), subjects=("x: Deprecate it",)),
    case("patch/subject", "of a patch that deprecates nothing", made("README", "x\n"),
         subjects=("x: Change it.",)),
    case("patch/submodule", "! one moves", behind(LISTED, GOOD), links=("roms/skiboot",)),
    case("patch/submodule", "none moves", behind(LISTED, GOOD)),
    case("patch/build-files", "! a new option", behind(LISTED, GOOD),
         behind("meson_options.txt", "option('twins', type: 'feature', value: 'auto')\n")),
    case("patch/build-files", "none", behind(LISTED, GOOD)),
    case("patch/recipients", "! nobody is told", behind(LISTED, GOOD), mail=HEAD),
    case("patch/recipients", "they are told", behind(LISTED, GOOD), mail=COPIED),
    case("patch/recipients", "a range has no recipients yet", behind(LISTED, GOOD)),
    case("text/spelling", "! a letter too much",
         behind(LISTED, entry("``x-twin`` capability (since 11.0)", "Use the other machinne."))),
    case("text/spelling", "words that the tree knows", behind(LISTED, GOOD)),
    case("text/doubled", "! across a line",
         behind(LISTED, entry(TWIN, "Use one of the\nthe others."))),
    case("text/doubled", "once", behind(LISTED, GOOD)),
    case("text/unknown-name", "! two digits swapped",
         behind(LISTED, entry("The tc58128 flash (since 11.0)", "The TC51828 is gone.")),
         made("hw/misc/tc58128.c", "int tc58128;\n")),
    case("text/unknown-name", "the name itself",
         behind(LISTED, entry("The tc58128 flash (since 11.0)", "The TC58128 is gone.")),
         made("hw/misc/tc58128.c", "int tc58128;\n")),
    case("qapi/rejected", "! a flag on a type",
         put("qapi/ui.json", "  'data': [ 'dark', 'steady', 'twinkle' ] }",
             "  'data': [ 'dark', 'steady', 'twinkle' ],\n  'features': [ 'deprecated' ] }")),
    case("qapi/rejected", "a tree whose scripts cannot be run", behind(LISTED, GOOD)),
)  # fmt: skip
