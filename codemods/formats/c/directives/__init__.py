"""Preprocessor lines of C text: what their conditions say, and files without a macro."""
