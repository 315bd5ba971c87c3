"""What all workers together may ask of a platform: nothing while it is closed, else so many posts a second.

A bucket holds one second's worth. Claims take from it, so what is never posted is counted too: a little
slower than allowed, never faster.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, case, select, update

from bot.core.vocabulary import Platform
from bot.store.database import Transaction
from bot.store.schema import gates


async def room(
    tx: Transaction, platforms: Collection[Platform], *, rates: Mapping[Platform, float], limit: int
) -> dict[Platform, int]:
    """How many posts each open platform takes now. Rows with a rate are locked until the end."""
    now = await tx.now()
    rated = [platform for platform in platforms if platform in rates]
    found = await _rows(tx, platforms, locked=bool(rated))
    if missing := [platform for platform in rated if platform not in found]:
        await tx.run(
            tx.insert(gates).on_conflict_do_nothing(),
            [{"platform": each, "tokens": rates[each], "refilled_at": now} for each in missing],
        )
        found = await _rows(tx, platforms, locked=True)
    open_for: dict[Platform, int] = {}
    for platform in platforms:
        row = found.get(platform)
        if row is not None and row.closed_until is not None and row.closed_until > now:
            continue
        if platform not in rates or row is None:
            open_for[platform] = limit
            continue
        tokens = _tokens(row.tokens, row.refilled_at, rates[platform], now)
        if tokens >= 1:
            open_for[platform] = min(limit, int(tokens))
    return open_for


async def _rows(
    tx: Transaction, platforms: Collection[Platform], *, locked: bool
) -> dict[Platform, Row[Any]]:
    query = select(gates).where(gates.c.platform.in_(sorted(platforms))).order_by(gates.c.platform)
    rows = await tx.run(query.with_for_update() if locked else query)
    return {Platform(row.platform): row for row in rows}


def _tokens(left: float, refilled_at: datetime, rate: float, now: datetime) -> float:
    return min(rate, left + max((now - refilled_at).total_seconds(), 0.0) * rate)


async def take(tx: Transaction, taken: Mapping[Platform, int], *, rates: Mapping[Platform, float]) -> None:
    """So many posts are about to go out."""
    now = await tx.now()
    found = await _rows(tx, [platform for platform in taken if platform in rates], locked=False)
    for platform, row in found.items():
        left = _tokens(row.tokens, row.refilled_at, rates[platform], now) - taken[platform]
        await tx.run(update(gates).where(gates.c.platform == platform).values(tokens=left, refilled_at=now))


async def close(tx: Transaction, platform: Platform, *, for_s: float) -> None:
    """No worker posts to the platform for so long; a later reopening time stays."""
    now = await tx.now()
    until = now + timedelta(seconds=for_s)
    row = tx.insert(gates).values(platform=platform, tokens=0, refilled_at=now, closed_until=until)
    later = case((gates.c.closed_until > until, gates.c.closed_until), else_=row.excluded.closed_until)
    await tx.run(row.on_conflict_do_update(index_elements=[gates.c.platform], set_={"closed_until": later}))


async def closed(tx: Transaction, platforms: Collection[Platform]) -> dict[Platform, datetime]:
    """The platforms that are closed, and until when."""
    now = await tx.now()
    rows = await tx.run(
        select(gates).where(gates.c.platform.in_(sorted(platforms)), gates.c.closed_until > now)
    )
    return {Platform(row.platform): row.closed_until for row in rows}
