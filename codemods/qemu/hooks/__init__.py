"""The places of a tree that say of a feature that it is deprecated, from one search."""
