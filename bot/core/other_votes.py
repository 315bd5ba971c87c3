"""Say of a count of votes that it is not the reported measure's: an earlier vote, or one on another matter.

A foreign vote is worse than none, so a doubt ends in silence.
"""

import re
from typing import NamedTuple

from bot.core.other_matters import MATTER
from bot.core.relevance import names_technology

_MONTH = (
    r"(?:early\s|late\s|mid-)?(?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december)"
)
_AROUND = (70, 45)
"""How many characters before and behind a count tell when it was."""


class Sign(NamedTuple):
    """Words that part a count from the news, and a case that asked for them."""

    words: re.Pattern[str]
    reason: str


def _signs(*rows: tuple[str, str]) -> tuple[Sign, ...]:
    return tuple(Sign(re.compile(words, re.IGNORECASE), reason) for words, reason in rows)


# --- earlier votes ----------------------------------------------------------------------------------------

_EARLIER_AROUND = _signs(
    (
        rf"\b(?:last|previous|earlier)\s(?:year|month|spring|summer|fall|autumn|winter|session|term|{_MONTH})\b",
        "'unanimous vote last September'",
    ),
    (r"\b(?:years?|months?)\s(?:ago|earlier|before|back)\b|\bback\sin\b", "'four years back'"),
    (r"\bpreviously\b|\bin\s(?:19|20)\d\d\b", "'in 2020'"),
    (
        r"\bhad\s(?:already\s)?(?:been\s)?(?:unanimously\s)?(?:voted|passed|approved|adopted|cleared|rejected)\b",
        "the past of what is told: 'which the council had adopted'",
    ),
    (
        rf"\b(?:in|at|during)\s(?:an?|the|its|their)\s{_MONTH}\s(?:meeting|session|vote|hearing)\b",
        "a month without its day is how the past is told: 'in a July meeting'",
    ),
)
# What stands before the count in its clause; the comma of "a $666,000 renewal" ends none.
_ON = r"(?:[^,;]|,(?=\d)){0,90}"
_EARLIER_BEFORE = _signs(
    # "Two weeks after lifting the ban, the council voted 7-1": the comma ends what was before.
    (rf"\b(?:months?|years?)\safter\s(?:{_ON}\s)?$", "'months after the council rejected it 12-0'"),
    (
        (
            # Days later a mayor signs what "the council passed": that is the reported measure's vote.
            rf"\b(?:days?|weeks?)\safter\s(?!{_ON}\b(?:passed|approved|adopted|voted\sfor|backed)\s(?:it|them"
            rf"|the\s(?:bill|ban|ordinance|measure|resolution))\b)(?:{_ON}\s)?$"
        ),
        "'a week after the council rejected a renewal 12-0'",
    ),
    (rf"\bsince\s(?:the|its|an?|then)\s{_ON}$", "'since the council adopted it 8-1'"),
    (
        (
            rf"(?:^|\b(?:passed|cleared|approved|adopted|voted|rejected|met)\s(?:[^,;]{{0,30}}\s)?)in\s{_MONTH}"
            r"\b(?!\s\d)[^;]{0,60}$"
        ),
        "'in March the council voted 7-2'",
    ),
)
_EARLIER_BEHIND = _signs(
    (rf"(?:\s(?:vote|decision|tally))?\sin\s{_MONTH}\b(?!\s\d)", "'cleared the Senate 30-4 in February'"),
)


def is_earlier(sentence: str, match: re.Match[str]) -> bool:
    """Whether the words around the vote tell of another time."""
    before, behind = _AROUND
    around = sentence[max(0, match.start() - before) : match.end() + behind]
    lead, tail = sentence[: match.start()][-120:], sentence[match.end() :]
    return (
        any(sign.words.search(around) for sign in _EARLIER_AROUND)
        or any(sign.words.search(lead) for sign in _EARLIER_BEFORE)
        or any(sign.words.match(tail) for sign in _EARLIER_BEHIND)
    )


# --- votes on another matter --------------------------------------------------------------------------------

# "The school board", "the elections committee" vote; "in schools" is where.
_MATTER = re.compile(
    rf"\b{MATTER}\b"
    r"(?!(?:\s\w+){0,2}\s(?:board|committee|commission|district|panel|department|authority|trustees)\b)",
    re.IGNORECASE,
)
_WHERE = re.compile(r"\b(?:in|at|near|from|inside|outside|around|to)(?:\s[a-z]+)?\s$", re.IGNORECASE)
# What only the reported measure has, be the technology named or "it".
_OURS = re.compile(
    r"\b(?:ban(?:s|ned|ning)?|prohibit\w*|moratorium|outlaw\w*|warrants?|privacy|data|cameras?|police|officers?"
    r"|deput(?:y|ies)|sheriff\w*)\b",
    re.IGNORECASE,
)
# Where one thing told ends and the next begins.
_ENDS_BEFORE = re.compile(
    r"[;:—–]\s|\s(?:but|while|whereas|which|although|though)\s|,\s(?:and|then)\s", re.IGNORECASE
)
_ENDS_BEHIND = re.compile(
    r"[;:,.—–](?:\s|$)|\s(?:but|and|while|before|after|which|then|when)\s", re.IGNORECASE
)


_BILL = re.compile(r"\b(?:[A-Z]\.?){1,3} ?(\d{1,5})\b")


def is_on_another_matter(sentence: str, match: re.Match[str], *, bill: str | None = None) -> bool:
    """Whether the clause that holds the count names another matter or bill, and nothing of ours."""
    start = max((end.end() for end in _ENDS_BEFORE.finditer(sentence, 0, match.start())), default=0)
    behind = _ENDS_BEHIND.search(sentence, match.end())
    clause = sentence[start : behind.start() if behind else len(sentence)]
    named = any(not _WHERE.search(clause[: matter.start()]) for matter in _MATTER.finditer(clause))
    foreign = named or _is_another_number(bill, set(_BILL.findall(clause)))
    return foreign and not _OURS.search(clause) and not names_technology("", clause)


def _is_another_number(bill: str | None, numbers: set[str]) -> bool:
    """Whether a clause names bills, and not the reported one: "approved SB 12 6-3 before hearing SB 447"."""
    reported = _BILL.search(bill or "")
    return reported is not None and bool(numbers) and reported[1] not in numbers


# --- votes before a veto ------------------------------------------------------------------------------------

_VETO = re.compile(r"\bveto(?:es|ed|ing)?\b|\bnixes\b", re.IGNORECASE)
# "In 33-14 vote; mayor vows veto": none has been told of.
_NO_VETO = re.compile(
    r"\b(?:vow\w*|threat\w*|fac(?:es|ing)|could|may|might|would|will|expected|likely|possible|promis\w+"
    r"|pledg\w+|urg\w+|risk\w*|avoid\w*|despite|not|won['’]t|doesn['’]t|didn['’]t)\s(?:[\w'’.]+\s){0,2}?veto"
    r"|\bveto(?:\s|-)(?:threat|looms|likely|expected|possible|proof)",
    re.IGNORECASE,
)
_OVERRIDES = re.compile(
    r"\b(?:overrides|overrode|overridden|sustain(?:s|ed)|fail(?:s|ed)\sto\s(?:override|sustain))\b"
    r"|\boverride\s(?:vote|effort|attempt|bid|fail|pass|succe)|\bveto\soverride\b"
    r"|\bvot(?:e[sd]?|ing)\b[^.;]{0,60}?\bto\s(?:override|overrule|sustain|uphold)\b"
    r"|\bveto\b[^.;]{0,60}?\b(?:overturned|overridden|overruled)\b"
    r"|\bdespite\s[^.;]{0,30}\bveto\b"
    r"|\b(?:lawmakers|legislators|senators|council(?:lors|ors)?|members|supervisors|alder\w+|chambers)\soverride\b",
    re.IGNORECASE,
)
# "Members need six votes to override", "lacks the votes to override": nobody has voted on it.
_NOT_YET = re.compile(
    r"\b(?:needs?|needed|requires?|required|lacks?|lacked|short\sof|enough|could|can|can't|may|might|would|will"
    r"|must|cannot|seeks?|vows?|wants?|plans?|takes)\b[^.;]{0,60}?\boverr",
    re.IGNORECASE,
)


def told_of_a_veto(title: str) -> bool:
    """Whether the news is a veto; the votes in its text are history, but for one that overrides it."""
    return bool(_VETO.search(title)) and not _NO_VETO.search(title) and not overrides(title)


def overrides(sentence: str) -> bool:
    """Whether a sentence tells that a veto was voted on."""
    return _OVERRIDES.search(sentence) is not None and not _NOT_YET.search(sentence)
