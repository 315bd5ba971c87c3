"""Read the places that people type, offer completions, and say a place in words."""

from bisect import bisect_left
from functools import cache

from bot.core.models import Jurisdiction
from bot.core.places.gazetteer import LOCAL, Place, gazetteer, key_of
from bot.core.places.scan import is_within
from bot.core.vocabulary import Level

_LEVELS = (Level.SUPRANATIONAL, Level.FEDERAL, Level.COUNTRY, Level.STATE, Level.CITY, Level.COUNTY)


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
    words = " ".join(words.split())[:100]
    if "/" in words:
        place = gazetteer().at(words.lower())
        return [place.jurisdiction()] if place else []
    name, _, whole = words.partition(",")
    if whole:
        places = [
            place
            for place in gazetteer().named(key_of(name))
            for part in _wholes(whole)
            if is_within(place, part)
        ]
    else:
        places = [*_wholes(words), *gazetteer().named(key_of(words))]
    return [place.jurisdiction() for place in dict.fromkeys(sorted(places, key=_rank))]


def suggest(prefix: str, limit: int = 25) -> list[Jurisdiction]:
    """Places whose name begins with what was typed so far, the best known first."""
    typed = key_of(prefix.partition(",")[0][:60])
    exact = place_path(prefix)
    if not typed:
        return exact[:limit]
    keys = _sorted_keys()
    first = bisect_left(keys, typed)
    places: list[Place] = []
    for key in keys[first : first + 400]:
        if not key.startswith(typed):
            break
        places += gazetteer().named(key)
    found = [place.jurisdiction() for place in dict.fromkeys(sorted(places, key=_rank))]
    _, comma, rest = prefix.partition(",")
    if comma:
        found = [place for place in found if _begins(place, rest.strip().lower())]
    return list(dict.fromkeys([*exact, *found]))[:limit]


def _begins(place: Jurisdiction, typed: str) -> bool:
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


def _rank(place: Place) -> tuple[int, int, int]:
    """Whole countries and states, then places at home by population, then abroad."""
    wide = place.level not in LOCAL
    return (0 if wide else 1, _LEVELS.index(place.level) if wide else 0, -place.people)


@cache
def _sorted_keys() -> list[str]:
    return gazetteer().keys()
