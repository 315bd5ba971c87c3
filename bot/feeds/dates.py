"""Read publishers' dates without inventing any: what is impossible, ambiguous or implausible is no date."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from time import struct_time

RAW_LIMIT = 100
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Before the web; such dates are zeros of a database (1970) or misread numbers."""
AHEAD = timedelta(days=2)
"""A publisher's clock or zone may be wrong by this much."""

_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T\s]\s*(\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"[+-]?\d{1,2}:\d{2}(?::\d{2})?|[+-]\d{4}(?!\d)")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[ ,T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
# The standard library knows the American zones only; IST and CST mean several, so they are left out.
_ZONES = {
    "WET": 0, "WEST": 60, "BST": 60, "CET": 60, "CEST": 120, "MEZ": 60, "MESZ": 120, "EET": 120, "EEST": 180,
    "MSK": 180, "JST": 540, "KST": 540, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780,
}  # fmt: skip


def moment_of(raw: str, *, now: datetime, guess: struct_time | None = None) -> datetime | None:
    """The moment that a date text means, in UTC; None unless text and plausibility agree on it.

    `guess` is what feedparser made of the text: believed only where the text shows its year and its day.
    """
    text = " ".join(raw[:RAW_LIMIT].split())
    moment = _read(text)
    if moment is None and guess is not None:
        moment = _believed(guess, text)
    return moment if moment is not None and EARLIEST <= moment <= now + AHEAD else None


def _read(text: str) -> datetime | None:
    try:
        return _iso(text) or _slashed(text) or _rfc822(text)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None


def _iso(text: str) -> datetime | None:
    match = _ISO.fullmatch(text)
    if not match:
        return None
    day, clock, zone = match.groups()
    zone = {"Z": "+00:00", "UTC": "+00:00", "GMT": "+00:00"}.get((zone or "Z").upper(), zone)
    return datetime.fromisoformat(f"{day}T{(clock or '00:00').replace(',', '.')}{zone}").astimezone(UTC)


def _slashed(text: str) -> datetime | None:
    """Day and month are told apart only where one of them cannot be a month."""
    match = _SLASHED.fullmatch(text)
    if not match:
        return None
    first, second, year, hour, minute, second_of = (int(part or 0) for part in match.groups())
    if first <= 12 and second <= 12 and first != second:
        return None
    day, month = (first, second) if second <= 12 else (second, first)
    return datetime(year, month, day, hour, minute, second_of, tzinfo=UTC)


def _rfc822(text: str) -> datetime | None:
    parts = parsedate_tz(text)
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
    # Hours and zones hold numbers that look like days.
    numbers = {int(number) for number in re.findall(r"\d{1,4}(?!\d)", _CLOCK.sub(" ", text))}
    try:
        moment = datetime(*guess[:6], tzinfo=UTC)
    except (ValueError, TypeError):
        return None
    # In UTC the day may be the neighbour of the one that is written.
    days = {(moment + timedelta(days=shift)).day for shift in (-1, 0, 1)}
    written = re.search(rf"(?<!\d){moment.year}(?!\d)", text)
    return moment if written and days & numbers else None
