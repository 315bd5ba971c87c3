"""Weigh all that a text shows of its action and its stage: what the rules found, its concepts, its words.

Rules read one phrase at a time; a text that avoids the usual phrases says the same by ten small signs. This
linear model (multinomial logistic regression) adds them up; the rules' findings are its strongest features.
`benchmarks/train_weighing.py` fits it; docs/judgement.md tells on what (data card).
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from heapq import nlargest
from itertools import pairwise

from bot.core.concepts import BREAK, OTHER, Reading, sign_of
from bot.core.data import lines
from bot.core.lexicon import concepts
from bot.core.lexicon.marks import MARKS
from bot.core.lexicon.stages import Found
from bot.core.models import Evidence
from bot.core.openings import Openings
from bot.core.rules import Hit
from bot.core.vocabulary import Action, Stage

TABLE = "weighing.tsv.gz"
ZONES_READ = 6
"""Sentences after the title that are weighed: later ones tell what happened before."""
MARKS_READ = 600
"""Characters of the text that are searched for turns of phrase."""
WORDS_READ = 60
"""Words of one sentence that are weighed."""
STRENGTH_SCALE = 0.03
"""Makes a rule's strength (up to 13) a number of the size of the other features (0 or 1)."""
BIAS = "bias"
RULED_OUT = 0.02
"""Probability up to which a value is not counted as possible."""

ACTIONS: Sequence[str] = tuple(sorted(Action))
STAGES: Sequence[str] = tuple(sorted(Stage))
_OPENS_AS_OPINION = re.compile(r"\W*(?:opinion|editorial|column|letters?|commentary|op-ed)\b", re.IGNORECASE)
_COUNT = re.compile(r"\b\d{1,3}(?:-|–| to )\d{1,3}\b")
_FIRST_PERSON = re.compile(r"\b(?:I|my|we|our|us|me)\b")
_QUOTE = re.compile(r"[\"“”]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the rules say: their answers and every hit behind them, strongest first."""

    action: Action
    stage: Stage
    actions: Sequence[Hit[Action]]
    stages: Sequence[Hit[Found]]


Row = tuple[float, ...]
"""What a feature weighs for each action, then for each stage."""
Added = tuple[str, Row]
"""A feature and what it adds: its weights by its amount."""
Weights = Mapping[str, Row]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The likeliest value, how likely it is, and what each feature added to each value."""

    value: str
    probability: float
    column: int
    """The value's place in what the features added."""
    added: Sequence[Added]
    chances: Mapping[str, float]
    """How likely each value is that is not all but ruled out."""

    @property
    def features(self) -> tuple[str, ...]:
        """Those that spoke for the value, strongest first."""
        spoke = ((row[self.column], name) for name, row in self.added if row[self.column] > 0)
        return tuple(name for _, name in nlargest(12, spoke) if name != BIAS)


def weigh(reading: Reading, proposal: Proposal) -> tuple[Weighed, Weighed]:
    """Give the likeliest action and the likeliest stage."""
    found, known = features_of(reading, proposal), _weights()
    added = [
        (name, known[name] if amount == 1.0 else _times(amount, known[name]))
        for name, amount in found.items()
        if name in known
    ]
    scores = [*map(sum, zip(*(row for _, row in added), strict=True))]
    return (
        _likeliest(scores[: len(ACTIONS)], ACTIONS, added, first_column=0),
        _likeliest(scores[len(ACTIONS) :], STAGES, added, first_column=len(ACTIONS)),
    )


def features_of(reading: Reading, proposal: Proposal) -> dict[str, float]:
    """Give the model's features by name; docs/judgement.md explains the prefixes."""
    found: dict[str, float] = {BIAS: 1.0}
    _add_signs(found, reading)
    for zone, word in _words(reading):
        found[f"x:{word}"] = 1.0
        if zone <= 1:
            found[f"{'l' if zone else 't'}:{word}"] = 1.0
    _add_rules(found, proposal)
    title, text = reading.title, reading.text
    marks = {
        "m:count in the headline": _COUNT.search(title),
        "m:count in the text": _COUNT.search(text, 0, 600),
        "m:no text": not text,
        "m:headline asks": "?" in title,
        "m:headline quotes": _QUOTE.search(title),
        "m:opens as an opinion": _OPENS_AS_OPINION.match(title),
        "m:speaks for itself": _FIRST_PERSON.search(text) and not _QUOTE.search(text),
    }
    found.update((mark, 1.0) for mark, holds in marks.items() if holds)
    _add_marks(found, title.lower(), text[:MARKS_READ].lower())
    return found


def _add_marks(found: dict[str, float], title: str, text: str) -> None:
    in_title, in_text = _marks().found_in(title), _marks().found_in(text)
    for name in sorted(in_title | in_text):
        if name in in_title:
            found[f"mt:{name}"] = 1.0
        if name in in_text:
            found[f"mx:{name}"] = 1.0
        found[f"m:{name}"] = 1.0


@cache
def _marks() -> Openings[str]:
    return Openings({mark.name: mark.pattern for mark in MARKS})


def _add_signs(found: dict[str, float], reading: Reading) -> None:
    names = _names()
    rows: list[list[str]] = []
    for sign, zone in zip(reading.signs, reading.zones, strict=True):
        if zone > ZONES_READ:
            break
        while len(rows) <= zone:
            rows.append([])
        if sign not in (OTHER, BREAK):
            rows[zone].append(names[sign])
    for zone, row in enumerate(rows):
        prefix = ("ct", "cl")[zone] if zone <= 1 else "cr"
        for name in row:
            found[f"{prefix}:{name}"] = found[f"ca:{name}"] = 1.0
        for first, second in pairwise(row):
            found[f"{prefix}:{first}>{second}"] = found[f"ca:{first}>{second}"] = 1.0
        for first, third in zip(row, row[2:], strict=False):
            found[f"{prefix}:{first}>>{third}"] = 1.0


def _add_rules(found: dict[str, float], proposal: Proposal) -> None:
    action, stage = proposal.action, proposal.stage
    found[f"ra:{action}"] = found[f"rs:{stage}"] = found[f"ras:{action}/{stage}"] = 1.0
    both: tuple[tuple[str, Sequence[Hit[Action] | Hit[Found]]], ...] = (
        ("a", proposal.actions),
        ("s", proposal.stages),
    )
    for prefix, hits in both:
        for hit in hits[:4]:
            found[f"rule:{hit.rule.id}"] = 1.0
        for hit in reversed(hits):  # the strongest last, so that it stays
            found[f"s{prefix}:{_value(hit)}"] = STRENGTH_SCALE * hit.strength
        for zone, name in enumerate("tl"):
            if first := next((hit for hit in hits if hit.zone == zone), None):
                found[f"{name}{prefix}:{_value(first)}"] = 1.0


def _value(hit: Hit[Action] | Hit[Found]) -> str:
    value = hit.rule.value
    return value if isinstance(value, Action) else value[0]


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def _words(reading: Reading) -> Iterator[tuple[int, str]]:
    read = 0
    for sign, zone, start, end in zip(
        reading.signs, reading.zones, reading.starts, reading.ends, strict=True
    ):
        if zone > ZONES_READ:
            return
        if sign == BREAK:
            read = 0
            continue
        read += 1
        if read <= WORDS_READ:
            source = reading.text if zone else reading.title
            for root in roots_of(source[start:end]):
                yield zone, root


@lru_cache(maxsize=16_384)
def roots_of(words: str) -> tuple[str, ...]:
    """Give the roots of the words behind a sign."""
    return tuple(map(root_of, _WORD.findall(words)))


def root_of(word: str) -> str:
    """Give a word without its commonest endings: "bans", "banned" and "banning" share what they say."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    if len(word) > 5:
        for ending, instead in (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")):
            if word.endswith(ending):
                return word.removesuffix(ending) + instead
    elif len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


# --- the weights ----------------------------------------------------------------------------------------


@cache
def _weights() -> Weights:
    table = {}
    for line in lines(TABLE):
        name, actions, stages = line.split("\t")
        row = [0.0] * (len(ACTIONS) + len(STAGES))
        for first, column in ((0, actions), (len(ACTIONS), stages)):
            for number, _, weight in (pair.partition(":") for pair in column.split()):
                row[first + int(number)] = int(weight) / 100
        table[name] = tuple(row)
    return table


def _times(amount: float, row: Row) -> Row:
    return tuple(weight * amount for weight in row)


def _likeliest(
    scores: Sequence[float], values: Sequence[str], added: Sequence[Added], *, first_column: int
) -> Weighed:
    best = max(range(len(values)), key=scores.__getitem__)
    parts = [math.exp(score - scores[best]) for score in scores]
    total = sum(parts)
    chances = {
        value: part / total for value, part in zip(values, parts, strict=True) if part > RULED_OUT * total
    }
    return Weighed(values[best], 1 / total, first_column + best, added, chances)


@cache
def _names() -> dict[str, str]:
    return {sign_of(concept.name): concept.name for concept in concepts()}


# --- telling it -----------------------------------------------------------------------------------------

_WHERE = {"t": "the headline", "ct": "the headline", "l": "the lead", "cl": "the lead", "x": "the text"}


_MARKED = {"m": "", "mt": ", says the headline", "mx": ", says the text"}


def told(feature: str) -> str:
    """Say a feature in plain words."""
    prefix, _, name = feature.partition(":")
    if prefix in {"t", "l", "x"}:
        return f"“{name}” in {_WHERE[prefix]}"
    if prefix in {"ct", "cl", "cr", "ca"}:
        words = name.replace(">>", " … ").replace(">", " ").lower()
        return f"{words} in {_WHERE.get(prefix, 'the text')}"
    if prefix in _MARKED:
        return f"{name}{_MARKED[prefix]}"
    return f"rule {name}".replace("_", " ")


def span_of(reading: Reading, weighed: Weighed, field: str) -> Evidence | None:
    """Show the words of the strongest feature that stands in the text as such."""
    for feature in weighed.features:
        prefix, _, name = feature.partition(":")
        if prefix in {"ct", "cl", "cr", "ca"} and ">" not in name:
            at = _sign_at(reading, sign_of(name), prefix)
        elif prefix in {"t", "l", "x"}:
            at = _word_at(reading, name, prefix)
        else:
            continue
        if at is not None:
            start, end, words = reading.words(at, at + 1)
            source = "summary" if reading.zones[at] else "title"
            return Evidence(
                field=field,
                value=weighed.value,
                source=source,
                start=start,
                end=end,
                text=words,
                rule=feature,
            )
    return None


_ZONES = {"ct": (0, 0), "t": (0, 0), "cl": (1, 1), "l": (1, 1), "cr": (2, 99), "ca": (0, 99), "x": (0, 99)}


def _sign_at(reading: Reading, sign: str, prefix: str) -> int | None:
    first, last = _ZONES[prefix]
    places = (at for at, found in enumerate(reading.signs) if found == sign)
    return next((at for at in places if first <= reading.zones[at] <= last), None)


def _word_at(reading: Reading, word: str, prefix: str) -> int | None:
    first, last = _ZONES[prefix]
    for at, zone in enumerate(reading.zones):
        if first <= zone <= last and reading.signs[at] != BREAK:
            _, _, words = reading.words(at, at + 1)
            if word in roots_of(words):
                return at
    return None
