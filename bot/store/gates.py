"""What all workers together may ask of a platform: nothing while it is closed, else so many posts a second.

Each post that is claimed gets its time, some of them a moment ahead: no second sees more posts than the rate
and the few that may go together. What is never posted had its time too: a little slower than allowed, never
faster.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, and_, case, select, update

from bot.core.vocabulary import Platform
from bot.store.database import Transaction
from bot.store.schema import gates

TOGETHER: Final = 2.0
"""Posts that may go at once after a quiet time."""

PUT_BACK_S: Final = 5.0
"""Filled later than now by more than this: the clock ran ahead and was put right."""

LONGEST_CLOSED: Final = timedelta(days=1)
"""Closed for longer: likewise."""


@dataclass(slots=True)
class Room:
    """What a platform takes within the time asked for: a bucket that fills while one looks ahead."""

    posts: int
    rate: float | None = None
    """Posts a second; None if the platform names no rate."""
    tokens: float = 0.0
    """Posts that may go at once, by `at_s`."""
    at_s: float = 0.0
    taken: bool = False

    def place_s(self, earliest_s: float) -> float:
        """Take the next post's place; returns in how many seconds it is, at the earliest those asked for."""
        if self.rate is None:
            return earliest_s
        self._look_at(max(self.at_s, earliest_s))
        if self.tokens < 1:
            self._look_at(self.at_s + (1 - self.tokens) / self.rate)
        self.tokens -= 1
        self.taken = True
        return self.at_s

    def _look_at(self, at_s: float) -> None:
        self.tokens = min(TOGETHER, self.tokens + (at_s - self.at_s) * (self.rate or 0.0))
        self.at_s = at_s


async def room(
    tx: Transaction,
    platforms: Collection[Platform],
    *,
    rates: Mapping[Platform, float],
    limit: int,
    ahead_s: float = 0.0,
) -> dict[Platform, Room]:
    """How many posts each open platform takes within `ahead_s`. Rows with a rate are locked until the end."""
    now = await tx.now()
    rated = [platform for platform in platforms if platform in rates]
    found = await _rows(tx, platforms, locked=bool(rated))
    if missing := [platform for platform in rated if platform not in found]:
        await tx.run(
            tx.insert(gates).on_conflict_do_nothing(),
            [{"platform": each, "tokens": TOGETHER, "refilled_at": now} for each in missing],
        )
        found = await _rows(tx, platforms, locked=True)
    open_for: dict[Platform, Room] = {}
    for platform in platforms:
        row = found.get(platform)
        if (
            row is not None
            and row.closed_until is not None
            and now < row.closed_until <= now + LONGEST_CLOSED
        ):
            continue
        if platform not in rates or row is None:
            open_for[platform] = Room(limit)
            continue
        rate = rates[platform]
        tokens = _tokens(row.tokens, row.refilled_at, rate, now)
        if (posts := int(tokens + rate * ahead_s)) >= 1:
            open_for[platform] = Room(min(limit, posts), rate, tokens)
    return open_for


async def _rows(
    tx: Transaction, platforms: Collection[Platform], *, locked: bool
) -> dict[Platform, Row[Any]]:
    query = select(gates).where(gates.c.platform.in_(sorted(platforms))).order_by(gates.c.platform)
    rows = await tx.run(query.with_for_update() if locked else query)
    return {Platform(row.platform): row for row in rows}


def _tokens(left: float, refilled_at: datetime, rate: float, now: datetime) -> float:
    passed_s = (now - refilled_at).total_seconds()
    if passed_s < -PUT_BACK_S:
        return TOGETHER
    return min(TOGETHER, left + max(passed_s, 0.0) * rate)


async def keep(tx: Transaction, room: Mapping[Platform, Room]) -> None:
    """Write down which places are taken."""
    now = await tx.now()
    for platform, each in room.items():
        if each.taken and each.rate is not None:
            # As of now; below zero when places ahead are taken.
            left = {"tokens": each.tokens - each.at_s * each.rate, "refilled_at": now}
            await tx.run(update(gates).where(gates.c.platform == platform).values(left))


async def close(tx: Transaction, platform: Platform, *, for_s: float) -> None:
    """No worker posts to the platform for so long; a later reopening time stays."""
    now = await tx.now()
    until = now + min(timedelta(seconds=for_s), LONGEST_CLOSED)
    row = tx.insert(gates).values(platform=platform, tokens=0, refilled_at=now, closed_until=until)
    longer = and_(gates.c.closed_until > until, gates.c.closed_until <= now + LONGEST_CLOSED)
    later = case((longer, gates.c.closed_until), else_=row.excluded.closed_until)
    await tx.run(row.on_conflict_do_update(index_elements=[gates.c.platform], set_={"closed_until": later}))


async def reopen(tx: Transaction, platform: Platform) -> None:
    """It answers: what closed it is over."""
    await tx.run(update(gates).where(gates.c.platform == platform).values(closed_until=None))


async def closed(tx: Transaction, platforms: Collection[Platform]) -> dict[Platform, datetime]:
    """The platforms that are closed, and until when."""
    now = await tx.now()
    rows = await tx.run(
        select(gates).where(
            gates.c.platform.in_(sorted(platforms)),
            gates.c.closed_until > now,
            gates.c.closed_until <= now + LONGEST_CLOSED,
        )
    )
    return {Platform(row.platform): row.closed_until for row in rows}
