"""What follows when a feature goes."""
