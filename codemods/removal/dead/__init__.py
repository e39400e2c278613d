"""What is dead once something went: rules to a fixed point."""
