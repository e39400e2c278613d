; Finds what a script says beside its commands, and what it does not say.
; Captures: @document - the text of a here-document; @unknown - what the shell puts another
; text in place of, which the script does not tell.
(heredoc_body) @document

[
  (simple_expansion)
  (expansion)
  (command_substitution)
  (arithmetic_expansion)
  (process_substitution)
  (ansi_c_string)
  (array)
] @unknown
