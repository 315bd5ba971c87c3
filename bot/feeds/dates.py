"""Read publishers' dates without inventing any: what is impossible, ambiguous or implausible is no date."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from enum import StrEnum
from functools import lru_cache
from time import struct_time
from typing import TypeVar

from bot.core.vocabulary import DateBasis

T = TypeVar("T")
RAW_LIMIT = 100
ENDS = 10
"""How many of a document's first and last entries tell its order."""
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Before the web; such dates are zeros of a database (1970) or misread numbers."""
AHEAD = timedelta(days=2)
"""A publisher's clock or zone may be wrong by this much."""

# ISO 8601, and what else starts with the year: no order but this is in use.
_YEAR_FIRST = re.compile(
    r"(\d{4})(?P<sep>[-/. ])(\d{1,2})(?P=sep)(\d{1,2})"
    r"(?:[T\s]\s*(\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)\s*([+-]\d{2}:?(?:\d{2})?|Z|UT|[A-Z]{3,5})?)?",
    re.IGNORECASE | re.ASCII,
)
_CLOCK = re.compile(r"[+-]?\d{1,2}:\d{2}(?::\d{2})?|(?<=[\d\s])[+-]\d{4}(?!\d)")
_SLASHED = re.compile(
    r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[ ,T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?", re.IGNORECASE
)
_FIRST_CLOCK = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})")
_HALF_DAY = re.compile(r"(?<![\d:])(1[0-2]|0?[1-9])(:\d{2}(?::\d{2})?)\s?([AP])\.?M\b\.?", re.IGNORECASE)
_WRITTEN = re.compile(
    r"(?:[^\W\d]{2,15}\.?,? )?(\d{1,2})(?:\.|º|er)? (?:de )?([^\W\d]{3,10})\.? (?:de )?(\d{4})(.*)",
    re.IGNORECASE,
)
# In minutes. The standard library knows RFC 822's only, which are American: CST is Chicago's, not China's.
# IST means several, so it is left out.
_ZONES = {
    "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
    "WET": 0, "WEST": 60, "BST": 60, "CET": 60, "CEST": 120, "MEZ": 60, "MESZ": 120, "EET": 120, "EEST": 180,
    "MSK": 180, "JST": 540, "KST": 540, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780,
}  # fmt: skip

# French, German, Italian, Portuguese and Spanish, whole and short, where English has another name.
_MONTHS = {
    name: month
    for month, names in {
        "Jan": "janvier janv januar jänner jän gennaio gen janeiro enero ene",
        "Feb": "février févr fév februar febbraio fevereiro fev febrero",
        "Mar": "mars märz mär mrz marzo março",
        "Apr": "avril avr aprile abril abr",
        "May": "mai maggio mag maio mayo",
        "Jun": "juin juni giugno giu junho junio",
        "Jul": "juillet juil juli luglio lug julho julio",
        "Aug": "août aout agosto ago",
        "Sep": "septembre settembre set setembro septiembre",
        "Oct": "octobre oktober okt ottobre ott outubro out octubre",
        "Nov": "novembre novembro noviembre",
        "Dec": "décembre déc dezember dez dicembre dic dezembro diciembre",
    }.items()
    for name in names.split()
}


class DayOrder(StrEnum):
    """Which of a date's first two numbers is the day."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateReading:
    """What a date text means, or why it means nothing."""

    moment: datetime | None = None
    """In UTC; of a mere day, its 00:00 UTC."""
    is_day: bool = False
    """Whether the text tells no clock, or 00:00 UTC, which is what software makes of a day."""
    fault: DateBasis | None = None
    """AMBIGUOUS, IMPLAUSIBLE or UNREADABLE, exactly where there is no moment."""


def read_date(
    raw: str, *, now: datetime, order: DayOrder | None = None, guess: struct_time | None = None
) -> DateReading:
    """Read a date text; there is no moment unless text and plausibility agree on it.

    `order` is what the feed's other dates tell (`order_of`). `guess` is what feedparser made of the text:
    believed only where the text shows its year and its day.
    """
    line = _line(raw)
    text = _HALF_DAY.sub(_whole_day, line)
    slashed = _SLASHED.fullmatch(text)
    if slashed and order is None and _order_told(slashed) is None and slashed[1] != slashed[2]:
        is_possible = max(int(slashed[1]), int(slashed[2])) <= 12
        return DateReading(fault=DateBasis.AMBIGUOUS if is_possible else DateBasis.UNREADABLE)
    moment = _read(text, order)
    # feedparser knows no afternoon.
    if moment is None and guess is not None and not slashed and text == line:
        moment = _believed(guess, text)
    if moment is None:
        return DateReading(fault=DateBasis.UNREADABLE)
    if not EARLIEST <= moment <= now + AHEAD:
        return DateReading(fault=DateBasis.IMPLAUSIBLE)
    return DateReading(moment=moment, is_day=_is_day(moment, text))


def is_read_alone(raw: str) -> bool:
    """Whether `read_date` needs nobody's guess to say what the text means, or that it means nothing."""
    line = _line(raw)
    text = _HALF_DAY.sub(_whole_day, line)
    return text != line or bool(_SLASHED.fullmatch(text)) or _read(text, None) is not None


def order_of(raws: Iterable[str]) -> DayOrder | None:
    """The order of day and month in a feed's dates; None if none shows it, or they contradict each other."""
    dates = (_SLASHED.fullmatch(_line(raw)) for raw in raws)
    told = {order for date in dates if date and (order := _order_told(date))}
    return told.pop() if len(told) == 1 else None


def is_oldest_first(entries: Sequence[T], dates: Callable[[T], Iterable[str]], *, now: datetime) -> bool:
    """Whether a document grows at its end, as far as the date texts of its first and last entries tell."""

    def newest(end: Sequence[T]) -> datetime | None:
        moments = (read_date(raw, now=now).moment for entry in end for raw in dates(entry))
        return max((moment for moment in moments if moment), default=None)

    first, last = newest(entries[:ENDS]), newest(entries[-ENDS:])
    return first is not None and last is not None and first < last


def _line(raw: str) -> str:
    return " ".join(raw[:RAW_LIMIT].split())


def _is_day(moment: datetime, text: str) -> bool:
    if (moment.hour, moment.minute, moment.second) != (0, 0, 0):
        return False
    # "18:00 -0600" is midnight in UTC, too, but somebody's evening.
    clock = _FIRST_CLOCK.search(text)
    return clock is None or (int(clock[1]), int(clock[2])) == (0, 0)


def _whole_day(clock: re.Match[str]) -> str:
    """`2:05 PM` as `14:05`."""
    hour = int(clock[1]) % 12 + (12 if clock[3].upper() == "P" else 0)
    return f"{hour:02}{clock[2]}"


def _order_told(date: re.Match[str]) -> DayOrder | None:
    first, second = int(date[1]), int(date[2])
    if (first > 12) == (second > 12):
        return None
    return DayOrder.DAY_FIRST if first > 12 else DayOrder.MONTH_FIRST


# Asked twice of each date that was read without feedparser: can it be read, and what is it?
@lru_cache(maxsize=2_000)
def _read(text: str, order: DayOrder | None) -> datetime | None:
    try:
        return _year_first(text) or _slashed(text, order) or _rfc822(text) or _rfc822(_in_english(text))
    except (ValueError, OverflowError, IndexError, TypeError):
        return None


def _year_first(text: str) -> datetime | None:
    match = _YEAR_FIRST.fullmatch(text)
    if not match:
        return None
    year, _, month, day, clock, zone = match.groups()
    hour, _, rest = (clock or "00:00").replace(",", ".").partition(":")
    offset = zone if zone and zone[0] in "+-" else ""
    local = datetime.fromisoformat(f"{year}-{month:0>2}-{day:0>2}T{hour:0>2}:{rest}{offset}")
    return (local if offset else local.replace(tzinfo=_named(zone or ""))).astimezone(UTC)


def _named(zone: str) -> timezone:
    return timezone(timedelta(minutes=_ZONES.get(zone.upper(), 0)))


def _slashed(text: str, order: DayOrder | None) -> datetime | None:
    match = _SLASHED.fullmatch(text)
    if not match:
        return None
    first, second, year, hour, minute, second_of = (int(part or 0) for part in match.groups())
    is_day_first = (_order_told(match) or order) is DayOrder.DAY_FIRST
    day, month = (first, second) if is_day_first else (second, first)
    return datetime(year, month, day, hour, minute, second_of, tzinfo=UTC)


def _in_english(text: str) -> str:
    """`Seg, 24 Set 2018 19:42:40 -0300` with the English month; empty if it is another kind of text."""
    match = _WRITTEN.fullmatch(text)
    month = _MONTHS.get(match[2].casefold()) if match else None
    return f"{match[1]} {month} {match[3]}{match[4]}" if match and month else ""


def _rfc822(text: str) -> datetime | None:
    # The standard library wants a clock, which nobody has to give.
    parts = parsedate_tz(text if ":" in text else f"{text} 00:00")
    # A number alone is read as a year by lenient parsers; a date of this form has letters and digits.
    if parts is None or not re.search(r"[A-Za-z]{3}", text):
        return None
    year, month, day, hour, minute, second = parts[:6]
    offset = parts[9]
    if not offset:
        offset = 60 * _ZONES.get(text.rpartition(" ")[2].upper(), 0)
    # Leap seconds are real (23:59:60), and datetime has none.
    local = datetime(
        year, month, day, hour, minute, min(second, 59), tzinfo=timezone(timedelta(seconds=offset))
    )
    return local.astimezone(UTC)


def _believed(guess: struct_time, text: str) -> datetime | None:
    """The guess, if the text shows its day: feedparser fills in the current month where it finds none."""
    # Hours and zones hold numbers that look like days.
    numbers = [int(number) for number in re.findall(r"\d+", _CLOCK.sub(" ", text))]
    try:
        moment = datetime(*guess[:6], tzinfo=UTC)
        # In UTC the day may be the neighbour of the one that is written.
        days = [moment + timedelta(days=shift) for shift in (-1, 0, 1)]
    except (ValueError, TypeError, OverflowError):
        return None
    is_shown = any(
        numbers[:3] == [day.year, day.month, day.day] or numbers[:2] == [day.day, day.year] for day in days
    )
    return moment if is_shown else None
