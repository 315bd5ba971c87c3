"""What intake needs from a language model: numbers, never words."""

from datetime import datetime
from typing import Protocol

from bot.core.choices import Choice, Choices


class SentenceChooser(Protocol):
    """Chooses, by number, among an item's own sentences and among the facts that the core found in it."""

    @property
    def facts(self) -> bool:
        """Whether it shall choose among the facts too."""
        ...

    async def choose(self, choices: Choices, *, now: datetime) -> Choice:
        """Choose. `now` is the store's clock: it tells on which UTC day's budget the question goes.

        Raise ModelError if the model can't be asked now, ChoiceError if its answer is none.
        """
        ...

    async def close(self) -> None:
        """Let go of every connection."""
        ...
