"""The whole of a feature: every interface tied to it, and how it is tied."""
