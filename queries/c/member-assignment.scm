; Finds every statement that assigns to a member of what a pointer shows: `object->member = value;`.
; Captures: @statement - with its semicolon, @object - the expression before the arrow,
; @member - the member's name, @value - what is assigned.
(expression_statement
  (assignment_expression
    left: (field_expression argument: (_) @object operator: "->" field: (field_identifier) @member)
    operator: "="
    right: (_) @value)) @statement
