"""What reads and writes a terminal: tables, progress, streams that may be closed."""
