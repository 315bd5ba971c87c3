"""Tell in one pass that a text holds none of many phrases: most texts hold none, and need no closer look."""

import re
from collections.abc import Iterable
from functools import cached_property

Branches = dict[str, "Branches"]

_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
"""Chinese and Japanese signs: a phrase of theirs may stand right behind a letter."""


class Screen:
    """Phrases in lower case, each of which stands behind no letter; `gap` is what their blanks may be.

    A screen may take for a phrase what only begins like one ("droned" for "drone"), never the reverse.
    """

    def __init__(self, phrases: Iterable[str], *, gap: str = " ") -> None:
        self._phrases = frozenset(phrases)
        self._gap = gap

    def shows(self, text: str) -> bool:
        """Whether the text may hold one of the phrases."""
        return self._expression.search("\n" + text.lower()) is not None

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        branches: Branches = {}
        unspaced = sorted(phrase for phrase in self._phrases if _UNSPACED.match(phrase))
        for phrase in self._phrases.difference(unspaced):
            branch = branches
            for letter in phrase:
                branch = branch.setdefault(letter, {})
            branch[""] = {}
        # The sign before the word comes first: the search skips from one to the next, past all other letters.
        spaced = f"[^a-z]{self._written(branches)}"
        return re.compile("|".join((spaced, *map(re.escape, unspaced))))

    def _written(self, branches: Branches) -> str:
        if "" in branches:
            return ""
        ways = [
            (self._gap if letter == " " else re.escape(letter)) + self._written(rest)
            for letter, rest in sorted(branches.items())
        ]
        return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"
