"""reStructuredText: sections and wrapped paragraphs."""
