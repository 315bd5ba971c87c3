"""What may be forgotten, and when: bookkeeping soon, identities long after, stories never."""

from datetime import timedelta
from typing import Final

from sqlalchemy import ColumnElement, Table, and_, delete, or_, select, tuple_

from bot.core.stories import WINDOW
from bot.core.vocabulary import DeliveryState
from bot.store.database import Database
from bot.store.schema import deliveries, digest_entries, fetches, items, stories

FETCHES: Final = timedelta(days=14)
DELIVERIES: Final = timedelta(days=90)
IDENTITIES: Final = timedelta(days=365)
"""After a feed last held an item: forgotten earlier, a feed that shows its archive again would flood."""

ROWS_AT_ONCE: Final = 1_000
"""Small transactions: a poll or a post never waits long behind the pruner."""

_DONE = (DeliveryState.SENT, DeliveryState.EXPIRED, DeliveryState.CANCELLED, DeliveryState.DEAD)


async def prune(database: Database) -> int:
    """Delete what retention allows. Returns rows deleted."""
    async with database.read() as tx:
        now = await tx.now()
    quiet = select(stories.c.id).where(stories.c.last_at < now - WINDOW - DELIVERIES)
    # While a story may still grow, its deliveries are what keeps it from being posted twice.
    posted = and_(
        deliveries.c.state.in_(_DONE),
        deliveries.c.created_at < now - DELIVERIES,
        or_(deliveries.c.story_id.is_(None), deliveries.c.story_id.in_(quiet)),
    )
    # Until then they keep a story out of the channel's other digests.
    folded = and_(
        digest_entries.c.folded_at < now - DELIVERIES,
        digest_entries.c.delivery_id.is_(None),  # a held digest still tells them
        digest_entries.c.story_id.in_(quiet),
    )
    forgotten = and_(items.c.story_id.is_(None), items.c.present_at < now - IDENTITIES)
    await database.refresh_statistics()
    return (
        await _delete(database, fetches, fetches.c.at < now - FETCHES)
        + await _delete(database, deliveries, posted)
        + await _delete(database, digest_entries, folded)
        + await _delete(database, items, forgotten)
    )


async def _delete(database: Database, table: Table, which: ColumnElement[bool]) -> int:
    total = 0
    while True:
        async with database.write() as tx:
            key = tuple(table.primary_key.columns)
            some = select(*key).where(which).limit(ROWS_AT_ONCE)
            gone = (await tx.run(delete(table).where(tuple_(*key).in_(some), which))).rowcount
        total += gone
        if gone < ROWS_AT_ONCE:
            return total
