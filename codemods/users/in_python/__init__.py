"""How Python programs of the tree send commands and name features."""
