"""The optional language model: it may choose by number among what the source says, and writes no text."""

from bot.chooser.client import ModelChooser

__all__ = ["ModelChooser"]
