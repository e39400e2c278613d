"""File formats: bytes in, spans and edits out.  Nothing here knows a feature."""
