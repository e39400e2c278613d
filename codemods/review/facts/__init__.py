"""What a series does: to the two documents, to the schema, to the code."""
