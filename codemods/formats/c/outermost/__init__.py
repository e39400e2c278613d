"""Tokens of what stands at the outermost level of a C file, and the names that they declare."""
