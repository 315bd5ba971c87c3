"""Capitals and their states: which one a text means where it names the other."""

import re
from dataclasses import dataclass

from bot.core.places import cues
from bot.core.places.gazetteer import Place, gazetteer
from bot.core.places.scan import PlaceMatch
from bot.core.sought import Sought

_CAPITAL_OF = re.compile(
    r"['’]?s? (?:state )?capital(?! (?:punishment|gains|budget|projects?|spending|improvement))\b"
)
_LARGEST_IN = re.compile(r"['’]s? (?:largest|biggest|most populous) city\b")
_PART_BEFORE = re.compile(
    r"(?:[Nn]orthern|[Ss]outhern|[Ee]astern|[Ww]estern|[Cc]entral|[Uu]pstate|[Dd]ownstate) $"
)
_SEAT_SIZE = 300_000
"""A capital below this size stands for its state's lawmakers; a larger one has its own news, too."""
_SITTING = re.compile(r" (?:hearing|lobby\w*|Democrats?|Republicans?|debate|session|politic\w+)\b")
_AROUND = 100
LOCAL_NEAR = Sought(r"\b(?:[Cc]ity [Cc]ouncil|[Cc]ouncil|[Mm]ayor|[Aa]lder\w+|[Oo]rdinance)\b")


@dataclass(frozen=True, slots=True)
class ToldCity:
    """A city told by its state: the place, by what, and where the words end."""

    place: Place
    basis: str
    end: int


def city_told_by(state: Place, text: str, start: int, end: int) -> ToldCity | None:
    """Jackson for "Mississippi's capital", Portland for "Maine's largest city"."""
    known, code = gazetteer(), state.state or ""
    largest = None
    if not _PART_BEFORE.search(text[max(0, start - 12) : start]):
        largest = _LARGEST_IN.match(text, end)
    words = _CAPITAL_OF.match(text, end) or largest
    city = known.largest_in(code) if largest else known.city(known.capitals.get(code, ""), code)
    if words is None or city is None:
        return None
    what = "largest city" if largest else "capital"
    return ToldCity(city, f"{city.name} is the {what} of {state.name}", words.end())


def state_sitting_in(match: PlaceMatch, text: str, *, inside: bool, only_state: bool) -> Place | None:
    """The state whose lawmakers a small capital stands for: "shelved in Springfield".

    So does a large one where the item names the state's bodies and none of a city's (`only_state`).
    """
    around = text[max(0, match.start - _AROUND) : match.end + _AROUND]
    if cues.POLICE.search(around) or LOCAL_NEAR.search(around):
        return None
    if not (inside or _SITTING.match(text, match.end)):
        return None
    known = gazetteer()
    codes = (code for code, key in known.capitals.items() if key == match.key and code in known.states)
    state = next((known.states[code] for code in codes), None)
    city = known.city(match.key, state.state or "") if state else None
    if (
        state is None
        or city is None
        or (city.people > _SEAT_SIZE and not only_state)
        or match.within not in {None, state}
    ):
        return None
    return state
