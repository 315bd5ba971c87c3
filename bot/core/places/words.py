"""Cut text into words once, and find the phrases of a table in them by look-up."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Generic, NamedTuple, TypeVar

from bot.core.data import table
from bot.core.places.gazetteer import FOLDED, key_of

TEXT_LIMIT = 6_000
"""Characters that are looked at: who acts is said early, and a hostile text must not buy time."""
TITLE_LIMIT = 1_000
_WORD = re.compile(r"[^\W_]+(?:['’](?!s\b)[^\W\d_]+)*")
_SHORT = frozenset({"st", "ft", "mt", "ste", "dr"})
_SMALL_WORDS = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "off", "on", "or", "over", "the",
     "to", "up", "via", "with"]
)  # fmt: skip
# Capitals that stay so in a headline all in capitals; state codes that are no English words.
_INITIALS = frozenset(
    ["US", "EU", "UK", "AI", "AG", "DA", "DMV", "ACLU", "ALPR", "LPR", "ANPR", "AK", "AR", "AZ", "CA", "CT",
     "DC", "FL", "GA", "IA", "IL", "KS", "KY", "MD", "MI", "MN", "MT", "NC", "ND", "NE", "NH", "NJ", "NM",
     "NV", "NY", "RI", "SC", "SD", "TN", "TX", "UT", "VA", "VT", "WA", "WI", "WV", "WY"]
)  # fmt: skip
_CAPITALS = re.compile(r"(?<![^\W_])[^\W\d_]{2,}(?:['’][^\W\d_]+)*")
_DOMAINS = frozenset({"me", "AI", "ai", "com"})
T = TypeVar("T")


class Word(NamedTuple):
    """One word where it stands, with its folded form."""

    start: int
    end: int
    text: str
    key: str
    capital: bool
    """Whether it begins as a name does."""


@lru_cache(maxsize=16)
def words_of(text: str) -> tuple[Word, ...]:
    """The words of the first few thousand characters."""
    words = []
    for match in _WORD.finditer(text, 0, TEXT_LIMIT):
        word = match[0]
        low = word.lower()
        key = FOLDED.get(low, low) if low.isascii() and low.isalnum() else key_of(word)
        if key:
            words.append(Word(*match.span(), word, key, word[0].isupper()))
    return tuple(words)


def recased(text: str) -> str:
    """A headline all in capitals as other headlines write it, every letter in its place."""
    if not text.isupper() or " " not in text:
        return text
    return _CAPITALS.sub(lambda word: _recased_word(text, word), text)


def _recased_word(text: str, match: re.Match[str]) -> str:
    word, before = match[0], text[max(0, match.start() - 2) : match.start()]
    numbered = len(word) <= 3 and re.match(r" ?\d", text[match.end() :])
    if word in initials() or word.endswith("PD") or numbered or (len(word) == 2 and before == ", "):
        return word
    small = match.start() and word.lower() in _SMALL_WORDS
    new = word.lower() if small else word.capitalize()
    return new if len(new) == len(word) else word


@cache
def initials() -> frozenset[str]:
    """Abbreviations that stay in capitals: those of agencies and makers, and a few more."""
    aliases = [row[4] for row in table("bodies.tsv", 5)] + [row[1] for row in table("vendors.tsv", 3)]
    words = (word for alias in aliases for word in alias.split("|"))
    return _INITIALS.union(word for word in words if word.isalpha() and word.isupper())


def joined(text: str, left: Word, right: Word) -> bool:
    """Whether two words may be of one name: a blank, a hyphen, or the dot of "St." between."""
    gap = text[left.end : right.start]
    if gap in {" ", "-", "\u00a0", "‑"} or (gap in {"'", "’"} and right.key == "s"):
        return True
    if gap == "." and right.text in _DOMAINS:
        return True  # ID.me, Character.AI
    return gap in {".", ". "} and (len(left.text) == 1 or left.key in _SHORT)


def runs(text: str, words: tuple[Word, ...], at: int, *, longest: int) -> list[tuple[str, int]]:
    """Keys of the word runs that begin at a word, longest first, each with the number of its last word."""
    key = words[at].key
    found = [(key, at)]
    for last in range(at + 1, min(at + longest, len(words))):
        if not joined(text, words[last - 1], words[last]):
            break
        key = f"{key} {words[last].key}"
        found.append((key, last))
    found.reverse()
    return found


def longest_runs(keys: Iterable[str]) -> dict[str, int]:
    """For every first word of some names, how many words the longest of them has."""
    longest: dict[str, int] = {}
    for key in keys:
        first = key.split(" ", 1)[0]
        longest[first] = max(longest.get(first, 1), key.count(" ") + 1)
    return longest


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """A phrase of a table where it stands in the text."""

    start: int
    end: int
    text: str
    value: T


class Phrases(Generic[T]):
    """A table of phrases; a phrase in capitals ("ICE", "NYPD") matches capitals only."""

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        self._values: dict[str, list[tuple[str, T]]] = {}
        for phrase, value in phrases:
            self._values.setdefault(" ".join(word.key for word in words_of(phrase)), []).append(
                (phrase, value)
            )
        self._longest = longest_runs(self._values)

    def find(self, text: str) -> list[Hit[T]]:
        """Every phrase in the text, longest first at each word, without overlaps."""
        words, hits, free = words_of(text), [], 0
        for at in [at for at, word in enumerate(words) if word.key in self._longest]:
            if at >= free:
                hit, last = self._at(text, words, at)
                free = last + 1
                if hit:
                    hits.append(hit)
        return hits

    def _at(self, text: str, words: tuple[Word, ...], at: int) -> tuple[Hit[T] | None, int]:
        for key, last in runs(text, words, at, longest=self._longest[words[at].key]):
            for phrase, value in self._values.get(key, ()):
                found = text[words[at].start : words[last].end]
                if _same_case(phrase, found):
                    return Hit(words[at].start, words[last].end, found, value), last
        return None, at


def _same_case(phrase: str, found: str) -> bool:
    letters = [c for c in phrase if c.isalpha()]
    if all(c.isupper() for c in letters):
        return found.upper() == found
    if phrase[0].isupper():
        return found[0].isupper()
    return True
