"""Find the police forces, regulators and ministries that an item names; councils and courts are none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bot.core.models import Evidence
from bot.core.places.gazetteer import LOCAL, Place, gazetteer
from bot.core.places.officials import Standing, standings
from bot.core.places.roles import ONE_FORCE
from bot.core.places.scan import PlaceMatch, find_places, is_within
from bot.core.places.words import TEXT_LIMIT, TITLE_LIMIT, Hit, recased
from bot.core.vocabulary import Level

_POLICE = re.compile(
    r"(?:['’]s?)? (?:City |Metropolitan |Metro )?(?:[Pp]olice (?:[Dd]epartment|Dept\.?|[Bb]ureau|[Ss]ervice"
    r"|[Ff]orce|[Cc]hief"
    r"|[Cc]ommissioner|Commission|Union|(?:Services )?Board)|PD\b|Commissioner of Police|Division of Police"
    r"|Department of Police|Constabulary"
    # "Springfield police drone bill" is about drones; "Springfield police say" is about the force.
    r"|[Pp]olice\b(?! (?:[Dd]rones?|[Vv]ideo|[Ff]ootage|[Rr]eforms?|[Rr]ecords|[Dd]atabases?|[Bb]ody"
    r"|[Ss]urveillance|[Uu]se of"
    r"|[Tt]echnology|[Pp]olic(?:y|ies)|[Cc]ameras?|[Pp]ractices|[Oo]versight|[Bb]ill|[Ff]acial|[Ff]ace"
    r"|[Pp]owers|[Pp]rogram)\b))"
)
_REGULATOR = re.compile(
    r" (?:Data Protection (?:Authority|Agency|Commission(?:er)?|Ombudsman)|DPA\b"
    r"|Privacy (?:Commission(?:er)?|Protection Authority)"
    r"|Police Authority|Ministry of [A-Z]\w+|[A-Z]\w+ Ministry)"
)
# "the Garda Síochána (Recording Devices) Bill" names a bill, not the force.
_IN_A_BILL = re.compile(r"[^.;]{0,4}\([^)]{3,60}\)[^.;]{0,30}(?:Bill|Act)\b")
_SHERIFF = re.compile(r"(?:['’]s?)? (?:County )?[Ss]heriff(?:['’]?s['’]?)?(?: (?:[Oo]ffice|[Dd]epartment))?")
_STATE_BODY = re.compile(
    r"(?:['’]s?)? (?:(?P<ag>[Aa]ttorney [Gg]eneral|AG\b)|(?P<sp>State Police|state police|Highway Patrol"
    r"|State Patrol|State Troopers)"
    r"|(?P<dmv>DMV|Department of Motor Vehicles|Department of [A-Z]\w+(?: (?:and )?[A-Z]\w+){0,2}"
    r"|Bureau of Investigation|Bureau of Criminal Apprehension|Division of [A-Z]\w+(?: [A-Z]\w+)?"
    r"|State Auditor|Public Utilities Commission|Privacy Protection Agency))"
)
_UNKNOWN = re.compile(
    r"\b((?:[A-Z][\w'’-]+ ){1,4}?)((?:Transit |School |University |Airport |Park )?Police (?:Department"
    r"|Bureau|Service\b)|County Sheriff['’]?s['’]? (?:Office|Department)|State Police|Division of Police"
    r"|(?:Regional|Transit|School|University|Tribal) Police\b)"
)
_SHERIFF_OF = re.compile(r"\b[Ss]heriff (?:of|in) (?:the )?$")
_PROSECUTOR = re.compile(
    r"(?:['’]s?)? (District Attorney|DA\b|State['’]s Attorney|Commonwealth['’]s Attorney|Prosecuting Attorney"
    r"|Prosecutor['’]s Office|City Attorney|County Attorney)(?:['’]s)?(?: Office)?"
)
# A union of officers is no force, and the board above one is another body.
_NOT_THE_FORCE = re.compile(
    r" (?:Commission\b|(?:Services? )?Board\b|Association|Federation|Foundation|Officers|Benevolent"
    r"|Protective)"
)
_OVERSEERS = re.compile(
    r"\b(?:Fire (?:and|&) Police Commission|Police (?:Accountability|Oversight|Review) (?:Board|Commission)"
    r"|Board of Police Commissioners"
    r"|Police Commission\b(?!er)|Ministry of [A-Z]\w+(?: (?:and )?[A-Z]\w+){0,2})"
)
_INITIALS = re.compile(r"\b([A-Z]{1,3})PD\b")
_OWN = re.compile(
    r"(?i)\b(?:its|the city['’]s|own) (?:own )?(?:police department|Police Department|PD|police force)\b"
)
_SHERIFF_ALONE = re.compile(r"\b[Ss]heriff['’]?s['’]? (?:[Oo]ffice|[Dd]epartment)")
_ITS_POLICE = re.compile(r" (?:Police\b|police\b(?! (?:drones?|cameras?|powers|reform|bill)))")
# "Vienna, Va., police"; a state's own force behind the state is told before.
_BEHIND_STATE = re.compile(r",? [Pp]olice\b(?! (?:drones?|cameras?|surveillance|reform))")
_LOOSE = frozenset({"police", "pd", "chief", "commissioner"})
_FORCE = re.compile(r"Police(?: Department| Bureau| Service| Force)?(?: \(\w+\))?$|Constabulary$")
MOST_INITIALS = 20
# Words that stand before "Police Department" and are no name.
_NO_NAME = frozenset(
    ["the", "our", "local", "state", "city", "county", "a", "your", "and", "for", "chief", "ban", "former",
     "new", "its", "their", "his", "her", "every", "that", "this", "when", "after", "if", "as", "but", "in",
     "at", "by", "from"]
)  # fmt: skip
_TITLED = re.compile(r"(?:Attorney General|AG) $")


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    start: int
    end: int
    rule: str
    short_for: str = ""
    """The city of a force told loosely ("Cleveland police"), which a fuller name elsewhere may settle."""


def find_agencies(
    title: str, text: str, *, home: str | None = None
) -> tuple[tuple[str, ...], tuple[Evidence, ...]]:
    """Canonical names in order of appearance, each with the words that name it."""
    originals = {"title": title[:TITLE_LIMIT], "summary": text[:TEXT_LIMIT]}
    parts = {source: recased(part) for source, part in originals.items()}
    places = [place for part in parts.values() for match in find_places(part) for place in match.places[:1]]
    if home and (covered := gazetteer().at(home)):
        places.append(covered)
    proofs: dict[str, Evidence] = {}
    everything = [
        (source, found)
        for source, part in parts.items()
        for found in sorted(_in_part(part, places, is_title=source == "title"), key=lambda each: each.start)
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
        if not each.short_for and each.name.startswith(f"{found.short_for} ") and _FORCE.search(each.name)
    }
    return full.pop() if len(full) == 1 else found.name


def _in_part(part: str, places: list[Place], *, is_title: bool) -> Iterator[_Found]:
    taken: list[tuple[int, int]] = []
    for found in _candidates(part, places, is_title=is_title):
        if not any(found.start < end and start < found.end for start, end in taken):
            taken.append((found.start, found.end))
            yield found


def _candidates(part: str, places: list[Place], *, is_title: bool) -> Iterator[_Found]:
    """Everything that may name an agency; what comes first wins where two overlap."""
    yield from _known(part)
    for match in find_places(part):
        yield from _of_place(part, match)
    yield from _by_pattern(part)
    yield from _by_initials(part, places)
    yield from _implied(part, places, is_title=is_title)


def _known(part: str) -> Iterator[_Found]:
    for hit in standings(part):
        if hit.value.kind == "agency" and not _is_another(part, hit):
            yield _Found(hit.value.name, hit.start, hit.end, "known agency")
        state, titled = (
            hit.value.place,
            _TITLED.search(part[: hit.start]) or hit.text.startswith(("Att", "AG")),
        )
        if hit.value.kind == "attorney general" and state and titled:
            yield _Found(f"{state.name} Attorney General", hit.start, hit.end, "known official")


def _is_another(part: str, hit: Hit[Standing]) -> bool:
    if _IN_A_BILL.match(part, hit.end):
        return True
    return hit.text.lower().endswith("police") and bool(_NOT_THE_FORCE.match(part, hit.end))


def _by_pattern(part: str) -> Iterator[_Found]:
    for found in _OVERSEERS.finditer(part):
        yield _Found(found[0].replace("&", "and"), found.start(), found.end(), "overseer or ministry")
    for found in _UNKNOWN.finditer(part):
        # In A Headline Like This a capital proves nothing: "Ordinance Banning Its Police Department".
        words = found[1].split()
        start = found.start()
        while (
            words and words[0].lower() in _NO_NAME
        ):  # "The Smallville Police Department" at a sentence's start
            start += len(words.pop(0)) + 1
        if words and _is_sentence(part) and _NO_NAME.isdisjoint(word.lower() for word in words):
            yield _Found(part[start : found.end()].strip(), start, found.end(), "named force")


def _is_sentence(part: str) -> bool:
    return sum(1 for word in part.split()[:60] if len(word) >= 4 and word.islower()) >= 2


def _of_place(part: str, match: PlaceMatch) -> Iterator[_Found]:
    place, name = match.places[0], part[match.start : match.name_end]
    regulator = _REGULATOR.match(part, match.end)
    if regulator and (match.adjective or place.level is Level.COUNTRY):
        yield _Found(
            part[match.start : regulator.end()], match.start, regulator.end(), "a nation's regulator"
        )
        return
    sheriff = _SHERIFF.match(part, match.end)
    if sheriff and place.level in LOCAL:
        base = name if name.endswith(("County", "Parish")) else f"{name} County"
        yield _Found(f"{base} Sheriff's Office", match.start, sheriff.end(), "sheriff")
        return
    if place.level is Level.COUNTY and _SHERIFF_OF.search(part[max(0, match.start - 16) : match.start]):
        yield _Found(f"{name} Sheriff's Office", match.start, match.name_end, "sheriff")
        return
    prosecutor = _PROSECUTOR.match(part, match.end) if place.level in LOCAL else None
    if prosecutor:
        title = "District Attorney" if prosecutor[1] == "DA" else prosecutor[1].replace("’", "'")
        yield _Found(f"{name} {title}", match.start, prosecutor.end(), "prosecutor")
        return
    state = _STATE_BODY.match(part, match.end)
    if state and any(each.level is Level.STATE for each in match.places):
        words = "Attorney General" if state["ag"] else state[0].strip()
        yield _Found(f"{name} {words}", match.start, state.end(), "state body")
        return
    # "California police" and "Welsh police" are no one force, though villages of those names exist.
    local = place.level in LOCAL or match.key == "new york"
    police = _POLICE.match(part, match.end)
    if place.level is Level.STATE and place.country in ONE_FORCE and _ITS_POLICE.match(part, match.end):
        yield _Found(f"{place.name} Police", match.start, match.end + len(" police"), "police of a state")
    if match.within and local and (own := _BEHIND_STATE.match(part, match.end)):
        yield _Found(_police_of(match, name, own[0]), match.start, own.end(), "police of a place")
    if not police or not local or match.end != match.name_end or _NOT_THE_FORCE.match(part, police.end()):
        return
    loose = police[0].split()[-1].lower() in _LOOSE and " of " not in police[0]
    yield _Found(
        _police_of(match, name, police[0]),
        match.start,
        police.end(),
        "police of a place",
        short_for=name if loose else "",
    )


def _police_of(match: PlaceMatch, name: str, words: str) -> str:
    locals_ = [each for each in match.places if each.level in LOCAL]
    within = match.within
    place = next((each for each in locals_ if within and is_within(each, within)), locals_[0])
    base = place.name if place.name.lower() == name.lower() else name
    base = "New York" if place.path == "us/ny/new-york-city" else base
    if "Commission" in words and "ommissioner" not in words:
        return f"{base} Police Commission"
    if "Board" in words:
        return f"{base} {words[words.index('Police') :]}"
    for full in ("Police Bureau", "Division of Police", "Police Service", "Constabulary"):
        if full in words:
            return f"{base} {full}"
    return f"{base} Police Department" if place.country == "US" else f"{base} Police"


def _by_initials(part: str, places: list[Place]) -> Iterator[_Found]:
    """OPD in an item that names Oakland is Oakland's; in one that names no such city it stays OPD."""
    for found in islice(_INITIALS.finditer(part), MOST_INITIALS):
        cities = {
            place.name for place in places if place.level is Level.CITY and _initials(place.name) == found[1]
        }
        name = f"{cities.pop()} Police Department" if len(cities) == 1 else found[0]
        yield _Found(name, found.start(), found.end(), "initials")


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split())


def _implied(part: str, places: list[Place], *, is_title: bool) -> Iterator[_Found]:
    """A headline on "its police department" beside one city, and "the sheriff's office" beside one county."""
    cities = {place.name for place in places if place.level is Level.CITY and place.country == "US"}
    own = _OWN.search(part) if is_title and len(cities) == 1 else None
    if own:
        yield _Found(
            f"{next(iter(cities))} Police Department", own.start(), own.end(), "its police department"
        )
    counties = {place.name for place in places if place.level is Level.COUNTY}
    sheriff = _SHERIFF_ALONE.search(part) if len(counties) == 1 else None
    if sheriff:
        yield _Found(
            f"{next(iter(counties))} Sheriff's Office", sheriff.start(), sheriff.end(), "the county's sheriff"
        )


def _known_as(name: str, proofs: dict[str, Evidence]) -> str:
    """One force under two names in one item is one: OPD after Oakland Police Department."""
    initials = _INITIALS.fullmatch(name)
    if initials:
        for known in proofs:
            if _initials(known.removesuffix(" Police Department")) == initials[1]:
                return known
    return name
