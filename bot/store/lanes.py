"""Channels and their lanes: the unit of lease is the channel, so one lease gives order, pace and exclusion.

Locks are taken in one order everywhere: stories, new deliveries, then lanes by number, then their deliveries.
Claims skip what is locked, so they wait for nobody.
"""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, Text, and_, case, func, or_, select, update
from sqlalchemy.types import TypeEngine

from bot.core.models import Destination
from bot.core.vocabulary import DeliveryState, Platform
from bot.ports import DeliveryLease, PausedChannel
from bot.store import gates
from bot.store.columns import instant, storable
from bot.store.database import Transaction
from bot.store.queries import listed, numbers
from bot.store.schema import channels, deliveries

LONGEST_WAIT: Final = timedelta(days=1)
"""No lane waits for longer, whatever a platform asks: beyond it, a clock that ran ahead was put right."""

URGENT: Final = -1
"""In `channels.rank`: something in the lane can't wait."""


async def channel_ids(tx: Transaction, destinations: Iterable[Destination]) -> dict[Destination, int]:
    """The channels' numbers; unknown ones are added, idle."""
    wanted = sorted(set(destinations), key=str)
    found = await _known(tx, wanted)
    if missing := [destination for destination in wanted if destination not in found]:
        await tx.run(
            tx.insert(channels).on_conflict_do_nothing(),
            [{"platform": d.platform, "workspace": d.workspace, "address": d.channel} for d in missing],
        )
        found |= await _known(tx, missing)
    return found


async def _known(tx: Transaction, destinations: Collection[Destination]) -> dict[Destination, int]:
    columns: dict[str, TypeEngine[Any]] = {
        "platform": Text(),
        "workspace": Text(),
        "address": Text(),
        "place": BigInteger(),
    }
    order = list(destinations)
    rows = [
        (str(d.platform), storable(d.workspace), storable(d.channel), place) for place, d in enumerate(order)
    ]
    wanted = listed(tx, columns, rows)
    found = await tx.run(
        select(channels.c.id, wanted.c.place).join_from(
            channels,
            wanted,
            and_(
                channels.c.platform == wanted.c.platform,
                channels.c.workspace == wanted.c.workspace,
                channels.c.address == wanted.c.address,
            ),
        )
    )
    return {order[row.place]: row.id for row in found}


def destination_of(platform: str, workspace: str, address: str) -> Destination:
    """The destination that a channel's row names."""
    return Destination(platform=Platform(platform), workspace=workspace, channel=address)


async def lock(tx: Transaction, which: ColumnElement[bool]) -> list[int]:
    """Hold these lanes until the end; always in the same order, so that two can't block each other."""
    rows = await tx.run(
        select(channels.c.id).where(which).order_by(channels.c.id).with_for_update(key_share=True)
    )
    return list(rows.scalars())


def rank_now() -> ColumnElement[int]:
    """What a lane's rank is by what waits in it; looked up only where it was urgent."""
    urgent = select(deliveries.c.id).where(
        deliveries.c.channel_id == channels.c.id,
        deliveries.c.state == DeliveryState.PENDING,
        deliveries.c.rank < 0,
    )
    return case((channels.c.rank == 0, 0), (urgent.correlate(channels).exists(), URGENT), else_=0)


async def wake(tx: Transaction, ids: Collection[int], *, urgent: Collection[int] = ()) -> None:
    """There is work in these lanes (locked by us). One that has its time keeps it: that is its pace."""
    now = await tx.now()
    if urgent:
        calm = or_(channels.c.rank == 0, channels.c.next_at.is_(None))
        await tx.run(
            update(channels)
            .where(channels.c.id.in_(numbers(tx, urgent)), calm)
            .values(rank=URGENT, next_at=func.coalesce(channels.c.next_at, instant(now)))
        )
    tx.rings = tx.rings or bool(ids)
    await tx.run(
        update(channels)
        .where(channels.c.id.in_(numbers(tx, set(ids).difference(urgent))), channels.c.next_at.is_(None))
        .values(next_at=now)
    )


async def holds(tx: Transaction, lease: DeliveryLease) -> bool:
    """Lock the lease's lane and say whether it is still ours."""
    fence = await tx.connection.scalar(
        select(channels.c.fence).where(channels.c.id == lease.channel_id).with_for_update(key_share=True)
    )
    return fence == lease.fence


async def free(tx: Transaction, lease: DeliveryLease, *, after_s: float, failed: bool) -> bool:
    """End the lease if it is still the current one, and say whether; the next turn is after the time."""
    next_at = await tx.now() + min(timedelta(seconds=after_s), LONGEST_WAIT)
    freed = await tx.run(
        update(channels)
        .where(channels.c.id == lease.channel_id, channels.c.fence == lease.fence)
        .values(lease_until=None, next_at=next_at, failures=channels.c.failures + 1 if failed else 0)
    )
    return freed.rowcount > 0


async def set_in_doubt(tx: Transaction, destination: Destination, wanted: str | None) -> bool:
    """What is to become of the channel's posts whose fate can't be told; False if there is none such."""
    channel_id = (await _known(tx, [destination])).get(destination)
    if channel_id is None:
        return False
    await lock(tx, channels.c.id == channel_id)
    await tx.run(update(channels).where(channels.c.id == channel_id).values(in_doubt=wanted))
    return True


async def pause(tx: Transaction, ids: Collection[int], *, scope: str, reason: str) -> None:
    """Take lanes (locked by us) out of turn until `resume`."""
    paused = {"paused": scope, "reason": reason, "paused_at": await tx.now()}
    await tx.run(update(channels).where(channels.c.id.in_(numbers(tx, ids))).values(paused))


async def resume(tx: Transaction, destination: Destination) -> bool:
    """Give the channel its turn again, and its whole workspace if that was paused with it."""
    here = (channels.c.platform == destination.platform) & (channels.c.workspace == destination.workspace)
    row = (
        await tx.run(
            select(channels.c.id, channels.c.paused).where(here, channels.c.address == destination.channel)
        )
    ).one_or_none()
    if row is None or row.paused is None:
        return False
    which = (
        here & (channels.c.paused == "workspace") if row.paused == "workspace" else channels.c.id == row.id
    )
    await unpause(tx, await lock(tx, which))
    return True


async def paused_channels(tx: Transaction) -> list[PausedChannel]:
    """Every channel that is paused, by name."""
    waiting = (
        select(func.count())
        .where(
            deliveries.c.channel_id == channels.c.id,
            deliveries.c.state.in_([DeliveryState.DOUBT, DeliveryState.PENDING]),
        )
        .correlate(channels)
        .scalar_subquery()
        .label("waiting")
    )
    rows = await tx.run(
        select(channels, waiting)
        .where(channels.c.paused.is_not(None))
        .order_by(channels.c.platform, channels.c.workspace, channels.c.address)
    )
    return [
        PausedChannel(
            destination=destination_of(row.platform, row.workspace, row.address),
            scope=row.paused,
            reason=row.reason or "",
            waiting=row.waiting,
        )
        for row in rows
    ]


async def unpause(tx: Transaction, ids: Collection[int]) -> None:
    """Give lanes (locked by us) their turn again."""
    tx.rings = tx.rings or bool(ids)
    again = {"paused": None, "reason": None, "failures": 0, "next_at": await tx.now()}
    await tx.run(update(channels).where(channels.c.id.in_(numbers(tx, ids))).values(again))


async def next_due_s(tx: Transaction, platforms: Collection[Platform]) -> float | None:
    """Seconds until a lane is due, which for a leased one is when the lease may have to be taken over."""
    shut = await gates.closed(tx, platforms)
    # Two questions, each of which an index answers with its first row.
    turn = case(
        (channels.c.lease_until > channels.c.next_at, channels.c.lease_until), else_=channels.c.next_at
    )
    ours = and_(
        channels.c.paused.is_(None),
        channels.c.next_at.is_not(None),
        func.coalesce(channels.c.platform, "").in_(set(platforms).difference(shut)),
    )
    free = select(channels.c.next_at).where(ours, channels.c.lease_until.is_(None))
    times = [
        await tx.connection.scalar(free.order_by(channels.c.next_at, channels.c.id).limit(1)),
        await tx.connection.scalar(select(func.min(turn)).where(ours, channels.c.lease_until.is_not(None))),
    ]
    earliest = min((time for time in (*times, *shut.values()) if time is not None), default=None)
    return None if earliest is None else max((earliest - await tx.now()) / timedelta(seconds=1), 0.0)
