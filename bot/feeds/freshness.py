"""How long an answer asks us to wait: Retry-After, Cache-Control and Expires (RFC 9110, RFC 9111)."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

RETRY_LIMIT_S = 86_400.0
"""A publisher's longest pause; beyond it the feed would be silently dead."""
FRESH_LIMIT_S = 3_600.0
"""Caches are often told a year; for a feed that is a mistake of the server's."""

_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,10})", re.IGNORECASE)


def min_wait_s(headers: Mapping[str, str], *, now: datetime) -> float:
    """The least time before the next poll that a good answer asks for."""
    return max(retry_after_s(headers, now=now) or 0.0, _fresh_s(headers, now=now))


def retry_after_s(headers: Mapping[str, str], *, now: datetime) -> float | None:
    """What Retry-After says, in seconds; None if it says nothing readable."""
    text = headers.get("Retry-After", "").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return min(float(text[:12]), RETRY_LIMIT_S)
    moment = _date(text)
    return None if moment is None else _between(moment, now, RETRY_LIMIT_S)


def _fresh_s(headers: Mapping[str, str], *, now: datetime) -> float:
    control = headers.get("Cache-Control", "")
    if "no-cache" in control.lower() or "no-store" in control.lower():
        return 0.0
    match = _MAX_AGE.search(control)
    if match:
        return min(float(match[1]), FRESH_LIMIT_S)
    expires = _date(headers.get("Expires", ""))
    if expires is None:
        return 0.0
    # The server's clock, where it tells it: Expires was computed from that one.
    since = _date(headers.get("Date", "")) or now
    return _between(expires, since, FRESH_LIMIT_S)


def _between(moment: datetime, now: datetime, limit: float) -> float:
    return min(max(0.0, (moment - now).total_seconds()), limit)


def _date(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = parsedate_to_datetime(text[:64])
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
