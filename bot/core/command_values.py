"""One check for every kind of command value, whether it was typed as text or picked from a menu."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum

from bot.core import command_words as words
from bot.core.command_words import known_value, shortened
from bot.core.errors import UsageError

VALUE_LIMIT = 500
SCORE_WORDS: Mapping[str, str] = {"all": "0", "any": "0", "likely": "0.5", "sure": "0.9", "certain": "0.9"}
_ZONES_BY_WORDS = {
    "UTC": "utc gmt z",
    "America/New_York": "eastern et est edt",
    "America/Chicago": "central ct cst cdt",
    "America/Denver": "mountain mt mst mdt",
    "America/Los_Angeles": "pacific pt pst pdt",
    "Europe/London": "london bst",
    "Europe/Berlin": "cet cest",
}
ZONES: Mapping[str, str] = {word: zone for zone, typed in _ZONES_BY_WORDS.items() for word in typed.split()}
"""What people say for a time zone instead of its name."""


class Kind(StrEnum):
    """What an option's value is; adapters choose their input field by it."""

    TEXT = "text"
    TOPIC = "topic"
    ACTION = "action"
    STAGE = "stage"
    SOURCE = "source"
    PLACE = "place"
    VENDOR = "vendor"
    SCORE = "score"
    MODE = "mode"
    TIME = "time"
    ZONE = "zone"
    DAYS = "days"
    SPAN = "span"
    THREAD = "thread"
    COUNT = "count"
    FOLLOW = "follow"
    COMMAND = "command"


TABLES: Mapping[Kind, Mapping[str, str]] = {
    Kind.TOPIC: words.TOPICS,
    Kind.ACTION: words.ACTIONS,
    Kind.STAGE: words.STAGES,
    Kind.SOURCE: words.SOURCES,
    Kind.MODE: words.MODES,
    Kind.DAYS: words.DAYS,
    Kind.THREAD: words.THREADS,
}
"""The kinds whose values are a closed list."""

_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE)
_CONTINENTS = (
    "africa",
    "america",
    "antarctica",
    "asia",
    "atlantic",
    "australia",
    "europe",
    "indian",
    "pacific",
)
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){1,2}")


def is_time(typed: str) -> bool:
    """Whether the word can only be a time of day (a bare number can not)."""
    match = _TIME.fullmatch(typed)
    return match is not None and bool(match[2] or match[3])


def is_zone(typed: str) -> bool:
    """Whether the word looks like a time zone."""
    if typed.casefold() in ZONES:
        return True
    # "us/mn" is a place's path; zones are written with a capital, or at least begin with their continent.
    begins = typed.partition("/")[0]
    return _ZONE.fullmatch(typed) is not None and (begins[0].isupper() or begins in _CONTINENTS)


def canonical(kind: Kind, typed: str) -> str:
    """The one way we write a value; UsageError says what was wrong and shows a right one."""
    value = " ".join(typed.split())
    if not value:
        raise UsageError(f"the {kind} is empty")
    if kind in TABLES:
        return known_value(TABLES[kind], value, what=kind.value)
    check = _CHECKS.get(kind)
    if check is not None:
        return check(value)
    if len(value) > VALUE_LIMIT and kind is not Kind.TEXT:
        raise UsageError(f"the {kind} '{shortened(value)}' is too long")
    return value


def _score(typed: str) -> str:
    if typed.casefold() in SCORE_WORDS:
        return SCORE_WORDS[typed.casefold()]
    match = re.fullmatch(r"(\d{1,3}(?:\.\d{1,6})?|\.\d{1,6})(%?)", typed)
    if match is None:
        raise UsageError(f"'{shortened(typed)}' is no score: use a number from 0 to 1, such as min 0.7")
    score = float(match[1])
    # "min 70" is a percentage; "min 2" is a slip that 0.02 would hide.
    score = score / 100 if match[2] or score >= 10 else score
    if score > 1:
        raise UsageError(f"'{typed}' is no score: use a number from 0 to 1, such as min 0.7")
    return f"{score:g}"


def _time(typed: str) -> str:
    if typed.casefold() in ("noon", "midday", "midnight"):
        return "00:00" if typed.casefold() == "midnight" else "12:00"
    match = _TIME.fullmatch(typed)
    hour = int(match[1]) if match else 99
    half = (match[3] or "").lower()[:1] if match else ""
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    minute = int(match[2] or 0) if match else 99
    if hour > 23 or minute > 59:
        raise UsageError(f"'{shortened(typed)}' is no time of day: use digest 08:00 or digest 8am")
    return f"{hour:02d}:{minute:02d}"


def _span(typed: str) -> str:
    begins, _, ends = re.sub(r"[–—]|\bto\b|\buntil\b", "-", typed).partition("-")
    try:
        span = f"{_time(begins.strip())}-{_time(ends.strip())}"
    except UsageError:
        span = ""
    if not span or span[:5] == span[6:]:
        raise UsageError(f"'{shortened(typed)}' is no span of hours: use quiet 22:00-07:00")
    return span


def _zone(typed: str) -> str:
    """The zone's name; whether the zone exists is looked up where the follow is made."""
    known = ZONES.get(typed.casefold())
    if known is None and _ZONE.fullmatch(typed) is None:
        raise UsageError(
            f"'{shortened(typed)}' is no time zone: use a name such as America/Chicago or Europe/London"
        )
    return known or typed


def _count(typed: str) -> str:
    if not re.fullmatch(r"\d{1,4}", typed, re.ASCII) or not 1 <= int(typed) <= 10:
        raise UsageError(f"'{shortened(typed)}' is no count: use a number from 1 to 10")
    return str(int(typed))


_CHECKS: Mapping[Kind, Callable[[str], str]] = {
    Kind.SCORE: _score,
    Kind.TIME: _time,
    Kind.SPAN: _span,
    Kind.ZONE: _zone,
    Kind.COUNT: _count,
}
