"""A clock for tests: it stands still."""

from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
"""A Monday."""


class FixedClock:
    """A clock that moves only when told to."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
