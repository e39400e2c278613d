; Finds the words of a script, each with what it is a word of: a command, a declaration, the
; items of a list, a loop or a case, a comparison.  What stands behind a redirection is a word
; of its command too, for `run > log -x` hands -x to it.
; Captures: @home - what has words, or @rest - what has those alone that no @home has; @word - one
; of them.
(command
  (variable_assignment) @word) @home

(command
  name: (command_name
    (_) @word)) @home

(command
  argument: (_) @word) @home

(command
  redirect: (herestring_redirect
    (_) @word)) @home

(redirected_statement
  body: (command) @home
  redirect: (file_redirect
    [
      (word) (string) (raw_string) (ansi_c_string) (translated_string) (number) (concatenation)
      (simple_expansion) (expansion) (command_substitution) (arithmetic_expansion)
      (process_substitution) (brace_expression) (extglob_pattern) (regex)
    ] @word))

(redirected_statement
  body: (command) @home
  redirect: [
    (herestring_redirect
      (_) @word)
    (heredoc_redirect
      argument: (_) @word)
  ])

(declaration_command
  _ @word) @home

(unset_command
  _ @word) @home

(case_statement
  value: (_) @word) @home

(case_item
  value: (_) @word) @home

; By the types of words: a loop has a body, comments stand in lists, comparisons in each other,
; and of several files of a redirection a query by their field finds the first.
(for_statement
  [
    (word) (string) (raw_string) (ansi_c_string) (translated_string) (number) (concatenation)
    (simple_expansion) (expansion) (command_substitution) (arithmetic_expansion)
    (process_substitution) (brace_expression) (extglob_pattern) (regex)
  ] @word) @home

(array
  [
    (word) (string) (raw_string) (ansi_c_string) (translated_string) (number) (concatenation)
    (simple_expansion) (expansion) (command_substitution) (arithmetic_expansion)
    (process_substitution) (brace_expression) (extglob_pattern) (regex)
  ] @word) @home

(binary_expression
  [
    (word) (string) (raw_string) (ansi_c_string) (translated_string) (number) (concatenation)
    (simple_expansion) (expansion) (command_substitution) (arithmetic_expansion)
    (process_substitution) (brace_expression) (extglob_pattern) (regex)
  ] @word) @home

(file_redirect
  [
    (word) (string) (raw_string) (ansi_c_string) (translated_string) (number) (concatenation)
    (simple_expansion) (expansion) (command_substitution) (arithmetic_expansion)
    (process_substitution) (brace_expression) (extglob_pattern) (regex)
  ] @word) @rest

(herestring_redirect
  [
    (word) (string) (raw_string) (ansi_c_string) (translated_string) (number) (concatenation)
    (simple_expansion) (expansion) (command_substitution) (arithmetic_expansion)
    (process_substitution) (brace_expression) (extglob_pattern) (regex)
  ] @word) @rest

(heredoc_redirect
  [
    (word) (string) (raw_string) (ansi_c_string) (translated_string) (number) (concatenation)
    (simple_expansion) (expansion) (command_substitution) (arithmetic_expansion)
    (process_substitution) (brace_expression) (extglob_pattern) (regex)
  ] @word) @rest

(variable_assignment) @word @rest
