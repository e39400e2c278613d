"""Searching a tree: what is asked, in which words, and what is known already."""
