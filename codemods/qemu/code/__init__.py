"""QEMU's C: headers, functions, QOM types and properties, warnings."""
