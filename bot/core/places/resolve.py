"""Settle which of several places a name means, and say by what."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.places.cues import Body
from bot.core.places.gazetteer import LARGE, LEAD, LOCAL, METROPOLIS, SMALL, Place, gazetteer, key_of
from bot.core.places.scan import PlaceMatch, is_within
from bot.core.vocabulary import Level

ENGLISH = frozenset({"US", "GB", "CA", "AU", "NZ", "IE", "IN", "PK", "ZA", "NG"})
"""English news of San José in Costa Rica says so; that of San José in California need not."""
_SECOND_ENGLISH = frozenset({"IN", "PK", "ZA", "NG"})
"""Where English is one language of several: a city there need not be the one that English news means."""
KNOWN = 100_000
"""Residents of a US city that may be meant beside a larger namesake abroad."""
CAPITAL_LEAD = 2.2
"""A capital is known: Jackson is Mississippi's. Richmond, half as large in California, may be either."""
_FAR = 100
SMALL_COUNTY = 130_000
"""Taken for counties of untold population; all larger ones with namesakes are told."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the rest of the item says about where we are."""

    wholes: frozenset[Place] = frozenset()
    """States and foreign countries that the texts name or that an official or an agency stands for."""
    locals: frozenset[Place] = frozenset()
    """Local places that an official or an agency stands for."""
    home: Place | None = None
    """What the feed covers."""
    outlet: Place | None = None
    """What the outlet covers."""
    cited: Place | None = None
    """What a newspaper covers that the text cites."""
    near: frozenset[str] = frozenset()
    """States of the other places that the texts name."""
    companions: tuple[tuple[Place, ...], ...] = ()
    """The readings of every name in the texts that has several."""
    counties: tuple[frozenset[str], ...] = ()
    """The states of every county that the texts name."""
    surely_british: bool = False
    """Whether the texts name what only Britain has, not merely spell as it does."""
    nation: str | None = None
    """US or GB if the words used of local affairs are that country's."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """The place meant; `basis` says how a part that the words leave open was settled."""

    place: Place
    basis: str | None = None


def resolve(
    match: PlaceMatch, context: Context, body: int, *, city: bool = False, town: bool = False
) -> Resolved | None:
    """The place that a name means; one without state if that stays open, None if it is no place at all.

    `city` says that the item is about a city's business, which settles New York; `town` that a headline on
    a town's business begins with the name, which a small town's may.
    """
    options = _fitting(match, Body.LOCAL if city and body == Body.ANY else body)
    if not options:
        return None
    if match.within:
        inside = [place for place in options if is_within(place, match.within)]
        if inside:
            return Resolved(inside[0])
    if options[0].level not in LOCAL:
        return Resolved(options[0])
    return _by_context(options, context) or _by_size(options, context, body, town=town)


def _fitting(match: PlaceMatch, body: int) -> tuple[Place, ...]:
    """The readings in the order that the words beside the name suggest."""
    if match.places[0].level in LOCAL:
        return match.places
    wide = tuple(place for place in match.places if place.level not in LOCAL)
    local = tuple(place for place in match.places if place.level in LOCAL)
    # Villages named California or Mexico are never meant without their state; New York City is.
    # So is no city where English is foreign: Victoria is not Hong Kong's.
    local = tuple(
        place for place in local if match.within or (place.people >= METROPOLIS and place.country in ENGLISH)
    )
    if not wide or not local:
        return wide or local
    if body == Body.LOCAL or body == Body.LOCAL | Body.COUNTY or match.within:
        return (*local, *wide)
    return (*wide, *local)


def _by_context(options: tuple[Place, ...], context: Context) -> Resolved | None:
    for place in options:
        if place in context.locals:
            return Resolved(place, "an official or agency of that place is named")
    named = [place for place in options if any(is_within(place, whole) for whole in context.wholes)]
    if named and named[0] is not options[0] and _is_far_larger(options[0], named[0]):
        named = []  # a firm of Ohio in news of Baltimore makes it no village in Ohio
    if named and (len({place.state for place in named}) == 1 or leads(named[0], named[1])):
        # The nearest of them, and always the same one: "Wales", not "United Kingdom".
        around = (whole for whole in context.wholes if is_within(named[0], whole))
        whole = max(around, key=lambda whole: (whole.level is not Level.COUNTRY, whole.name))
        return Resolved(named[0], f"{whole.name} is named in the text")
    sources = (
        (context.home, "the feed covers"),
        (context.outlet, "the outlet covers"),
        (context.cited, "a cited newspaper covers"),
    )
    near = ((_near(options, source), f"{words} {source.name}") for source, words in sources if source)
    return next((Resolved(place, basis) for place, basis in near if place), None)


def _is_far_larger(first: Place, second: Place) -> bool:
    return first.level is Level.CITY and first.people >= METROPOLIS and first.people >= _FAR * second.people


def _near(options: Iterable[Place], source: Place) -> Place | None:
    """The reading in the state (abroad: in the country) that a feed or an outlet covers."""
    if source.level is Level.SUPRANATIONAL:
        return None
    for place in options:
        if place.country != source.country:
            continue
        if source.country != "US" or (source.state and place.state == source.state):
            return place
    return None


def _by_size(options: tuple[Place, ...], context: Context, body: int, *, town: bool) -> Resolved | None:
    options = _likely(options, context, council=bool(body & Body.LOCAL) and body != Body.ANY)
    options = _beside_counties(options, context)
    if context.surely_british and not _covered(context) and all(place.country == "US" for place in options):
        return None  # Norfolk Constabulary's Norfolk is no town of Virginia
    first = options[0]
    certain = town or first.level is Level.COUNTY or (bool(body & Body.LOCAL) and body != Body.ANY)
    if first.people < SMALL and not certain:
        return None
    if len(options) == 1:
        return None if first.people < SMALL and _elsewhere(first, context) else Resolved(first, _only(first))
    if leads(first, options[1]):
        return Resolved(first, _only(first))
    return _by_neighbours(options, context) or _left_open(options)


def _likely(options: tuple[Place, ...], context: Context, *, council: bool) -> tuple[Place, ...]:
    """The readings in the country that the item is about, else those where English is spoken.

    `council` says that a city's body stands beside the name: a council of Santa Fe is New Mexico's.
    """
    covered = _covered(context)
    nation = covered[0] if covered and covered[0] != "EU" else context.nation
    at_home = tuple(place for place in options if place.country == nation)
    if at_home:
        return at_home
    english = tuple(place for place in options if place.country in ENGLISH)
    if options[0].country in ENGLISH:
        first_english = tuple(place for place in english if place.country not in _SECOND_ENGLISH)
        return first_english if council and first_english else english
    known = bool(english) and english[0].people >= LARGE and options[0].people < METROPOLIS
    return english if known and council else options


def _covered(context: Context) -> list[str | None]:
    return [source.country for source in (context.home, context.outlet, context.cited) if source]


def _beside_counties(options: tuple[Place, ...], context: Context) -> tuple[Place, ...]:
    """The readings in a state of a county that is named: no Salem in Oregon lies in an Essex County."""
    for states in context.counties:
        inside = tuple(place for place in options if place.country == "US" and place.state in states)
        if inside and options[0].people < METROPOLIS:
            options = inside
    return options


def _by_neighbours(options: tuple[Place, ...], context: Context) -> Resolved | None:
    near = [place for place in options if place.country == "US" and place.state in context.near]
    if len(near) != 1:
        return _by_companion(options, context)
    return Resolved(near[0], f"other places in {gazetteer().states[near[0].state or ''].name} are named")


def _by_companion(options: tuple[Place, ...], context: Context) -> Resolved | None:
    """The state where both of two ambiguous names are best known: Springfield and Greene County."""
    for group in context.companions:
        if group[0].name == options[0].name:
            continue
        pairs = [
            ((mine.people or SMALL) * (theirs.people or SMALL), mine, theirs)
            for mine in options
            for theirs in group
            if mine.country == theirs.country == "US" and mine.state == theirs.state
        ]
        pairs.sort(key=lambda pair: -pair[0])
        if pairs and (len(pairs) == 1 or pairs[0][0] >= LEAD * pairs[1][0]):
            return Resolved(pairs[0][1], f"{pairs[0][2].name} is named in the text")
    return None


def _left_open(options: tuple[Place, ...]) -> Resolved:
    first, countries = options[0], {place.country for place in options}
    country = first.country if len(countries) == 1 else None
    basis = f"{len(options)} places have that name; nothing says which"
    return Resolved(Place(first.level, first.name, None, country, 0, None), basis)


def leads(first: Place, second: Place) -> bool:
    """Whether one place is so much larger that it is meant when nothing else is said."""
    lead: float = LEAD
    if first.level is Level.COUNTY:
        lead = 3 if first.people >= 2 * METROPOLIS else LEAD
        return first.people >= lead * (second.people or SMALL_COUNTY)
    if first.country in _SECOND_ENGLISH and second.country == "US" and second.people >= KNOWN:
        return False  # Salem in Tamil Nadu is larger than Oregon's capital, and less in the news
    if first.people >= 2 * METROPOLIS:  # a city of a million is known; abroad, still better known
        lead = 3 if first.country in ENGLISH else 2
    elif (
        first.state and gazetteer().capitals.get(first.state) == key_of(first.name) and first.country == "US"
    ):
        lead = CAPITAL_LEAD
    return first.people >= max(LARGE, lead * second.people)


def _elsewhere(place: Place, context: Context) -> bool:
    """Whether the feed, the outlet or the text is about another state than this small town's."""
    states = {
        whole.state for whole in (context.home, context.outlet, *context.wholes) if whole and whole.state
    }
    return bool(states) and place.state not in states


def _only(place: Place) -> str:
    kind = "county" if place.level is Level.COUNTY else "city"
    return (
        f"only large {kind} of that name"
        if place.people >= LARGE
        else f"only {kind} of that name that we know"
    )
