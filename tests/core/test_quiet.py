"""When a subscription may speak: days, hours and zones, across the days on which clocks change."""

from datetime import UTC, datetime

import pytest

from bot.core.models import Destination, Subscription
from bot.core.quiet import is_quiet, last_due
from bot.core.vocabulary import DigestDays, Platform, Stage

HERE = Destination(platform=Platform.SLACK, workspace="T1", channel="C1")

DUE = [
    # 23 November 2026 is a Monday.
    (DigestDays.WEEKDAYS, "08:00", "UTC", "2026-11-23T09:00", "2026-11-23T08:00"),
    # Monday before eight: Friday's is the latest.
    (DigestDays.WEEKDAYS, "08:00", "UTC", "2026-11-23T07:00", "2026-11-20T08:00"),
    (DigestDays.MONDAY, "09:00", "UTC", "2026-11-22T23:00", "2026-11-16T09:00"),
    (DigestDays.SUNDAY, "09:00", "UTC", "2026-11-23T00:00", "2026-11-22T09:00"),
    # Sunday in Chicago while it is Monday in UTC.
    (DigestDays.SUNDAY, "20:00", "America/Chicago", "2026-11-23T03:00", "2026-11-23T02:00"),
    # Clocks went from 02:00 to 03:00 on Sunday, 8 March 2026: 02:30 counts as 03:30 summer time.
    (DigestDays.SUNDAY, "02:30", "America/Chicago", "2026-03-08T12:00", "2026-03-08T08:30"),
    # They came twice on Sunday, 1 November 2026: the first 01:30 counts.
    (DigestDays.SUNDAY, "01:30", "America/Chicago", "2026-11-01T12:00", "2026-11-01T06:30"),
]


@pytest.mark.parametrize(("days", "at", "zone", "now", "expected"), DUE)
def test_the_latest_digest_hour_on_one_of_its_days(days, at, zone, now, expected):
    moment = last_due(at, zone, datetime.fromisoformat(now).replace(tzinfo=UTC), days)
    assert moment == datetime.fromisoformat(expected).replace(tzinfo=UTC)


QUIET = [
    # Over midnight, by Chicago's clocks (UTC-6 in winter, UTC-5 in summer).
    ("22:00", "07:00", "2026-11-23T05:00", True),
    ("22:00", "07:00", "2026-11-23T12:59", True),
    ("22:00", "07:00", "2026-11-23T13:00", False),
    ("22:00", "07:00", "2026-07-01T12:00", False),
    ("22:00", "07:00", "2026-07-01T11:59", True),
    ("22:00", "07:00", "2026-11-23T20:00", False),
    # Within one day.
    ("12:00", "13:00", "2026-11-23T18:30", True),
    ("12:00", "13:00", "2026-11-23T19:00", False),
    ("", "", "2026-11-23T05:00", False),
]


@pytest.mark.parametrize(("begins", "ends", "now", "expected"), QUIET)
def test_quiet_hours_by_the_subscriptions_clocks(begins, ends, now, expected):
    wish = Subscription(
        id=1, destination=HERE, quiet_from=begins, quiet_to=ends, timezone="America/Chicago",
        quiet_breakthrough=frozenset({Stage.ENACTED}),
    )  # fmt: skip
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert is_quiet(wish, {Stage.HEARING}, at) is expected
    assert not is_quiet(wish, {Stage.ENACTED}, at)
