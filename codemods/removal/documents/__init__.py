"""The lists of features and the manual when a feature goes: its entry moves, its pages follow."""
