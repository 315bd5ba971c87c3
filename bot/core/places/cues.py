"""Words around a place's name that say whether its body acts, and which body; table in cues.tsv."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bot.core.data import table
from bot.core.places.words import Word, words_of
from bot.core.sought import Sought


class Body:
    """What kinds of body a cue fits: bits of an int, because enum flags cost a third of the time here."""

    LOCAL = 1
    COUNTY = 2
    STATE = 4
    NATION = 8
    ANY = LOCAL | COUNTY | STATE | NATION


_LETTERS = {"l": Body.LOCAL, "c": Body.COUNTY, "s": Body.STATE, "n": Body.NATION}
_APOSTROPHES = frozenset({"'", "’"})


@dataclass(frozen=True, slots=True)
class Cue:
    """How much some words beside a name say that its place acts, and which bodies they fit."""

    rule: str
    weight: float
    body: int


class _Side:
    """The cues that stand on one side of a name, by their words."""

    def __init__(self, side: str) -> None:
        self._cues: dict[str, list[Cue]] = {}
        for where, rule, weight, letters, phrases in table("cues.tsv", 5):
            if where == side:
                body = sum(_LETTERS[letter] for letter in letters)
                for phrase in phrases.split("|"):
                    key = " ".join(word.key for word in words_of(phrase))
                    self._cues.setdefault(key, []).append(Cue(rule, float(weight), body))
        self._longest = max(key.count(" ") + 1 for key in self._cues)

    def after(self, text: str, words: tuple[Word, ...], last: int) -> Iterator[Cue]:
        """Cues that begin right behind a word, a possessive "'s" left out."""
        at, end, key = last + 1, words[last].end, ""
        if at < len(words) and words[at].key == "s" and text[end : words[at].start] in _APOSTROPHES:
            end, at = words[at].end, at + 1
        for word in words[at : at + self._longest]:
            gap = text[end : word.start]
            if gap not in {" ", "-", "' ", "’ ", ". "} or (gap == "-" and not key):
                return
            end, key = word.end, f"{key} {word.key}".lstrip()
            yield from self._cues.get(key, ())

    def before(self, text: str, words: tuple[Word, ...], first: int) -> Iterator[Cue]:
        """Cues that end right before a word, an article left out."""
        start, key = words[first].start, ""
        if first and words[first - 1].key == "the":
            first -= 1
            start = words[first].start
        for word in words[max(0, first - self._longest) : first][::-1]:
            if text[word.end : start] != " ":
                return
            start, key = word.start, f"{word.key} {key}".rstrip()
            yield from self._cues.get(key, ())


@cache
def side(name: str) -> _Side:
    """The table of one side: `after`, `before`, or `us` for what follows "U.S."."""
    return _Side(name)


# "Modeled on Utah's HB 100": what a measure is likened to never acts, however much its name sounds like it.
LIKENED = (
    r"(?:(?:modell?ed|patterned) (?:on|after)|inspired by|copied from|borrow(?:s|ed|ing) from|mirrors?"
    r"|mirroring|echoes|echoing|resembl(?:es|ing)|akin to|similar to|identical to|[Uu]nlike"
    r"|compared (?:to|with))"
)
LIKENED_TO = Sought(rf"\b{LIKENED} (?:the |that of |those of )?$")
# "Boston, Alameda and Portland have similar bans": named for comparison, none of them acts here.
COMPARED = re.compile(
    r"(?:such as|similar to|including|along with|alongside|\b[Jj]oin(?:s|ing|ed)?|follow(?:s|ing"
    r"|ed)(?: in the footsteps of)?"
    r"|(?:cities|states|places|countries|jurisdictions|towns|counties|municipalities|communities)[^.;]{0,40}?"
    r"(?: including| among them| like| such as|: )"
    r"|[Ee]lsewhere[^.;]{0,40}|\b(?:city|state|county|country|one)[^.;]{0,60} after (?:only )?"
    rf"|other (?:cities|states|counties|countries)[^.;]{{0,60}}|\b{LIKENED}"
    r"|\b(?:[Ll]ike|[Aa]lready|besides|than))"
    r" ?,? ?(?:the )?$"
)
# "Chicago suburb drops its cameras": a town near it acts.
SUBURB = re.compile(r"(?:[ -]area)?[ -](?:suburbs?|exurb)\b")
FIRST_CAME = re.compile(r"(?:^|[.!?:—–]\s)(?:After|Following|Après|Nach|Tras|Después de|Dopo|Depois de) $")
COMPARED_TAIL = re.compile(
    r"[^.]{0,60}\b(?:are among (?:the )?(?:places|cities|states|countries)|among (?:them|the (?:cities"
    r"|states))"
    r"|have (?:already|also|similar)|already have|have such|outlawed or|have (?:all )?(?:banned|passed"
    r"|enacted)"
    r"|created laws like)"
)
FROM = Sought(
    r"(?:\b(?:based in|headquartered in|lives? in|living in|born in|native of|professor at|student at"
    r"|based out of"
    r"|set foot in|extradited from|(?:been|moved|flew|trip|travel\w*) to|resident of|visited|visiting)"
    # "a man from Georgia" tells where he lives, "a fine from France" who acts.
    r"|(?:man|woman|men|women|resident|citizen|start-?up|company|firm|researcher|student|lawyer|attorney"
    r"|activist"
    r"|professor|old|[a-z]\w+,) from) (?:the )?$"
)
PEOPLE_OF = re.compile(
    r"-based\b|-made\b|-born\b|[ -](?:[Mm]an|[Ww]oman|[Mm]en|[Ww]omen|[Rr]esidents?|[Nn]ative|[Ff]irms?"
    r"|[Cc]ompan(?:y|ies)"
    r"|[Ss]tart-?[Uu]p|[Vv]endors?|[Mm]aker|[Mm]anufacturers?|[Mm]other|[Ff]ather|[Tt]ech (?:giant|firm"
    r"|company)"
    r"|residents['’]|[Rr]esearchers|[Ss]hooting|[Mm]assacre|[Ss]cientists|[Pp]rofessor|[Uu]sers|citizen)\b"
)
# "Illinois users get $345", "A New Jersey man was jailed": there the state's law or its police is in court.
IN_COURT = re.compile(
    r"\b(?:[Aa]rrest|[Jj]ail|[Ss]u(?:es|it|ed|ing)\b|[Cc]lass action|[Ss]ettle|[Cc]laims|[Ll]awsuit)"
)
# "shares plate data with ICE": the agency that gets it does not act.
PARTNER = re.compile(
    r"\b(?:for|with|from|help(?:s|ed|ing)?|help to|access to|data to|shar\w+ to) (?:the )?(?:U\.S\. )?$"
)
DATELINE_TAIL = re.compile(
    r",?(?: [A-Z][a-z]{2,8}\.? \d{1,2},? \d{4})?(?: ?\([^)]{2,40}\))?\s?(?:—|–|--?|―|:)\s?(?=[A-Z\"“‘'«(0-9])"
)
OFFICIALS = re.compile(
    r"\b(?:[Oo]fficials|[Pp]rosecutors?|[Dd]istrict [Aa]ttorney|[Jj]ail(?:ed)?|[Ss]chool [Bb]oard"
    r"|[Rr]esidents)\b"
)
POLICE = re.compile(r"\b(?:[Pp]olice|[Ss]heriff|[Oo]fficers|PD\b)")
# The sign before the word first: so the search skips from word to word, at a fraction of the cost. The text
# that these four are sought in begins with a line break.
STATE_BODY = re.compile(
    r"\W(?:[Ss]tate (?:[Ss]enate|[Hh]ouse|[Ll]awmakers|[Ll]egislature|[Ll]egislators|[Aa]ssembly|[Rr]ep\."
    r"|[Ss]en\.|[Ll]aw\b"
    r"|[Ss]enator)|[Ll]egislature|[Ss]tatehouse|Gov\.|[Gg]overnor|General Assembly"
    r"|Assembly (?:Bill|[Mm]ember|committee)|Assembly(?:man|woman|member)|the (?:Senate|House|Assembly)"
    r"|(?:Senate|House|Assembly) Bill|[HSA]\.?B\.?[ -]?\d|[Ll]awmakers|Attorney General|[Aa]ttorney general"
    r"|(?:Senate|House|Assembly) (?:passes|passed|votes|approves|approved|committee|panel|floor|approval)"
    r"|statewide)"
)
LOCAL_BODY = re.compile(
    r"\W(?:[Cc]ity [Cc]ouncil|[Tt]own [Cc]ouncil|[Cc]ommon [Cc]ouncil|[Cc]ouncil(?:members?|man|woman|ors?"
    r"|lors?)?\b"
    r"|[Mm]ayor|[Aa]lder\w+|[Bb]oard of [Ss]upervisors|[Cc]ity (?:police|officials|leaders|agencies"
    r"|departments?)"
    r"|the [Cc]ity\b|city's|city’s|[Ss]electboard|[Oo]rdinance|[Pp]olice [Cc]hief|[Cc]itywide|city-wide"
    r"|[Vv]illage (?:[Bb]oard|[Tt]rustees)|[Tt]own(?:ship)? (?:[Bb]oard|[Tt]rustees|[Mm]eeting)"
    r"|[Cc]ity (?:[Cc]ommission|[Hh]all|[Mm]anager)|(?<=\n)(?:City|Town|Village) [a-z]+s? )"
)
# Words that only American, or only British, news uses of local affairs: they tell Cambridge from Cambridge.
AMERICAN = re.compile(
    r"\W(?:ACLU\b|American Civil Liberties|U\.S\.|US (?:cit|stat|Supreme)|[Cc]ouncilors?\b"
    r"|[Cc]ouncil(?:man|woman|members?)\b|[Aa]lder(?:man|men|s)\b|[Cc]ommon [Cc]ouncil|[Cc]ity [Mm]anager"
    r"|[Tt]own [Mm]eeting|[Ss]elect ?[Bb]oard|[Bb]allot|[Ss]heriff|[Pp]olice [Dd]epartment|[Ff]ederal"
    r"|[Dd]istrict [Aa]ttorney|American|the nation['’]s|Flock|ALPR|ShotSpotter|[Cc]harter|statewide"
    r"|[Ll]icense[- ][Pp]lates?|[Pp]late [Rr]eaders?|[Vv]illage (?:[Bb]oard|[Cc]ouncil)|[Tt]ownship"
    r"|[A-Z]\w+ County\b(?! Council| FC))"
)
AMERICAN_SIGNS = re.compile(r"\$ ?\d|\(AP\)")
BRITISH = Sought(
    r"\W(?:[Cc]ouncillors?\b|UK\b|U\.K\.|Brit(?:ain|ish)|MPs?\b|[Cc]onstabulary|England|Wales|Scotland"
    r"|Home Office|ANPR|[Nn]umber[- ]plates?|Met Police)"
)
SURELY_BRITISH = Sought(
    r"\b[Cc]onstabulary\b|\bUK\b|\bU\.K\.|\bBritain\b|\bEngland\b|\bHome Office\b|\bMet Police\b"
)
_MEMBER = r"\b(?:U\.?S\.? )?(?:Sens?\.|Senators?|Reps?\.|Representatives?|Congress(?:man|woman))"
FEDERAL = (
    # Party and state: "Sen. Ed Markey (D-Mass.)" sits in Congress; a state senator is "(D-Springfield)".
    (
        Cue("member of Congress", 4, Body.NATION),
        Sought(rf"{_MEMBER}[^.;]{{0,60}}?\([DRI]-(?:[A-Z]{{2}}|[A-Z][a-z]+\.)\)?"),
    ),
    (
        Cue("federal body", 2.5, Body.NATION),
        Sought(
            r"\b[Ff]ederal (?:use|agenc(?:y|ies)|government|cops|agents['’]? use|lawmakers|moratorium|ban"
            r"|bill|law enforcement"
            r"|facial|face|scientists|report|officials|watchdog|rule|privacy law|biometric)"
            r"|\b[Bb]icameral\b|\bSens\. .{3,60} and Reps?\. "
        ),
    ),
    (
        Cue("people of the nation", 1.2, Body.NATION),
        Sought(r"\bAmericans\b|\bU\.?S\.? adults|\bAmerican adults"),
    ),
    (Cue("federal bill", 5, Body.NATION), Sought(r"\b(?:H\.R\.|H\.Res\.|S\.) ?\d{2,5}\b")),
    (
        Cue("federal dateline", 2.5, Body.NATION),
        Sought(
            r"^(?:WASHINGTON|Washington)(?:, D\.?C\.?)?(?:,? (?:[A-Z][a-z]+\.? \d{1,2}, \d{4}))?"
            r"(?: \([^)]{2,30}\))? ?(?:—|–|--?|:)"
        ),
    ),
)
