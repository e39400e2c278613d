"""Rules about entries of the two documents."""
