"""Find where a text names places, leaving out people, newspapers and streets of the same name."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from bot.core.data import lines
from bot.core.places.cues import Body, side
from bot.core.places.gazetteer import LEAD, LOCAL, Place, gazetteer, key_of
from bot.core.places.regions import known_region, region_within
from bot.core.places.words import Word, joined, runs, words_of
from bot.core.vocabulary import Level

_SMALL_CITY = 30_000
MOST_MATCHES = 60
"""Five hundred city names in one text are a list, not news."""
_QUALIFIER = re.compile(r",? \(|, ?|\s(?=[A-Z]{2}\b)")
_STATE_CODE = re.compile(r"[A-Z]{2}\b")
_STATE_WORD = re.compile(r"(?:N\.H|N\.J|N\.M|N\.Y|N\.C|N\.D|R\.I|S\.C|S\.D|W\. ?Va|D\.C|[A-Z][a-z]{1,5})\.?")
# What follows makes it no place: "Boston Globe", "Houston Rockets", "Oakland University", "Madison Avenue".
_NO_PLACE_AFTER = re.compile(
    r"[ -](?:University|Univ\.|College|Law School|Polytechnic|Institute|Times|Post\b|Tribune|Herald|News\b"
    r"|Globe|Journal"
    r"|Sun\b|Star\b|Chronicle|Examiner|Gazette|Mercury|Inquirer|Register|Standard|Monitor|Mirror|Sentinel"
    r"|Courier"
    r"|Review\b|Advocate\b|Observer|Independent\b|Dispatch|Press\b|Beacon|Today\b|Tonight|Radio\b|Magazine"
    r"|Daily"
    r"|River\b|Valley\b|Mellon\b"
    r"|Avenue|Ave\b|Street\b|St\.? (?=[a-z])|Road\b|Boulevard|Blvd|Drive\b|Parkway|Lane\b|Highway|Bridge\b"
    r"|Airport"
    r"|Chamber\b|Symphony|Orchestra|Marathon|Open\b|Hotel|Stadium|Jets|Giants|Knicks|Rangers|Rockets"
    r"|Cowboys|Lions"
    r"|Bears|Cubs|Bulls|Warriors|Lakers|Dodgers|Padres|Seahawks|Vikings|Twins|Packers|Bucks|Saints|Pelicans"
    r"|Ravens"
    r"|Orioles|Patriots|Red Sox|Celtics|Bruins|Eagles|Phillies|Steelers|Pirates|United\b(?! States)|FC\b"
    r"|Convention"
    r"|& |and Sons|LLP|LLC|Inc\b|Corp\b|Partners|Capital\b|Bank\b|Insurance|Airlines|Marine Corps Air)"
)
_NO_PLACE_BEFORE = re.compile(
    r"(?:University of(?: the)?|College of|Bank of|Archdiocese of|Diocese of|Fort|Camp|Port of|Lake|Mr\.?"
    r"|Mrs\.?|Ms\.?|Dr\.?"
    r"|Sens?\.|Reps?\.|Senators?|Representatives?|Congress(?:man|woman)|Council(?:man|woman|member|or"
    r"| [Mm]ember| President)"
    r"|Ald(?:\.|erman|erwoman|erperson)|Supervisor|Commissioner|Mayor|Gov\.|Governor|Chief|Sheriff|Judge"
    r"|Justice|Attorney"
    r"|Officer|Detective|Sgt\.|Lt\.|Capt\.|Assembly(?:man|woman|member)|Delegate|President|Secretary"
    r"|Minister|Lord|Lady"
    r"|Sir|Baroness|Det\.|Director|Professor|Prof\.|Justices|St\.|Saint|El|Los|Las|San|Santa|Del|De|Van|Von"
    r"|Mc|O['’])\s$"
)
_HOUSE_NUMBER = re.compile(r"\b\d{3,5} $")
_LOWER_NEXT = re.compile(r" [a-z]")
_TITLED_PLACES = re.compile(r"(?:Mayor|Governor|Chief|Sheriff|Gov\.|Attorney|Director|Commissioner)\s$")


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """A name where it stands, with everything it may mean; `end` includes the state that qualifies it."""

    start: int
    end: int
    text: str
    key: str
    places: tuple[Place, ...]
    name_end: int
    words: tuple[int, int]
    """Numbers of its first and last word, the state included."""
    within: Place | None = None
    """The state or country that the text puts right behind the name."""
    adjective: bool = False
    """"Dutch" and "Californian" say whose a regulator is, and no more."""


def is_within(place: Place, whole: Place) -> bool:
    """Whether a local place lies in a state or a country."""
    if place.level in {Level.STATE, Level.FEDERAL, Level.COUNTRY, Level.SUPRANATIONAL}:
        return False
    if whole.level is Level.STATE:
        return place.state == whole.state and place.country == whole.country
    return place.country == whole.country


@cache
def given_names() -> frozenset[str]:
    """Given names, by key."""
    return frozenset(name.lower() for line in lines("people.tsv") for name in line.split())


@cache
def common_words() -> frozenset[str]:
    """Keys of places whose name is also a word or a family name."""
    return frozenset(key_of(word) for line in lines("common.tsv") for word in line.split())


def family_names(text: str) -> frozenset[str]:
    """Keys of words that follow a given name: they are a person's wherever else they stand alone."""
    words, names = words_of(text), given_names()
    return frozenset(
        after.key
        for word, after in pairwise(words)
        if word.key in names and word.capital and after.capital and joined(text, word, after)
    )


def find_places(text: str) -> list[PlaceMatch]:
    """Every place that the text names, in order, each with all its readings."""
    return list(_found_in(text))


@lru_cache(maxsize=16)
def _found_in(text: str) -> tuple[PlaceMatch, ...]:
    words = words_of(text)
    found: list[PlaceMatch] = []
    free = 0
    small = gazetteer().foreign_adjectives
    for at in [at for at, word in enumerate(words) if word.capital or word.text in small]:
        if at < free:
            continue
        match, last = _name_at(text, words, at)
        match = match or (
            _adjective(text, words, at) or _abbreviated(text, words, at) if last == at else None
        )
        if match:
            found.append(match)
        if len(found) == MOST_MATCHES:
            break
        free = max(last, match.words[1] if match else at) + 1
    return tuple(found)


def _name_at(text: str, words: tuple[Word, ...], at: int) -> tuple[PlaceMatch | None, int]:
    """The longest name that begins at a word, and the last word that it uses up."""
    known, word = gazetteer(), words[at]
    if not word.capital or word.key not in known.longest_from:
        return None, at
    for key, last in runs(text, words, at, longest=known.longest_from[word.key]):
        if last == at and key in known.adjectives and not _is_foreign_adjective(word):
            return None, at  # Canadian is a town in Texas
        if known.known(key) and _may_be_name(text, words, at, last, key):
            return _match(text, words, at, last, key)
    return _sheriffs(text, word, at), at


def _is_foreign_adjective(word: Word) -> bool:
    """Whether Spanish would write it small: "Española" with a capital is the town in New Mexico."""
    places = gazetteer().named(word.key)
    return word.text.lower() in gazetteer().foreign_adjectives and bool(places) and places[0].level in LOCAL


def _sheriffs(text: str, word: Word, at: int) -> PlaceMatch | None:
    """Find "Marin sheriff", a county that goes without the word, though no town has its name."""
    key = f"{word.key} county"
    if not gazetteer().known(key) or not _SHERIFF_NEXT.match(text, word.end):
        return None
    return PlaceMatch(word.start, word.end, word.text, key, gazetteer().named(key), word.end, (at, at))


def _abbreviated(text: str, words: tuple[Word, ...], at: int) -> PlaceMatch | None:
    """Find "Mass. Gov." and "NY AG": an abbreviated state before a word for its body."""
    word, known = words[at], gazetteer()
    state = (
        known.state_words.get(word.text)
        if text[word.end : word.end + 1] == "."
        else known.states.get(word.text)
    )
    dotted = text[word.end : word.end + 1] == "." and bool(_LOWER_NEXT.match(text, word.end + 1))
    if state and dotted and not text[: word.start].endswith(", "):
        return PlaceMatch(word.start, word.end, word.text, key_of(state.name), (state,), word.end, (at, at))
    if state is None or not any(
        cue.body == Body.STATE or cue.rule in {"legislature", "court"}
        for cue in side("after").after(text, words, at)
    ):
        return None
    return PlaceMatch(word.start, word.end, word.text, key_of(state.name), (state,), word.end, (at, at))


_SHERIFF_NEXT = re.compile(r"(?:['’]s?)? [Ss]heriff")


def _adjective(text: str, words: tuple[Word, ...], at: int) -> PlaceMatch | None:
    """Find "Dutch", "South Korean", "holenderski"; English ones are capitals."""
    known = gazetteer().adjectives
    if words[at].key not in known and words[at].key not in _TWO_WORDS:
        return None
    for key, last in runs(text, words, at, longest=2):
        if key in known and (words[at].capital or words[at].text in gazetteer().foreign_adjectives):
            start, end = words[at].start, words[last].end
            return PlaceMatch(
                start, end, text[start:end], key, (known[key],), end, (at, last), adjective=True
            )
    return None


_TWO_WORDS = frozenset(
    {"south", "north", "new", "sri", "costa", "puerto", "northern", "west", "rhode", "granite", "bay"}
)


def _may_be_name(text: str, words: tuple[Word, ...], first: int, last: int, key: str) -> bool:
    span = text[words[first].start : words[last].end]
    if len(key.replace(" ", "")) <= 3 and span.upper() != span and key not in {"ada", "ely"}:
        return False  # "Us" and "Sf" are words, "US" and "SF" are places
    if last > first and words[last].key == "city" and _is_city_of(key):
        in_state = key.removesuffix(" city") in gazetteer().state_keys
        return (
            not (in_state or _SEAT_AFTER.match(text, words[last].end)) or text[words[last].end :][:1] == ","
        )
    return words[last].capital or first == last


_SEAT_AFTER = re.compile(
    r" (?:[Cc]ouncil|[Cc]ommission|[Hh]all|[Mm]anager|[Aa]ttorney|[Pp]olice|[Bb]ans?\b|[Pp]ass|[Vv]ote"
    r"|[Aa]pprov|[Ll]eaders|[Oo]fficials)"
)


def _is_city_of(key: str) -> bool:
    """Whether "X City" rather says a city of X: "Denver City Council", "California City Bans Cameras"."""
    whole = max(place.people for place in gazetteer().named(key))
    for place in gazetteer().named(key.removesuffix(" city")):
        if place.people >= LEAD * whole or (place.level is Level.STATE and whole < _SMALL_CITY):
            return True
    return False


# "An Ordinance Banning Police From …", "Split council lifts ban": only "Banning, CA" and "Split, Croatia" are
# towns.
_VERBS = frozenset({"banning", "split"})


def _match(
    text: str, words: tuple[Word, ...], first: int, last: int, key: str
) -> tuple[PlaceMatch | None, int]:
    start, end = words[first].start, words[last].end
    within, whole_end, after = _qualifier(text, words, last)
    places = gazetteer().named(key)
    if within and not any(is_within(place, within) for place in places):
        if region := region_within(key, within):
            span = text[start:whole_end]
            return PlaceMatch(start, whole_end, span, key, (region,), end, (first, after), within), after
        within, whole_end, after = None, end, last  # "Seattle, New York and Boston" is a list
    region = known_region(text, words[first].start, end, key)
    if region:
        return PlaceMatch(start, end, text[start:end], key, (region,), end, (first, last)), last
    if within is None and (key in _VERBS or _is_no_place(text, words, first, last, places)):
        return None, last
    return PlaceMatch(
        start, whole_end, text[start:whole_end], key, places, end, (first, after), within
    ), after


def _is_no_place(
    text: str, words: tuple[Word, ...], first: int, last: int, places: tuple[Place, ...]
) -> bool:
    start, end = words[first].start, words[last].end
    if _NO_PLACE_AFTER.match(text, end):
        return True
    before = text[max(0, start - 24) : start]
    local = places[0].level in LOCAL
    if local and _HOUSE_NUMBER.search(before) and not _LOWER_NEXT.match(text, end):
        return True  # "offices at 315 Montgomery"
    if _NO_PLACE_BEFORE.search(before):
        # "Mayor Jackson" is a man; "Governor, New York" and "Attorney General California" are none.
        return local or not _TITLED_PLACES.search(before)
    if not local or first != last:
        return False
    return _is_person(text, words, first) or _is_titled(text, words, first)


def _is_titled(text: str, words: tuple[Word, ...], at: int) -> bool:
    """Whether a title stands two words before a name: "Councilmember Courtney Johnston said"."""
    before, end = text[max(0, words[at].start - 40) : words[at].start], words[at].end
    following = words[at + 1] if at + 1 < len(words) and text[end : words[at + 1].start] == " " else None
    return bool(_TITLE_BEFORE_NAME.search(before)) and not (following and following.capital)


_TITLE_BEFORE_NAME = re.compile(
    r"\b(?:Mayor|Gov\.|Governor|Council(?:man|woman|member|or|lor)|Council [Mm]ember|Council President"
    r"|Ald(?:\.|erman|erwoman)"
    r"|Supervisor|Commissioner|Chief|Sheriff|Judge|Justice|Sen\.|Rep\.|Senator|Representative|Delegate"
    r"|Assembly(?:man|woman|member)|Trustee|Detective|Officer|Sgt\.|Lt\.|Capt\.|Executive|Superintendent"
    r"|[Cc]olumnist|[Ss]pokes(?:man|woman|person)|[Ss]ponsor|[Aa]ttorney|[Pp]rofessor|[Ll]awyer) "
    r"(?!General\b|of\b)[A-Z][\w.'’-]+ $"
)


def _is_person(text: str, words: tuple[Word, ...], at: int) -> bool:
    """Whether a one-word name stands in a person's: "Kristin Burnett", "Austin Davis"."""
    names = given_names()
    before = words[at - 1] if at and joined(text, words[at - 1], words[at]) else None
    if before and before.key in names and before.capital and before.key != "london":
        return True
    after = (
        words[at + 1] if at + 1 < len(words) and text[words[at].end : words[at + 1].start] == " " else None
    )
    if not after or not after.capital or words[at].key not in names:
        return False
    # "Madison Cawthorn" but "Madison Bans Cameras": only in running text is a capital a sign.
    following = words[at + 2] if at + 2 < len(words) else None
    return (
        after.key not in gazetteer().state_keys
        and following is not None
        and not following.capital
        and not _BODY_WORD.match(after.text)
    )


_BODY_WORD = re.compile(
    r"(?:City|Council|Police|Common|County|Town|Mayor|Metro|Commission|Board|Public|School|Alder|Sheriff"
    r"|State|Senate|House"
    r"|Voters|Residents|Officials|Fire|Department|District|Area|Bans?|Court|Legislature|Lawmakers|Gov"
    r"|Attorney)"
)


def _qualifier(text: str, words: tuple[Word, ...], last: int) -> tuple[Place | None, int, int]:
    """The state or country right behind a name, the end of the whole, and the number of its last word."""
    end = words[last].end
    comma = _QUALIFIER.match(text, end)
    if not comma or last + 1 >= len(words):
        return None, end, last
    at, known = comma.end(), gazetteer()
    code = _STATE_CODE.match(text, at)
    if code and code[0] in known.states:
        return known.states[code[0]], code.end(), last + 1
    short = _STATE_WORD.match(text, at)
    if short and short[0].rstrip(".") in known.state_words:
        size = sum(1 for word in words[last + 1 : last + 4] if word.start < short.end())
        return known.state_words[short[0].rstrip(".")], short.end(), last + size
    if words[last + 1].start != at or not words[last + 1].capital:
        return None, end, last
    for key, last_of_run in runs(text, words, last + 1, longest=3):
        for place in known.named(key):
            if place.level in {Level.STATE, Level.COUNTRY, Level.FEDERAL}:
                return place, words[last_of_run].end, last_of_run
    return None, end, last
