; Finds every `if` with braces that holds where a string is equal to a literal:
; `if (!strcmp(word, "text")) {`, `if (strcmp(word, "text") == 0) {`, `if (g_str_equal(word, "text")) {`.
; Captures: @differs or @equal - the comparing function, @given - what is compared, @text - the
; string, @body - the braces, @zero - the number behind `==`.
(if_statement
  condition: (parenthesized_expression
    (unary_expression
      operator: "!"
      argument: (call_expression
        function: (identifier) @differs
        arguments: (argument_list . (_) @given . (string_literal) @text .))))
  consequence: (compound_statement) @body)
(if_statement
  condition: (parenthesized_expression
    (binary_expression
      left: (call_expression
        function: (identifier) @differs
        arguments: (argument_list . (_) @given . (string_literal) @text .))
      operator: "=="
      right: (number_literal) @zero))
  consequence: (compound_statement) @body)
(if_statement
  condition: (parenthesized_expression
    (call_expression
      function: (identifier) @equal
      arguments: (argument_list . (_) @given . (string_literal) @text .)))
  consequence: (compound_statement) @body)
