"""Find the bill, file or named act that an item reports: SB 741, Ordinance 35,137, the AI Act."""

import re
from dataclasses import dataclass

from bot.core.models import Evidence, Jurisdiction
from bot.core.other_bills import is_another_bill
from bot.core.relevance import names_technology
from bot.core.sought import Sought
from bot.core.vocabulary import Action

_NO = r"(?:\s?(?:No|Nos|Number|#)\.?\s?#?|\s?#)?"
# Abbreviated US forms. Periods, blanks and hyphens vary: "S.B. 741", "SB-6280", "HB1511", "H. R. 7120".
_SHORT = Sought(
    r"(?<![\w.&'’-])(?P<form>(?:H\.?\s?J\.?\s?R|S\.?\s?J\.?\s?R|H\.?\s?C\.?\s?R|S\.?\s?C\.?\s?R|H\.?B"
    r"|S\.?B|A\.?B|H\.?\s?R|S\.?R|H\.?F|S\.?F"
    r"|L\.?D|L\.?B|C\.?B|B\.?B|H\.?P|S\.?P|ACA|SCA|HJ|SJ|CF|BL|LR|SSB|HSB|SHB|ESSB|ESHB|HCS|Int)\.?)"
    r"(?:\s?-\s?|\s)?(?:No\.?\s?)?(?P<number>\d{1,6}(?:-\d{1,4})?[A-Z]?)(?![\w%]|\.\d|,\d)"
)
# One letter is a bill only with a period and a plain number, and never before a street: "S. 32nd St" is an
# address.
_LETTER = Sought(
    r"(?<![\w.&'’-])(?P<form>[SHA])\.\s?(?P<number>\d{1,5}[A-Z]?)(?![\w%]|\.\d|,\d|\s(?:St|Street|Ave"
    r"|Avenue|Rd|Road|Blvd|Main)\b)"
)
# New York and New Jersey write "S2478" and "A4052": bills only beside a word of legislation, for planes and
# phones are called so, too.
_RUN = Sought(
    r"(?:\b(?:under|bill|legislation|measure|[Ss]enate|[Aa]ssembly|[Hh]ouse|act)[\s,(:–—-]{1,3}|\()"
    r"(?P<id>(?P<form>[SAH])-?(?P<number>\d{3,5}[A-Z]?))(?![\w%-]|[.,]\d)"
    r"|(?<![\w.&-])(?P<named>[SAH]\d{3,5})(?=\swould\b)"
)
_WORDED = Sought(
    r"\b(?P<form>(?:[Ss]enate|[Hh]ouse|[Aa]ssembly|[Cc]ouncil|[Bb]oard|[Ll]egislative|[Cc]ity|[Ll]ocal"
    r"|[Ii]nitiative)\s"
    r"(?:[Jj]oint\s|[Cc]oncurrent\s)?(?:[Bb]ill|[Ff]ile|[Rr]esolution|[Dd]ocument|[Ll]aw|[Mm]easure"
    r"|[Oo]rdinance)"
    r"|[Bb]ill|[Oo]rdinance|[Rr]esolution|[Ii]ntroduction|[Mm]atter|[Pp]rojeto\sde\s[Ll]ei"
    r"|[Pp]royecto\sde\s[Ll]ey|PL|[Bb]ylaw)"
    rf"(?P<no>{_NO})\s?(?P<number>[CS]-\d{{1,3}}|\d{{1,3}}[.,]\d{{3}}|\d[\d/-]{{0,11}}\d[A-Z]?|\d)(?![\w%]"
    rf"|[.,]\d)"
)
# What voters, town meetings and clerks number: "Initiative 3", "Article 25", "Docket #0683". "Question B" is
# a place on one ballot.
_BALLOT = Sought(
    r"\b(?P<form>(?:Ballot\s)?Initiative(?:\sMeasure)?|Referendum|Local\sLaw"
    r"|Article|Docket|Intros?\.?|Act|File|Legislation|[Rr]esolución|[Ll]ey|[Dd]ecreto|Drucksache"
    r"|[Pp]roposition\sde\sloi|[Pp]rojet\sde\sloi"
    rf"|Resolution)(?P<no>{_NO}|\s[nN]\.?[º°])\s?(?P<number>[A-Z](?![\w'’.-])|\d{{1,2}}\.\d{{3}}(?!\d)"
    rf"|\d{{1,6}}(?:[-/]\d{{1,5}})?"
    r"(?:,\s\d{2,4})*(?:\sand\s\d{2,4})?)(?![\w%]|[.,]\d)"
)
# A clerk's record begins with its file: "25-2291 Proposed contract", "19.163 An Ordinance".
_FILE = re.compile(
    r"^(?:Legistar\s)?(?P<number>[RO]-\d{2}-\d{2,4}|\d{2}[.-]\d{3,5}|\d{5,6})(?=:?\s(?:An?\s|\[)?[A-Z])"
)
# "The resolution, No. 1482, would have accepted": the form stands apart from its number.
_APART = Sought(r"\b(?:[Rr]esolution|[Oo]rdinance|[Bb]ill|[Mm]easure),\s(?P<id>No\.\s\d{2,6})\b")
_OF_VOTERS = re.compile(r"\b[Vv]oters?\b|\b[Bb]allots?\b|[Rr]eferendum|[Tt]own [Mm]eeting|[Ii]nitiative")
_PROPOSITION = Sought(
    r"\b(?P<form>Prop(?:osition)?\.?|Measure|Proposal)\s(?P<number>[A-Z]{1,2}|\d{1,3})(?![\w.-]*\w)"
)
# A named act: capitalised words up to "Act" or "Bill". Bounded, so that shouting text costs nothing.
_NAMED = Sought(
    r"(?<![\w.])(?P<name>(?:(?:[A-ZÀ-Þ][\w&'’.-]{0,30}|\([A-ZÀ-Þ][^()]{1,60}\))\s(?:(?:of|and|for|the|on"
    r"|in|to|by|from|as)\s){0,3}){1,12}?"
    r"(?:Act|Bill|Ordinance|Code))(?:,?\s(?:of\s)?(?P<year>(?:19|20)\d\d))?\b(?!\s(?:of|on)\sRights)"
)
_MEASURES = Sought(
    r"\b(?:Measures|Regulations?|Rules)\s(?:for|on)\sthe\s(?:[A-Z][\w-]+\s?(?:(?:of|and|for|the)\s)?){3,10}"
)

# Laws that texts cite as the ground of a claim, or as background: not what is being decided.
_CITED = re.compile(
    r"Biometric Information Privacy|Freedom of Information|Civil Rights|Voting Rights|Human Rights"
    r"|Data Protection Act|^Privacy Act"
    r"|Public Records|Open Records|Patriot|PATRIOT|Foreign Intelligence|Equality|Police and Criminal"
    r"|Clean (?:Air|Water)|Insurrection"
    r"|Communications Decency|Espionage|Homeland Security Act|Administrative Procedure"
    r"|Consumer Privacy Act|Brown Act|Records Act"
    r"|Information Act|Fair Credit|Trade Commission Act|Consumer Protection Act"
    r"|Online Privacy Protection|Sunshine|Open Meetings|Rights Act|Digital Services"
)
_GENERIC = re.compile(
    r"^(?:(?:The|A|An|This|That|New|City|County|State|Council|Senate|House|Police|Surveillance"
    r"|Technology|Facial|Face|Recognition|Ban|Drone"
    r"|Camera|Privacy|Body|Draft|Federal|Reform|Final|Proposed|Bans?|Plate|License|Reader|Biometrics?"
    r"|LPR|ALPR|Tech|Data|Oversight|Omnibus)\s)+"
    r"(?:Act|Bill|Ordinance)$"
)
# What a name is led in by: "The European Union's AI Act", "Governor Signs the POST Act".
_LEADING = re.compile(
    r"^(?:(?:[\w.-]+\s){0,4}?\w+['’]s\s)?"
    r"(?:(?:The|A|An|This|That|New|First|Latest|As|In|On|Of|of|the|For|Under|And|But|With|Pass(?:es|ed)?|Sign(?:s|ed)"
    r"|Proposed|Support"
    r"|Why|How|General\sScheme)\s)*"
)


# In a headline that capitalises every word, a name begins behind what is done with it.
_DONE_WITH = re.compile(
    r"^.*\b(?:Announces?|Introduces?|Reintroduces?|Unveils?|Backs?|Approves?|Adopts?|Enacts?|Rejects?|Vetoe?s?|Proposes?"
    r"|Files?|Pass(?:es)?|Signs?|Kills?|Endorses?|Supports?|Opposes?|Debates?)\s(?:(?:The|the|a|A|an|An|His|Her|Its|Their|New)\s)?"
)
_DIRECTIVE = Sought(
    r"\b(?:[Pp]olicy [Dd]irective|Directive)\s(?:No\.?\s)?\d{1,4}(?:[.-]\d{1,3})?"
    r"(?![\d/-]|[.,]\d|\s(?:days?|weeks?|months?|years?|hours?)\b)"
)
# "Sweeping Facial Recognition Privacy Act" tells what somebody thinks of it, "Landmark …" too.
_JUDGED = re.compile(
    r"(?:Sweeping|Controversial|Tough|Tougher|New|Strict|Stricter|Strictest|Landmark|Bipartisan|Historic|Major|Broad|First"
    r"|Statewide|Strong|Stronger|Strongest|Comprehensive|Limited|Contested|Disputed|Amended|Revised|Nation['’]s)\s"
)
_OF_OURS = re.compile(
    r"Biometric|Surveillance|Facial|Recognition|Privacy|Drone|Plate|Technolog|Spying|Data|Tracking"
)
_SHORT_NAME = 10
_LONG_NAME = 4
"""Words from which an ordinance's name is one: "the Surveillance Ordinance" only describes it."""


@dataclass(frozen=True, slots=True)
class _Found:
    rank: int
    source: str
    start: int
    end: int
    text: str
    rule: str


# Where a court or an authority acts, a named act is the law it applies, not a bill on its way.
_APPLIED = frozenset(
    (Action.LAWSUIT, Action.SETTLEMENT, Action.ENFORCEMENT, Action.INCIDENT, Action.STUDY, Action.PROCURE)
)


def bill_of(
    title: str, text: str, *, action: Action = Action.OTHER, place: Jurisdiction | None = None
) -> tuple[str | None, tuple[Evidence, ...]]:
    """Give the identifier as written, numbers before names, title before text, with its words."""
    clerk = _FILE.match(title)
    if clerk:
        start, end = clerk.span("number")
        return _answer(_Found(0, "title", start, end, title[start:end], "bills.file"))
    for source, words in (("title", title), ("summary", text[:3000])):
        found = [
            one
            for one in _numbered(source, words)
            if not is_another_bill(words, one.start, one.end, applied=action in _APPLIED, place=place)
        ]
        if found:
            return _answer(_reported(words, sorted(found, key=lambda one: (one.rank, one.start))))
    if action in _APPLIED:
        return None, ()
    named = _named("title", title) + _named("summary", text[:1500])
    if not named:
        return None, ()
    # "AI Act" in a headline is spelled out below it; otherwise the first name is the one reported.
    spelled = [one for one in named if len(one.text) > _SHORT_NAME]
    return _answer(spelled[0] if spelled and len(named[0].text) <= _SHORT_NAME else named[0])


def _reported(words: str, found: list[_Found]) -> _Found:
    """The first number, or the next by the technology: "passed SB 12, then took up SB 447 on drones"."""
    first = found[0]
    other = next((one for one in found if one.rank == first.rank and one.start > first.end), None)
    if other is None or other.text.split()[-1] == first.text.split()[-1]:
        return first
    lead, between, tail = words[: first.start], words[first.end : other.start], words[other.end :]
    # "HB 5 and HB 7 would bar drones" is one list, led by its first.
    if len(between.split()) < _TURN or _SENTENCE_END.search(between):
        return first
    own = f"{_SENTENCE_END.split(lead)[-1]} {between}"
    if names_technology("", own) or not names_technology("", _SENTENCE_END.split(tail)[0]):
        return first
    return other


_TURN = 3
"""From so many words on, what stands between two numbers is no list."""
_SENTENCE_END = re.compile(r"[.!?]\s|\n")


def _answer(found: _Found) -> tuple[str, tuple[Evidence, ...]]:
    value = " ".join(found.text.split())
    return value, (
        Evidence(
            field="bill",
            value=value,
            source=found.source,
            start=found.start,
            end=found.end,
            text=found.text,
            rule=found.rule,
        ),
    )


_NUMBERED = (
    ("short", _SHORT),
    ("letter", _LETTER),
    ("run", _RUN),
    ("worded", _WORDED),
    ("ballot", _BALLOT),
    ("apart", _APART),
    ("proposition", _PROPOSITION),
    ("directive", _DIRECTIVE),
)
_FIGURE = re.compile(r"\d")


def _numbered(source: str, words: str) -> list[_Found]:
    found: list[_Found] = []
    has_figure = _FIGURE.search(words)
    for rank, (name, pattern) in enumerate(_NUMBERED):
        if not has_figure and name not in {"proposition", "ballot"}:
            continue  # only "Measure A" and "Local Law B" have none
        for match in pattern.finditer(words):
            if name == "worded" and not _is_identifier(match):
                continue
            if name == "ballot" and not _is_on_ballot(match, words):
                continue
            # A proposition beside a bill number is rather its text's history.
            rank_here = rank // 6
            start, end = match.span("id") if name in {"run", "apart"} and match["id"] else match.span()
            found.append(_Found(rank_here, source, start, end, words[start:end], f"bills.{name}"))
    return found


def _is_on_ballot(match: re.Match[str], words: str) -> bool:
    form, number = match["form"].lower(), match["number"]
    if form == "act":
        return number.isdigit() and len(number) >= 3 and not re.fullmatch(r"(?:19|20)\d\d", number)
    if form == "article" or form.endswith("initiative"):
        return bool(_OF_VOTERS.search(words)) and (form != "article" or number.isdigit())
    if number.isalpha():
        return form in {"local law", "referendum"}
    if form in {"docket", "file", "ley", "decreto", "legislation", "resolution"}:
        return (
            bool(match["no"])
            or "/" in number
            or (len(number) >= 4 and not re.fullmatch(r"(?:19|20)\d\d", number))
        )
    return True


def _is_identifier(match: re.Match[str]) -> bool:
    number, marked = match["number"], bool(match["no"])
    # "passed the ordinance 13-0" tells a vote; "Bill 2021-961" and "Council Bill 21-0001" tell files.
    if not marked and re.fullmatch(r"\d{1,3}-\d{1,3}", number):
        second = number.split("-")[1]
        return len(second) >= 3 or (len(second) > 1 and second.startswith("0"))
    if " " in match["form"] or marked or number[:1] in "CS":
        return True
    # "the Garda Bill 2023" has a year, no number; "bill 2" in running text is a place in a list.
    if re.fullmatch(r"(?:19|20)\d\d", number):
        return False
    return len(number) >= 3 or match["form"] == "Bill"


def _named(source: str, words: str) -> list[_Found]:
    found: list[_Found] = []
    for match in _NAMED.finditer(words):
        lead = _LEADING.match(match["name"])
        start = match.start() + (lead.end() if lead else 0)
        if _SHOUTS.fullmatch(words) and (led := _DONE_WITH.match(words[start : match.end("name")])):
            start += led.end()
        name = words[start : match.end()]
        if _is_background(words, start, match.end()):
            continue
        if _is_name(words[start : match.end("name")], name, source, words, lead=words[:start]):
            found.append(_Found(3, source, start, match.end(), name, "bills.named"))
    if not found:
        for match in _MEASURES.finditer(words):
            name = match.group().rstrip()
            found.append(_Found(4, source, match.start(), match.start() + len(name), name, "bills.measures"))
    return found


# "the spirit of the POST Act", "POST Act disclosures don't cover it": a law in force.
_BY_THE_LAW = re.compile(
    r"(?:\b[Uu]nder|\b[Vv]iolat(?:es?|ed|ing|ions? of)|\brequired by|\bsays|\bsay|\bspirit of|\bamend"
    r"|\bdefine[sd] (?:by|in)) (?:the )?$"
)
_ITS_DISCLOSURES = re.compile(
    r" (?:disclosures?|reports?|requirements?|compliance|policies|expansion|audit|deadline)\b"
)


def _is_background(words: str, start: int, end: int) -> bool:
    by_law = words[end - 3 : end] == "Act" and _BY_THE_LAW.search(words[max(0, start - 24) : start])
    return bool(by_law or _ITS_DISCLOSURES.match(words, end))


def _is_name(bare: str, name: str, source: str, words: str, *, lead: str) -> bool:
    parts = bare.split()
    if len(parts) < 2 or _CITED.search(name) or (len(parts) == 2 and _GENERIC.match(bare)):
        return False
    judged = _JUDGED.match(bare) is not None
    led = _DONE_WITH.search(f"{lead} ") is not None and not judged
    told_apart = led or not _SHOUTS.fullmatch(words)
    if parts[-1] != "Act":
        # A bill or an ordinance has a name only if it is long or bracketed; "Facial Recognition Bill"
        # describes it.
        if source == "summary" and "(" in bare:
            return True
        describes = parts[-1] == "Bill" or judged or _GENERIC.match(bare) is not None
        return len(parts) >= _LONG_NAME and told_apart and not describes and _OF_OURS.search(bare) is not None
    if led and len(parts) >= _LONG_NAME:
        return True
    # In a headline that capitalises every word, only an abbreviation is surely a name.
    return source == "summary" or parts[-2].isupper() or not _SHOUTS.fullmatch(words)


_SHOUTS = re.compile(
    r"(?:[^a-z\s]\S*(?:\s+|$)|(?:a|an|and|as|at|by|for|in|of|on|or|the|to|vs|with|over|from)\s+)+"
)
