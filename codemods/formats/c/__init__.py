"""C as text: where things stand in it, and edits that keep its layout."""
