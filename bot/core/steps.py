"""Find the words that tell one step of a matter from the next: who decides, and at which reading.

Stage alone does not: a council's ban and the voters' ban are both enacted, two chambers both pass.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.core.text import searchable

LOOKED_AT = 500
"""Characters of the text in which a report names its own step; further down it tells the history."""
WORST = -3.0


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it weighs if only one of two reports tells it, and its cues (patterns, whole words)."""

    name: str
    weight: float
    cues: tuple[str, ...]
    title_only: bool = False
    shared: float = 0.2
    """What it weighs if both tell it."""


_OFFICE = r"(?:gov(?:\.|ernor)?|mayor|president)"
_PASSING = r"(?:pass(?:es|ed|age)?|approv\w+|clear(?:s|ed)|vot(?:e[ds]?|ing)|ok(?:ay)?s|back(?:s|ed)|in)"
_REFUSAL = (
    r"(?:rejects?|rejected|denie[sd]|declines?|declined|won['’]t|turns? down|turned down|not (?:take|hear))"
)
STEPS = (
    # A ballot is another decision than the council's before it (Portland, Maine, 2020: both within a year).
    Step("voters", -0.5, (r"voters?", r"ballots?", r"referendum")),
    Step(
        "signature",
        -0.5,
        (
            r"sign(?:s|ed) (?:(?:in)?to law|the|a|an|it|off|bill|law|ban|ordinance)",
            rf"{_OFFICE}[^.]{{0,40}} sign(?:s|ed)",
            r"signed[:,]",
            r"puts? (?:his |her |their )?(?:name|signature|pen)",
            r"signature",
            r"becomes? law|officially law",
        ),
    ),
    Step(
        "awaits signature",
        -0.5,
        (
            rf"(?:reach(?:es|ed)|heads? for|awaits?|to) (?:the )?{_OFFICE}",
            r"governor['’]s desk",
        ),
    ),
    Step("veto", -0.2, (r"veto(?:e[sd]|ing)?", r"returns? [^.]{0,30}bill", r"returned (?:it|the bill)")),
    # Only what is in force now: "takes effect July 1" stands in every report of the vote.
    Step(
        "in force",
        -1.8,
        (
            r"(?:has been|have been|now|is|since|came|went|took|already) (?:in(?:to)? )?(?:force|effect)",
            r"effective today",
            r"takes effect (?:today|(?:mon|tues|wednes|thurs|fri)day|in)",
        ),
    ),
    Step("first reading", -0.7, (r"first (?:reading|vote|step|draft)",)),
    Step("second reading", -0.6, (r"second (?:reading|vote)", r"one (?:more )?vote (?:left|to go)")),
    Step(
        "final vote",
        -0.8,
        (r"(?:final|last) (?:reading|approval|passage|vote|ok|adoption)", r"third reading"),
    ),
    Step(
        "house",
        -0.3,
        (rf"{_PASSING} (?:\w+ )?(?:house|assembly)", rf"(?:house|assembly) (?:{_PASSING}|floor)"),
    ),
    Step("senate", -0.7, (rf"{_PASSING} (?:\w+ )?senate", rf"senate (?:{_PASSING}|floor)")),
    Step("committee", -0.6, (r"(?:sub)?committees?", r"commission (?:hearing|meeting)")),
    Step(
        "higher court",
        -1.1,
        (r"(?:appeals?|supreme|high|appellate) court", r"court of appeals?", r"rehearing"),
    ),
    Step("filing", -0.1, (r"filed? (?:a |an )?(?:suit|lawsuit|complaint|petition)", r"sue[sd]?|suing")),
    Step("settled", -0.3, (r"settle[sd]?", r"settlement", r"settling")),
    Step(
        "postponed",
        -0.5,
        (r"postpon\w+", r"delay(?:s|ed)?", r"put(?:s|ting)? off", r"push(?:es|ed) back", r"tabled?"),
    ),
    Step(
        "court asked",
        -0.4,
        (
            r"asks? (?:\w+ ){0,3}court",
            r"(?:goes|went|going|heads?|headed) (?:to|before) (?:\w+ ){0,3}court",
            r"faces? [^.]{0,40}challenge",
            r"(?:case|trial|hearing) (?:opens|begins|starts)",
            r"court (?:hears|told)",
            r"hears? (?:the case|arguments)",
            r"oral arguments?",
        ),
    ),
    Step(
        "court ruled",
        -0.4,
        (
            r"(?:court|judges?|tribunal) rules?|ruled|ruling",
            r"dismisse[sd]",
            rf"{_REFUSAL} [^.]{{0,40}}(?:challenge|case|appeal|petition|review)",
            r"unlawful|unconstitutional|inconstitucional\w*",
            r"judges? (?:says?|said|found|finds|held|decide[sd])",
            r"court (?:says?|said|found|finds?|held|decide[sd])",
            r"verdict|upholds|upheld|struck down",
        ),
    ),
    Step(
        "appeal to act",
        -2.0,
        (
            r"open letter",
            r"coalition",
            r"urg(?:es?|ing)",
            r"speak up|take action",
            r"calls? on",
            r"tell (?:the|your)",
            r"sign (?:the|our) petition",
        ),
        title_only=True,
        shared=0.8,
    ),
)
# Pairs that exclude each other where each report tells one of them only.
_RIVALS = (
    ("house", "senate", -1.6),
    ("first reading", "final vote", -1.0),
    ("second reading", "final vote", -1.0),
    ("awaits signature", "signature", -1.0),
    ("filing", "settled", -1.0),
    ("filing", "higher court", -1.0),
    ("court asked", "court ruled", -1.8),
    ("case filed", "case heard", -0.4),
)
_NAMED = "|".join(rf"(?P<s{number}>{'|'.join(step.cues)})" for number, step in enumerate(STEPS))
_ALL = re.compile(rf"\W(?:{_NAMED})\b")


def steps_of(title: str, text: str) -> frozenset[str]:
    """The steps that a report's headline and first paragraph name."""
    found = set()
    for match in _ALL.finditer(searchable(f"{title}\n{text[:LOOKED_AT]}")):
        step = STEPS[int((match.lastgroup or "s0")[1:])]
        if not step.title_only or match.start() < len(title):
            found.add(step.name)
    return frozenset(found)


def steps_weight(mine: Iterable[str], theirs: Mapping[str, int], size: int) -> tuple[float, str]:
    """What the steps of an item and of a story's members say for or against one development, and why."""
    own = set(mine)
    if not own and not theirs:
        return 0.0, ""
    total, loudest = 0.0, (0.0, "")
    for step in STEPS:
        share = theirs.get(step.name, 0) / size
        part = step.shared * share + step.weight * (1 - share) if step.name in own else step.weight * share
        total += part
        loudest = min(loudest, (part, f"only one of them speaks of “{step.name}”"))
    for one, other, weight in _RIVALS:
        for here, there in ((one, other), (other, one)):
            if here in own and there not in own and there in theirs and here not in theirs:
                total += weight
                loudest = min(loudest, (weight, f"one speaks of “{here}”, the other of “{there}”"))
    return max(WORST, total), loudest[1] if total < 0 else ""
