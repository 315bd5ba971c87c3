"""What people are still to be told of: channels that were paused, and posts that nobody will see."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import and_, func, or_, select, update

from bot.core.vocabulary import DeliveryState
from bot.ports import DeliveryKind, Losses, Pause
from bot.store import lanes
from bot.store.database import Transaction
from bot.store.queries import numbers
from bot.store.schema import channels, deliveries, installation

DAY: Final = timedelta(days=1)
"""Between two notices of the same kind."""

LOST: Final = (DeliveryState.DEAD, DeliveryState.EXPIRED, DeliveryState.HELD)


async def untold_pauses(tx: Transaction) -> list[Pause]:
    """The paused channels of which nobody was told, for this reason and within a day before; oldest first."""
    rows = await tx.run(
        select(channels)
        .where(
            channels.c.paused.is_not(None),
            channels.c.paused_at.is_not(None),
            or_(
                channels.c.told_at.is_(None),
                channels.c.told != channels.c.reason,
                and_(channels.c.told_at < channels.c.paused_at, channels.c.told_at <= await tx.now() - DAY),
            ),
        )
        .order_by(channels.c.paused_at, channels.c.id)
    )
    return [
        Pause(
            channel_id=row.id,
            destination=lanes.destination_of(row.platform, row.workspace, row.address),
            whole_workspace=row.paused == "workspace",
            reason=row.reason,
            since=row.paused_at,
        )
        for row in rows
    ]


async def pauses_told(tx: Transaction, pauses: Sequence[Pause]) -> None:
    """People know of these; a channel that is paused for another reason by now is told of again."""
    now = await tx.now()
    ids_for: defaultdict[str, list[int]] = defaultdict(list)
    for pause in pauses:
        ids_for[pause.reason].append(pause.channel_id)
    await lanes.lock(tx, channels.c.id.in_(numbers(tx, {pause.channel_id for pause in pauses})))
    for reason, ids in ids_for.items():
        known = {"told": reason, "told_at": now}
        await tx.run(update(channels).where(channels.c.id.in_(numbers(tx, ids))).values(known))


async def untold_losses(tx: Transaction) -> Losses | None:
    """The posts that ended unseen since the last notice; None: there are none, or it is not a day old."""
    since, now = await tx.connection.scalar(select(installation.c.losses_told_at)), await tx.now()
    if since is not None and now - since < DAY:
        return None
    rows = await tx.run(
        select(deliveries.c.state, func.count().label("number"))
        .where(
            deliveries.c.state.in_(LOST),
            deliveries.c.ended_at > (since.timestamp() if since else 0),
            deliveries.c.ended_at <= now,
            deliveries.c.kind != DeliveryKind.NOTICE,
        )
        .group_by(deliveries.c.state)
    )
    numbers_of = {DeliveryState(row.state): int(row.number) for row in rows}
    return Losses(numbers=numbers_of, since=since, until=now) if numbers_of else None


async def losses_told(tx: Transaction, losses: Losses) -> None:
    """The operator knows of these; what ended meanwhile is for the next notice."""
    await tx.run(update(installation).values(losses_told_at=losses.until))
