"""CPU models: finding them, their note and their warning."""
