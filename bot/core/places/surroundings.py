"""What the other names in an item say about one that has several readings."""

from collections.abc import Sequence

from bot.core.places.gazetteer import LARGE, LOCAL, Place
from bot.core.places.resolve import leads
from bot.core.places.roles import Role
from bot.core.places.scan import PlaceMatch
from bot.core.vocabulary import Level

MOST_COMPANIONS = 8
"""A list of five hundred names must not be compared pair by pair."""
Roles = Sequence[tuple[str, PlaceMatch, Role]]


def states_named(roles: Roles) -> set[str]:
    """States of the places that can mean one thing only, those named for comparison left out."""
    states = set()
    for _, match, role in roles:
        first = match.places[0]
        alone = len(match.places) == 1 or leads(first, match.places[1])
        if (
            role.weight > 0
            and first.level in LOCAL
            and first.country == "US"
            and alone
            and (first.people >= LARGE or (first.level is Level.COUNTY and len(match.places) == 1))
            and first.state
        ):
            states.add(first.state)
    return states


def companions(roles: Roles) -> tuple[tuple[Place, ...], ...]:
    """The other names with several readings at home: Salem beside Essex County is that of Massachusetts."""
    groups = (
        tuple(place for place in match.places if place.level in LOCAL and place.country == "US")
        for _, match, role in roles
        if role.weight > 0 and match.within is None and match.places[0].level in LOCAL
    )
    return tuple(dict.fromkeys(group for group in groups if len(group) > 1))[:MOST_COMPANIONS]


def counties(roles: Roles) -> tuple[frozenset[str], ...]:
    """For every county named, the states that have one of that name."""
    states = (
        frozenset(place.state for place in match.places if place.level is Level.COUNTY and place.state)
        for _, match, role in roles
        if role.weight > 0
    )
    return tuple(dict.fromkeys(each for each in states if each))[:MOST_COMPANIONS]
