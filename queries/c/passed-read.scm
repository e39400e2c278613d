; Finds every call that hands on an object and, right behind it, a name: `save(&to, object, "name")`.
; Captures: @call - the call, @function, @object, @name - the string with its quotes.
(call_expression
  function: (identifier) @function
  arguments: (argument_list (identifier) @object . (string_literal) @name)) @call
