"""The .hx tables: help texts, manual texts, monitor commands."""
