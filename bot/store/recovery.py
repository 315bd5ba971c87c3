"""After a backup was put back: the channels know more than the database does."""

from datetime import timedelta
from typing import Final

from sqlalchemy import func, select, text, update

from bot.core.vocabulary import UNSETTLED, DeliveryState
from bot.store import lanes
from bot.store.database import Transaction
from bot.store.deliveries import KEPT_FOR
from bot.store.schema import channels, deliveries, items, stories, subscriptions

NUMBERS_LEFT_OUT: Final = 1_000_000
"""More than any installation gives between two backups."""


async def doubt_what_waits(tx: Transaction) -> int:
    """Take every post that waits for one that may stand already. Returns how many there are.

    They are looked up by their keys before they are posted. What was queued after the backup is not known
    any more; its keys must not be given to anything else, or a look-up would find the wrong message.
    """
    for table in (stories, items, deliveries, subscriptions):
        await _leave_out_numbers(tx, table.name)
    await lanes.lock(tx, channels.c.id.is_not(None))
    await tx.run(update(channels).values(lease_until=None, fence=channels.c.fence + 1))
    now = await tx.now()
    doubted = await tx.run(
        update(deliveries)
        .where(
            deliveries.c.state.in_(UNSETTLED),
            deliveries.c.remote_id.is_(None),
        )
        .values(
            state=DeliveryState.DOUBT,
            first_sent_at=func.coalesce(deliveries.c.first_sent_at, deliveries.c.created_at),
            expires_at=now + KEPT_FOR + timedelta(hours=1),
            error="a backup was put back: it may stand already",
        )
    )
    await tx.run(
        update(deliveries)
        .where(deliveries.c.state == DeliveryState.SENDING)
        .values(state=DeliveryState.PENDING)  # an edit, which may be repeated without harm
    )
    await lanes.wake(tx, list((await tx.run(select(deliveries.c.channel_id).distinct())).scalars()))
    return doubted.rowcount


async def _leave_out_numbers(tx: Transaction, table: str) -> None:
    if tx.connection.dialect.name == "sqlite":
        # A table that never had a row has none here either.
        await tx.run(
            text(
                "INSERT INTO sqlite_sequence (name, seq) SELECT :name, 0"
                " WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = :name)"
            ),
            {"name": table},
        )
        await tx.run(
            text("UPDATE sqlite_sequence SET seq = seq + :gap WHERE name = :name"),
            {"gap": NUMBERS_LEFT_OUT, "name": table},
        )
        return
    sequence = await tx.connection.scalar(text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": table})
    await tx.run(
        text("SELECT setval(:sequence, nextval(:sequence) + :gap)"),
        {"sequence": sequence, "gap": NUMBERS_LEFT_OUT},
    )
