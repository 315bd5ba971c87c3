"""Say of two reports of a case that set it in different places whether one names the other's place.

Whoever is wrongly arrested lives in one town and is jailed in another for what was done in a third.
"""

from collections.abc import Iterator

from bot.core.places.gazetteer import gazetteer
from bot.core.profiles import ItemProfile, StoryProfile
from bot.core.similarity import words_of
from bot.core.vocabulary import Action

_CASES = frozenset((Action.INCIDENT, Action.LAWSUIT, Action.SETTLEMENT))
"""What happens to people, who move: a council sits in one place."""


def told_of_both(item: ItemProfile, story: StoryProfile) -> bool:
    """Whether a case's report names the other's place, or the other names its."""
    if item.action not in _CASES or _CASES.isdisjoint(story.actions):
        return False
    if any(_town(item.place) == _town(place) for place in story.places):
        return False  # Portland and Portland: each text names the other's name
    mine = _plain(f"{item.title} {item.lead}")
    theirs = _plain(" ".join(f"{title} {lead}" for title, lead in story.texts))
    # Two towns of one state share its name: every case under Illinois' law names Illinois.
    apart = all(_state(item.place) != _state(place) for place in story.places)
    return _is_named(item.place, theirs, state=apart) or any(
        _is_named(place, mine, state=apart) for place in story.places
    )


def _is_named(path: str, words: str, *, state: bool) -> bool:
    return any(_plain(name) in words for name in _names(path, state=state))


def _names(path: str, *, state: bool) -> Iterator[str]:
    """The place's own name, and its state's: "a Georgia man" names where he was jailed."""
    country, _, rest = path.partition("/")
    code, _, town = rest.partition("/")
    if state and country == "us" and (known := gazetteer().states.get(code.upper())):
        yield known.name
    if town:
        yield town.replace("-", " ")


def _state(path: str) -> str:
    return "/".join(path.split("/")[:2])


def _town(path: str) -> str:
    return path.rpartition("/")[2]


def _plain(text: str) -> str:
    return f" {' '.join(words_of(text))} "
