"""Find the dates that matter: hearings, votes, the day a law takes effect or ends, deadlines."""

import re
from datetime import date, datetime

from bot.core.models import DatedFact, Evidence
from bot.core.text import sentences

_MONTHS = ("january february march april may june july august september october november december").split()  # noqa: SIM905
_MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?"
    r"|Aug(?:ust|\.)?"
    r"|Sept(?:ember|\.)?|Sep\.?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DATE = re.compile(
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
_PAST = re.compile(r"\b(?:voted|passed|approved|adopted|signed|held|was|were)\b", re.IGNORECASE)
_NEAR = 70
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
        for match in _DATE.finditer(sentence) if _FIGURE.search(sentence) else ():
            kind = _kind(sentence, match)
            when = _iso(match, published) if kind else None
            if (
                not kind
                or not when
                or len(facts) >= MOST
                or any(f.kind == kind and f.date == when for f in facts)
            ):
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


def _kind(sentence: str, match: re.Match[str]) -> str | None:
    before = sentence[max(0, match.start() - _NEAR) : match.start()]
    best: tuple[int, str] | None = None
    for kind, pattern in _KINDS:
        for cue in pattern.finditer(before):
            if best is None or cue.end() > best[0]:
                best = cue.end(), kind
    if best is None:
        return None
    # "The council voted on Feb. 12" is the past: nobody can act on it.
    if best[1] in {"vote", "hearing"} and _PAST.search(before):
        return None
    return best[1]


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
