"""Rules about who uses what is deprecated."""
