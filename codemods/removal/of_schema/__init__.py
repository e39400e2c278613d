"""The schema without a feature, and the C code that is generated from it."""
