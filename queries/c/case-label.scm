; Finds every `case VALUE:` label whose value is a plain name or a character.
; Captures: @case - the label with the statements behind it, @constant - the name or character.
(case_statement value: [(identifier) (char_literal)] @constant) @case
