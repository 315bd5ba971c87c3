"""Decide on which days and at which instants a subscription may speak, by clocks in its own zone."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.core.models import Subscription
from bot.core.vocabulary import DigestDays, Stage

_WEEK = tuple(DigestDays)[2:]
"""Monday first, as `date.weekday` counts."""


def zone_of(name: str) -> ZoneInfo:
    """The zone; UTC for a name that a later tzdata dropped: one such must not stop every digest."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def is_digest_day(days: DigestDays, day: date) -> bool:
    """Whether a digest of these days is made on that day."""
    if days is DigestDays.DAILY:
        return True
    return day.weekday() < 5 if days is DigestDays.WEEKDAYS else _WEEK[day.weekday()] is days


def last_due(digest_at: str, timezone: str, now: datetime, days: DigestDays = DigestDays.DAILY) -> datetime:
    """The latest instant, up to `now`, at which clocks in the zone showed HH:MM on one of the days.

    An hour that daylight saving skips counts as the one after it; one that comes twice counts the first time.
    """
    zone = zone_of(timezone)
    day = now.astimezone(zone).date()
    while True:
        moment = datetime.combine(day, _time(digest_at), tzinfo=zone).astimezone(UTC)
        if moment <= now and is_digest_day(days, day):
            return moment
        day -= timedelta(days=1)


def is_quiet(subscription: Subscription, stages: Collection[Stage], now: datetime) -> bool:
    """Whether a story of these stages must wait for the end of the subscription's quiet hours."""
    if not subscription.quiet_from or subscription.quiet_breakthrough.intersection(stages):
        return False
    begins, ends = _time(subscription.quiet_from), _time(subscription.quiet_to)
    clock = now.astimezone(zone_of(subscription.timezone)).time()
    # 22:00-07:00 goes over midnight.
    return begins <= clock < ends if begins < ends else clock >= begins or clock < ends


def _time(words: str) -> time:
    hour, minute = (int(part) for part in words.split(":"))
    return time(hour, minute)
