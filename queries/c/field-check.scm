; Finds every `if` whose whole condition is a member of what a pointer points to: `if (p->field)`.
; Captures: @check - the if statement, @pointer and @field - the two names, @then - what it guards.
(if_statement
  condition: (parenthesized_expression
    (field_expression argument: (identifier) @pointer field: (field_identifier) @field))
  consequence: (_) @then) @check
