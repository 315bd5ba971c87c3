"""Find the dates that matter: hearings, votes, the day a law takes effect or ends, deadlines."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bot.core.models import DatedFact, Evidence
from bot.core.sought import Sought
from bot.core.text import sentences

_MONTHS = ("january february march april may june july august september october november december").split()  # noqa: SIM905
_MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?"
    r"|Aug(?:ust|\.)?"
    r"|Sept(?:ember|\.)?|Sep\.?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DATE = Sought(
    r"\b(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)\b"
    rf"|\b(?P<day_first>[0-3]?\d)(?:st|nd|rd"
    rf"|th)?\s(?:of\s)?{_MONTH.replace('month', 'month_a')}(?:,?\s(?P<year_a>(?:19|20)\d\d))?\b"
    rf"|\b{_MONTH.replace('month', 'month_b')}\s(?P<day>[0-3]?\d)(?:st|nd|rd"
    rf"|th)?(?![\d:])(?:,?\s(?P<year_b>(?:19|20)\d\d))?"
    rf"|\b{_MONTH.replace('month', 'month_c')},?\s(?P<year_c>(?:19|20)\d\d)\b"
)
_FIGURE = re.compile(r"\d")
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        # "Comments are accepted until 3 December": what ends then is the time to act.
        (
            "deadline",
            (
                r"\b(?:comments?|testimony|feedback|input|submissions?|responses?|questions?|proposals?|bids?|tenders?"
                r"|applications?|petitions?|signatures?|objections?|appeals?|regist\w+|sign\sup)\b[^.;]{0,60}?"
                r"\b(?:until|till|through|by|before)\b"
            ),
        ),
        # "The governor has until Friday" ends her time, not the law.
        ("deadline", r"\b(?:has|have|gives?\s\w+)\suntil\b"),
        # The ending before the beginning: "in effect until 2022" tells when it ends.
        (
            "sunset",
            (
                r"\b(?:until|till|through|expires?|expired|expiring|sunsets?|ends?|ending|run(?:s"
                r"|ning)?\sout|lapses?|shut\sdown)\b"
            ),
        ),
        (
            "deadline",
            r"\b(?:deadline|by|due|no\slater\sthan|comments?\s(?:close|are\sdue)|has\suntil|have\suntil)\b",
        ),
        (
            "effective",
            (
                r"\b(?:effect|effective|in(?:to)?\sforce|apply|applies|begins?|starting|starts?"
                r"|become(?:s)?\slaw)\b"
            ),
        ),
        ("hearing", r"\b(?:hearing|testimony|public\scomments?|listening\ssession|public\smeeting)\b"),
        (
            "vote",
            (
                r"\b(?:vote|votes|voting|consider|considers|take\sup|takes\sup|agenda|ballot|decide|meets"
                r"|election)\b"
            ),
        ),
    )
)
_ALL_KINDS = frozenset(kind for kind, _ in _KINDS)
_PAST = re.compile(r"\b(?:voted|passed|approved|adopted|signed|held|was|were)\b", re.IGNORECASE)
_NEAR = 70
_FAR = 250
"""Characters before a date that are looked at, nearly or at all: a hostile sentence has thousands."""
# "The deadline for comments on the police department's proposed policy … is Friday, March 13."
_DEADLINE_IS = re.compile(
    r"\bdeadline\b[^.;]{0,140}\b(?:is|remains|falls\son|will\sbe)\s(?:on\s)?(?:\w+day,?\s)?$", re.IGNORECASE
)
# "Moved from Nov. 4 to Nov. 18", "put off until Jan. 5": the old day is over, the new one is the vote's.
_MOVES = (
    r"\b(?:mov(?:e[sd]?|ing)|postpon\w+|reschedul\w+|delay\w*|push(?:e[sd])?(?:\sback)?|defer\w*|bump\w*"
    r"|shift\w*|put\soff)\b"
)
_FROM_DAY = re.compile(
    rf"(?:{_MOVES}|\b(?:extended|changed)\b)[^.;]{{0,60}}?\bfrom\s(?:\w+day,?\s)?$"
    r"|\b(?:originally|initially|previously|first)\s(?:set|scheduled|planned|slated|due)"
    r"\s(?:for|on)\s(?:\w+day,?\s)?$"
    r"|\binstead\sof\s(?:on\s)?(?:\w+day,?\s)?$",
    re.IGNORECASE,
)
_TO_DAY = re.compile(rf"{_MOVES}.{{0,90}}?\b(?:to|until|till)\s(?:\w+day,?\s)?$", re.IGNORECASE)
_MOVED_KINDS = frozenset({"hearing", "vote"})
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Not "next Friday", which is two days to readers, nor the day's name before its date.
_WEEKDAY = Sought(
    r"(?<!next\s)(?<!last\s)(?<!every\s)(?<!first\s)(?<!second\s)(?<!third\s)(?<!fourth\s)(?<!other\s)(?<!super\s)"
    r"(?<!black\s)(?<!good\s)(?<!ash\s)(?<!from\s)(?<!after\s)(?<!before\s)(?<!since\s)"
    rf"\b(?P<weekday>{'|'.join(_DAYS)})\b"
    rf"(?!['’]s|\s(?:of|in|after|before)\s|,?\s(?:{_MONTH.replace('?P<month>', '?:')}|\d))",
    re.IGNORECASE,
)
# "At a hearing Tuesday" was, "is set for Tuesday" will be: a weekday alone needs words of the future.
_COMING = re.compile(
    r"\b(?:will|(?:is|are|be)\s(?:now\s)?(?:set|scheduled|slated|due|expected|planned)|(?:set|scheduled|slated)\sfor"
    r"|to\s(?:vote|decide|consider|hear|hold|take\sup|discuss|meet|begin|start|take\seffect|expire|end)"
    r"|takes?\seffect|begins?|starts?|meets?|takes?\sup|expires?|ends?|comments?\sclose|deadline[^.;]{0,60}\bis"
    r"|(?:has|have)\suntil|due\sby|accepted\s(?:until|through))\b",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"\b\w+ed\b|\b(?:took|began|met|held|was|were|had|said|told|heard|drew|came|went)\b", re.IGNORECASE
)
_NOT_OVER = re.compile(
    r"\b(?:scheduled|slated|expected|planned|proposed|need(?:ed)?|accepted|used|based|called)\b",
    re.IGNORECASE,
)
MOST = 6


def dates_of(
    title: str, text: str, *, published: datetime | None
) -> tuple[tuple[DatedFact, ...], tuple[Evidence, ...]]:
    """Give dated facts; a year left out comes from the item's own date, or the fact is left out."""
    facts: list[DatedFact] = []
    evidence: list[Evidence] = []
    pieces = [("title", 0, title)]
    pieces.extend(("summary", sentence.start, sentence.text) for sentence in sentences(text[:3000])[:12])
    for source, offset, sentence in pieces:
        for match, kind, when in _found(sentence, published):
            if len(facts) >= MOST or any(f.kind == kind and f.date == when for f in facts):
                continue
            facts.append(DatedFact(kind=kind, date=when, text=match.group()))
            evidence.append(
                Evidence(
                    field="dates",
                    value=f"{kind} {when}",
                    source=source,
                    start=offset + match.start(),
                    end=offset + match.end(),
                    text=match.group(),
                    rule=f"dates.{kind}",
                )
            )
    return tuple(facts), tuple(evidence)


def _found(sentence: str, published: datetime | None) -> Iterator[tuple[re.Match[str], str, str]]:
    """The dates of a sentence, and the weekdays that can be counted from the day of publication."""
    for match in _DATE.finditer(sentence) if _FIGURE.search(sentence) else ():
        kind = _kind(sentence, match)
        when = _iso(match, published) if kind else None
        if kind and when:
            yield match, kind, when
    for match in _WEEKDAY.finditer(sentence) if published else ():
        kind = _kind(sentence, match) if _is_coming(sentence, match) else None
        when = _next(match["weekday"], published) if kind and published else None
        if kind and when:
            yield match, kind, when


def _kind(sentence: str, match: re.Match[str]) -> str | None:
    lead = sentence[max(0, match.start() - _FAR) : match.start()]
    if _FROM_DAY.search(lead):
        return None
    moved = _TO_DAY.search(lead)
    if moved and (kind := _nearest(lead[max(0, moved.start() - _NEAR) :], _MOVED_KINDS)):
        return kind
    if _DEADLINE_IS.search(lead):
        return "deadline"
    kind = _nearest(lead[-_NEAR:], _ALL_KINDS)
    # "The council voted on Feb. 12" is the past: nobody can act on it.
    return None if kind in _MOVED_KINDS and _PAST.search(lead[-_NEAR:]) else kind


def _nearest(before: str, kinds: frozenset[str]) -> str | None:
    """The kind whose cue ends last before the date."""
    best: tuple[int, str] | None = None
    for kind, pattern in _KINDS:
        for cue in pattern.finditer(before) if kind in kinds else ():
            if best is None or cue.end() > best[0]:
                best = cue.end(), kind
    return best[1] if best else None


def _is_coming(sentence: str, match: re.Match[str]) -> bool:
    """Whether the clause before a weekday tells of what is to come."""
    clause = re.split(r"[;:]\s|,\s(?:and|but)\s", sentence[: match.start()])[-1][-120:]
    if _TO_DAY.search(clause):
        return True
    coming = _COMING.search(clause)
    return coming is not None and not _OVER.search(_NOT_OVER.sub("", clause[coming.end() :]))


def _next(weekday: str, published: datetime) -> str | None:
    """The next such day; on that day itself it may be today or in a week."""
    days = (_DAYS.index(weekday.lower()) - published.weekday()) % 7
    return (published.date() + timedelta(days=days)).isoformat() if days else None


def _iso(match: re.Match[str], published: datetime | None) -> str | None:
    if match["iso"]:
        return match["iso"] if _is_real(*map(int, match["iso"].split("-"))) else None
    if match["month_c"]:
        return f"{match['year_c']}-{_month(match['month_c']):02d}"
    month = _month(match["month_a"] or match["month_b"])
    day = int(match["day_first"] or match["day"])
    year = match["year_a"] or match["year_b"]
    if year:
        return f"{year}-{month:02d}-{day:02d}" if _is_real(int(year), month, day) else None
    if published is None:
        return None
    # The nearest such day: news tell of the last month and of the next ten.
    for candidate in (published.year, published.year + 1, published.year - 1):
        if (
            _is_real(candidate, month, day)
            and -45 <= (date(candidate, month, day) - published.date()).days <= 320
        ):
            return f"{candidate}-{month:02d}-{day:02d}"
    return None


def _month(word: str) -> int:
    return next(
        number
        for number, name in enumerate(_MONTHS, start=1)
        if name.startswith(word.lower().rstrip(".")[:3])
    )


def _is_real(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
