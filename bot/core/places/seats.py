"""Capitals that stand for their nation: "ministers in Madrid", "Canberra moves to outlaw"."""

import re
from collections.abc import Collection
from functools import cache

from bot.core.data import table
from bot.core.places.gazetteer import Place, gazetteer, key_of
from bot.core.places.scan import PlaceMatch

_LAWMAKERS_IN = re.compile(
    r"\b(?:[Gg]overnment|[Mm]inisters?|[Mm]inistry|[Ll]awmakers|[Ll]egislators|[Pp]arliament|[Cc]abinet"
    r"|MPs|MEPs"
    r"|[Dd]eputies|[Ss]enators|[Cc]oalition|[Pp]oliticians|[Rr]egulators|[Dd]iplomats) (?:in|at) (?:the )?$"
)
_RULES = re.compile(
    r" (?:adopts?|agrees?|approves?|backs|bans?|considers|delays|drafts|eyes|faces|has|intends|introduces|is"
    r"|launches|mulls|must|moves?|opens|orders|plans?|prepares|presses|proposes?|pushes|readies|rejects"
    r"|rules|says|seeks|sets?"
    r"|softens|tables|tells|told|to|unveils|urged|vows|wants|warns|weighs|will|would)\b"
)
# "Madrid's privacy regulator", "Karlsruhe's judges": no city has them.
_OWNS = re.compile(
    r"['’]s (?:(?:privacy|data[- ]protection) (?:regulator|watchdog|authority|agency)"
    r"|(?:top|highest|constitutional|supreme) court|judges|government|parliament)\b"
)
_SAYS = re.compile(r"(?:says|urges|asks|tells|presses|lobby|lobbies|pressure on) $")
# Words that only a nation's business needs: a capital's council passes ordinances, not bills. The text that
# they are sought in begins with a line break (`cues`).
NATIONAL = re.compile(
    r"\W(?:[Pp]arliament|[Mm]inisters?|M(?:E)?Ps?\b|[Ff]ederal|[Bb]ills?\b|[Ll]egislat|[Dd]irective|[Dd]ecree|EU\b"
    r"|European|[Nn]ational|[Cc]abinet|[Ll]aws?\b|[Rr]ules\b|[Rr]egulation)"
)


@cache
def _seats() -> dict[str, tuple[Place, bool]]:
    rows = ((name, gazetteer().at(path), alone) for name, path, alone in table("seats.tsv", 3))
    return {key_of(name): (place, bool(alone)) for name, place, alone in rows if place}


def nation_seated(
    text: str, match: PlaceMatch, *, local: bool, national: bool, houses: Collection[Place]
) -> Place | None:
    """The nation that a capital's name stands for here; None where the city itself is meant.

    `local` says that the item is about a city's business, `national` that it may be about a nation's;
    `houses` are the nations whose parliament or ministers are named.
    """
    seat = None if match.within or match.adjective else _seats().get(_with_article(text, match))
    if seat is None:
        return None
    nation, alone = seat
    before = text[max(0, match.start - 32) : match.start]
    if _LAWMAKERS_IN.search(before) or _OWNS.match(text, match.end):
        return nation
    acts = _RULES.match(text, match.end) or _SAYS.search(before)
    alone = alone or nation in houses
    return nation if alone and national and not local and acts else None


def _with_article(text: str, match: PlaceMatch) -> str:
    article = text[max(0, match.start - 4) : match.start].lower() == "the "
    return f"the {match.key}" if article and f"the {match.key}" in _seats() else match.key
