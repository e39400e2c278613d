; Finds every string: adjacent literals as one, each literal, and the text of each macro.
; Captures: @text - the literals, @macro - a macro's text, which is not parsed.
[(concatenated_string) (string_literal)] @text
(preproc_arg) @macro
