"""The QAPI schema language: definitions, their comments, flags and layout."""
