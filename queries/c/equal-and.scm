; Finds every `if` with braces that holds where a string is equal to a literal and more is true:
; `if (!strcmp(word, "text") && more) {`, `if (strcmp(word, "text") == 0 && more) {`.
; Captures: @differs or @equal - the comparing function, @given - what is compared, @text - the
; string, @body - the braces, @zero - the number behind `==`.
(if_statement
  condition: (parenthesized_expression
    (binary_expression
      left: (unary_expression
        operator: "!"
        argument: (call_expression
          function: (identifier) @differs
          arguments: (argument_list . (_) @given . (string_literal) @text .)))
      operator: "&&"))
  consequence: (compound_statement) @body)
(if_statement
  condition: (parenthesized_expression
    (binary_expression
      left: (binary_expression
        left: (call_expression
          function: (identifier) @differs
          arguments: (argument_list . (_) @given . (string_literal) @text .))
        operator: "=="
        right: (number_literal) @zero)
      operator: "&&"))
  consequence: (compound_statement) @body)
(if_statement
  condition: (parenthesized_expression
    (binary_expression
      left: (call_expression
        function: (identifier) @equal
        arguments: (argument_list . (_) @given . (string_literal) @text .))
      operator: "&&"))
  consequence: (compound_statement) @body)
