"""The `civicwatch` command: reads arguments, calls the parts below, prints for people or as JSON."""

from bot.cli.root import main

__all__ = ["main"]
