; Finds every parameter that is a pointer: `Type *name`.
; Captures: @parameter - the whole parameter, @type - its type, @name - its name.
(parameter_declaration
  type: (_) @type
  declarator: (pointer_declarator declarator: (identifier) @name)) @parameter
