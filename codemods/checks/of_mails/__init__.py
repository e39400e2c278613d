"""Checks of the mails that were made."""
