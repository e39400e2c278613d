"""Command line options and their parameters."""
