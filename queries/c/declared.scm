; Finds every name that a header declares: macros, types, values, members and functions.
; Captures: @name - the name, @whole - what declares it.
(preproc_def name: (identifier) @name) @whole
(preproc_function_def name: (identifier) @name) @whole
(enumerator name: (identifier) @name) @whole
(type_definition declarator: (type_identifier) @name) @whole
(struct_specifier name: (type_identifier) @name body: (_)) @whole
(union_specifier name: (type_identifier) @name body: (_)) @whole
(field_declaration declarator: [
  (field_identifier) @name
  (pointer_declarator declarator: (field_identifier) @name)
  (array_declarator declarator: (field_identifier) @name)
]) @whole
(declaration declarator: [
  (identifier) @name
  (pointer_declarator declarator: (identifier) @name)
  (array_declarator declarator: (identifier) @name)
  (function_declarator declarator: (identifier) @name)
  (pointer_declarator declarator: (function_declarator declarator: (identifier) @name))
  (pointer_declarator declarator: (pointer_declarator
    declarator: (function_declarator declarator: (identifier) @name)))
]) @whole
(function_definition declarator: [
  (function_declarator declarator: (identifier) @name) @whole
  (pointer_declarator declarator: (function_declarator declarator: (identifier) @name) @whole)
])
