"""Rules about the schema and its comments."""
