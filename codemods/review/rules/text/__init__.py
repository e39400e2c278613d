"""Rules about spelling."""
