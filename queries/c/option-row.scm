; Finds every row of a table of options that names a handler: { "x", "VARIABLE", b, handler, ... }.
; Captures: @row - the braces, @name - the option's string, @handler - the function's name.
(initializer_list
  . (string_literal) @name
  . (string_literal)
  . (_)
  . (identifier) @handler) @row
