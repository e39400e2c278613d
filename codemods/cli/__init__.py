"""The command line: the only place that prints and sets exit codes."""

from codemods.cli.deprecate_feature import main

__all__ = ["main"]
