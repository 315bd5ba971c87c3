"""Find the police forces, regulators and ministries that an item names; councils and courts are none."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from bot.core import agency_words
from bot.core.data import table
from bot.core.models import Evidence
from bot.core.places.gazetteer import LOCAL, Place, gazetteer, key_of
from bot.core.places.officials import Standing, coverage_of, standings
from bot.core.places.roles import ONE_FORCE
from bot.core.places.scan import PlaceMatch, find_places, is_within
from bot.core.places.words import TEXT_LIMIT, TITLE_LIMIT, Hit, recased
from bot.core.vocabulary import Level


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    start: int
    end: int
    rule: str
    short_for: str = ""
    """The city of a force told loosely ("Cleveland police"), which a fuller name elsewhere may settle."""


def find_agencies(
    title: str, text: str, *, home: str | None = None, outlet: str = ""
) -> tuple[tuple[str, ...], tuple[Evidence, ...]]:
    """Canonical names in order of appearance, each with the words that name it."""
    originals = {"title": title[:TITLE_LIMIT], "summary": text[:TEXT_LIMIT]}
    parts = {source: recased(part) for source, part in originals.items()}
    places = [place for part in parts.values() for match in find_places(part) for place in match.places[:1]]
    covered = gazetteer().at(home) if home else coverage_of(outlet) if outlet else None
    proofs: dict[str, Evidence] = {}
    everything = [
        (source, found)
        for source, part in parts.items()
        for found in sorted(
            _in_part(part, places, covered, is_title=source == "title"), key=lambda each: each.start
        )
    ]
    for source, found in everything:
        name = _known_as(_in_full(found, everything), proofs)
        if name not in proofs:
            proofs[name] = Evidence(
                field="agencies",
                value=name,
                source=source,
                start=found.start,
                end=found.end,
                text=originals[source][found.start : found.end],
                rule=found.rule,
            )
    return tuple(proofs), tuple(proofs.values())


def _in_full(found: _Found, everything: list[tuple[str, _Found]]) -> str:
    """The full name of a force told loosely, if the item gives it: "Cleveland Division of Police"."""
    if not found.short_for:
        return found.name
    full = {
        each.name
        for _, each in everything
        if not each.short_for
        and each.name.startswith(f"{found.short_for} ")
        and agency_words.FORCE.search(each.name)
    }
    return full.pop() if len(full) == 1 else found.name


def _in_part(part: str, places: list[Place], covered: Place | None, *, is_title: bool) -> Iterator[_Found]:
    taken: list[tuple[int, int]] = []
    for found in _candidates(part, places, covered, is_title=is_title):
        if not any(found.start < end and start < found.end for start, end in taken):
            taken.append((found.start, found.end))
            yield found


def _candidates(part: str, places: list[Place], covered: Place | None, *, is_title: bool) -> Iterator[_Found]:
    """Everything that may name an agency; what comes first wins where two overlap."""
    yield from _known(part)
    for match in find_places(part):
        yield from _of_place(part, match)
    near = [*places, covered] if covered else places
    yield from _by_pattern(part, near)
    yield from _by_initials(part, near)
    yield from _implied(part, places, is_title=is_title)
    yield from _by_whole(part, places, covered)


def _known(part: str) -> Iterator[_Found]:
    for hit in standings(part):
        if hit.value.kind == "agency" and not _is_another(part, hit):
            yield _Found(hit.value.name, hit.start, hit.end, "known agency")
        state, titled = (
            hit.value.place,
            agency_words.TITLED.search(part[: hit.start]) or hit.text.startswith(("Att", "AG")),
        )
        alone = hit.text in _known_alone()
        if hit.value.kind == "attorney general" and state and (titled or alone):
            yield _Found(f"{state.name} Attorney General", hit.start, hit.end, "known official")


@cache
def _known_alone() -> frozenset[str]:
    """Family names that suffice without a title: Bonta is California's attorney general."""
    return frozenset(family for _, family, _, _, alone in table("officials.tsv", 5) if alone == "alone")


def _is_another(part: str, hit: Hit[Standing]) -> bool:
    if agency_words.IN_A_BILL.match(part, hit.end):
        return True
    return hit.text.lower().endswith("police") and bool(agency_words.NOT_THE_FORCE.match(part, hit.end))


_PATTERNED = ("Police", "Sheriff", "Ministry", "Commission", "Board", "police", "Inspector")


def _by_pattern(part: str, places: list[Place]) -> Iterator[_Found]:
    if not any(word in part for word in _PATTERNED):
        return  # one of them stands in every such name
    cities = {place.name for place in places if place.level is Level.CITY and place.country in {"US", "CA"}}
    for found in agency_words.OVERSEERS.finditer(part):
        name = found[0].replace("&", "and")
        if len(cities) == 1 and "Ministry" not in name:
            name = f"{next(iter(cities))} {name}"  # whose commission it is, where the item is about one city
        yield _Found(name, found.start(), found.end(), "overseer or ministry")
    for found in agency_words.UNKNOWN.finditer(part):
        # In A Headline Like This a capital proves nothing: "Ordinance Banning Its Police Department".
        words = found[1].split()
        start = found.start()
        while (
            words and words[0].lower() in agency_words.NO_NAME
        ):  # "The Smallville Police Department" at a sentence's start
            start += len(words.pop(0)) + 1
        if words and _is_sentence(part) and agency_words.NO_NAME.isdisjoint(word.lower() for word in words):
            yield _Found(part[start : found.end()].strip(), start, found.end(), "named force")


def _is_sentence(part: str) -> bool:
    return sum(1 for word in part.split()[:60] if len(word) >= 4 and word.islower()) >= 2


def _of_place(part: str, match: PlaceMatch) -> Iterator[_Found]:
    """What the words behind a place make of it: a regulator, an office, or else its police."""
    name = part[match.start : match.name_end]
    regulator = agency_words.REGULATOR.match(part, match.end)
    if regulator and (match.adjective or match.places[0].level is Level.COUNTRY):
        whole = part[match.start : regulator.end()]
        yield _Found(whole, match.start, regulator.end(), "a nation's regulator")
        return
    office = _office_of(part, match, name)
    if office:
        yield office
    else:
        yield from _force_of(part, match, name)


def _office_of(part: str, match: PlaceMatch, name: str) -> _Found | None:
    """A sheriff's, a prosecutor's or a state's office."""
    level, before = match.places[0].level, part[max(0, match.start - 16) : match.start]
    sheriff = agency_words.SHERIFF.match(part, match.end) if level in LOCAL else None
    if level is Level.COUNTY:
        sheriff = sheriff or agency_words.DEPUTIES.match(part, match.end)
    if sheriff:
        base = name if name.endswith(("County", "Parish")) else f"{name} County"
        return _Found(f"{base} Sheriff's Office", match.start, sheriff.end(), "sheriff")
    if level is Level.COUNTY and agency_words.SHERIFF_OF.search(before):
        return _Found(f"{name} Sheriff's Office", match.start, match.name_end, "sheriff")
    prosecutor = agency_words.PROSECUTOR.match(part, match.end) if level in LOCAL else None
    if prosecutor:
        title = "District Attorney" if prosecutor[1] == "DA" else prosecutor[1].replace("’", "'")
        return _Found(f"{name} {title}", match.start, prosecutor.end(), "prosecutor")
    state = agency_words.STATE_BODY.match(part, match.end)
    if state and any(each.level is Level.STATE for each in match.places):
        body = (
            "Attorney General" if state["ag"] else "Secretary of State" if state["sos"] else state[0].strip()
        )
        body = body.removeprefix("'s ").removeprefix("’s ")
        if body.lower().endswith("troopers"):
            body = agency_words.TROOPERS.get(match.places[0].state or "", "State Police")
        body = body[0].upper() + body[1:]
        return _Found(f"{name} {body}", match.start, state.end(), "state body")
    return None


def _force_of(part: str, match: PlaceMatch, name: str) -> Iterator[_Found]:
    """The police of a city or county, or of a state that has one force."""
    place, start, end = match.places[0], match.start, match.end
    one_force = place.level is Level.STATE and place.country in ONE_FORCE
    if one_force and agency_words.ITS_POLICE.match(part, end):
        yield _Found(f"{place.name} Police", start, end + len(" police"), "police of a state")
    # "California police" and "Welsh police" are no one force, though villages of those names exist.
    if place.level not in LOCAL and match.key != "new york":
        return
    behind = agency_words.BEHIND_STATE.match(part, end) if match.within else None
    police = None if match.within else agency_words.POLICE.match(part, end)
    if behind:
        yield _Found(_police_of(match, name, behind[0]), start, behind.end(), "police of a place")
    elif police and not agency_words.NOT_THE_FORCE.match(part, police.end()):
        loose = police[0].split()[-1].lower() in agency_words.LOOSE and " of " not in police[0]
        full = _police_of(match, name, police[0])
        yield _Found(full, start, police.end(), "police of a place", short_for=name if loose else "")


def _police_of(match: PlaceMatch, name: str, words: str) -> str:
    locals_ = [each for each in match.places if each.level in LOCAL]
    within = match.within
    place = next((each for each in locals_ if within and is_within(each, within)), locals_[0])
    same = key_of(place.name) == key_of(name) or name.isupper() or "." in name
    base = place.name if same else name
    base = "New York" if place.path == "us/ny/new-york-city" else base
    if "Commission" in words and "ommissioner" not in words:
        return f"{base} Police Commission"
    if "Board" in words:
        return f"{base} {words[words.index('Police') :]}"
    for full in (
        "Police Bureau",
        "Division of Police",
        "Department of Public Safety",
        "Police Service",
        "Constabulary",
    ):
        if full in words:
            return f"{base} {full}"
    return f"{base} Police Department" if place.country == "US" else f"{base} Police"


def _by_initials(part: str, places: list[Place]) -> Iterator[_Found]:
    """OPD in an item that names Oakland is Oakland's; in one that names no such city it stays OPD."""
    for found in islice(agency_words.INITIALS.finditer(part), agency_words.MOST_INITIALS):
        cities = {
            place.name
            for place in places
            if place.level is Level.CITY and found[1] in _all_initials(place.name)
        }
        if not cities and any(place.country != "US" for place in places):
            continue  # the SPD is a party in Germany
        name = f"{cities.pop()} Police Department" if len(cities) == 1 else found[0]
        yield _Found(name, found.start(), found.end(), "initials")


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split())


def _all_initials(name: str) -> frozenset[str]:
    """MPD is Milwaukee's and, for a metropolitan force, IMPD Indianapolis's."""
    initials = _initials(name).upper()
    return frozenset({initials, f"{initials}M", f"M{initials}"})


def _implied(part: str, places: list[Place], *, is_title: bool) -> Iterator[_Found]:
    """A headline on "its police department" beside one city, and "the sheriff's office" beside one county."""
    cities = {place.name for place in places if place.level is Level.CITY and place.country == "US"}
    own = agency_words.OWN.search(part) if is_title and len(cities) == 1 else None
    if own:
        yield _Found(
            f"{next(iter(cities))} Police Department", own.start(), own.end(), "its police department"
        )
    counties = {place.name for place in places if place.level is Level.COUNTY}
    sheriff = agency_words.SHERIFF_ALONE.search(part) if len(counties) == 1 else None
    if sheriff:
        yield _Found(
            f"{next(iter(counties))} Sheriff's Office", sheriff.start(), sheriff.end(), "the county's sheriff"
        )


def _by_whole(part: str, places: list[Place], covered: Place | None) -> Iterator[_Found]:
    """An office named without its state or country, where the item is about only one."""
    state = _only_state(places, covered)
    if state:
        for found in agency_words.STATE_ALONE.finditer(part):
            body = found[1][0].upper() + found[1][1:]
            body = body.replace("State police", "State Police").replace("State auditor", "State Auditor")
            body = body.replace("Secretary of state", "Secretary of State")
            body = (
                agency_words.TROOPERS.get(state.state or "", "State Police") if body == "Troopers" else body
            )
            yield _Found(f"{state.name} {body}", found.start(), found.end(), "the state's office")
        attorney = agency_words.ATTORNEY_ALONE.search(part)
        if attorney:
            name = f"{state.name} Attorney General"
            yield _Found(name, attorney.start(), attorney.end(), "the state's attorney general")
    countries = {place.country for place in places if place.level is Level.COUNTRY}
    if not countries and covered and covered.country != "US":
        countries = {covered.country}
    commissioner = agency_words.COMMISSIONER_ALONE.search(part) if len(countries) == 1 else None
    name = agency_words.COMMISSIONERS.get(countries.pop() or "", "") if commissioner else ""
    if commissioner and name:
        yield _Found(name, commissioner.start(), commissioner.end(), "the country's commissioner")


def _only_state(places: list[Place], covered: Place | None) -> Place | None:
    """The state that an item is about: the only one named, else its cities', else its outlet's."""
    if any(place.level is Level.COUNTRY and place.country != "US" for place in places):
        return None
    states = {place.state for place in places if place.level is Level.STATE and place.country == "US"}
    if not states:
        states = {place.state for place in places if place.level in LOCAL and place.country == "US"}
    home = covered.state if covered and covered.country == "US" else None
    code = home if home and (home in states or not states) else states.pop() if len(states) == 1 else None
    return gazetteer().states.get(code or "")


def _known_as(name: str, proofs: dict[str, Evidence]) -> str:
    """One force under two names in one item is one: OPD after Oakland Police Department."""
    initials = agency_words.INITIALS.fullmatch(name)
    if initials:
        for known in proofs:
            if _initials(known.removesuffix(" Police Department")) == initials[1]:
                return known
    return name
