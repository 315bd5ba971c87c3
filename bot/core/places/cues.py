"""Words around a place's name that say whether its body acts, and of which level the body is."""

import re
from dataclasses import dataclass


class Body:
    """What kinds of body a cue fits: bits of an int, because enum flags cost a third of the time here."""

    LOCAL = 1
    COUNTY = 2
    STATE = 4
    NATION = 8
    ANY = LOCAL | COUNTY | STATE | NATION


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern beside a name, how much it says that this place acts, and which bodies it fits."""

    rule: str
    weight: float
    body: int
    pattern: re.Pattern[str]


def _after(rule: str, weight: float, body: int, words: str) -> Cue:
    # Up to two words may stand between: "Portland's new City Council", "Madison Common Council".
    return Cue(rule, weight, body, re.compile(rf"(?:['’]s?)?[ -](?:{words})", 0))


_OF = r"(?:City|Town|Common|Village|Metro|Borough|Metropolitan|Municipal|Township|Parish|County)"
AFTER = (
    _after(
        "council",
        8,
        Body.LOCAL | Body.COUNTY,
        rf"(?:{_OF} )?(?:[Cc]ouncil(?:s|members?|ors?|lors?|man|woman)?|Board of"
        r" (?:Alder\w+|Alders|Supervisors|Selectmen|Trustees|Estimates)|Board of Alders|[Aa]lder\w+|Select ?[Bb]oard"
        r"|[Ss]upervisors|Metro Council|council\b|[Cc]ity (?:leaders|officials|commission\w*|hall|manager|attorney"
        r"|government|council\w*)|[Cc]ity [Cc]ouncil\w*|city\b|city’s|[Mm]ayor\b|Mayor)",
    ),
    _after(
        "county body",
        8,
        Body.COUNTY,
        r"(?:[Cc]ommission(?:ers)?\b|Board of (?:Commissioners|County Commissioners|Supervisors)"
        r"|[Cc]ounty (?:commission\w*|council|executive|board|supervisors|officials)|Executive\b|Legislators\b|Quorum Court)",
    ),
    _after("sheriff", 7, Body.COUNTY, r"(?:County )?[Ss]heriff"),
    _after(
        "legislature",
        8,
        Body.STATE | Body.NATION,
        r"(?:[Ss]tate )?(?:Legislature|legislature|[Ll]awmakers?|[Ll]egislators?"
        r"|General Assembly|Assembly\b|Senate\b|House\b|Statehouse|Senators?\b|[Ll]egislation|Sen\.|Rep\.|SB\b|HB\b|AB\b"
        r"|Senate Bill|House Bill|Capitol|Republicans|Democrats)",
    ),
    _after("governor", 8, Body.STATE, r"(?:Republican |Democratic )?(?:[Gg]overnor|Gov\.|[Gg]ov\b)"),
    _after(
        "attorney general",
        8,
        Body.STATE,
        r"(?:state )?(?:[Aa]ttorney [Gg]eneral|AG\b|Dept\. of|Department of|State Police"
        r"|[Ss]tate (?:[Pp]olice|[Ll]aw|agency|agencies|government|troopers)|DMV|Supreme Court Justice|Highway Patrol)",
    ),
    _after(
        "police",
        5,
        Body.ANY,
        r"(?:(?:City|Metro|Metropolitan|County|State|city|city’s) )?(?:[Pp]olice|[Cc]ops?\b|PD\b|[Ll]aw enforcement"
        r"|[Pp]olicing|[Oo]fficers?\b|[Ff]orce\b|DA\b|[Dd]istrict [Aa]ttorney)",
    ),
    _after(
        "government",
        5,
        Body.ANY,
        r"(?:[Gg]overnment|[Pp]arliament|[Rr]egulators?\b|[Cc]abinet|[Mm]inist(?:er|ry)|[Dd]ata [Pp]rotection"
        r"|[Pp]rivacy [Cc]ommissioner|[Pp]rivacy (?:[Ww]atchdog|[Rr]egulator|[Aa]uthority)|[Ww]atchdog|DPA\b|[Aa]uthorit(?:y|ies)\b"
        r"|[Oo]fficials?\b|[Vv]oters?\b|[Cc]itizens\b|[Cc]ity\b|HC\b|govt\b|MPs\b)",
    ),
    _after(
        "law",
        4,
        Body.ANY,
        r"(?:[Oo]rdinance|[Ll]aws?\b|[Aa]ct\b|[Bb]ill\b|[Bb]an\b|[Rr]ules?\b|[Rr]esolution|[Mm]oratorium|[Bb]allot"
        r"|[Pp]roposal|[Mm]easure|BIPA|Biometric|[Ss]chools?\b|[Ss]chool (?:[Dd]istrict|[Bb]oard)|[Pp]ublic [Ss]chools|[Ss]urveillance)",
    ),
    _after(
        "court",
        4,
        Body.STATE | Body.NATION,
        r"(?:[Ss]tate )?(?:[Ss]upreme [Cc]ourt|[Hh]igh [Cc]ourt|[Aa]ppeals? [Cc]ourt|[Cc]ourts?\b"
        r"|[Jj]udges?\b|[Cc]ourt of [Aa]ppeals?)",
    ),
)
# Longer bodies first, so that "Washington State House" is the legislature and not "Washington State".
BEFORE = (
    Cue(
        "seat of",
        7,
        Body.LOCAL,
        re.compile(
            r"\b(?:[Cc]ity|[Tt]own|[Vv]illage|[Tt]ownship|[Mm]unicipality|[Mm]ayor|[Bb]orough) of (?:the )?$"
        ),
    ),
    Cue(
        "council in",
        7,
        Body.LOCAL,
        re.compile(
            r"\b(?:[Cc]ouncil(?:lors|ors| members)?|[Aa]ldermen|[Ss]upervisors|[Cc]ity officials|[Cc]ity leaders|city) (?:in|of|for) $"
        ),
    ),
    Cue(
        "state of",
        7,
        Body.STATE,
        re.compile(
            r"\b(?:[Ss]tate|[Gg]overnor|[Ll]egislature|[Ll]awmakers|[Ll]egislators|[Ss]enate|[Cc]ommonwealth|[Pp]rovince) (?:of|in) $"
        ),
    ),
    Cue(
        "nation of",
        6,
        Body.NATION,
        re.compile(
            r"\b(?:[Gg]overnment|[Mm]inistry|[Mm]inister|[Aa]uthority|[Rr]egulator|[Pp]arliament|[Cc]ommissioner|[Ww]atchdog) (?:of|in|from) (?:the )?$"
        ),
    ),
    Cue(
        "court of", 5, Body.STATE | Body.NATION, re.compile(r"\b(?:[Cc]ourt|[Jj]udges?) (?:of|in) (?:the )?$")
    ),
    Cue(
        "police in",
        4,
        Body.ANY,
        re.compile(
            r"\b(?:[Pp]olice|[Ll]aw enforcement|[Vv]oters|[Oo]fficials|[Rr]esidents|[Ll]eaders|ban|law|bill) (?:in|of|across|throughout) $"
        ),
    ),
    Cue(
        "in",
        1.5,
        Body.ANY,
        re.compile(
            r"\b(?:in|across|throughout|within|over|for|around|at|en|em|di|van|in der) (?:the |all of )?$"
        ),
    ),
)
# "Boston, Alameda and Portland have similar bans": those are named for comparison, none of them acts here.
COMPARED = re.compile(
    r"(?:such as|(?:cities|states|places|countries|jurisdictions|towns|counties|municipalities|communities)[^.;]{0,40}?(?: including| among them| like"
    r"| such as|: )|similar to|including|along with|alongside|\b[Jj]oin(?:s|ing|ed)?|follow(?:s|ing|ed)(?: in the footsteps of)?"
    r"|[Ee]lsewhere[^.;]{0,40}|\b(?:city|state|county|country|one)[^.;]{0,60} after (?:only )?|other (?:cities|states|counties|countries)[^.;]{0,60}"
    r"|\b(?:[Ll]ike|[Uu]nlike|[Aa]lready|copied from|modell?ed on|besides|than|compared (?:to|with)|echoes|mirrors)) ?,? ?(?:the )?$"
)
COMPARED_TAIL = re.compile(
    r"[^.]{0,60}\b(?:are among (?:the )?(?:places|cities|states|countries)|among (?:them|the (?:cities|states))|have (?:already|also|similar)|already have"
    r"|have such|outlawed or|have (?:all )?(?:banned|passed|enacted)|created laws like)"
)
FROM = re.compile(
    r"(?:\b(?:based in|headquartered in|lives? in|living in|born in|native of|professor at|student at|based out of"
    r"|set foot in|(?:been|moved|flew|trip|travel\w*) to|resident of|visited|visiting)"
    # "a man from Georgia" tells where he lives, "a fine from France" who acts.
    r"|(?:man|woman|men|women|resident|citizen|start-?up|company|firm|researcher|student|lawyer|attorney|activist|professor|old"
    r"|[a-z]\w+,) from) (?:the )?$"
)
PEOPLE_OF = re.compile(
    r"-based\b|-made\b|-born\b|[ -](?:[Mm]an|[Ww]oman|[Mm]en|[Ww]omen|[Rr]esidents?|[Nn]ative|[Ff]irms?|[Cc]ompan(?:y|ies)|[Ss]tart-?[Uu]p"
    r"|[Vv]endors?|[Mm]aker|[Mm]anufacturers?|[Mm]other|[Ff]ather|[Tt]ech (?:giant|firm|company)|residents['’]|citizen)\b"
)
DATELINE_TAIL = re.compile(
    r",?(?: [A-Z][a-z]{2,8}\.? \d{1,2},? \d{4})?(?: ?\([^)]{2,40}\))?\s?(?:—|–|--?|―|:)\s?(?=[A-Z\"“‘'«(0-9])"
)
STATE_BODY = re.compile(
    r"\b(?:[Ss]tate (?:[Ss]enate|[Hh]ouse|[Ll]awmakers|[Ll]egislature|[Ll]egislators|[Aa]ssembly|[Rr]ep\.|[Ss]en\.|[Ll]aw\b|[Ss]enator)"
    r"|[Ll]egislature|[Ss]tatehouse|Gov\.|[Gg]overnor|General Assembly|Assembly (?:Bill|[Mm]ember|committee)|Assembly(?:man|woman|member)"
    r"|the (?:Senate|House|Assembly)|(?:Senate|House|Assembly) Bill|[HSA]\.?B\.?[ -]?\d|[Ll]awmakers|Attorney General|[Aa]ttorney general"
    r"|(?:Senate|House|Assembly) (?:passes|passed|votes|approves|approved|committee|panel|floor|approval)|statewide)"
)
LOCAL_BODY = re.compile(
    r"\b(?:[Cc]ity [Cc]ouncil|[Tt]own [Cc]ouncil|[Cc]ommon [Cc]ouncil|[Cc]ouncil(?:members?|man|woman|ors?|lors?)?\b|[Mm]ayor|[Aa]lder\w+"
    r"|[Bb]oard of [Ss]upervisors|[Cc]ity (?:police|officials|leaders|agencies|departments?)|the [Cc]ity\b|city's|city’s|[Ss]electboard"
    r"|[Oo]rdinance|[Pp]olice [Cc]hief|[Cc]itywide|city-wide)"
)
# Words that only American, or only British, news uses of local affairs: they tell Cambridge from Cambridge.
AMERICAN = re.compile(
    r"\bACLU\b|American Civil Liberties|\bU\.S\.|\bUS (?:cit|stat|Supreme)|[Cc]ouncilors?\b|[Cc]ouncil(?:man|woman|members?)\b|[Aa]lder(?:man|men|s)\b"
    r"|[Cc]ommon [Cc]ouncil|[Cc]ity [Mm]anager|[Tt]own [Mm]eeting|[Ss]elect ?[Bb]oard|[Bb]allot|[Ss]heriff|\bPolice Department|police department"
    r"|[Ff]ederal|[Dd]istrict [Aa]ttorney|American|the nation['’]s|Flock|ALPR|ShotSpotter|\$ ?\d|[Cc]harter|statewide|(?:AP)"
)
BRITISH = re.compile(
    r"[Cc]ouncillors?\b|\bUK\b|\bU\.K\.|Brit(?:ain|ish)|£|\bMPs?\b|[Cc]onstabulary|England|Wales|Scotland|Home Office|Met Police"
)
US_BODY = re.compile(
    r" (?:Congress|House\b|Senate\b|[Gg]overnment|[Ll]awmakers|[Ss]enators?\b|Department|Dept\.|Justice|Supreme Court|[Aa]genc(?:y|ies)\b|Customs"
    r"|[Ii]mmigration|[Bb]order|[Rr]egulators?|[Aa]ttorney\b|[Cc]ommission\b|[Oo]fficials|Air Force|Army|Navy|military|Capitol|Representatives?\b)"
)
FEDERAL = (
    Cue(
        "member of Congress",
        4,
        Body.NATION,
        re.compile(
            r"\b(?:U\.?S\.? )?(?:Sens?\.|Senators?|Reps?\.|Representatives?|Congress(?:man|woman))[^.;]{0,60}?\([DRI]-(?:[A-Z]{2}|[A-Z][a-z]+\.)\)?"
        ),
    ),
    Cue(
        "federal bill",
        5,
        Body.NATION,
        re.compile(
            r"\b(?:H\.R\.|H\.Res\.|S\.) ?\d{2,5}\b|\b(?:Facial Recognition and Biometric Technology Moratorium|Fourth Amendment Is Not For Sale|Traveler Privacy Protection) Act"
        ),
    ),
    Cue(
        "federal dateline",
        2.5,
        Body.NATION,
        re.compile(
            r"^(?:WASHINGTON|Washington)(?:, D\.?C\.?)?(?:,? (?:[A-Z][a-z]+\.? \d{1,2}, \d{4}))?(?: \([^)]{2,30}\))? ?(?:—|–|--?|:)"
        ),
    ),
)
