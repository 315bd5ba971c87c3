"""Score whether an item is about surveillance technology and a public decision on it, as a probability.

A small additive model over facts that rules found (which concepts stand in the title, in the lead, in one
sentence), never over the words themselves: so an outlet's style or length earns nothing. Every feature has a
sign it must keep, and its weight is its explanation. `benchmarks/train_relevance.py` fits the weights;
docs/judgement.md tells on what.
"""

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from bot.core.concepts import BREAK, Reading, screen_of, sign_of
from bot.core.lexicon.gates import GATES, Gate
from bot.core.lexicon.relevance import BIAS, WEIGHTS
from bot.core.rules import GROUPS
from bot.core.screens import Screen
from bot.core.text import searchable

LEAD = 3
"""Sentences of the text that count as its lead."""
RELEVANT_AT = 0.5

STRONG = (
    "FACE ALPR CELLSITE PREDICT GUNSHOT BIOMETRIC SURVTECH VFACE VALPR BARE_VFACE BARE_VALPR BARE_CELLSITE"
)
FAINT = "DRONE SURV CAMERA VOTHER FACES PLATES"
TEXTS = "BILL PROPOSAL LAW RULES POLICY NEWRULES"
DECIDERS = "COUNCIL CHAMBER GOVERNOR MAYOR VOTERS PANEL CABINET"
JUSTICE = "COURT SUE RULING SETTLE REGULATOR FINE PROBE APPEAL PAY"
MOVES = "PASS SIGN VETO RETURNED PROPOSE CONSULT ADVANCE CLOSER FAIL DELAY EFFECT HEARING"
LIMITS = "BAN MORATORIUM SHELVE RESTRICT OVERSIGHT LIFT ALLOW END REVIVE CANT"
WORLDS = (
    "PRODUCT", "MARKETING", "FINANCE", "RESEARCH", "HEALTH", "SHOW", "SPORT", "WAR", "HOBBY", "ELSEBAN",
    "SECURITY", "PRAISE", "ROUNDUP", "FACEUSE", "TRAVEL", "ANIMAL",
)  # fmt: skip

PAIRS: tuple[tuple[str, str, str, str], ...] = (
    # name, first group, second group, what the reader is told; both must stand in one sentence
    ("tech_law", STRONG, TEXTS, "the technology and a law in one sentence"),
    ("tech_limit", STRONG, LIMITS, "the technology is banned, limited or allowed"),
    ("tech_decider", STRONG, DECIDERS, "a council, legislature or governor and the technology"),
    ("tech_justice", STRONG, JUSTICE, "a court or regulator and the technology"),
    ("tech_police", STRONG, "POLICE", "police and the technology"),
    ("tech_govt", STRONG, "GOVT", "a public body and the technology"),
    ("tech_wronged", STRONG, "WRONGED", "harm done by the technology"),
    ("tech_move", STRONG, MOVES, "a decision on the technology"),
    ("tech_rights", STRONG, "RIGHTS", "the technology and civil liberties"),
    ("tech_contract", STRONG, "CONTRACT RFP", "money for the technology"),
    ("faint_law", FAINT, TEXTS, "drones, cameras or surveillance and a law"),
    ("faint_police", FAINT, "POLICE", "drones, cameras or surveillance by police"),
    ("faint_decider", FAINT, DECIDERS, "drones, cameras or surveillance before a public body"),
    ("faint_justice", FAINT, JUSTICE, "drones, cameras or surveillance in court"),
    # A camera's picture is evidence in many a case; whether drones may watch is a case of ours.
    (
        "watch_ruled",
        "DRONE SURV",
        "RULING RIGHTS CHALLENGE",
        "drones or surveillance, and whether they are lawful",
    ),
    ("watch_police", "DRONE SURV", "POLICE", "drones or surveillance by police"),
)
WORDS: tuple[tuple[str, str, str], ...] = (
    ("tech", STRONG, "names the technology"),
    ("faint", FAINT, "names drones, cameras or surveillance"),
    ("decider", DECIDERS, "a public body that decides"),
    ("justice", JUSTICE, "a court, a case or a regulator"),
    ("police", "POLICE", "police"),
    ("text", TEXTS, "a law, rule or policy"),
    ("limits", LIMITS, "bans, limits or permissions"),
    ("move", MOVES, "a step of a decision"),
    ("govt", "GOVT", "a public body"),
    ("rights", "RIGHTS", "civil liberties"),
    ("harm", "WRONGED ARREST FALSE", "harm to people"),
    ("inquiry", "STUDY REPORT PROBE FIND", "an inquiry or a report"),
    ("contract", "CONTRACT RFP", "a public contract"),
    ("opinion", "OPINION", "an opinion"),
)
PUBLIC = frozenset(name for name, *_ in WORDS if name not in ("tech", "faint"))


@dataclass(frozen=True, slots=True)
class Relevance:
    """The score and what moved it most, in plain words."""

    score: float
    reasons: tuple[str, ...]


def names_technology(title: str, text: str) -> bool:
    """Whether an item may name the subject at all, told without reading it; nearly all of a feed doesn't."""
    return _subject().shows(f"{title}\n{text}")


@cache
def _subject() -> Screen:
    return screen_of(f"{STRONG} {FAINT}".split())


@cache
def unrelated() -> Relevance:
    """Give what is said of an item without the subject: courts and police are anybody's news."""
    return _weighed({"no_tech": 1.0})


def relevance_of(reading: Reading) -> Relevance:
    """Score an item from its signs."""
    features = features_of(reading)
    # What names no technology is told unread, so nothing but that may be said of it.
    return _weighed(features if "no_tech" in features else features | _gates(reading))


def _gates(reading: Reading) -> dict[str, float]:
    title = searchable(reading.title)
    return {gate.name: 1.0 for gate in GATES if gate.title.search(title) and _is_shut(gate, reading)}


def _is_shut(gate: Gate, reading: Reading) -> bool:
    title_end, lead_end = _zone_end(reading, 0), _zone_end(reading, LEAD)
    head = frozenset(reading.signs[:lead_end])
    if gate.needs and head.isdisjoint(_set_of(gate.needs)):
        return False
    if not head.isdisjoint(_set_of(gate.unless)):
        return False
    if not _set_of(gate.unless_title).isdisjoint(reading.signs[:title_end]):
        return False
    lead = reading.text[: reading.ends[lead_end - 1]] if lead_end > title_end else ""
    return not gate.unless_words.search(searchable(f"{reading.title}\n{lead}"))


def _weighed(features: Mapping[str, float]) -> Relevance:
    weights = _weights()
    parts = [(name, weights.get(name, 0.0) * value) for name, value in features.items()]
    score = 1 / (1 + math.exp(-max(-30.0, min(30.0, BIAS + sum(part for _, part in parts)))))
    moved = sorted((part for part in parts if abs(part[1]) >= 0.3), key=lambda part: -abs(part[1]))
    return Relevance(round(score, 4), tuple(_told(name, part) for name, part in moved[:4]))


@cache
def _weights() -> dict[str, float]:
    # What is set by hand is no feature of the model: fitting neither sees nor changes it.
    return WEIGHTS | {gate.name: gate.weight for gate in GATES}


def features_of(reading: Reading) -> dict[str, float]:
    """Give the model's features, each between 0 and 1; absent ones are left out."""
    title_end, lead_end = _zone_end(reading, 0), _zone_end(reading, LEAD)
    title, lead, head = reading.signs[:title_end], reading.signs[title_end:lead_end], reading.signs[:lead_end]
    strong = _one_of(STRONG)
    if not strong.search(reading.signs) and not _one_of(FAINT).search(head):
        # Without the subject, courts and police are anybody's news: nothing else may speak for the item.
        return {"no_tech": 1.0}
    zones = (("title", frozenset(title)), ("lead", frozenset(lead)))
    found = {
        f"{name}_{zone}": 1.0
        for name, group, _ in WORDS
        for zone, signs in zones
        if not _set_of(group).isdisjoint(signs)
    }
    if PUBLIC.isdisjoint(name.rpartition("_")[0] for name in found):
        found["bare"] = 1.0
    present = frozenset(head)
    for name, first, second, _ in PAIRS:
        both = not present.isdisjoint(_set_of(first)) and not present.isdisjoint(_set_of(second))
        if both and _together(first, second).search(head):
            found[name] = 1.0
    if often := len(strong.findall(head)):
        found["tech_often"] = min(1.0, often / 4)
    elif strong.search(reading.signs):
        found["tech_late"] = 1.0
    else:
        found["faint_only"] = 1.0
        if "faint_title" not in found:
            found["faint_passing"] = 1.0
    return found | _worlds(title, lead)


def _worlds(title: str, lead: str) -> dict[str, float]:
    counts = {world: 2 * title.count(sign) + lead.count(sign) for world, sign in _world_signs()}
    found = {f"world_{world.lower()}": min(1.0, count / 3) for world, count in counts.items() if count}
    if total := sum(counts.values()):
        # What all of them have in common holds for a world that no labelled item came from, too.
        found["world_any"] = min(1.0, total / 5)
    return found


@cache
def _world_signs() -> tuple[tuple[str, str], ...]:
    return tuple((world, sign_of(world)) for world in WORLDS)


def labels() -> dict[str, str]:
    """Say in plain words what each feature means."""
    told = {
        f"{name}_{zone}": f"{words} in the {zone}" for name, _, words in WORDS for zone in ("title", "lead")
    }
    told |= {name: words for name, _, _, words in PAIRS}
    told |= {f"world_{world.lower()}": f"words of another subject ({world.lower()})" for world in WORLDS}
    return told | {
        "tech_often": "names the technology again and again",
        "tech_late": "names the technology only in passing",
        "faint_only": "names nothing but drones, cameras or surveillance",
        "faint_passing": "names them only in passing",
        "world_any": "words of other subjects",
        "bare": "names the technology and nothing that the public decides",
        "no_tech": "names no surveillance technology",
    }


def sign_expected(name: str) -> int:
    """Say which sign a feature's weight must have: words of another subject never speak for an item."""
    return (
        -1
        if name.startswith("world_")
        or name in {"no_tech", "bare", "tech_late", "faint_only", "faint_passing"}
        else 1
    )


def _told(name: str, part: float) -> str:
    return f"{'for' if part > 0 else 'against'}: {_labels()[name]}"


@cache
def _labels() -> dict[str, str]:
    return labels() | {gate.name: gate.told for gate in GATES}


def _zone_end(reading: Reading, zone: int) -> int:
    # Zones rise, so the first sign of a later zone ends this one.
    return bisect_right(reading.zones, zone)


def _signs(names: Iterable[str]) -> str:
    return "".join(sign_of(single) for name in names for single in GROUPS.get(name, name).split())


@cache
def _set_of(group: str) -> frozenset[str]:
    return frozenset(_signs(group.split()))


@cache
def _one_of(group: str) -> re.Pattern[str]:
    return re.compile(f"[{_signs(group.split())}]")


@cache
def _together(first: str, second: str) -> re.Pattern[str]:
    one, other = _signs(first.split()), _signs(second.split())
    return re.compile(f"[{one}][^{BREAK}]*?[{other}]|[{other}][^{BREAK}]*?[{one}]")
