"""Syntax trees: the only user of tree-sitter."""
