"""Series for the rules about the schema: what speaks, and what stays silent."""

from __future__ import annotations

from review_series import LISTED, Case, behind, case, entry, put

SCHEMA = "qapi/migration.json"
VALUE = "            { 'name': 'x-twin', 'features': [ 'unstable' ] },"
FLAG = put(SCHEMA, VALUE, VALUE.replace("'unstable'", "'unstable', 'deprecated'"))
OLD = "# @deprecated: Member @block-push is deprecated.  It has had no effect\n" \
      "#     since the disks travel in jobs of their own.\n"  # fmt: skip
LISTING = behind(LISTED, entry("``x-twin`` capability (since 11.0)", "Nothing replaces it."))


def says(text: str):
    """The entry of the comment, with `text` behind what it says already."""
    return put(SCHEMA, OLD, OLD.rstrip("\n") + "  " + text + "\n")


WELL = says("Member @x-twin is\n#     deprecated without replacement.")


def command(text: str, *, header: str = "# Features:\n#\n", behind_it: str = "#\n"):
    """The changes that flag `light-set` with a comment."""
    return (
        put("qapi/ui.json", "# Since: 6.2\n##\n{ 'command'",
            f"{header}# @deprecated: {text}\n{behind_it}# Since: 6.2\n##\n{{ 'command'"),
        put("qapi/ui.json", "'pattern': 'LightPattern' } }",
            "'pattern': 'LightPattern' },\n  'features': ['deprecated'] }"),
    )  # fmt: skip


USE = "This command is deprecated.  Use `job-halt` instead."

CASES: tuple[Case, ...] = (
    case("qapi/words-lost", "! the words about another member", FLAG,
         put(SCHEMA, OLD, "# @deprecated: Members @block-push and @x-twin are deprecated.\n")),
    Case("qapi/words-lost", "! they are lost though the member goes later", (
        (FLAG,
         put(SCHEMA, OLD, "# @deprecated: Members @block-push and @x-twin are deprecated.\n")),
        (put(SCHEMA, "            { 'name': 'block-push', 'features': [ 'deprecated' ] },\n", ""),
         put(SCHEMA, "# @block-push: send the disks before the memory\n#\n", ""),
         put(SCHEMA, "# @deprecated: Members @block-push and @x-twin are deprecated.\n",
             "# @deprecated: Member @x-twin is deprecated.\n")),
    )),
    case("qapi/words-lost", "a sentence more", FLAG, WELL),
    case("qapi/words-lost", "more than a sentence about a member that goes", FLAG,
         put(SCHEMA, "            { 'name': 'block-push', 'features': [ 'deprecated' ] },\n", ""),
         put(SCHEMA, "# @block-push: send the disks before the memory\n#\n", ""),
         put(SCHEMA, OLD, "# @deprecated: Member @x-twin is deprecated without replacement.\n")),
    case("qapi/words-lost", "the words of a member that goes",
         put(SCHEMA, "            { 'name': 'block-push', 'features': [ 'deprecated' ] },\n", ""),
         put(SCHEMA, "# @block-push: send the disks before the memory\n#\n", ""),
         put(SCHEMA, "#\n" + OLD, "")),
    case("qapi/names-member", "! a text about another member", FLAG),
    case("qapi/names-member", "! a command that is not meant", *command("Use `job-halt` instead.")),
    case("qapi/names-member", "the member", FLAG, WELL),
    case("qapi/type-changed", "! another type",
         put("qapi/net.json", "'name': 'str', 'up': 'bool', '*kind'",
             "'name': { 'type': 'int', 'features': [ 'deprecated' ] }, 'up': 'bool',\n"
             "            '*kind'")),
    case("qapi/type-changed", "the same type",
         put("qapi/net.json", "'name': 'str', 'up': 'bool', '*kind'",
             "'name': { 'type': 'str', 'features': [ 'deprecated' ] }, 'up': 'bool',\n"
             "            '*kind'")),
    case("qapi/unstable-too", "! both flags", FLAG, WELL),
    case("qapi/unstable-too", "one flag", *command(USE)),
    case("qapi/sentence", "! in favor of",
         *command("This command is deprecated in favor of `job-halt`.")),
    case("qapi/sentence", "! simply use", *command("This command is deprecated.  Simply use x.")),
    case("qapi/sentence", "! no full stop", *command("This command is deprecated")),
    case("qapi/sentence", "! something else", FLAG, says("Member @x-twin is of no use.")),
    case("qapi/sentence", "the usual form", *command(USE)),
    case("qapi/sentence", "a reason", *command("This command is deprecated because it is slow.")),
    case("qapi/sentence", "another member is to be replaced by this one", FLAG,
         says("Use @x-twin instead.  Member @x-twin is\n#     deprecated without replacement.")),
    case("qapi/no-replacement-said", "! nothing but that", *command("This command is deprecated.")),
    case("qapi/no-replacement-said", "without replacement", FLAG, WELL),
    case("qapi/no-replacement-said", "a replacement", *command(USE)),
    case("qapi/blank-line", "! none behind Features:", *command(USE, header="# Features:\n")),
    case("qapi/blank-line", "! one at the end",
         *command(USE), put("qapi/ui.json", "# Since: 6.2\n##\n{ 'command'",
                            "# Since: 6.2\n#\n##\n{ 'command'")),
    case("qapi/blank-line", "! none behind the entry", *command(USE, behind_it="")),
    case("qapi/blank-line", "as it should be", *command(USE)),
    case("qapi/two-spaces", "! one space",
         *command("This command is deprecated. Use `job-halt` instead.")),
    case("qapi/two-spaces", "two spaces", *command(USE)),
    case("qapi/two-spaces", "an abbreviation is no sentence",
         *command("This command is deprecated.  Use others, e.g. QMP's.")),
    case("qapi/width", "! over 70 columns",
         *command("This command is deprecated.  Use the newer command `job-halt` instead.")),
    case("qapi/width", "within 70 columns", *command(USE)),
    case("qapi/indent", "! three blanks",
         *command("This command is deprecated.  Use the newer\n#    `job-halt` instead.")),
    case("qapi/indent", "four blanks",
         *command("This command is deprecated.  Use the newer\n#     `job-halt` instead.")),
    case("qapi/place", "! behind Since:",
         put("qapi/ui.json", "# Since: 6.2\n##\n{ 'command'",
             f"# Since: 6.2\n#\n# Features:\n#\n# @deprecated: {USE}\n##\n{{ 'command'"),
         put("qapi/ui.json", "'pattern': 'LightPattern' } }",
             "'pattern': 'LightPattern' },\n  'features': ['deprecated'] }")),
    case("qapi/place", "before Since:", *command(USE)),
    case("qapi/unflagged", "! listed, but not flagged", LISTING),
    case("qapi/unflagged", "listed and flagged", FLAG, WELL, LISTING),
    case("qapi/unflagged", "what no schema describes",
         behind(LISTED, entry("Twins of all kinds (since 11.0)", "Nothing replaces them."))),
    case("feature/replacement-unknown", "! there is no such thing",
         *command("This command is deprecated.  Use `job-helt` instead.")),
    case("feature/replacement-unknown", "! it goes itself",
         *command("This command is deprecated.  Use `copy-job-resume` instead.")),
    case("feature/replacement-unknown", "it is there", *command(USE)),
    case("feature/related", "! the rest of the feature", FLAG, WELL),
    case("feature/related", "what has no relatives", *command(USE)),
    case("feature/gone", "! a command",
         put("qapi/ui.json", "{ 'command': 'light-set'", "{ 'command': 'lamp-set'"),
         put("qapi/ui.json", "# @light-set:", "# @lamp-set:")),
    case("feature/gone", "! a machine",
         put("hw/arm/pinecone.c", "MACHINE_TYPE_NAME(\"pinecone\")",
             "MACHINE_TYPE_NAME(\"fir\")"),
         tree="machines"),
    case("feature/gone", "! an option",
         put("qemu-options.hx", "DEF(\"bell\", 0,", "DEF(\"chime\", 0,")),
    case("feature/gone", "what was deprecated",
         put(SCHEMA, "            { 'name': 'block-push', 'features': [ 'deprecated' ] },\n", "")),
    case("feature/gone", "an option that was listed",
         put("qemu-options.hx", "DEF(\"quickstart\", 0, QEMU_OPTION_quickstart,",
             "DEF(\"slowstart\", 0, QEMU_OPTION_slowstart,")),
    case("feature/gone", "what is unstable",
         put(SCHEMA, VALUE + "\n", "")),
)  # fmt: skip
