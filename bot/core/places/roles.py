"""Weigh one mention of a place by the words beside it."""

import re
from dataclasses import dataclass
from functools import cache

from bot.core.places import cues
from bot.core.places.cues import Body, Cue
from bot.core.places.gazetteer import LOCAL, METROPOLIS, gazetteer, key_of
from bot.core.places.scan import PlaceMatch
from bot.core.places.words import words_of
from bot.core.vocabulary import Level

IN_TITLE = 2.5
OPENS_TITLE = 2.0
_REACH = 48
_PASSIVE = -2.0
_NATION_NAMED = 1.2
_FITS = {
    Level.CITY: Body.LOCAL,
    Level.COUNTY: Body.COUNTY | Body.LOCAL,
    Level.STATE: Body.STATE,
    Level.COUNTRY: Body.NATION,
    Level.FEDERAL: Body.NATION,
    Level.SUPRANATIONAL: Body.NATION,
    Level.NONE: Body.ANY,
}
_TOWN_AFTER = re.compile(r" (?:city|town|village|suburb|community)\b")  # "the Essex County city"
ONE_INSIDE = "place inside"
"""The role of a state that only tells where: "Georgia police chief"."""
ITS_RESIDENTS = "whose residents sue"
_SEVERAL_INSIDE = re.compile(r"['’]?s? (?:cities|towns|counties|police departments|cops|police forces)\b")
_POLICE_NEXT = re.compile(r"['’]?s? [Pp]olice\b")
ONE_FORCE = frozenset({"IN", "AU"})
"""Countries each of whose states has one police force, named after it."""
_LISTED = re.compile(r"([A-Z][\w. ]{2,20}),? (?:and |or )?$")


@dataclass(frozen=True, slots=True)
class Role:
    """How much a mention says that its place acts, and what kind of body stands beside it."""

    weight: float
    body: int
    rule: str
    dateline: bool = False
    seat: bool = False
    """A capital beside a word for a state's body: "Sacramento lawmakers"."""
    cue: float = 0.0
    """The weight of the words beside the name alone."""


def role_of(text: str, match: PlaceMatch, source: str) -> Role:
    """What one mention is worth."""
    before = text[max(0, match.start - _REACH) : match.start]
    in_title = source == "title"
    acting = _acting(text, match)
    body_acts = acting is not None and acting.weight >= 7
    special = _passive(text, before, match, body_acts=body_acts) or _of_a_whole(
        text, match, in_title=in_title
    )
    if special:
        return special
    if not in_title and _is_dateline(text, match):
        return Role(3.0, acting.body if acting else Body.ANY, "dateline", dateline=True)
    weight = 0.5 if match.adjective else 1.0
    if in_title:
        weight += IN_TITLE + (OPENS_TITLE if match.start == 0 and not match.adjective else 0)
    if acting:
        return Role(weight + acting.weight, acting.body, acting.rule, cue=acting.weight)
    return Role(weight, Body.ANY, "named")


def _of_a_whole(text: str, match: PlaceMatch, *, in_title: bool) -> Role | None:
    """The roles that only nations, states and capitals have."""
    if match.places[0].level is Level.FEDERAL:
        return _federal_role(text, match)
    if match.key in seats() and _is_seat(text, match):
        return Role(6.0 + (IN_TITLE if in_title else 0), Body.STATE, "seat of the legislature", seat=True)
    if match.places[0].level is Level.STATE and match.key != "new york" and _is_inside(text, match):
        if match.places[0].country in ONE_FORCE and _POLICE_NEXT.match(text, match.end):
            return None  # "Kerala police chief": that state has one force
        several = _SEVERAL_INSIDE.match(text, match.end)
        return (
            Role(2.5 + (IN_TITLE if in_title else 0), Body.ANY, "places inside")
            if several
            else Role(1.0, Body.ANY, ONE_INSIDE)
        )
    if match.places[0].level is Level.COUNTY and _TOWN_AFTER.match(text, match.end):
        return Role(0.8, Body.ANY, "place inside")
    return None


def _passive(text: str, before: str, match: PlaceMatch, *, body_acts: bool) -> Role | None:
    """The roles that speak against a place: where somebody is from, or who did so earlier."""
    people = cues.PEOPLE_OF.match(text, match.end)
    if people and match.places[0].level is Level.STATE and cues.IN_COURT.search(text):
        return Role(0.2, Body.ANY, ITS_RESIDENTS)
    if cues.SUBURB.match(text, match.end):
        return Role(_PASSIVE, Body.ANY, "suburb")
    if people or (cues.FROM.search(before) and not body_acts):
        return Role(_PASSIVE, Body.ANY, "origin")
    if cues.LIKENED_TO.search(before) or (not body_acts and _is_compared(text, before, match)):
        return Role(_PASSIVE, Body.ANY, "comparison")
    return None


def _is_inside(text: str, match: PlaceMatch) -> bool:
    """Whether a state only tells where: "California city bans" is about a city yet to be named."""
    return next(cues.side("inside").after(text, words_of(text), match.words[1]), None) is not None


def _federal_role(text: str, match: PlaceMatch) -> Role:
    """Judge "U.S.": lawmakers behind it act; a "US city" and the "toughest in the U.S." do not."""
    cue = next(cues.side("us").after(text, words_of(text), match.words[1]), None)
    if cue:
        return Role(1 + cue.weight, cue.body, cue.rule, cue=cue.weight)
    return Role(
        _NATION_NAMED if match.start == 0 or match.text in {"USA", "États-Unis"} else 0.3,
        Body.NATION,
        "named",
    )


def _acting(text: str, match: PlaceMatch) -> Cue | None:
    """The strongest cue beside the name that fits a body of one of its readings."""
    fits = _FITS[match.places[0].level]
    if match.places[0].level in LOCAL and match.places[0].country != "US":
        fits |= Body.NATION  # "Moscow court": abroad a city's court is named after it
    for place in match.places[1:]:
        fits |= _FITS[place.level] if match.places[0].level in LOCAL or place.people >= METROPOLIS else 0
    words, (first, last) = words_of(text), match.words
    fitting = [
        *(
            cue
            for cue in cues.side("after").after(text, words, last)
            if cue.body & fits or _is_sheriffs(cue, match)
        ),
        *(cue for cue in cues.side("before").before(text, words, first) if cue.body & fits),
    ]
    return max(fitting, key=lambda cue: cue.weight, default=None)


@cache
def seats() -> frozenset[str]:
    """Capitals of the states, but for those that share a state's name."""
    return frozenset(gazetteer().capitals.values()) - {
        key_of(state.name) for state in gazetteer().states.values()
    }


def _is_seat(text: str, match: PlaceMatch) -> bool:
    words, (first, last) = words_of(text), match.words
    after = any(
        cue.rule in {"legislature", "governor"} for cue in cues.side("after").after(text, words, last)
    )
    return after or any(cue.rule == "state of" for cue in cues.side("before").before(text, words, first))


def _is_sheriffs(cue: Cue, match: PlaceMatch) -> bool:
    # "Texas sheriff" is a sheriff in Texas; that Missouri has a Texas County does not matter.
    local = match.places[0].level in LOCAL
    return local and cue.rule == "sheriff" and gazetteer().known(f"{match.key} county")


def _is_dateline(text: str, match: PlaceMatch) -> bool:
    if not cues.DATELINE_TAIL.match(text, match.end):
        return False
    lead = text[: match.start]
    return match.start < 3 or (match.start < 40 and lead.rstrip().endswith((".", ":", "--", "—", ")")))


def _is_compared(text: str, before: str, match: PlaceMatch) -> bool:
    if cues.COMPARED.search(before) or cues.COMPARED_TAIL.match(text, match.end):
        return True
    # "After San Francisco, it's Oakland's turn"; "After Oakland's hearing" is about Oakland.
    if cues.FIRST_CAME.search(before) and text.startswith(",", match.end):
        return True
    # "like Boston, Oakland and Portland": the later ones of a list share the first one's role.
    listed = _LISTED.search(before)
    if listed is None or not gazetteer().known(key_of(listed[1])):
        return False
    return bool(cues.COMPARED.search(before[: listed.start()]))
