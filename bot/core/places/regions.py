"""Regions abroad that share their name with a city: "estado do Rio de Janeiro", "Kanton Zürich"."""

import re

from bot.core.places.gazetteer import Place, gazetteer
from bot.core.vocabulary import Level

# "estado do Rio de Janeiro", "Comunidad de Madrid", "Kanton Zürich"; behind the name "state", "province".
_REGION_BEFORE = re.compile(
    r"(?:\b(?:[Ee]stado|[Gg]overnadora?|[Aa]ssembleia [Ll]egislativa|[Cc]omunidad(?: Autónoma)?"
    r"|[Gg]obernadora?"
    r"|[Pp]rovincia|[Jj]unta|[Rr]egione|[Rr]égion|[Cc]anton|[Ss]tate|[Pp]rovince|[Rr]egion|[Gg]overnor)"
    r" (?:d[eiou]|da|del|dell[ao]|of) |\b(?:Land|Bundesland|Freistaat|Kanton|Canton|Regione|Région) )$"
)
_REGION_AFTER = re.compile(r"['’]?s? (?:[Ss]tate|[Pp]rovince|[Cc]anton|[Gg]overnor)\b")


def region_within(key: str, whole: Place) -> Place | None:
    """The region of that name in a country: "Sonora, Mexico"."""
    region = gazetteer().regions_named.get(key)
    return region if region and whole.level is Level.COUNTRY and region.country == whole.country else None


def known_region(text: str, start: int, end: int, key: str) -> Place | None:
    """The region abroad that a name means if words beside it say so, though a city shares the name."""
    region = gazetteer().regions_named.get(key)
    if region is None or key in gazetteer().state_keys:
        return None
    beside = _REGION_BEFORE.search(text[max(0, start - 32) : start]) or _REGION_AFTER.match(text, end)
    return region if beside else None
