"""The tree's own users of a feature, and how they move to its replacement."""
