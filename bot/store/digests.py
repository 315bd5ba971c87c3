"""Digests: stories wait for their subscription's local hour and then become one delivery."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, and_, select, update

from bot.core.message import MOST_IN_DIGEST, in_digest_order
from bot.core.models import Subscription
from bot.core.quiet import last_due, zone_of
from bot.core.routing import heir_of
from bot.core.vocabulary import UNSETTLED, DeliveryState, DigestDays, Mode
from bot.ports import DeliveryKind
from bot.store import lanes, stories
from bot.store.database import Transaction
from bot.store.deliveries import enqueue_once
from bot.store.queries import batches, numbers
from bot.store.schema import channels, deliveries, digest_entries, subscriptions

SHOWN: Final = (DeliveryState.SENT, *UNSETTLED)
"""A story in one of these has been posted to the channel by itself, or is about to be."""
LOST: Final = (DeliveryState.DEAD, DeliveryState.EXPIRED)
REOPENED_WITHIN: Final = timedelta(days=7)
"""After a lost digest's end: longer than the bot may be off."""
TRIED_FOR: Final = timedelta(days=14)
"""A story that brings down each digest it is in must not do so for ever."""
SILENCE: Final = timedelta(days=30)
SAID_WITHIN: Final = timedelta(hours=1)
STORIES_AT_ONCE: Final = 50
"""Loaded together; a long digest must not fill the memory."""
MOST_MESSAGES: Final = 5
"""Of one digest; what does not fit waits for the next one."""


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


async def enqueue_again(tx: Transaction, story_id: int, wanted: Subscription) -> None:
    """Put the story on the subscription's next digest, also if an earlier one told of it: it has news."""
    waits = {"added_at": await tx.now(), "folded_at": None, "delivery_id": None}
    entry = tx.insert(digest_entries).values(subscription_id=wanted.id, story_id=story_id, **waits)
    keys = [digest_entries.c.subscription_id, digest_entries.c.story_id]
    told = digest_entries.c.folded_at.is_not(None)
    await tx.run(entry.on_conflict_do_update(index_elements=keys, set_=waits, where=told))


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
    """Turn every digest that is due into deliveries. Returns how many."""
    await _reopen(tx)
    waiting = select(digest_entries.c.subscription_id).where(digest_entries.c.folded_at.is_(None))
    due = (
        await tx.run(
            select(subscriptions)
            .where(subscriptions.c.id.in_(waiting), subscriptions.c.paused.is_(False))
            .order_by(subscriptions.c.id)
        )
    ).all()
    made = Counter({row.channel_id: 0 for row in due})
    for row in due:
        made[row.channel_id] += await _fold_one(tx, row, now=now)
    made += Counter(await _say_that_it_goes_on(tx, now=now))
    woken = {channel_id for channel_id, number in made.items() if number}
    await lanes.lock(tx, channels.c.id.in_(woken))
    await lanes.wake(tx, woken)
    return made.total()


async def _fold_one(tx: Transaction, subscription: Row[Any], *, now: datetime) -> int:
    """One digest in as many messages as its stories need. Returns how many."""
    moment = last_due(
        subscription.digest_at, subscription.timezone, now, DigestDays(subscription.digest_days)
    )
    waiting = await _waiting(tx, subscription.id, until=moment)
    known = await _posted_as(tx, subscription.channel_id, waiting)
    shown = sorted(story_id for story_id, state in known.items() if state == DeliveryState.SENT)
    await _settle(tx, subscription.id, shown, now=now, delivery_id=None)
    # What is under way by itself waits: should it never arrive, it is in the next digest.
    parts = await _parts(tx, [story_id for story_id in waiting if story_id not in known])
    day = moment.astimezone(zone_of(subscription.timezone))
    for number, story_ids in enumerate(parts, start=1):
        delivery_id = await enqueue_once(
            tx,
            subscription.channel_id,
            DeliveryKind.DIGEST,
            once_key=f"digest:{subscription.id}:{day:%Y-%m-%d}" + (f":{number}" if number > 1 else ""),
            title=f"Digest of {day.day} {day:%B %Y}" + (f" ({number} of {len(parts)})" if parts[1:] else ""),
            text="",
            timezone=subscription.timezone,
        )
        if delivery_id is None:  # this window has had its digest: these wait for the next one
            return 0
        await _settle(tx, subscription.id, story_ids, now=now, delivery_id=delivery_id)
    return len(parts)


async def _reopen(tx: Transaction) -> None:
    """Let the stories of digests that were given up wait again, for the next one.

    They stay named as that delivery's until then: a person may put it back first.
    """
    now = await tx.now()
    lost = await tx.run(
        select(deliveries.c.id).where(
            deliveries.c.state.in_(LOST),
            deliveries.c.expires_at > now - REOPENED_WITHIN,
            deliveries.c.kind == DeliveryKind.DIGEST,
        )
    )
    if ids := list(lost.scalars()):
        theirs = and_(
            digest_entries.c.delivery_id.in_(numbers(tx, ids)),
            digest_entries.c.folded_at.is_not(None),
            digest_entries.c.added_at > now - TRIED_FOR,
        )
        await tx.run(update(digest_entries).where(theirs).values(folded_at=None))


async def close_again(tx: Transaction, delivery_ids: Collection[int]) -> None:
    """A person put these digests back, or saw them: what still waits of them waits no longer."""
    theirs = and_(
        digest_entries.c.delivery_id.in_(numbers(tx, delivery_ids)), digest_entries.c.folded_at.is_(None)
    )
    await tx.run(update(digest_entries).where(theirs).values(folded_at=await tx.now()))


async def _say_that_it_goes_on(tx: Transaction, *, now: datetime) -> list[int]:
    """A line to each digest's channel that has heard nothing for a month. Returns those channels' numbers."""
    heard = select(deliveries.c.id).where(
        deliveries.c.channel_id == subscriptions.c.channel_id, deliveries.c.created_at > now - SILENCE
    )
    silent = await tx.run(
        select(subscriptions)
        .where(
            subscriptions.c.mode == Mode.DIGEST,
            subscriptions.c.paused.is_(False),
            subscriptions.c.created_at <= now - SILENCE,
            ~heard.exists(),
        )
        .order_by(subscriptions.c.id)
    )
    told = []
    for row in silent:
        moment = last_due(row.digest_at, row.timezone, now, DigestDays(row.digest_days))
        # At the hour of the digest, not at the minute of the last message a month ago.
        if now - moment > SAID_WITHIN:
            continue
        day = moment.astimezone(zone_of(row.timezone))
        added = await enqueue_once(
            tx,
            row.channel_id,
            DeliveryKind.NOTICE,
            once_key=f"goes-on:{day:%Y-%m}",
            title="The watch goes on",
            text="There was nothing to report here in the last 30 days.",
        )
        if added is not None:
            told.append(row.channel_id)
    return told


async def _waiting(tx: Transaction, subscription_id: int, *, until: datetime) -> list[int]:
    rows = await tx.run(
        select(digest_entries.c.story_id)
        .where(
            digest_entries.c.subscription_id == subscription_id,
            digest_entries.c.folded_at.is_(None),
            digest_entries.c.added_at <= until,
        )
        .order_by(digest_entries.c.added_at, digest_entries.c.story_id)
    )
    return list(rows.scalars())


async def _parts(tx: Transaction, waiting: Sequence[int]) -> list[Sequence[int]]:
    """The stories of each message. Who has waited longest goes first; within the digest its order counts."""
    now_told = waiting[: MOST_MESSAGES * MOST_IN_DIGEST]
    ordered = [story.id for story in in_digest_order(await stories.load(tx, now_told))]
    # One that lost its last source takes a place, or it would wait for ever.
    ordered += sorted(set(now_told).difference(ordered))
    return list(batches(ordered, MOST_IN_DIGEST))


async def _settle(
    tx: Transaction, subscription_id: int, story_ids: Sequence[int], *, now: datetime, delivery_id: int | None
) -> None:
    """They wait no longer: they are in this delivery, or have been shown already."""
    for some in batches(story_ids):
        await tx.run(
            update(digest_entries)
            .where(digest_entries.c.subscription_id == subscription_id, digest_entries.c.story_id.in_(some))
            .values(folded_at=now, delivery_id=delivery_id)
        )


async def _posted_as(tx: Transaction, channel_id: int, story_ids: Sequence[int]) -> dict[int, DeliveryState]:
    """The stories that the channel got, or may get, by themselves or in another subscription's digest."""
    found: dict[int, DeliveryState] = {}
    here = and_(deliveries.c.channel_id == channel_id, deliveries.c.state.in_(SHOWN))
    for some in batches(story_ids):
        alone = select(deliveries.c.story_id, deliveries.c.state).where(here, deliveries.c.story_id.in_(some))
        together = (
            select(digest_entries.c.story_id, deliveries.c.state)
            .join(deliveries, deliveries.c.id == digest_entries.c.delivery_id)
            .where(here, digest_entries.c.story_id.in_(some))
        )
        for query in (alone, together):
            for row in await tx.run(query):
                if found.get(row.story_id) != DeliveryState.SENT:
                    found[row.story_id] = DeliveryState(row.state)
    return found
