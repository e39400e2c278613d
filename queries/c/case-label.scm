; Finds every `case NAME:` label whose value is a plain name.
; Captures: @case - the label with the statements behind it, @constant - the name.
(case_statement value: (identifier) @constant) @case
