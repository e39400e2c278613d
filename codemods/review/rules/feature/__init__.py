"""Rules about the feature as a whole."""
