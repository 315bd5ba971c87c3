"""People and bodies that stand for a place: "Newsom" acts for California, the CNIL for France."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.core.data import table
from bot.core.places.gazetteer import LOCAL, Place, gazetteer, key_of
from bot.core.places.resolve import ENGLISH, leads
from bot.core.places.scan import common_words, given_names
from bot.core.places.words import Hit, Phrases, runs, words_of
from bot.core.vocabulary import Level

_KNOWN_CITY = 30_000
_OWN_CITY = 5_000
_NAMESAKE = 20_000
_ITS_OWN = re.compile(
    r"(?:City|Town|Village|Township|Borough) of "
    r"|.+ (?:(?:City|Town|Village|Common|Metro|County) (?:Council|Clerk|Commission)"
    r"|Board of (?:Supervisors|Aldermen|County Commissioners|Commissioners|Police Commissioners)"
    r"|(?:Police|Privacy|Surveillance) (?:Advisory |Oversight )?(?:Commission|Board)"
    r"|Legislature|General Assembly|Legislative Assembly|Procurement)$"
)
"""What a city, a county or a state publishes itself."""
_CITY_BY_NAME = re.compile(r"(.+ City) (?:Council|Commission|Clerk)$")
_LONDONS = "Metropolitan Police"
_OF_LONDON = frozenset({"The", "London", "London's", "London’s", "UK", "British", "UK's", "UK’s"})
_ELSEWHERE = re.compile(r"D\.C\.|\bDC\b|Nashville|Las Vegas|St\. Louis|Washington|Toronto")
# "Miami Township News" is not Miami's.
_OF_A_PART = re.compile(
    r"\b(?:Township|County|Valley|Beach|Springs|Heights|Park|Shores?|River|Islands?|Hills?|Lakes?|Bay"
    r"|Harbou?r)\b"
)
_IN_BRACKETS = re.compile(r" \([^)]*\)$")  # "WGAN (AP)"
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
    "secretary of state": ("Secretary of State",),
    "member of congress": (
        "Sen.",
        "Senator",
        "Rep.",
        "Congressman",
        "Congresswoman",
        "U.S. Sen.",
        "U.S. Rep.",
    ),
}
_GIVEN_BEFORE = re.compile(r"((?:Sen\.|Rep\.|Ald\.|Judge|Councilmember|Mayor|Gov\.) )?\b([A-Z][a-z]+) $")
_AT_HOME = "at home"
_ELECTED = frozenset({"governor", "mayor", "attorney general", "county executive", "sheriff"})
# "Johnson vetoes", "Frey's plan": a family name in a headline, said as of somebody known.
_FAMILY = re.compile(
    r"(?<![\w.])((?:[Dd]e |O['’])?[A-Z][\w'-]+?)(?=['’]s |,? (?:and|to|will|would|on|in|wants|[a-z]+s"
    r"|[a-z]+ed) )"
)


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
    titled: dict[str, list[Standing]] = {}
    for name, family, office, path, alone in table("officials.tsv", 5):
        standing = Standing(name, office, gazetteer().at(path), 4.0)
        yield name, standing
        if family and alone != _AT_HOME:
            for title in _TITLES[office]:
                titled.setdefault(f"{title} {family}", []).append(standing)
        if alone == "alone":
            yield family, standing
    # "Gov. Brown" was California's and Oregon's: then only news of one of them tells which.
    yield from ((words, held[0]) for words, held in titled.items() if len({each.place for each in held}) == 1)


@cache
def _families() -> dict[str, tuple[Standing, ...]]:
    """Those who hold or held an office, by family name."""
    found: dict[str, list[Standing]] = {}
    for name, family, office, path, _ in table("officials.tsv", 5):
        place = gazetteer().at(path)
        if family and place and office in _ELECTED:
            found.setdefault(family, []).append(Standing(name, office, place, 4.0))
    return {family: tuple(held) for family, held in found.items()}


def known_at_home(title: str, text: str, whole: Place | None) -> Iterator[Hit[Standing]]:
    """Officials whom a headline calls by family name, as news of their own place does: "Johnson vetoes"."""
    if whole is None or whole.country != "US" or whole.state is None:
        return
    for match in _FAMILY.finditer(title):
        for standing in _families().get(match[1], ()):
            place = standing.place
            near = place and place.state == whole.state
            if (
                near
                and place
                and (place.level is Level.STATE or place == whole or standing.kind in text.lower())
            ):
                yield Hit(match.start(1), match.end(1), match[1], standing)
                break


@cache
def _everyone() -> Phrases[Standing]:
    return Phrases([*_bodies(), *_officials()])


@lru_cache(maxsize=16)
def standings(text: str) -> tuple[Hit[Standing], ...]:
    """Everyone in a text who stands for a place."""
    hits = _everyone().find(text)
    return tuple(
        hit
        for hit in hits
        if (hit.value.name != _LONDONS or _is_london(text, hit)) and not _is_another_person(text, hit)
    )


def _is_another_person(text: str, hit: Hit[Standing]) -> bool:
    """Whether another given name stands before a family name: "Sen. Yasmin Trudeau" is no prime minister."""
    if " " in hit.text or hit.value.kind not in _TITLES:
        return False
    before = _GIVEN_BEFORE.search(text[max(0, hit.start - 30) : hit.start])
    return before is not None and (before[2].lower() in given_names() or bool(before[1]))


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
    whole = _IN_BRACKETS.sub("", outlet).lower().strip()
    if f"={whole}" in _covered():
        return _covered()[f"={whole}"]
    best = max((words for words in _runs_of(outlet.lower()) if words in _covered()), key=len, default="")
    if best:
        return _covered()[best]
    by_name = _CITY_BY_NAME.match(outlet)
    cities = gazetteer().named(key_of(by_name[1])) if by_name else ()
    if cities and _is_known_city(cities, _OWN_CITY):
        return cities[0]  # the council of Iowa City is not that of a city called Iowa
    for match in _places_in(outlet):
        return match
    return None


def is_its_own(outlet: str) -> bool:
    """Whether a place publishes this itself: what a clerk's notice decides is the clerk's city's."""
    return bool(_ITS_OWN.match(outlet))


@cache
def newspapers() -> Phrases[Place]:
    """Outlets, landmarks and universities whose names are long enough to be recognised in running text."""
    named = {
        words.title(): place
        for words, place in _covered().items()
        if " " in words and words[:4] != "the " and words[0] != "="
    }
    for state in gazetteer().states.values():
        if state.state not in {"WA", "DC"}:  # Washington University is in St. Louis
            named[f"{state.name} University"] = state
        named[f"University of {state.name}"] = named[f"{state.name} State University"] = state
    return Phrases((words, place) for words, place in named.items() if place)


def _runs_of(name: str) -> Iterator[str]:
    """Every part of a name that is cut at no letter or digit."""
    padded = f" {name} "
    starts = [n for n in range(1, len(padded)) if not padded[n - 1].isalnum() and padded[n] != " "]
    ends = [n for n in range(2, len(padded)) if not padded[n].isalnum() and padded[n - 1] != " "]
    return (padded[start:end] for start in starts for end in ends if start < end)


def _places_in(outlet: str) -> list[Place]:
    # "ACLU of Minnesota", "Washington State House Democrats": a state in the outlet's name is its home.
    states, words = set(gazetteer().states.values()), words_of(outlet)
    keys = (key for at in range(len(words)) for key, _ in runs(outlet, words, at, longest=2))
    named = [(key, gazetteer().named(key)) for key in keys]
    found = [place for _, places in named for place in places if place in states]
    counties = [g for key, g in named if key.endswith(" county") and _is_known_city(g, 0)]
    if found or counties:
        return found or [counties[0][0]]
    if _OF_A_PART.search(outlet):
        return []
    least = _OWN_CITY if _ITS_OWN.match(outlet) else _KNOWN_CITY
    return [
        place
        for key, places in named
        for place in places[:1]
        if key not in common_words() and _is_known_city(places, least)
    ]


def _is_known_city(places: tuple[Place, ...], least: int) -> bool:
    """Whether an outlet may be called after it: "Denver Civic Beat" covers Colorado."""
    if not places:
        return False  # "Mill County Sports": no such county
    first = places[0]
    known = first.level in LOCAL and first.country in ENGLISH and first.people >= least
    if first.country != "US" and any(p.country == "US" and p.people >= _NAMESAKE for p in places):
        return False  # the clerk of Northampton in Massachusetts
    return known and (len(places) == 1 or leads(*places[:2]))
