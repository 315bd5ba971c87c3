"""When to poll a feed next: from its own rhythm, what the publisher asks for, and past failures.

The figures follow Miniflux (interval from entry frequency) and Sia & Cho's finding that polls spent where
items appear bring news sooner; floors are what the publisher asks for.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from statistics import median

SHORTEST_S = 300.0
LONGEST_S = 6 * 3600.0
DEFAULT_S = 1800.0
"""For feeds whose rhythm is unknown: no dates, or one item."""
LONGEST_BACK_OFF_S = 24 * 3600.0
FIRST_BACK_OFF_S = 900.0
TRUSTED_FLOOR_S = 3600.0
"""Publishers' ttl and max-age are believed up to an hour: longer ones are usually a CDN's default."""
QUIET_POLLS = 5


def usual_gap_s(published: Sequence[datetime | None]) -> float | None:
    """The median time between a document's items in seconds; None if fewer than three carry a date."""
    dates = sorted(date for date in published if date is not None)
    if len(dates) < 3:
        return None
    return median((later - earlier).total_seconds() for earlier, later in pairwise(dates))


def next_poll_s(
    *,
    gap_s: float | None,
    unchanged_polls: int,
    asked_s: float = 0.0,
    fixed_s: float | None = None,
    spread: float,
) -> float:
    """Seconds until the next poll after a good one.

    `asked_s` is the publisher's ttl or max-age, `fixed_s` the operator's interval, `spread` a number from
    0 to 1 that jitters by a tenth either way so that feeds do not march in step.
    """
    jitter = 0.9 + 0.2 * spread
    if fixed_s is not None:
        return max(fixed_s * jitter, min(asked_s, TRUSTED_FLOOR_S))
    wait = DEFAULT_S if gap_s is None else gap_s / 2
    if unchanged_polls >= QUIET_POLLS:
        wait *= 1.5 ** min(unchanged_polls // QUIET_POLLS, 6)
    wait = min(max(wait, SHORTEST_S), LONGEST_S) * jitter
    return max(wait, min(asked_s, TRUSTED_FLOOR_S))


def back_off_s(failures: int, *, retry_after_s: float | None = None, spread: float) -> float:
    """Seconds until the next poll after the `failures`-th failure in a row; never more than a day.

    A publisher's Retry-After is obeyed up to that day.
    """
    wait = min(FIRST_BACK_OFF_S * 2.0 ** min(max(failures - 1, 0), 10), LONGEST_BACK_OFF_S)
    wait *= 0.9 + 0.1 * spread
    return min(max(wait, retry_after_s or 0.0), LONGEST_BACK_OFF_S)
