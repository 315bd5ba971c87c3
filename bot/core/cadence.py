"""When to poll a feed next: from its own rhythm, what the publisher asks for, and past failures.

The figures follow Miniflux (interval from entry frequency) and Sia & Cho's finding that polls spent where
items appear bring news sooner; floors are what the publisher asks for.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from statistics import median

from bot.core.models import Item

SHORTEST_S = 300.0
LONGEST_S = 6 * 3600.0
LONGEST_INTERVAL_S = 7 * 86400
"""What the operator may fix; no other wait is longer."""
DEFAULT_S = 1800.0
"""For feeds whose rhythm is unknown: no dates, or one item."""
LONGEST_BACK_OFF_S = 24 * 3600.0
FIRST_BACK_OFF_S = 900.0
TRUSTED_FLOOR_S = 3600.0
"""Publishers' ttl and max-age are believed up to an hour: longer ones are usually a CDN's default."""
QUIET_POLLS = 5
HOST_GAP_S = 2.0
"""Between two requests to one host, whatever number of feeds it serves."""
BUSY_HOST_S = 60.0
"""The same after it said that we ask too often (429) without saying how long to wait."""
FIRST_SPREAD_S = 300.0
"""The first polls of many new feeds are spread over this time."""
FIRST_APART_S = 2.0
"""Time for each new feed: one is polled at once, a hundred over three minutes."""
SHORTEST_SILENCE_S = 3 * 86400.0
"""A long weekend is no silence."""
LONGEST_SILENCE_S = 120 * 86400.0


def usual_gap_s(items: Sequence[Item]) -> float | None:
    """The median time between a document's items in seconds; None if fewer than three dates tell it.

    Of items that tell a day only each day counts once: nobody knows how far apart they came on it.
    """
    days = {item.published for item in items if item.dating.is_day}
    moments = [item.published for item in items if not item.dating.is_day]
    dates = sorted(date for date in (*days, *moments) if date is not None)
    if len(dates) < 3:
        return None
    return median((later - earlier).total_seconds() for earlier, later in pairwise(dates))


def quiet_after_s(published: Sequence[datetime | None]) -> float | None:
    """How long a silence would be unusual for a feed with items of these dates; None if that can't be told.

    Six usual gaps, and twice the longest but one: publishers who post once a week post much at once, and an
    entry that is pinned for years tells nothing.
    """
    dates = sorted(date for date in published if date is not None)
    if len(dates) < 3:
        return None
    gaps = sorted((later - earlier).total_seconds() for earlier, later in pairwise(dates))
    wait = max(6 * median(gaps), 2 * gaps[-2], SHORTEST_SILENCE_S)
    return min(wait, LONGEST_SILENCE_S)


def first_poll_s(place: float, *, new_feeds: int) -> float:
    """Seconds until the first poll of one of `new_feeds`; `place` (0 to 1) is its own and constant."""
    return place * min(FIRST_SPREAD_S, FIRST_APART_S * max(new_feeds - 1, 0))


def host_gap_s(status: int | None, retry_after_s: float | None) -> float:
    """Seconds until the next request to a host that answered so."""
    if status != 429:
        return HOST_GAP_S
    return min(max(retry_after_s or BUSY_HOST_S, HOST_GAP_S), TRUSTED_FLOOR_S)


def next_poll_s(
    *,
    gap_s: float | None,
    unchanged_polls: int,
    asked_s: float = 0.0,
    fixed_s: float | None = None,
    pushed_s: float = 0.0,
    spread: float,
) -> float:
    """Seconds until the next poll after a good one.

    `asked_s` is the publisher's ttl or max-age, `fixed_s` the operator's interval, `pushed_s` what is long
    enough where a hub tells of changes, `spread` a number from
    0 to 1 that jitters by a tenth either way so that feeds do not march in step.
    """
    jitter = 0.9 + 0.2 * spread
    if fixed_s is not None:
        return max(fixed_s * jitter, min(asked_s, TRUSTED_FLOOR_S))
    # The shortest wait grows too: a gap of zero, which bulk publishers have, would else stay what it is.
    wait = DEFAULT_S if gap_s is None else max(gap_s / 2, SHORTEST_S)
    if unchanged_polls >= QUIET_POLLS:
        wait *= 1.5 ** min(unchanged_polls // QUIET_POLLS, 6)
    wait = min(max(wait, pushed_s), LONGEST_S) * jitter
    return max(wait, min(asked_s, TRUSTED_FLOOR_S))


def back_off_s(failures: int, *, retry_after_s: float | None = None, spread: float) -> float:
    """Seconds until the next poll after the `failures`-th failure in a row; never more than a day.

    A publisher's Retry-After is obeyed up to that day.
    """
    wait = min(FIRST_BACK_OFF_S * 2.0 ** min(max(failures - 1, 0), 10), LONGEST_BACK_OFF_S)
    wait *= 0.9 + 0.1 * spread
    return min(max(wait, retry_after_s or 0.0), LONGEST_BACK_OFF_S)
