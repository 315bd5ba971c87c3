"""Digests: stories wait for their subscription's local hour and then become one delivery."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import ColumnElement, Row, and_, select, update

from bot.core.models import Subscription
from bot.core.routing import heir_of
from bot.core.vocabulary import DeliveryState
from bot.ports import DeliveryKind
from bot.store import lanes, stories
from bot.store.database import Transaction
from bot.store.deliveries import enqueue_once
from bot.store.queries import batches
from bot.store.schema import channels, deliveries, digest_entries, subscriptions

SHOWN: Final = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.DOUBT, DeliveryState.SENT)
"""A story in one of these has been posted to the channel by itself, or is about to be."""
STORIES_AT_ONCE: Final = 50
"""Loaded together; a long digest must not fill the memory."""


async def enqueue(tx: Transaction, story_id: int, wanted: Iterable[Subscription]) -> int:
    """Put the story on the next digest of each subscription, once. Returns how many took it."""
    now = await tx.now()
    rows = [
        {"subscription_id": subscription_id, "story_id": story_id, "added_at": now}
        for subscription_id in sorted({subscription.id for subscription in wanted})
    ]
    taken = 0
    for some in batches(rows):
        added = await tx.run(
            tx.insert(digest_entries)
            .values(some)
            .on_conflict_do_nothing()
            .returning(digest_entries.c.subscription_id)
        )
        taken += len(added.scalars().all())
    return taken


async def hand_over(tx: Transaction, subscription_id: int, *, heirs: Sequence[Subscription]) -> None:
    """Before a subscription goes: what it has waiting goes to a follow of the same channel that wants it.

    A story that was promised is no flood from the past, so it does not matter when the heir began. What has
    been folded stays known to the channel: a digest on its way keeps its stories, none comes twice.
    """
    mine = digest_entries.c.subscription_id == subscription_id
    waiting = list(
        (
            await tx.run(select(digest_entries.c.story_id).where(mine, digest_entries.c.folded_at.is_(None)))
        ).scalars()
    )
    chosen: defaultdict[int, list[int]] = defaultdict(list)
    for some in batches(waiting, STORIES_AT_ONCE):
        for story in await stories.load(tx, some):
            if heir := heir_of(story, heirs):
                chosen[heir.id].append(story.id)
    for heir_id, story_ids in chosen.items():
        for some in batches(story_ids):
            await _give(tx, heir_id, and_(mine, digest_entries.c.story_id.in_(some)))
    shown = select(deliveries.c.id).where(
        deliveries.c.id == digest_entries.c.delivery_id, deliveries.c.state.in_(SHOWN)
    )
    await _give(tx, heirs[0].id, and_(mine, shown.exists()))


async def _give(tx: Transaction, heir_id: int, which: ColumnElement[bool]) -> None:
    """Change whose entries these are; what the heir has already stays as the heir has it."""
    theirs = digest_entries.alias("theirs")
    has = select(theirs.c.story_id).where(
        theirs.c.subscription_id == heir_id, theirs.c.story_id == digest_entries.c.story_id
    )
    await tx.run(update(digest_entries).where(which, ~has.exists()).values(subscription_id=heir_id))


async def fold(tx: Transaction, *, now: datetime) -> int:
    """Turn every digest that is due into one delivery. Returns how many."""
    waiting = select(digest_entries.c.subscription_id).where(digest_entries.c.folded_at.is_(None))
    due = (
        await tx.run(
            select(subscriptions)
            .where(subscriptions.c.id.in_(waiting), subscriptions.c.paused.is_(False))
            .order_by(subscriptions.c.id)
        )
    ).all()
    woken = [row.channel_id for row in due if await _fold_one(tx, row, now=now)]
    await lanes.lock(tx, channels.c.id.in_(woken))
    await lanes.wake(tx, set(woken))
    return len(woken)


async def _fold_one(tx: Transaction, subscription: Row[Any], *, now: datetime) -> bool:
    moment = last_due(subscription.digest_at, subscription.timezone, now)
    mine = digest_entries.c.subscription_id == subscription.id
    waiting = list(
        (
            await tx.run(
                select(digest_entries.c.story_id).where(
                    mine, digest_entries.c.folded_at.is_(None), digest_entries.c.added_at <= moment
                )
            )
        ).scalars()
    )
    if not waiting:
        return False
    known = await _shown_already(tx, subscription.channel_id, waiting)
    fresh = [story_id for story_id in waiting if story_id not in known]
    delivery_id: int | None = None
    if fresh:
        local = moment.astimezone(_zone(subscription.timezone))
        delivery_id = await enqueue_once(
            tx,
            subscription.channel_id,
            DeliveryKind.DIGEST,
            once_key=f"digest:{subscription.id}:{local:%Y-%m-%d}",
            title=f"Digest of {local.day} {local:%B %Y}",
            text="",
            timezone=subscription.timezone,
        )
        if delivery_id is None:  # this window has had its digest: these wait for the next one
            return False
    for story_ids, link in ((fresh, delivery_id), (sorted(known), None)):
        for some in batches(story_ids):
            await tx.run(
                update(digest_entries)
                .where(mine, digest_entries.c.story_id.in_(some))
                .values(folded_at=now, delivery_id=link)
            )
    return delivery_id is not None


async def _shown_already(tx: Transaction, channel_id: int, story_ids: Sequence[int]) -> set[int]:
    """Which of the stories the channel has got by themselves or in another subscription's digest."""
    found: set[int] = set()
    for some in batches(story_ids):
        found |= set(
            (
                await tx.run(
                    select(deliveries.c.story_id).where(
                        deliveries.c.channel_id == channel_id,
                        deliveries.c.story_id.in_(some),
                        deliveries.c.state.in_(SHOWN),
                    )
                )
            ).scalars()
        )
        found |= set(
            (
                await tx.run(
                    select(digest_entries.c.story_id)
                    .join(deliveries, deliveries.c.id == digest_entries.c.delivery_id)
                    .where(
                        deliveries.c.channel_id == channel_id,
                        digest_entries.c.story_id.in_(some),
                        deliveries.c.state.in_(SHOWN),
                    )
                )
            ).scalars()
        )
    return found


def last_due(digest_at: str, timezone: str, now: datetime) -> datetime:
    """The latest instant, up to `now`, at which clocks in the zone showed HH:MM.

    An hour that daylight saving skips counts as the one after it; one that comes twice counts the first time.
    """
    zone = _zone(timezone)
    hour, minute = (int(part) for part in digest_at.split(":"))
    day = now.astimezone(zone).date()
    while True:
        moment = datetime.combine(day, time(hour, minute), tzinfo=zone).astimezone(UTC)
        if moment <= now:
            return moment
        day -= timedelta(days=1)


def _zone(name: str) -> ZoneInfo:
    # Names are checked where people type them; one that a later tzdata dropped must not stop every digest.
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
