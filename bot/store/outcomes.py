"""What became of a claimed delivery; each outcome is written under the lane's lock.

Only the holder of the current fence may move a delivery back or free the lane. A success is different: the
message stands, whoever posted it, so an acknowledgement always counts.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import BigInteger, Double, FromClause, Integer, Text, and_, case, func, select, update
from sqlalchemy.types import TypeEngine

from bot.core.vocabulary import DeliveryState
from bot.ports import DeliveryKind, DeliveryLease, Posted
from bot.store import gates, lanes
from bot.store.claims import GIVE_UP_AFTER, LEAST_ATTEMPTS
from bot.store.columns import storable
from bot.store.database import Transaction
from bot.store.deliveries import NEXT_SEQ
from bot.store.queries import listed, numbers
from bot.store.schema import channels, deliveries


async def acknowledge(tx: Transaction, posted: Sequence[Posted]) -> None:
    """The messages stand. One is due for an edit at once if its story changed while it was on its way."""
    # A worker that slept may report a delivery that another one of this batch carried after it.
    first = {each.lease.delivery_id: each for each in reversed(posted)}
    rows = await _reported(tx, first.values())
    # The lanes first: every writer locks them before their deliveries.
    if len(first) > 1:
        lane_ids = numbers(tx, {each.lease.channel_id for each in first.values()})
        await lanes.lock(tx, channels.c.id.in_(lane_ids))
    await _free_reported(tx, rows, {each.lease.channel_id for each in first.values()})
    changed = and_(
        deliveries.c.kind == DeliveryKind.STORY,
        deliveries.c.revision > rows.c.revision,
        deliveries.c.frozen.is_(False),
    )
    shown = deliveries.c.sent_revision
    await tx.run(
        update(deliveries)
        .where(deliveries.c.id == rows.c.delivery_id)
        .values(
            state=case((changed, DeliveryState.PENDING), else_=DeliveryState.SENT),
            seq=case((changed, NEXT_SEQ), else_=deliveries.c.seq),
            # Two workers may both have posted it; edits go to the message that was reported first.
            remote_id=func.coalesce(deliveries.c.remote_id, rows.c.remote_id),
            sent_revision=case((shown > rows.c.revision, shown), else_=rows.c.revision),
            sent_at=func.coalesce(deliveries.c.sent_at, rows.c.at),
            attempts=0,
            tried_since=None,
            error=None,
        )
    )
    if again := [each for each in posted if first[each.lease.delivery_id] is not each]:
        await acknowledge(tx, again)


async def _reported(tx: Transaction, posted: Collection[Posted]) -> FromClause:
    """What was posted as a table."""
    now = await tx.now()
    columns: dict[str, TypeEngine[Any]] = {
        "delivery_id": BigInteger(),
        "channel_id": BigInteger(),
        "fence": Integer(),
        "revision": Integer(),
        "next_at": Double(),
        "remote_id": Text(),
        "at": Double(),
    }
    rows = [
        (
            each.lease.delivery_id,
            each.lease.channel_id,
            each.lease.fence,
            each.lease.revision,
            now.timestamp() + each.free_at - tx.asked_at,
            storable(each.receipt.remote_id),
            each.receipt.at.timestamp(),
        )
        for each in posted
    ]
    return listed(tx, columns, rows)


async def _free_reported(tx: Transaction, rows: FromClause, lane_ids: set[int]) -> None:
    """End the leases that are still current; a lane that is another's by now only learns of work."""
    freed = await tx.run(
        update(channels)
        .where(channels.c.id == rows.c.channel_id, channels.c.fence == rows.c.fence)
        .values(lease_until=None, next_at=rows.c.next_at, failures=0, rank=lanes.rank_now())
        .returning(channels.c.id)
    )
    if others := lane_ids.difference(freed.scalars()):
        await lanes.lock(tx, channels.c.id.in_(numbers(tx, others)))
        await lanes.wake(tx, others)


async def postpone(
    tx: Transaction,
    lease: DeliveryLease,
    *,
    retry_after_s: float,
    counts: bool,
    error: str,
    whole_platform: bool = False,
) -> None:
    """This attempt posted nothing. What an earlier attempt left in doubt stays so."""
    if whole_platform:
        await gates.close(tx, lease.destination.platform, for_s=retry_after_s)
    if not await lanes.holds(tx, lease):
        return
    if counts and await _tried_enough(tx, lease):
        await _move(tx, lease, _given_up(lease), error=error, **_may_stand(lease))
    else:
        await _move(
            tx, lease, _back(lease), error=error, **_may_stand(lease), **_attempts(lease, counts=counts)
        )
    # The platform's gate keeps the lane waiting, so that opening it lets everything go.
    await lanes.free(tx, lease, after_s=0 if whole_platform else retry_after_s, failed=True)


async def set_doubt(tx: Transaction, lease: DeliveryLease, *, retry_after_s: float, error: str) -> None:
    """The message may stand in the channel. An edit may be repeated without harm and is never in doubt."""
    if not await lanes.holds(tx, lease):
        return
    if await _tried_enough(tx, lease):
        await _move(tx, lease, _given_up(lease), error=error)
    else:
        await _move(tx, lease, DeliveryState.PENDING if lease.remote_id else DeliveryState.DOUBT, error=error)
    await lanes.free(tx, lease, after_s=retry_after_s, failed=True)


async def hold(tx: Transaction, lease: DeliveryLease, *, error: str) -> None:
    """A person must settle it; the lane goes on."""
    if await lanes.holds(tx, lease):
        await _move(tx, lease, DeliveryState.HELD, error=error)
        await lanes.free(tx, lease, after_s=0, failed=False)


async def refuse(tx: Transaction, lease: DeliveryLease, *, error: str) -> DeliveryState:
    """The content was refused: once more as plain text, then never. Returns the new state.

    What an earlier attempt left in doubt stays so: that one may stand in the channel.
    """
    if await lanes.holds(tx, lease):
        state = _given_up(lease) if lease.plain else _back(lease)
        await _move(tx, lease, state, error=error, plain=True, **_may_stand(lease))
        await lanes.free(tx, lease, after_s=0, failed=False)
    found = await tx.run(select(deliveries.c.state).where(deliveries.c.id == lease.delivery_id))
    return DeliveryState(found.scalar_one())


async def settle(tx: Transaction, lease: DeliveryLease, *, error: str) -> None:
    """Stop: the message was deleted by people, or there is nothing left to say."""
    if await lanes.holds(tx, lease):
        state = DeliveryState.SENT if lease.remote_id else DeliveryState.CANCELLED
        await _move(tx, lease, state, error=error, frozen=True, **_may_stand(lease))
        await lanes.free(tx, lease, after_s=0, failed=False)


async def pause_channel(tx: Transaction, lease: DeliveryLease, *, reason: str, whole_workspace: bool) -> None:
    """The channel, or its whole workspace, takes nothing: what waits waits on, no attempt lost."""
    which = channels.c.id == lease.channel_id
    if whole_workspace:
        which = and_(
            channels.c.platform == lease.destination.platform,
            channels.c.workspace == lease.destination.workspace,
        )
    ids = await lanes.lock(tx, which)
    if not await lanes.holds(tx, lease):
        return
    await _move(tx, lease, _back(lease), error=reason, **_may_stand(lease), **_attempts(lease, counts=False))
    await lanes.free(tx, lease, after_s=0, failed=False)
    await lanes.pause(tx, ids, scope="workspace" if whole_workspace else "channel", reason=reason)


async def _tried_enough(tx: Transaction, lease: DeliveryLease) -> bool:
    since = lease.tried_since or await tx.now()
    return lease.attempts >= LEAST_ATTEMPTS and await tx.now() - since >= GIVE_UP_AFTER


def _attempts(lease: DeliveryLease, *, counts: bool) -> dict[str, object]:
    """How often it has been tried, and since when, by this attempt's end."""
    attempts = lease.attempts - (not counts)
    return {"attempts": attempts, "tried_since": lease.tried_since if attempts else None}


def _back(lease: DeliveryLease) -> DeliveryState:
    """Where it waits on after an attempt that posted nothing."""
    return DeliveryState.DOUBT if lease.in_doubt else DeliveryState.PENDING


def _may_stand(lease: DeliveryLease) -> dict[str, object]:
    """After an attempt that posted nothing, `first_sent_at` names an earlier one that may have, or none."""
    return {"first_sent_at": lease.first_sent_at if lease.in_doubt else None}


def _given_up(lease: DeliveryLease) -> DeliveryState:
    """Where it ends after the last attempt; a failed edit leaves a message that stands."""
    return DeliveryState.SENT if lease.remote_id else DeliveryState.DEAD


async def _move(tx: Transaction, lease: DeliveryLease, state: DeliveryState, **values: object) -> None:
    if state in (DeliveryState.DEAD, DeliveryState.HELD):
        values["ended_at"] = await tx.now()
    # A late acknowledgement of an earlier holder may have settled it meanwhile: "sent" is final.
    await tx.run(
        update(deliveries)
        .where(deliveries.c.id == lease.delivery_id, deliveries.c.state == DeliveryState.SENDING)
        .values(state=state, **values)
    )
