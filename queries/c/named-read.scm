; Finds every call that reads something by its name: `get(object, "name", ...)`.
; Captures: @call - the call, @function, @object, @name - the string with its quotes,
; or the macro that stands for it.
(call_expression
  function: (identifier) @function
  arguments: (argument_list . (identifier) @object . [(string_literal) (identifier)] @name)) @call
