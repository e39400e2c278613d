"""Devices: finding their types, their realize functions and properties."""
