"""A series of patches: commits, mails, words, recipients, and writing them."""
