; Finds every `if (compare(word, "text" ...))` with braces.
; Captures: @function - the comparing function, @text - the string, @body - the braces.
(if_statement
  condition: (parenthesized_expression
    (call_expression
      function: (identifier) @function
      arguments: (argument_list . (identifier) . (string_literal) @text)))
  consequence: (compound_statement) @body)
