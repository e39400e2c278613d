"""docs/about: chapters, titles, entries and their order."""
