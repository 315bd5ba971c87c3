"""Who wants what: subscriptions belong to a channel and through it to a workspace."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, delete, func, select, update

from bot.core.models import Destination, Subscription
from bot.core.vocabulary import DigestDays, Mode, Platform, Threads
from bot.store import deliveries, digests, lanes
from bot.store.database import Transaction
from bot.store.schema import channels, stories, subscriptions

FROM_FILE = "file"


async def listed(
    tx: Transaction,
    *,
    workspace: tuple[Platform, str] | None = None,
    destination: Destination | None = None,
    channel_id: int | None = None,
    active_only: bool = False,
    origin: str | None = None,
    with_quiet_hours: bool = False,
) -> list[Subscription]:
    """Subscriptions of one channel, one workspace, or all, oldest first."""
    query = (
        select(subscriptions, channels.c.platform, channels.c.workspace, channels.c.address)
        .join_from(subscriptions, channels)
        .order_by(subscriptions.c.id)
    )
    if workspace is not None:
        query = query.where(channels.c.platform == workspace[0], channels.c.workspace == workspace[1])
    if destination is not None:
        query = query.where(
            channels.c.platform == destination.platform,
            channels.c.workspace == destination.workspace,
            channels.c.address == destination.channel,
        )
    if channel_id is not None:
        query = query.where(channels.c.id == channel_id)
    if active_only:
        query = query.where(subscriptions.c.paused.is_(False))
    if origin is not None:
        query = query.where(subscriptions.c.origin == origin)
    if with_quiet_hours:
        query = query.where(subscriptions.c.quiet_from != "")
    return [_subscription(row) for row in await tx.run(query)]


def _subscription(row: Row[Any]) -> Subscription:
    return Subscription(
        id=row.id,
        destination=lanes.destination_of(row.platform, row.workspace, row.address),
        filter=row.filter,
        mode=Mode(row.mode),
        digest_at=row.digest_at,
        digest_days=DigestDays(row.digest_days),
        quiet_from=row.quiet_from,
        quiet_to=row.quiet_to,
        quiet_breakthrough=row.quiet_breakthrough or frozenset(),
        threads=Threads(row.threads),
        timezone=row.timezone,
        since_story_id=row.since_story_id,
        created_by=row.created_by,
        origin=row.origin,
        paused=row.paused,
    )


async def add(tx: Transaction, subscription: Subscription) -> Subscription:
    """Store it; it starts after the newest story, so that nobody is flooded with the past."""
    ids = await lanes.channel_ids(tx, [subscription.destination])
    newest = int(await tx.connection.scalar(select(func.coalesce(func.max(stories.c.id), 0))) or 0)
    subscription_id = await tx.connection.scalar(
        subscriptions.insert()
        .values(
            channel_id=ids[subscription.destination],
            since_story_id=newest,
            created_by=subscription.created_by,
            origin=subscription.origin,
            created_at=await tx.now(),
            **_wished(subscription),
        )
        .returning(subscriptions.c.id)
    )
    return replace(subscription, id=int(subscription_id or 0), since_story_id=newest)


def _wished(subscription: Subscription) -> dict[str, object]:
    """The columns that a person writes."""
    return {
        "filter": subscription.filter,
        "mode": subscription.mode,
        "digest_at": subscription.digest_at,
        "digest_days": subscription.digest_days,
        "quiet_from": subscription.quiet_from,
        "quiet_to": subscription.quiet_to,
        "quiet_breakthrough": subscription.quiet_breakthrough or None,
        "threads": subscription.threads,
        "timezone": subscription.timezone,
        "paused": subscription.paused,
    }


async def set_threads(tx: Transaction, destination: Destination, threads: Threads) -> int:
    """Change all of a channel's instant follows but the file's. Returns how many there are."""
    here = select(channels.c.id).where(
        channels.c.platform == destination.platform,
        channels.c.workspace == destination.workspace,
        channels.c.address == destination.channel,
    )
    changed = await tx.run(
        update(subscriptions)
        .where(
            subscriptions.c.channel_id.in_(here),
            subscriptions.c.mode == Mode.INSTANT,
            subscriptions.c.origin != FROM_FILE,
        )
        .values(threads=threads)
    )
    return changed.rowcount


async def remove(tx: Transaction, subscription_id: int) -> bool:
    """Delete it; with a channel's last one, what still waits for that channel is called off.

    What waits for its digest goes to another follow of the channel that wants it.
    """
    channel_id = await tx.connection.scalar(
        select(subscriptions.c.channel_id).where(subscriptions.c.id == subscription_id)
    )
    if channel_id is None:
        return False
    await _remove(tx, [(subscription_id, channel_id)])
    return True


async def _remove(tx: Transaction, going: Sequence[tuple[int, int]]) -> None:
    """Delete these follows, each given with its channel's number."""
    left_alone = []
    for subscription_id, channel_id in going:
        left = [each for each in await listed(tx, channel_id=channel_id) if each.id != subscription_id]
        if left:
            await digests.hand_over(tx, subscription_id, heirs=left)
        else:
            left_alone.append(channel_id)
        await tx.run(delete(subscriptions).where(subscriptions.c.id == subscription_id))
    # Together and last: all lanes are locked at once, in their order.
    await deliveries.cancel(tx, left_alone)


async def sync(tx: Transaction, wanted: Sequence[Subscription]) -> None:
    """Make the subscriptions from the file be exactly these.

    An unchanged one keeps its number, and so does a changed one: what waits for its digest waits on.
    """
    missing = Counter(_wish(subscription) for subscription in wanted)
    surplus: defaultdict[Destination, list[int]] = defaultdict(list)
    for subscription in await listed(tx, origin=FROM_FILE):
        wish = _wish(subscription)
        if missing[wish] > 0:
            missing[wish] -= 1
        else:
            surplus[wish.destination].append(subscription.id)
    # A channel's entries that changed are told apart by their order in the file; nothing else names them.
    for wish in missing.elements():
        if surplus[wish.destination]:
            await _change(tx, surplus[wish.destination].pop(0), wish)
        else:
            await add(tx, wish)
    channel_of = await lanes.channel_ids(tx, surplus)
    await _remove(tx, [(gone, channel_of[where]) for where, ids in surplus.items() for gone in ids])


async def _change(tx: Transaction, subscription_id: int, wish: Subscription) -> None:
    await tx.run(update(subscriptions).where(subscriptions.c.id == subscription_id).values(**_wished(wish)))


def _wish(subscription: Subscription) -> Subscription:
    """What the file says of it, without what the store adds."""
    return replace(subscription, id=0, since_story_id=0, created_by="", origin=FROM_FILE)
