"""Find the words that tell one step of a matter from the next: who decides, and at which reading.

Stage alone does not: a council's ban and the voters' ban are both enacted, two chambers both pass.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from bot.core.text import searchable

LOOKED_AT = 500
"""Characters of the text in which a report names its own step; further down it tells the history."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step and its cues (patterns, whole words)."""

    name: str
    cues: tuple[str, ...]
    title_only: bool = False


_OFFICE = r"(?:gov(?:\.|ernor)?|mayor|president)"
_PASSING = r"(?:pass(?:es|ed|age)?|approv\w+|clear(?:s|ed)|vot(?:e[ds]?|ing)|ok(?:ay)?s|back(?:s|ed)|in)"
_REFUSAL = (
    r"(?:rejects?|rejected|denie[sd]|declines?|declined|won['’]t|turns? down|turned down|not (?:take|hear))"
)
STEPS = (
    # A ballot is another decision than the council's before it (Portland, Maine, 2020: both within a year).
    Step("voters", (r"voters?", r"ballots?", r"referendum")),
    Step(
        "signature",
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
        (
            rf"(?:reach(?:es|ed)|heads? for|awaits?|to) (?:the )?{_OFFICE}",
            r"governor['’]s desk",
        ),
    ),
    Step("veto", (r"veto(?:e[sd]|ing)?", r"returns? [^.]{0,30}bill", r"returned (?:it|the bill)")),
    Step(
        "override",
        (r"overrid(?:es?|den|ing)|overrode", r"overturn\w* [^.]{0,30}veto", r"veto [^.]{0,40}overturned"),
    ),
    # Only what is in force now: "takes effect July 1" stands in every report of the vote.
    Step(
        "in force",
        (
            r"(?:has been|have been|now|is|since|came|went|took|already) (?:in(?:to)? )?(?:force|effect)",
            r"effective today",
            r"takes effect (?:today|(?:mon|tues|wednes|thurs|fri)day|in)",
        ),
    ),
    Step("first reading", (r"first (?:reading|vote|step|draft)",)),
    Step("second reading", (r"second (?:reading|vote)", r"one (?:more )?vote (?:left|to go)")),
    Step(
        "final vote",
        (r"(?:final|last) (?:reading|approval|passage|vote|ok|adoption)", r"third reading"),
    ),
    Step(
        "house",
        (rf"{_PASSING} (?:\w+ )?(?:house|assembly)", rf"(?:house|assembly) (?:{_PASSING}|floor)"),
    ),
    Step("senate", (rf"{_PASSING} (?:\w+ )?senate", rf"senate (?:{_PASSING}|floor)")),
    Step("committee", (r"(?:sub)?committees?", r"commission (?:hearing|meeting)")),
    Step(
        "higher court",
        (r"(?:appeals?|supreme|high|appellate) court", r"court of appeals?", r"upper tribunal", r"rehearing"),
    ),
    Step("filing", (r"filed? (?:a |an )?(?:suit|lawsuit|complaint|petition)", r"sue[sd]?|suing")),
    Step("settled", (r"settle[sd]?(?! (?:how|whether|on|in)\b)", r"settlement", r"settling")),
    Step(
        "postponed",
        (r"postpon\w+", r"delay(?:s|ed)?", r"put(?:s|ting)? off", r"push(?:es|ed) back", r"tabled?"),
    ),
    Step(
        "switched off",
        (
            r"(?:turn|switch|shut)(?:s|ed|ting|ing)? (?:\w+ ){0,4}?(?:off|down)",
            r"tak(?:es?|ing|en) down",
            r"pauses?|paused|suspends?|suspended|deactivat\w+|pulls? the plug|go(?:es)? dark",
        ),
        title_only=True,
    ),
    Step(
        "switched on again",
        (
            r"back on(?:line)?|on again",
            r"resumes?|resumed|restart(?:s|ed)?|reinstate[sd]?|reactivate[sd]?|unpause[sd]?",
        ),
        title_only=True,
    ),
    # The second petition, vote or renewal is told in the words of the first.
    Step(
        "once more",
        (r"again", r"once more", r"latest", r"second time", r"another", r"renew\w*", r"extend\w*|extension"),
        title_only=True,
    ),
    Step(
        "court asked",
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
    ),
)
SWITCHED = ("switched off", "switched on again")
# Pairs that exclude each other where each report tells one of them only.
RIVALS = (
    ("house", "senate"),
    ("first reading", "final vote"),
    ("second reading", "final vote"),
    ("awaits signature", "signature"),
    ("veto", "override"),
    ("filing", "settled"),
    ("filing", "higher court"),
    ("court asked", "court ruled"),
    ("case filed", "case heard"),
)


def are_rivals(mine: Collection[str], theirs: Collection[str], one: str, other: str) -> bool:
    """Whether each of two reports tells one of two steps, and not the other."""
    return any(
        here in mine and there not in mine and there in theirs and here not in theirs
        for here, there in ((one, other), (other, one))
    )


STEP_NAMES = frozenset(step.name for step in STEPS)
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


# --- the chamber that voted -------------------------------------------------------------------------------

CHAMBERS = frozenset({"house", "senate"})
_CHAMBER = re.compile(
    r"\b(?:(?P<house>(?<!white )house|representatives|delegates|(?<!general )assembly(?:members)?)"
    r"|(?P<senate>senate|senators))\b"
    r"(?! (?:bill|file|joint|concurrent|resolution|concurrence|amendments?|version|speaker|president))"
)
_NEXT_CHAMBER = re.compile(r"\b(?:to|from|toward|before|awaits?|by) (?:the )?(?:\w+ )?$")
_PART = re.compile(r"\b(?:sub)?(?:committee|panel)\b")
_COUNT = re.compile(r"\b\d{1,3}[-–]\d{1,3}\b")
# "The Senate voted 46-0 to concur with House changes": what the whole legislature has now passed.
_BOTH = re.compile(r"\b(?:general assembly|legislature|both (?:chambers|houses)|concur\w*|final passage)\b")
_IN_CHAMBER = re.compile(r"(?: vote)? in the (?:\w+ )?(?P<chamber>house|senate)\b")


def voting_chamber(words: str, start: int, end: int) -> str:
    """Which chamber's vote stands at that place, or "": "the House voted 84-10, sending it to the Senate"."""
    lead = re.split(r"[.!?;] |\n", words[:start].lower())[-1]
    tail = re.split(r"[.!?;](?: |$)|\n", words[end:].lower())[0]
    # "61-9 in the House and 30-4 in the Senate" is both chambers' vote, and a committee's is none's.
    if _PART.search(lead) or _BOTH.search(lead + tail) or _COUNT.search(lead) or _COUNT.search(tail):
        return ""
    if within := _IN_CHAMBER.match(tail):
        return within["chamber"]
    named = [match for match in _CHAMBER.finditer(lead) if not _NEXT_CHAMBER.search(lead[: match.start()])]
    return ("house" if named[-1]["house"] else "senate") if named else ""
