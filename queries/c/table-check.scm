; Finds every `if` whose condition tests a table at a constant: `if (t[C])`, `if (t[C] && ...)`.
; Captures: @check - the if statement, @condition - its condition with the parentheses,
; @use - the subscript, @table and @constant - its two names.
(if_statement
  condition: (parenthesized_expression
    (subscript_expression argument: (identifier) @table index: (identifier) @constant) @use)
    @condition) @check

(if_statement
  condition: (parenthesized_expression
    (binary_expression
      left: (subscript_expression argument: (identifier) @table index: (identifier) @constant) @use))
    @condition) @check
