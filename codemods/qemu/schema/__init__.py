"""The QAPI schema of a tree: its definitions, who shows them, the flag."""
