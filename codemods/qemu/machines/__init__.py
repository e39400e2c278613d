"""Machine types: finding them, their reason, their entries and properties."""
