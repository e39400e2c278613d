"""What became of every line that spells a feature, and which files implement it."""
