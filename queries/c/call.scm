; Finds every call of a function by its name.
; Captures: @call - the call, @name - the function's name, @arguments - the parentheses.
(call_expression
  function: (identifier) @name
  arguments: (argument_list) @arguments) @call
