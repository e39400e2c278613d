"""QEMU's conventions, shared by the kinds."""
