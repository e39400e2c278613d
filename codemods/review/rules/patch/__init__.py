"""Rules about the patches and mails themselves."""
