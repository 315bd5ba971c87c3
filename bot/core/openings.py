"""Seek many expressions in one pass over a text: each is tried only where its first letters stand."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from re import _parser  # type: ignore[attr-defined]  # the only reader of expressions that Python has
from typing import Any, Generic, TypeVar

Key = TypeVar("Key")
_Part = tuple[Any, Any]
"""Of an expression as `re` reads it: an operation and what it is about."""

LETTERS = 3
"""By so many letters an expression is looked up: two would let three times as many through."""
_ASCII = frozenset(map(chr, range(128)))
_WORD = re.compile(r"\w+")
_ANYWHERE = frozenset({""})
_CLASSES = {
    _parser.CATEGORY_DIGIT: r"\d",
    _parser.CATEGORY_NOT_DIGIT: r"\D",
    _parser.CATEGORY_SPACE: r"\s",
    _parser.CATEGORY_NOT_SPACE: r"\S",
    _parser.CATEGORY_WORD: r"\w",
    _parser.CATEGORY_NOT_WORD: r"\W",
}


class Openings(Generic[Key]):
    r"""Expressions for lower-case text that begin at the edge of a word (`\b`) with telling letters."""

    def __init__(self, expressions: Mapping[Key, re.Pattern[str]]) -> None:
        self._all = tuple(expressions.items())
        by_letters: defaultdict[str, list[tuple[Key, re.Pattern[str]]]] = defaultdict(list)
        for key, expression in self._all:
            for letters in openings_of(expression.pattern):
                by_letters[letters].append((key, expression))
        self._by_letters = dict(by_letters)

    def found_in(self, text: str) -> set[Key]:
        """Give the keys of the expressions that the text holds, as a search for each would."""
        found: set[Key] = set()
        for word in _WORD.finditer(text):
            for edge in word.span():
                letters = text[edge : edge + LETTERS]
                # Of other alphabets there are too many letters for a table.
                possible = self._by_letters.get(letters, ()) if letters.isascii() else self._all
                for key, expression in possible:
                    if key not in found and expression.match(text, edge):
                        found.add(key)
        return found


def openings_of(pattern: str) -> frozenset[str]:
    """Give the first letters of all ASCII text that an expression may match."""
    heads = _heads(_parser.parse(pattern))
    for _ in range(LETTERS):
        heads |= _followed(heads, _ASCII)  # what follows an expression's end may be any letter, or none
    return heads


def _heads(parts: Iterable[_Part]) -> frozenset[str]:
    heads = _ANYWHERE
    for part in parts:
        if all(len(head) == LETTERS for head in heads):
            break
        heads = _followed(heads, _heads_of(part))
    return heads


def _followed(heads: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    whole = frozenset(head for head in heads if len(head) == LETTERS)
    return whole.union((head + other)[:LETTERS] for head in heads - whole for other in others)


def _heads_of(part: _Part) -> frozenset[str]:
    operation, about = part
    if operation is _parser.BRANCH:
        return frozenset().union(*map(_heads, about[1]))
    if operation is _parser.SUBPATTERN:
        return _heads(about[-1])
    if operation in {_parser.MAX_REPEAT, _parser.MIN_REPEAT}:
        least, most, repeated = about
        return _repeated(_heads(repeated), least=least, most=most)
    if operation in {_parser.AT, _parser.ASSERT, _parser.ASSERT_NOT}:
        return _ANYWHERE  # they take no letter, and that they may forbid one costs a trial, no answer
    return _letters(part)


def _repeated(once: frozenset[str], *, least: int, most: int) -> frozenset[str]:
    heads, times = _ANYWHERE, [_ANYWHERE]
    for _ in range(min(most, LETTERS)):
        heads = _followed(heads, once)
        times.append(heads)
    return frozenset().union(*times[min(least, LETTERS) :])


def _letters(part: _Part) -> frozenset[str]:
    """The ASCII letters that one sign of an expression stands for."""
    operation, about = part
    if operation is _parser.LITERAL:
        return _ASCII & {chr(about)}
    if operation is _parser.NOT_LITERAL:
        return _ASCII - {chr(about)}
    if operation is _parser.RANGE:
        return frozenset(letter for letter in _ASCII if about[0] <= ord(letter) <= about[1])
    if operation is _parser.CATEGORY:
        return frozenset(letter for letter in _ASCII if re.match(_CLASSES[about], letter))
    if operation is _parser.IN:
        negated = about[0][0] is _parser.NEGATE
        found = frozenset().union(*(_letters(each) for each in about[negated:]))
        return _ASCII - found if negated else found
    if operation is _parser.ANY:
        return _ASCII
    raise ValueError(f"{operation} in an expression that is looked up by its first letters")
