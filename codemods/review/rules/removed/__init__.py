"""Rules about what is taken away."""
