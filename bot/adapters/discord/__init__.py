"""Discord: rendering, posting, and the slash commands."""
