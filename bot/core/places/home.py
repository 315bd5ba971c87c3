"""Read an item that names no place as its first readers do: "Council splits over cameras"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.places import cues
from bot.core.places.gazetteer import LOCAL, Place, gazetteer
from bot.core.places.resolve import ENGLISH
from bot.core.places.seats import NATIONAL
from bot.core.sought import Sought
from bot.core.vocabulary import Level

# What a city's own news says for its city, beyond the words for local bodies.
_CITY = re.compile(
    r"\b(?:[Aa]lder(?:people|persons?|m[ae]n|wom[ae]n|s)\b|[Aa]ld\.|[Ss]upervisors?\b|City Hall"
    r"|Town Hall|Town Meeting"
    r"|(?:[Tt]he|[Tt]his|[Oo]ur) city\b|[Cc]ity settles|(?<=\n)City\b|our cops|[Ss]uperintendent"
    r"|Metro Council|[Tt]own\b|[Tt]he chief\b|acting chief|Chief [A-Z]|[Pp]olice [Cc]ommissioner"
    r"|(?<=\n)[Cc]ity [a-z]+s?\b|, city (?:says|will|to)\b)"
)
_INITIALS = Sought(r"\b([A-Z]{1,3})PD\b")
_STATE = re.compile(
    r"\b(?:AG\b|[Ss]tate['’]s|State [A-Z]|(?<=\n)State\b|[Tt]roopers|[Ss]enators|Senate|House Bill"
    r"|Assembly\b)"
)


_FEDERAL = re.compile(r"\b(?:the order|[Tt]he agency|[Cc]ommission|final rule|[Ff]ederal)\b", re.IGNORECASE)


# What news of a whole state says for its legislature, too plain a word in a city's own news.
_STATE_NEWS = re.compile(
    r"\b(?:[Bb]ills?|[Ll]egislation|[Cc]ommittee|[Pp]anel|[Ll]aws?|House|Senate|Capitol|Statehouse"
    r"|Sponsor|Reps?\.|Sens?\."
    r"|[Tt]ask force|Judiciary|Appropriations|Judicial)(?=\W)"
)
# Words of public affairs in the languages of the outlets that we know.
_ABROAD = re.compile(
    r"\b(?:Assemblée|Sénat|Parlement|[Mm]inistr[eo]|[Pp]rojet de loi|[Pp]roposition de loi|[Ll]oi"
    r"|[Pp]olice|[Jj]ustice|Cnil|CNIL"
    r"|Gesetz\w*|Bundes\w+|Landtag|Polizei|Gericht|Datenschutz\w*|Regierung|Congreso|Senado|[Ll]ey"
    r"|[Pp]olicía|[Gg]obierno|[Jj]uez\w*"
    r"|Câmara|[Pp]rojeto|[Pp]olícia|[Gg]overn[oa]|[Tt]ribunal|Kamer|Senaat|[Pp]olitie|[Bb]oete|[Ww]et\b"
    r"|AP\b|[Ll]egge|[Gg]arante|[Pp]olizia"
    r"|Riksdag|[Pp]olisen|[Mm]yndighet\w*|Parlament\w*|Președinte\w*|[Ll]egea|[Pp]oliția)\b"
)
_REGULATOR = re.compile(
    r"\b(?:[Pp]rivacy [Cc]ommissioner|[Ww]atchdog|[Rr]egulator|Privacy Act|[Dd]ata protection|Government"
    r"|[Cc]ommissaire)\b"
)


@dataclass(frozen=True, slots=True)
class Told:
    """The place meant, and the words for its body."""

    place: Place
    source: str
    start: int
    end: int


def told_at_home(home: Place, texts: Mapping[str, str]) -> Told | None:
    """The place that news of `home` means where it names none, if it speaks of a body of such a place."""
    state = gazetteer().states.get(home.state or "") if home.country == "US" else None
    for source in texts:
        if home.level in LOCAL and (told := _local(home, source, texts[source])):
            return told
        if state and (told := _of(state, source, texts[source], cues.STATE_BODY, _STATE)):
            return told
        if state and home.level is Level.STATE and (told := _of(state, source, texts[source], _STATE_NEWS)):
            return told
        words = (NATIONAL, _REGULATOR) if home.country in ENGLISH else (NATIONAL, _REGULATOR, _ABROAD)
        if home.level is Level.COUNTRY and (told := _of(home, source, texts[source], *words)):
            return told
        if home.level is Level.FEDERAL and (told := _of(home, source, texts[source], NATIONAL, _FEDERAL)):
            return told
    return None


def _local(home: Place, source: str, text: str) -> Told | None:
    told = _of(home, source, text, cues.LOCAL_BODY, _CITY)
    if told:
        return told
    # MPD is Milwaukee's, SAPD San Antonio's, APD Austin's, where their own papers say so.
    for match in _INITIALS.finditer(text):
        if match[1] in _initials_of(home.name):
            return Told(home, source, match.start(), match.end())
    return None


def _initials_of(name: str) -> frozenset[str]:
    initials = "".join(word[0] for word in name.split()).upper()
    return frozenset({initials, f"{initials}M", f"M{initials}"})


def _of(place: Place, source: str, text: str, *patterns: re.Pattern[str] | Sought) -> Told | None:
    text = f"\n{text}"  # the shared patterns begin with the sign before a word
    for pattern in patterns:
        found = pattern.search(text)
        if found:
            start = found.start() + (not found[0][0].isalnum())
            return Told(place, source, start - 1, found.end() - 1)
    return None
