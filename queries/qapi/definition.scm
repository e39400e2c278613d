; Finds every top-level object of a QAPI schema file.
; Captures: @object - the whole object, braces included.
(module
  (expression_statement
    (dictionary) @object))
