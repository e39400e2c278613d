"""The bytes of a tree: git, commits, folders, searches, and the edits that go into them."""
