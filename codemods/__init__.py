"""Codemods for QEMU: the tree in, a reviewed-as-it-stands patch series out."""

__version__ = "0.1.0"
#: The name of the distribution, for what no single command makes.
PACKAGE = "qemu-codemods"
