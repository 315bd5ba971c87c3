"""Read a text as a row of concepts, so that rules speak of meanings and cost next to nothing.

Each word, or each known phrase, becomes one sign: a letter for a concept, "." for any other word, "|" between
sentences. "Council votes to lift its face recognition ban" becomes COUNCIL PASS TO LIFT . FACE BAN. Rules are
regular expressions over these signs (`bot.core.rules`); the offsets lead back to the words.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from bot.core.lexicon import concepts
from bot.core.screens import Screen
from bot.core.text import sentences

OTHER = "."
BREAK = "|"
SENTENCE_LIMIT = 16
"""Sentences of the text that are read: news say what happened at the top."""
READ_LIMIT = 4_000
"""Characters of the text that are read."""

_HAN = "\u3040-\u30ff\u3400-\u9fff"
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


# Between two words of a phrase may stand a possessive, a joint and an elision: never more letters than these.
_GAP = ".{1,10}?"


def screen_of(names: Iterable[str]) -> Screen:
    """Give what tells, without reading it, that a text holds none of some concepts."""
    return Screen(phrases_of(names), gap=_GAP)


def phrases_of(names: Iterable[str]) -> set[str]:
    """Give the phrases of some concepts, in lower case, single blanks between their words."""
    wanted = frozenset(names)
    rows = (concept for concept in concepts() if concept.name in wanted)
    return {" ".join(_words(phrase)).lower() for row in rows for phrase in _split(row.phrases)}


def sign_of(name: str) -> str:
    """Give the sign of a concept, by its name in the lexicon."""
    return _signs()[name]


@cache
def _word() -> re.Pattern[str]:
    # Chinese and Japanese write without spaces: each sign is a word, a known term one wherever it stands.
    written = re.compile(f"[{_HAN}]+")
    terms = {term for concept in concepts() for term in written.findall(concept.phrases)}
    known = "|".join(sorted(terms, key=len, reverse=True))
    return re.compile(rf"[^\W_{_HAN}]+(?:['’][^\W_{_HAN}]+)*|{known}|[{_HAN}]")


@cache
def _signs() -> dict[str, str]:
    # Private-use letters: no regular expression gives them a meaning of its own.
    return {concept.name: chr(0xE000 + number) for number, concept in enumerate(concepts())}


# The words, whether their case matters, the concept's sign.
_Phrase = tuple[list[str], bool, str]


@cache
def _phrases() -> dict[str, dict[str, list[_Phrase]]]:
    """Every phrase under its first and its second word (none: ""), longest first."""
    known: set[tuple[str, ...]] = set()
    table: dict[str, dict[str, list[_Phrase]]] = {}
    for concept in concepts():
        for phrase in _split(concept.phrases):
            words = _words(phrase)
            # A phrase belongs to the first concept that names it.
            if words and words not in known:
                known.add(words)
                first, second = (*words, "")[:2]
                same_start = table.setdefault(first.lower(), {}).setdefault(second.lower(), [])
                same_start.append((list(words), phrase != phrase.lower(), sign_of(concept.name)))
    for by_second in table.values():
        for same_start in by_second.values():
            same_start.sort(key=lambda each: len(each[0]), reverse=True)
    return table


def _words(phrase: str) -> tuple[str, ...]:
    if phrase.isascii() and phrase.replace(" ", "").isalnum():
        return tuple(phrase.split())
    return tuple(_bare(word) for word in _word().findall(phrase))


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


_Sign = tuple[str, int, int, int]
"""A sign, its start and its end in its text, its zone."""


def read(title: str, text: str) -> Reading:
    """Turn title and text into signs."""
    row = [*_read(title, offset=0, zone=0)]
    for number, sentence in enumerate(sentences(text[:READ_LIMIT])[:SENTENCE_LIMIT], start=1):
        row.append((BREAK, sentence.start, sentence.start, number))
        row += _read(sentence.text, offset=sentence.start, zone=number)
    signs, starts, ends, zones = zip(*row, strict=True) if row else ((), (), (), ())
    return Reading(title, text, _accompanied("".join(signs)), starts, ends, zones)


# Whoever hides a face or buys a vanity plate is none of our news: these count only near what could read them.
_COMPANY = {"FACES": "MACHINE CAMERA SURV SURVTECH", "PLATES": "MACHINE CAMERA SURV SURVTECH VALPR"}
_NEAR = 8
"""Words between a face or a plate and its machine, at most, within one sentence."""


_SUBJECT = (
    "FACE FACES ALPR PLATES BIOMETRIC SURVTECH SURV CAMERA MACHINE PREDICT GUNSHOT VFACE VALPR POLICE RIGHTS"
)


@dataclass(frozen=True, slots=True)
class _Double:
    """A word with two meanings: ours only in an item that shows one of `needs`, or none of `unless`."""

    name: str
    means: str
    needs: str
    unless: str
    why: str


_DOUBLES = (
    _Double(
        "BARE_VFACE",
        "VFACE",
        f"{_SUBJECT} VOTHER REGULATOR COURT SUE RULING FINE SETTLE",
        "",
        "Clearview is a school's, a library's and a town's name, too",
    ),
    _Double(
        "BARE_VALPR",
        "VALPR",
        f"{_SUBJECT} COUNCIL CONTRACT MAYOR",
        "SPORT",
        "Flock Hill has a basketball team",
    ),
    _Double("BARE_CELLSITE", "CELLSITE", f"{_SUBJECT} CELLSITE STRICT", "", "a stingray is a fish or a car"),
    _Double(
        "JURY",
        "COURT",
        "COURT SUE RULING SETTLE FINE CASE APPEAL PAY WRONGED ARREST FALSE POLICE",
        "PRAISE SHOW",
        "a contest has a jury, too",
    ),
)
_ABOUT = 3
"""Words between "a book about" and what it is about, at most."""
TECHNOLOGY = "FACE ALPR CELLSITE PREDICT GUNSHOT BIOMETRIC SURVTECH VFACE VALPR DRONE SURV CAMERA VOTHER"


def _accompanied(signs: str) -> str:
    """Blot out the faces and plates that no machine is near, and names that mean something else here."""
    for double in _DOUBLES:
        if sign_of(double.name) in signs:
            signs = signs.replace(sign_of(double.name), _meant(double, signs))
    if sign_of("WORKABOUT") in signs:
        signs = _work_about().sub(lambda found: f"{found[1]}{OTHER}", signs)
        signs = signs.replace(sign_of("WORKABOUT"), sign_of("SHOW"))
    for name, companions in _COMPANY.items():
        if sign_of(name) in signs:
            signs = _lonely(name, companions).sub(OTHER, signs)
    return signs


def _meant(double: _Double, signs: str) -> str:
    shown = any(sign_of(name) in signs for name in double.needs.split())
    if double.unless and not shown:
        shown = not any(sign_of(name) in signs for name in double.unless.split())
    return sign_of(double.means) if shown else OTHER


@cache
def _work_about() -> re.Pattern[str]:
    about = "".join(map(sign_of, TECHNOLOGY.split()))
    return re.compile(f"({sign_of('WORKABOUT')}[^{BREAK}]{{0,{_ABOUT}}}?)[{about}]")


@cache
def _lonely(name: str, companions: str) -> re.Pattern[str]:
    company = "".join(map(sign_of, companions.split()))
    before = "".join(f"(?<![{company}][^{BREAK}]{{{words}}})" for words in range(_NEAR))
    return re.compile(f"{before}{sign_of(name)}(?![^{BREAK}]{{0,{_NEAR - 1}}}[{company}])")


def _read(text: str, *, offset: int, zone: int) -> Iterator[_Sign]:
    known = _phrases()
    spans = [match.span() for match in _word().finditer(text)]
    words = [_bare(text[start:end]) for start, end in spans]
    lowered = [*map(str.lower, words), ""]
    place = 0
    while place < len(words):
        size, sign = 1, OTHER
        if same_start := known.get(lowered[place]):
            for phrase, exact, its_sign in (*same_start.get(lowered[place + 1], ()), *same_start.get("", ())):
                end = place + len(phrase)
                here = (words if exact else lowered)[place:end]
                if here == phrase and (len(here) == 1 or _are_joined(text, spans[place:end])):
                    size, sign = len(phrase), its_sign
                    break
        yield sign, offset + spans[place][0], offset + spans[place + size - 1][1], zone
        place += size


def _are_joined(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    # Only blanks and hyphens may stand within a phrase: "the state, law enforcement" is no state law.
    return all(text[end:start] in _JOINTS for (_, end), (start, _) in pairwise(spans))


_JOINTS = frozenset((" ", "-", "‑", "–", " - ", "/", "'s ", "’s ", "' ", "’ ", "\u00a0"))
_ELISION = re.compile(r"^(?:[dlnscmtj]|dell|all|nell|sull|dall|un|qu)'(?=\w{3})", re.IGNORECASE)


def _bare(word: str) -> str:
    """Give the word without possessive or elision: "city's" is the city, "l'accordo" the accord."""
    if "'" not in word and "’" not in word:
        return word
    word = word.replace("’", "'")
    return _ELISION.sub("", word.removesuffix("'s"))
