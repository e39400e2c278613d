"""From names to features, and from features to patches."""
