"""People and bodies that stand for a place: "Newsom" acts for California, the CNIL for France."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.core.data import table
from bot.core.places.gazetteer import Place, gazetteer
from bot.core.places.resolve import leads
from bot.core.places.words import Hit, Phrases, runs, words_of
from bot.core.vocabulary import Level

_KNOWN_CITY = 100_000
_LONDONS = "Metropolitan Police"
_OF_LONDON = frozenset({"The", "London", "London's", "London’s", "UK", "British", "UK's", "UK’s"})
_ELSEWHERE = re.compile(r"D\.C\.|\bDC\b|Nashville|Las Vegas|St\. Louis|Washington|Toronto")
# "Miami Township News" is not Miami's.
_OF_A_PART = re.compile(
    r"\b(?:Township|County|Valley|Beach|Springs|Heights|Park|Shores?|River|Islands?|Hills?|Lakes?|Bay|Harbou?r)\b"
)
_MET_NEXT = re.compile(
    r"['’]s|,? (?:police|faces|has|is|was|will|to|says|said|must|used|uses|plans|can|Commissioner|scanned)\b"
)
_TITLES = {
    "governor": ("Gov.", "Governor", "Gov"),
    "mayor": ("Mayor",),
    "attorney general": ("Attorney General", "AG"),
    "sheriff": ("Sheriff",),
    "county executive": ("Executive", "County Executive"),
    "minister": ("Minister",),
    "president": ("President",),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Who it is, for which place, and how much the name says that this place acts."""

    name: str
    kind: str
    place: Place | None
    weight: float


def _bodies() -> Iterator[tuple[str, Standing]]:
    """Agencies, houses, courts and laws that have one place only."""
    for name, path, weight, kind, aliases in table("bodies.tsv", 5):
        standing = Standing(name, kind, None if path == "-" else gazetteer().at(path), float(weight))
        yield from ((alias, standing) for alias in aliases.split("|"))


def _officials() -> Iterator[tuple[str, Standing]]:
    """Governors, mayors, attorneys general: by full name, by title and family name, some by that alone."""
    for name, family, office, path, alone in table("officials.tsv", 5):
        standing = Standing(name, office, gazetteer().at(path), 4.0)
        yield name, standing
        if family:
            yield from ((f"{title} {family}", standing) for title in _TITLES[office])
        if alone:
            yield family, standing


@cache
def _everyone() -> Phrases[Standing]:
    return Phrases([*_bodies(), *_officials()])


@lru_cache(maxsize=16)
def standings(text: str) -> tuple[Hit[Standing], ...]:
    """Everyone in a text who stands for a place."""
    hits = _everyone().find(text)
    return tuple(hit for hit in hits if hit.value.name != _LONDONS or _is_london(text, hit))


def _is_london(text: str, hit: Hit[Standing]) -> bool:
    """Whether it is London's: Indianapolis, Las Vegas and Washington have metropolitan police, too."""
    if hit.text.lower() in {"met", "the met"}:
        return bool(_MET_NEXT.match(text, hit.end))
    before = "".join(text[max(0, hit.start - 40) : hit.start].split()[-1:])
    return not _ELSEWHERE.search(text) and (not before[:1].isupper() or before in _OF_LONDON)


@cache
def _covered() -> dict[str, Place | None]:
    rows = (*table("landmarks.tsv", 2), *table("outlets.tsv", 2))
    return {words: gazetteer().at(path) for words, path in rows}


@lru_cache(maxsize=1024)
def coverage_of(outlet: str) -> Place | None:
    """The place that an outlet covers, by its name or host; None for national and unknown outlets."""
    name = f" {outlet.lower()} "
    best = max((words for words in _covered() if words in name and _whole(words, name)), key=len, default="")
    if best:
        return _covered()[best]
    for match in _places_in(outlet):
        return match
    return None


@cache
def newspapers() -> Phrases[Place]:
    """Outlets, landmarks and universities whose names are long enough to be recognised in running text."""
    named = {
        words.title(): place for words, place in _covered().items() if " " in words and words[:4] != "the "
    }
    for state in gazetteer().states.values():
        if state.state not in {"WA", "DC"}:  # Washington University is in St. Louis
            named[f"{state.name} University"] = state
        named[f"University of {state.name}"] = named[f"{state.name} State University"] = state
    return Phrases((words, place) for words, place in named.items() if place)


def _whole(words: str, name: str) -> bool:
    at = name.find(words)
    return not (name[at - 1].isalnum() or name[at + len(words)].isalnum())


def _places_in(outlet: str) -> list[Place]:
    # "ACLU of Minnesota", "Washington State House Democrats": a state in the outlet's name is its home.
    states, words = set(gazetteer().states.values()), words_of(outlet)
    keys = (key for at in range(len(words)) for key, _ in runs(outlet, words, at, longest=2))
    named = [(key, gazetteer().named(key)) for key in keys]
    found = [place for _, places in named for place in places if place in states]
    if found or _OF_A_PART.search(outlet):
        return found
    return [place for _, places in named for place in places[:1] if _is_known_city(places)]


def _is_known_city(places: tuple[Place, ...]) -> bool:
    """Whether an outlet may be called after it: "Denver Civic Beat" covers Colorado."""
    first = places[0]
    return (
        first.level is Level.CITY and first.people >= _KNOWN_CITY and (len(places) == 1 or leads(*places[:2]))
    )
