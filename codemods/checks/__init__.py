"""The checks of the tool's own output: of each patch, and of the mails."""
