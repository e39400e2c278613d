"""The sweep: deprecate every feature of a tree, one at a time, and judge each result.

`python -m codemods.cli.sweep --tree DIR` runs it.
"""
