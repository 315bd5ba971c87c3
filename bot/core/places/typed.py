"""Read the places that people type, offer completions, and say a place in words."""

from bisect import bisect_left
from functools import cache

from bot.core.models import Jurisdiction
from bot.core.places.gazetteer import LOCAL, Place, gazetteer, key_of
from bot.core.places.resolve import ENGLISH
from bot.core.places.scan import is_within
from bot.core.vocabulary import Level

_SHORT = 2
_AT_HOME, _COUNTY_AT_HOME = 20, 5
_STATE, _KNOWN_COUNTRY, _COUNTRY = 1_000_000_000, 50_000_000, 5_000_000
"""Standing of whole countries and states among cities, in residents."""


def label(jurisdiction: Jurisdiction) -> str:
    """A place in words: `Minneapolis, MN`, `King County, WA`, `Hyderabad, India`; empty if unknown."""
    if jurisdiction.level is Level.NONE or not jurisdiction.name:
        return ""
    if jurisdiction.level not in LOCAL:
        return jurisdiction.name
    if jurisdiction.state:
        return f"{jurisdiction.name}, {jurisdiction.state}"
    country = gazetteer().countries.get(jurisdiction.country or "")
    return (
        f"{jurisdiction.name}, {country.name}"
        if country and jurisdiction.country != "US"
        else jurisdiction.name
    )


def place_path(words: str) -> list[Jurisdiction]:
    """All readings of what a user typed ("MN", "Portland, ME", "us/mn/minneapolis", "uk"), best first."""
    return [place.jurisdiction() for place in dict.fromkeys(sorted(_readings(words), key=_rank))]


def _readings(words: str) -> list[Place]:
    words = " ".join(words.split())[:100]
    if "/" in words:
        place = gazetteer().at(words.lower())
        return [place] if place else []
    name, _, whole = words.partition(",")
    if not whole:
        return [*_wholes(words), *gazetteer().named(key_of(words))]
    return [
        place
        for place in gazetteer().named(key_of(name))
        for part in _wholes(whole)
        if is_within(place, part)
    ]


def suggest(prefix: str, limit: int = 25) -> list[Jurisdiction]:
    """Places whose name begins with what was typed so far, the best known first."""
    name, comma, rest = prefix.partition(",")
    typed = key_of(name[:60])
    if not typed:
        return []
    begun = _beginning_with(typed)
    if comma:
        begun = [place for place in begun if _begins(place, rest.strip().lower())]
    places = sorted([*_readings(prefix), *begun], key=_rank)
    return [place.jurisdiction() for place in dict.fromkeys(places)][:limit]


def _beginning_with(typed: str) -> list[Place]:
    wide = [place for place in _whole_places() if key_of(place.name).startswith(typed)]
    if len(typed) <= _SHORT:
        return [*wide, *_shortlists(len(typed)).get(typed, [])]
    keys = _sorted_keys()
    first = bisect_left(keys, typed)
    last = bisect_left(keys, typed + "\uffff")
    return [*wide, *(place for key in keys[first:last] for place in gazetteer().named(key))]


@cache
def _whole_places() -> tuple[Place, ...]:
    known = gazetteer()
    return (
        known.eu,
        *known.countries.values(),
        *known.states.values(),
        *(p for ps in known.regions.values() for p in ps),
    )


@cache
def _shortlists(length: int) -> dict[str, list[Place]]:
    """One or two letters begin thousands of names; only the largest are worth offering."""
    return gazetteer().largest(length, most=30)


def _begins(place: Place, typed: str) -> bool:
    """Whether the state behind the comma may become what is being typed: "portland, m" is in Maine."""
    state = gazetteer().states.get(place.state or "") if place.country == "US" else None
    if state is None or not typed:
        return False
    return any(name.lower().startswith(typed) for name in (state.state or "", state.name))


def _wholes(words: str) -> list[Place]:
    """States and countries by name, code or abbreviation."""
    known, code = gazetteer(), words.strip().upper().replace(".", "")
    found = [known.states[code]] if code in known.states else []
    found += known.regions.get(code, [])
    short = words.strip().rstrip(".")
    if short in known.state_words:
        found.append(known.state_words[short])
    if code in known.countries and code not in known.states:
        found.append(known.countries[code])
    wide = {Level.STATE, Level.COUNTRY, Level.FEDERAL, Level.SUPRANATIONAL}
    return [*found, *(place for place in known.named(key_of(words)) if place.level in wide)]


def _rank(place: Place) -> int:
    """What most users mean comes first: states, then places by residents, more for those at home."""
    if place.country == "US":
        at_home = _AT_HOME if place.level is Level.CITY else _COUNTY_AT_HOME
        return -(at_home * place.people if place.level in LOCAL else _STATE)
    if place.level in LOCAL:
        return -place.people
    if place.level is Level.SUPRANATIONAL or place.country in ENGLISH:
        return -_KNOWN_COUNTRY
    return -_COUNTRY


@cache
def _sorted_keys() -> list[str]:
    return gazetteer().keys()
