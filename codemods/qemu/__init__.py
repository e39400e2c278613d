"""QEMU's conventions, by subject: what several kinds of features share."""
