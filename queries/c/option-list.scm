; Finds every initialized struct variable of a named type: `Type name = { ... };`.
; Captures: @type, @variable - the two names, @value - the braces.
(declaration
  type: (type_identifier) @type
  declarator: (init_declarator
    declarator: (identifier) @variable
    value: (initializer_list) @value))
