"""Who may post what now: lanes are leased, crashed workers' lanes are taken over, late posts expire."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Row, Select, and_, case, func, or_, select, text, union, update

from bot.core.vocabulary import DeliveryState, Platform
from bot.ports import DeliveryKind, DeliveryLease
from bot.store import gates, installation, lanes, threads
from bot.store.columns import instant
from bot.store.database import Transaction
from bot.store.deliveries import IN_LANE
from bot.store.queries import numbers
from bot.store.schema import channels, deliveries, digest_entries, subscriptions

LEAST_ATTEMPTS: Final = 8
GIVE_UP_AFTER: Final = timedelta(hours=6)
"""A delivery is given up, and a person must look, only after both: a platform's bad afternoon loses nothing,
and neither does one failure on each side of a night in which the bot was off."""


async def claim(
    tx: Transaction,
    *,
    platforms: Collection[Platform],
    limit: int,
    lease_s: float,
    ahead_s: float = 0.0,
    rates: Mapping[Platform, float] = MappingProxyType({}),
) -> list[DeliveryLease]:
    """Lease lanes that are due within `ahead_s` and take the head of each; empty only if there are none.

    The caller commits before any network is touched. Raises MovedError where another database posts by now.
    """
    ours = await installation.working(tx)
    now = await tx.now()
    until = now + timedelta(seconds=ahead_s)
    room = await gates.room(tx, platforms, rates=rates, limit=limit, ahead_s=ahead_s)
    while due := await _due_in(tx, room, limit=limit, now=now, until=until):
        await _release([lane.id for lane in due if lane.lease_until is not None], tx)
        heads = {
            row.channel_id: row for row in await tx.run(_heads(numbers(tx, [lane.id for lane in due]), now))
        }
        # One that is not due yet rests: what is queued for it meanwhile must wait that long.
        idle = [lane.id for lane in due if lane.id not in heads and lane.next_at <= now]
        if idle:
            sleep = {"next_at": None, "lease_until": None, "rank": 0}
            await tx.run(update(channels).where(channels.c.id.in_(numbers(tx, idle))).values(sleep))
        if heads:
            await _take(tx, heads, now=now, lease_s=lease_s)
            digests = await _digest_stories(tx, heads.values())
            answered = await threads.answered(tx, heads.values())
            leases = []
            for lane in due:
                if lane.id in heads:
                    rest_s = max((lane.next_at - now).total_seconds(), 0.0)
                    leave_at = tx.told_at + room[Platform(lane.platform)].place_s(rest_s)
                    head = heads[lane.id]
                    name = ours.name_for(head.id)
                    leases.append(
                        _lease(lane, head, digests, answered, name=name, now=now, leave_at=leave_at)
                    )
            await gates.keep(tx, room)
            return leases
        if not idle:
            break
    return []


async def _due_in(
    tx: Transaction, room: Mapping[Platform, gates.Room], *, limit: int, now: datetime, until: datetime
) -> list[Row[Any]]:
    """Lanes that are due, urgent ones before others, as many as the platforms have room for."""
    together = [platform for platform, each in room.items() if each.rate is None]
    groups = [(together, limit), *(([name], each.posts) for name, each in room.items() if each.rate)]
    due = [
        lane
        for platforms, most in groups
        if platforms
        for lane in await _due_lanes(tx, platforms, limit=most, now=now, until=until)
    ]
    return sorted(due, key=lambda lane: _turn(lane, now))[:limit]


def _turn(lane: Row[Any], now: datetime) -> tuple[datetime, int, datetime, int]:
    """Among those that may go now the urgent ones are first; nobody waits for one that still rests."""
    return max(lane.next_at, now), lane.rank, lane.next_at, lane.id


async def _due_lanes(
    tx: Transaction, platforms: Collection[Platform], *, limit: int, now: datetime, until: datetime
) -> Sequence[Row[Any]]:
    query = (
        select(channels)
        .where(
            channels.c.paused.is_(None),
            # As an expression: an index on platforms would lead to every lane and then sort them.
            func.coalesce(channels.c.platform, "").in_(list(platforms)),
            channels.c.next_at <= until,
            or_(channels.c.lease_until.is_(None), channels.c.lease_until <= now),
        )
        .order_by(channels.c.next_at, channels.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)
    )
    due = (await tx.run(query)).all()
    if len(due) < limit:
        return due
    # More wait than there is room for: an urgent one may be far behind the longest waiting.
    urgent = (await tx.run(query.where(channels.c.rank < text("0")))).all()
    first = {lane.id for lane in urgent}
    return [*urgent, *(lane for lane in due if lane.id not in first)][:limit]


async def _take(tx: Transaction, heads: dict[int, Row[Any]], *, now: datetime, lease_s: float) -> None:
    await tx.run(
        update(channels)
        .where(channels.c.id.in_(numbers(tx, heads)))
        .values(fence=channels.c.fence + 1, lease_until=now + timedelta(seconds=lease_s))
    )
    await tx.run(
        update(deliveries)
        .where(deliveries.c.id.in_(numbers(tx, [head.id for head in heads.values()])))
        .values(
            state=DeliveryState.SENDING,
            attempts=deliveries.c.attempts + 1,
            first_sent_at=func.coalesce(deliveries.c.first_sent_at, instant(now)),
            tried_since=func.coalesce(deliveries.c.tried_since, instant(now)),
        )
    )


def _heads(ids: Select[tuple[int]], now: datetime) -> Any:  # noqa: ANN401 - a Select of many columns
    """The first of each lane: what is in doubt (it was first once), then by rank, then in order."""
    candidate = deliveries.alias("candidate")
    first = (
        select(candidate.c.id)
        .where(
            candidate.c.channel_id == channels.c.id,
            candidate.c.state.in_(IN_LANE),
            or_(candidate.c.expires_at > now, candidate.c.remote_id.is_not(None)),
        )
        # "doubt" sorts before "pending": the lane's index gives this order without sorting.
        .order_by(candidate.c.state, candidate.c.rank, candidate.c.seq, candidate.c.id)
        .limit(1)
        .correlate(channels)
        .scalar_subquery()
    )
    zone = (
        select(subscriptions.c.timezone)
        .where(subscriptions.c.channel_id == channels.c.id)
        .order_by(subscriptions.c.id)
        .limit(1)
        .correlate(channels)
        .scalar_subquery()
    )
    # The heads are found first, each by the index, whatever the server thinks of the tables' sizes: joined to
    # all deliveries, they would be looked for again for each one.
    heads = (
        select(first.label("head"), zone.label("zone"))
        .where(channels.c.id.in_(ids))
        .cte("heads")
        .prefix_with("MATERIALIZED")
    )
    return select(deliveries, heads.c.zone).join_from(heads, deliveries, deliveries.c.id == heads.c.head)


def _lease(
    lane: Row[Any],
    head: Row[Any],
    digests: dict[int, list[int]],
    answered: dict[int, threads.Answered],
    *,
    name: str,
    now: datetime,
    leave_at: float,
) -> DeliveryLease:
    message = answered.get(head.id)
    return DeliveryLease(
        delivery_id=head.id,
        installation=name,
        channel_id=lane.id,
        destination=lanes.destination_of(lane.platform, lane.workspace, lane.address),
        fence=lane.fence + 1,
        kind=DeliveryKind(head.kind),
        story_id=message.story_id if message else head.story_id,
        digest_story_ids=tuple(digests.get(head.id, ())),
        title=head.title,
        text=head.text,
        revision=head.revision,
        remote_id=head.remote_id,
        in_doubt=head.state == DeliveryState.DOUBT,
        plain=head.plain,
        attempts=head.attempts + 1,
        first_sent_at=head.first_sent_at or now,
        tried_since=head.tried_since or now,
        timezone=head.timezone or head.zone or "UTC",
        thread=message.remote_id if message else None,
        news=head.news,
        if_in_doubt=head.if_in_doubt or lane.in_doubt,
        leave_at=leave_at,
    )


async def _digest_stories(tx: Transaction, heads: Collection[Row[Any]]) -> dict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    if ids := [head.id for head in heads if head.kind == DeliveryKind.DIGEST]:
        rows = await tx.run(
            select(digest_entries.c.delivery_id, digest_entries.c.story_id)
            .where(digest_entries.c.delivery_id.in_(ids))
            .order_by(digest_entries.c.story_id)
        )
        for row in rows:
            found[row.delivery_id].append(row.story_id)
    return found


async def _release(ids: Sequence[int], tx: Transaction) -> int:
    """Whoever leased these lanes (locked by us) is gone: what it was sending may stand or not."""
    if not ids:
        return 0
    now = await tx.now()
    long_ago = now - GIVE_UP_AFTER
    tried_enough = and_(deliveries.c.attempts >= LEAST_ATTEMPTS, deliveries.c.tried_since <= long_ago)
    editing = deliveries.c.remote_id.is_not(None)
    left = await tx.run(
        update(deliveries)
        .where(deliveries.c.channel_id.in_(numbers(tx, ids)), deliveries.c.state == DeliveryState.SENDING)
        .values(
            state=case(
                (and_(editing, tried_enough), DeliveryState.SENT),
                (editing, DeliveryState.PENDING),  # an edit may be repeated without harm
                (tried_enough, DeliveryState.DEAD),
                else_=DeliveryState.DOUBT,
            ),
            # Read only where it ends here.
            ended_at=instant(now),
            error="the worker that was posting it stopped",
        )
    )
    return left.rowcount


async def expire(tx: Transaction) -> int:
    """Free the lanes of crashed workers, give up what is late. Returns how many deliveries changed."""
    now = await tx.now()
    beyond = now + lanes.LONGEST_WAIT
    late = and_(deliveries.c.state.in_(IN_LANE), deliveries.c.expires_at <= now)
    crashed = or_(channels.c.lease_until <= now, channels.c.lease_until > beyond)
    stuck = and_(channels.c.paused.is_(None), channels.c.next_at.is_not(None), channels.c.next_at > beyond)
    # All at once: whoever locks some lanes and then further ones can block one who does so, too.
    concerned = union(
        select(channels.c.id).where(channels.c.lease_until <= now),
        select(channels.c.id).where(channels.c.lease_until > beyond),
        select(channels.c.id).where(stuck),
        select(deliveries.c.channel_id).where(late),
    )
    held = numbers(tx, await lanes.lock(tx, channels.c.id.in_(concerned)))
    # Seen anew under the locks: their workers may have come to an end meanwhile.
    left = list((await tx.run(select(channels.c.id).where(channels.c.id.in_(held), crashed))).scalars())
    changed = await _release(left, tx)
    if left:
        await tx.run(update(channels).where(channels.c.id.in_(numbers(tx, left))).values(lease_until=None))
    await tx.run(update(channels).where(channels.c.id.in_(held), stuck).values(next_at=now))
    expired = await tx.run(
        update(deliveries)
        .where(deliveries.c.channel_id.in_(held), late)
        # A message that stands does not expire; only its edit does.
        .values(
            state=case(
                (deliveries.c.remote_id.is_not(None), DeliveryState.SENT), else_=DeliveryState.EXPIRED
            ),
            ended_at=instant(now),
        )
    )
    return changed + expired.rowcount
