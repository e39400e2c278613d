"""What a tree deprecates, where it contradicts itself, and what may go."""
