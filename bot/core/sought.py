"""Regular expressions that are not searched for where the letters are missing that every match needs.

Most of what is sought in an item is not there, and to find a word takes a tenth of the time of an expression.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from re import _parser  # type: ignore[attr-defined]  # the only reader of expressions that Python has
from typing import Any

_Part = tuple[Any, Any]
"""Of an expression as `re` reads it: an operation and what it is about."""
Needs = tuple[frozenset[str], ...]
"""Of each set one member stands in every match."""

MOST_NEEDS = 2
"""Sets that are looked at: what passes two mostly matches."""
MOST_MEMBERS = 24
"""Members of one set: to look for each of more takes as long as to search."""
LEAST_LETTERS = 2


class Sought:
    """A compiled expression, of which only what finds it anywhere in a text can be asked."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.expression = re.compile(pattern, flags)
        self.needs = needs_of(self.expression)
        self._folds = bool(self.expression.flags & re.IGNORECASE)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Give the first match, as `re` does."""
        return self.expression.search(text, start, end) if self._may_match(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Give all matches, as `re` does."""
        return self.expression.finditer(text) if self._may_match(text) else iter(())

    def findall(self, text: str) -> list[Any]:
        """Give the words of all matches, as `re` does."""
        return self.expression.findall(text) if self._may_match(text) else []

    def _may_match(self, text: str) -> bool:
        words = _folded(text) if self._folds else text
        for members in self.needs:
            for letters in members:
                if letters in words:
                    break
            else:
                return False
        return True


@lru_cache(maxsize=64)
def _folded(text: str) -> str:
    """The text in small letters; `re` takes these three for an i and an s where it ignores the case."""
    return text.replace("İ", "i").lower().replace("ı", "i").replace("ſ", "s")


def needs_of(expression: re.Pattern[str]) -> Needs:
    """Give what a match can't do without, the most telling first."""
    parts = _parser.parse(expression.pattern, expression.flags)
    found = _needs(parts, folds=bool(expression.flags & re.IGNORECASE))
    return tuple(sorted(found, key=lambda members: (len(members), -_shortest(members))))[:MOST_NEEDS]


def _shortest(members: Iterable[str]) -> int:
    return min(map(len, members))


def _needs(parts: Iterable[_Part], *, folds: bool) -> list[frozenset[str]]:
    found: list[frozenset[str]] = []
    run = ""
    for operation, about in parts:
        letter = chr(about) if operation is _parser.LITERAL else ""
        # Which letters of other alphabets are one with which, is not for us to know.
        if letter and (letter.isascii() or not folds):
            run += letter.lower() if folds else letter
            continue
        found += _of_run(run)
        run = ""
        if operation is _parser.SUBPATTERN and not about[1]:  # none with flags of its own
            found += _needs(about[-1], folds=folds)
        elif operation is _parser.BRANCH:
            found += _of_ways([_needs(way, folds=folds) for way in about[1]])
        elif operation in {_parser.MAX_REPEAT, _parser.MIN_REPEAT} and about[0]:
            found += _needs(about[-1], folds=folds)
    return found + _of_run(run)


def _of_run(run: str) -> list[frozenset[str]]:
    return [frozenset({run})] if len(run.strip()) >= LEAST_LETTERS else []


def _of_ways(ways: list[list[frozenset[str]]]) -> list[frozenset[str]]:
    """What one of several ways needs: each way's most telling set, if each has one."""
    if not all(ways):
        return []
    members = frozenset().union(*(max(way, key=lambda each: (_shortest(each), -len(each))) for way in ways))
    shortest = frozenset(one for one in members if not any(other in one for other in members - {one}))
    return [shortest] if len(shortest) <= MOST_MEMBERS else []
