"""Compiling what patches change with the commands of a configured build, which stays as it is."""
