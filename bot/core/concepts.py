"""Read a text as a row of concepts, so that rules speak of meanings and cost next to nothing.

Each word, or each known phrase, becomes one sign: a letter for a concept, "." for any other word, "|" between
sentences. "Council votes to lift its face recognition ban" becomes COUNCIL PASS TO LIFT . FACE BAN. Rules are
regular expressions over these signs (`bot.core.rules`); the offsets lead back to the words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from bot.core.lexicon import concepts
from bot.core.text import sentences

OTHER = "."
BREAK = "|"
SENTENCE_LIMIT = 16
"""Sentences of the text that are read: news say what happened at the top."""
READ_LIMIT = 4_000
"""Characters of the text that are read."""

# Chinese and Japanese write without spaces: each sign is a word there, a known term one wherever it stands.
_TERMS = (
    "顔認識|顔認証|人脸识别|人臉辨識|人臉識別|人脸辨识|刷脸|車牌辨識|车牌识别|無人機|无人机"
    "|禁止|罰金|生物识别|生体認証"
)
_HAN = "\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"{_TERMS}|얼굴|안면인식|[{_HAN}]|[^\W_{_HAN}]+(?:['’][^\W_{_HAN}]+)*")
_BRACES = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Reading:
    """Title and text as signs; `starts` and `ends` give each sign's place in its own text."""

    title: str
    text: str
    signs: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    zones: tuple[int, ...]
    """0 for the title, 1 for the first sentence of the text, and so on."""

    def words(self, start: int, end: int) -> tuple[int, int, str]:
        """Give the characters behind the signs `start:end`: their start, their end, themselves."""
        source = self.text if self.zones[start] else self.title
        first, last = self.starts[start], self.ends[end - 1]
        return first, last, source[first:last]


def sign_of(name: str) -> str:
    """Give the sign of a concept, by its name in the lexicon."""
    return _signs()[name]


@cache
def _signs() -> dict[str, str]:
    # Private-use letters: no regular expression gives them a meaning of its own.
    return {concept.name: chr(0xE000 + number) for number, concept in enumerate(concepts())}


@cache
def _phrases() -> dict[str, tuple[tuple[list[str], bool, str], ...]]:
    """Every phrase under its first word, longest first: (words, case matters, sign)."""
    table: dict[str, dict[tuple[str, ...], tuple[bool, str]]] = {}
    for concept in concepts():
        for phrase in _split(concept.phrases):
            exact = phrase != phrase.lower()
            words = tuple(_bare(word) for word in _WORD.findall(phrase))
            if words:
                table.setdefault(words[0].lower(), {}).setdefault(words, (exact, sign_of(concept.name)))
    return {
        first: tuple((list(words), *phrases[words]) for words in sorted(phrases, key=len, reverse=True))
        for first, phrases in table.items()
    }


def _split(phrases: str) -> Iterator[str]:
    for phrase in phrases.split(","):
        yield from _expanded(phrase.strip())


def _expanded(phrase: str) -> Iterator[str]:
    match = _BRACES.search(phrase)
    if not match:
        yield " ".join(phrase.split())
        return
    for ending in match.group(1).split("/"):
        yield from _expanded(phrase[: match.start()] + ending + phrase[match.end() :])


def read(title: str, text: str) -> Reading:
    """Turn title and text into signs."""
    row = _Row()
    row.add(title, offset=0, zone=0)
    for number, sentence in enumerate(sentences(text[:READ_LIMIT])[:SENTENCE_LIMIT], start=1):
        row.put(BREAK, sentence.start, sentence.start, number)
        row.add(sentence.text, offset=sentence.start, zone=number)
    signs = _accompanied("".join(row.signs))
    return Reading(title, text, signs, tuple(row.starts), tuple(row.ends), tuple(row.zones))


# Whoever hides a face or buys a vanity plate is none of our news: these count only near what could read them.
_COMPANY = {"FACES": "MACHINE CAMERA SURV SURVTECH", "PLATES": "MACHINE CAMERA SURV SURVTECH VALPR"}
_NEAR = 8
"""Words between a face or a plate and its machine, at most, within one sentence."""


def _accompanied(signs: str) -> str:
    """Blot out the faces and plates that no machine is near."""
    for name, companions in _COMPANY.items():
        if sign_of(name) in signs:
            signs = _lonely(name, companions).sub(OTHER, signs)
    return signs


@cache
def _lonely(name: str, companions: str) -> re.Pattern[str]:
    company = "".join(map(sign_of, companions.split()))
    before = "".join(f"(?<![{company}][^{BREAK}]{{{words}}})" for words in range(_NEAR))
    return re.compile(f"{before}{sign_of(name)}(?![^{BREAK}]{{0,{_NEAR - 1}}}[{company}])")


@dataclass(slots=True)
class _Row:
    """The signs read so far."""

    signs: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    zones: list[int] = field(default_factory=list)

    def put(self, sign: str, start: int, end: int, zone: int) -> None:
        self.signs.append(sign)
        self.starts.append(start)
        self.ends.append(end)
        self.zones.append(zone)

    def add(self, text: str, *, offset: int, zone: int) -> None:
        phrases = _phrases()
        spans = [match.span() for match in _WORD.finditer(text)]
        words = [_bare(text[start:end].replace("’", "'")) for start, end in spans]
        lowered = [word.lower() for word in words]
        # Only blanks and hyphens may stand within a phrase: "the state, law enforcement" is no state law.
        joined = [text[end:start] in _JOINTS for (_, end), (start, _) in pairwise(spans)]
        place = 0
        while place < len(words):
            size, sign = 1, OTHER
            for phrase, exact, its_sign in phrases.get(lowered[place], ()):
                end = place + len(phrase)
                if (words if exact else lowered)[place:end] == phrase and all(joined[place : end - 1]):
                    size, sign = len(phrase), its_sign
                    break
            self.put(sign, offset + spans[place][0], offset + spans[place + size - 1][1], zone)
            place += size


_JOINTS = frozenset((" ", "-", "‑", "–", " - ", "/", "'s ", "’s ", "' ", "’ ", "\u00a0"))
_ELISION = re.compile(r"(?:[dlnscmtj]|dell|all|nell|sull|dall|un|qu)'(?=\w{3})", re.IGNORECASE)


def _bare(word: str) -> str:
    """Give the word without possessive or elision: "city's" is the city, "l'accordo" the accord."""
    if "'" not in word:
        return word
    return _ELISION.sub("", word.removesuffix("'s"), count=1)
