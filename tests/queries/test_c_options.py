"""What the queries about options and their parameters find, and what they leave alone."""

from __future__ import annotations

from codemods.syntax.parse import matches, parse


def found(query: str, source: str, *captures: str) -> list[tuple[str, ...]]:
    root = parse("c", source.encode()).root_node
    return [tuple(m[c][0].text.decode() for c in captures) for m in matches(query, root)]


def body(text: str) -> str:
    return "void f(int n)\n{\n" + text + "\n}\n"


def test_case_label():
    labels = "case LAMP:\n on();\n break;\ncase 3:\ncase 'c':\ndefault:\n off();"
    source = body(f"switch (n) {{\n{labels}\n}}")
    assert found("c/case-label", source, "constant") == [("LAMP",), ("'c'",)]


def test_passed_read():
    source = body(
        'save(&to, opts, "dim"); get(opts, "dim", 0); save(opts, &to, "dim"); save("dim");'
    )
    read = [("save", "opts", '"dim"'), ("get", "opts", '"dim"')]
    assert found("c/passed-read", source, "function", "object", "name") == read


def test_case_label_in_a_preprocessor_block():
    source = body("switch (n) {\n#ifdef X\ncase LAMP:\n on();\n break;\n#endif\n}")
    assert found("c/case-label", source, "constant") == [("LAMP",)]


def test_option_row():
    rows = '{ "roof", "ENV", true, on_roof, "", "" }, { NULL, NULL, false, NULL }, { "x", 1 }'
    source = f"static const struct row table[] = {{ {rows} }};\n"
    assert found("c/option-row", source, "name", "handler") == [('"roof"', "on_roof")]


def test_string_branch():
    source = body('if (!strcmp(r, "roof")) {\n up();\n}\nif (strcmp(r, "no")) {\n}\nif (!r) {\n}')
    assert found("c/string-branch", source, "function", "text") == [("strcmp", '"roof"')]


def test_string_branch_needs_braces():
    assert found("c/string-branch", body('if (!strcmp(r, "roof")) up();'), "text") == []


def test_compared_branch():
    source = body('if (starts(p, "lamp", &q)) {\n on();\n}\nif (!starts(p, "no", &q)) {\n}')
    assert found("c/compared-branch", source, "function", "text") == [("starts", '"lamp"')]


def test_named_read():
    calls = ['get(opts, "key")', 'get_number(opts, "n", 0)', 'get("key")', 'get(o->p, "x")',
             'get(opts, KEY)', 'get(opts, 3)']  # fmt: skip
    source = body("".join(f"a = {call};\n" for call in calls))
    expected = [("get", "opts", '"key"'), ("get_number", "opts", '"n"'), ("get", "opts", "KEY")]
    assert found("c/named-read", source, "function", "object", "name") == expected


def test_option_list():
    source = 'static List door = {\n .name = "door",\n};\nstatic struct List b = { 0 };\n'
    assert found("c/option-list", source, "type", "variable") == [("List", "door")]
