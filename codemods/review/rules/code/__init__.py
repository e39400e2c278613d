"""Rules about C code and the .hx tables."""
