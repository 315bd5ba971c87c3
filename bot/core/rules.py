"""A small language for rules over concepts, and the search for their hits.

A pattern is a row of concept names in reading order:

    LIFT ~5 BAN        at most five words between them (without `~n`: two; `+`: none)
    COUNCIL/CHAMBER    either; groups such as TECH stand for many
    ^ BAN, BAN $       at a sentence's start, at its end
    PASS !NEGATION BAN no such concept in between
    <NEGATION PASS     no such concept in the three words before (at a pattern's start only)

A hit never reaches over a sentence's end. A veto is a pattern that silences the rule in the same sentence.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from bot.core.concepts import BREAK, Reading, sign_of
from bot.core.models import Evidence

Value = TypeVar("Value")

GROUPS = {
    "TECH": "FACE ALPR DRONE CELLSITE PREDICT GUNSHOT BIOMETRIC SURVTECH SURV CAMERA VFACE VALPR VOTHER"
    " FACES PLATES",
    "TEXT": "BILL PROPOSAL LAW RULES POLICY NEWRULES",
    "BODY": "COUNCIL HOUSES PARLIAMENT",
    "CHAMBER": "HOUSES PARLIAMENT",
    "LIMITS": "BAN MORATORIUM STRICT CURB RULES OVERSIGHT",
    "RESTRICT": "STRICT CURB",
    "FUTURE": "LATER HEADSTO MODAL",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Generic[Value]):
    """What a pattern of concepts says, how strongly, and why it is believed."""

    id: str
    value: Value
    pattern: str
    why: str
    weight: float
    veto: str = ""
    """Patterns separated by ";"."""
    reach: int = 99
    """The last sentence that counts: 0 the title only, 1 the first sentence of the text too …"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit(Generic[Value]):
    """A rule's match: its strength is the rule's weight less what distance from the title costs."""

    rule: Rule[Value]
    start: int
    end: int
    zone: int
    strength: float


# The title says what happened; each further sentence rather tells what happened before.
_FADING = (1.0, 0.82, 0.68, 0.55, 0.45)


class Table(Generic[Value]):
    """Rules in their order, made ready once."""

    def __init__(self, rules: Sequence[Rule[Value]]) -> None:
        self._rules = [(rule, _ready(rule.pattern), _ready_all(rule.veto)) for rule in rules]
        # Most rules speak of what an item doesn't hold: each is looked up by its rarest class of signs.
        self._by_sign: dict[str, list[int]] = {}
        for number, (_, pattern, _) in enumerate(self._rules):
            for sign in min(pattern.classes, key=len):
                self._by_sign.setdefault(sign, []).append(number)

    def hits(self, reading: Reading) -> list[Hit[Value]]:
        """Find each rule's strongest hit, strongest rule first; ties keep the table's order."""
        present = frozenset(reading.signs)
        found: list[Hit[Value]] = []
        for number in sorted({number for sign in present for number in self._by_sign.get(sign, ())}):
            rule, pattern, vetoes = self._rules[number]
            if pattern.may_match(present):
                hit = _first_hit(reading, rule, pattern, vetoes, present)
                if hit:
                    found.append(hit)
        return sorted(found, key=lambda hit: -hit.strength)


def _first_hit(
    reading: Reading,
    rule: Rule[Value],
    pattern: "_Pattern",
    vetoes: Sequence["_Pattern"],
    present: frozenset[str],
) -> Hit[Value] | None:
    possible: Sequence[_Pattern] | None = None
    # Signs run from the title to the last sentence, so the first hit that stands is the strongest.
    for match in pattern.expression.finditer(reading.signs):
        start, end = match.span()
        zone = reading.zones[start]
        if zone > rule.reach:
            return None
        if possible is None:
            possible = [veto for veto in vetoes if veto.may_match(present)]
        if not possible or not _vetoed(reading, possible, start):
            fading = _FADING[min(zone, len(_FADING) - 1)]
            return Hit(rule=rule, start=start, end=end, zone=zone, strength=rule.weight * fading)
    return None


def _vetoed(reading: Reading, vetoes: Sequence["_Pattern"], start: int) -> bool:
    left = reading.signs.rfind(BREAK, 0, start) + 1
    right = reading.signs.find(BREAK, start)
    sentence = reading.signs[left : right if right >= 0 else None]
    return any(veto.expression.search(sentence) for veto in vetoes)


def _told(value: object) -> str:
    """A stage and its finer stage as `enacted/signed`; anything else as it is."""
    parts = value if isinstance(value, tuple) else (value,)
    return "/".join(str(part) for part in parts if part is not None)


def evidence_of(reading: Reading, hit: Hit[Value], field: str) -> Evidence:
    """Show the words behind a hit."""
    start, end, words = reading.words(hit.start, hit.end)
    return Evidence(
        field=field,
        value=_told(hit.rule.value),
        source="summary" if hit.zone else "title",
        start=start,
        end=end,
        text=words,
        rule=hit.rule.id,
    )


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Turn a pattern of concept names into a regular expression over signs."""
    parts: list[str] = []
    # The first concept may stand anywhere; after "^" it stands within the stated gap of the sentence's start.
    gap, barred, anchored = 2, "", True
    for word in pattern.split():
        if word == "^":
            parts.append(f"(?<![^{BREAK}])")
            gap, anchored = 0, False
        elif word == "$":
            parts.append(f"(?![^{BREAK}])")
        elif word.startswith("~"):
            gap = int(word[1:])
        elif word == "+":
            gap = 0
        elif word.startswith("!"):
            barred = _class(word[1:])
        elif word.startswith("<"):
            signs = _class(word[1:])
            parts.append("".join(f"(?<![{signs}][^{BREAK}]{{{size}}})" for size in range(3)))
        else:
            if not anchored:
                parts.append(f"[^{BREAK}{barred}]{{0,{gap}}}?")
            parts.append(f"[{_class(word)}]")
            gap, barred, anchored = 2, "", False
    return re.compile("".join(parts))


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A pattern made ready: its expression, and the classes of signs of which a text must hold one each."""

    expression: re.Pattern[str]
    classes: tuple[frozenset[str], ...]

    def may_match(self, present: frozenset[str]) -> bool:
        # Most rules speak of what an item doesn't hold: a set tells so faster than a search.
        for signs in self.classes:  # noqa: SIM110 - the hottest loop of all: a generator would double its cost
            if signs.isdisjoint(present):
                return False
        return True


def _ready(pattern: str) -> _Pattern:
    words = (word for word in pattern.split() if word[0] not in "^$~+!<")
    return _Pattern(compiled(pattern), tuple(frozenset(_class(word)) for word in words))


def _ready_all(patterns: str) -> list[_Pattern]:
    return [_ready(pattern) for pattern in patterns.split(";")] if patterns else []


def _class(word: str) -> str:
    names: Sequence[str] = [name for part in word.split("/") for name in GROUPS.get(part, part).split()]
    return "".join(sign_of(name) for name in names)
