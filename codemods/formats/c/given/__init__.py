"""C expressions that a user gives, and where in a function they can stand."""
