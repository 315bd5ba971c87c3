"""Posts that a channel got too late for: what is beyond its hourly cap, or has come into its quiet hours."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, and_, delete, func, select

from bot.core.quiet import is_quiet
from bot.core.routing import heir_of, speaks_now
from bot.core.vocabulary import DeliveryState
from bot.ports import DeliveryKind
from bot.store import digests, lanes, stories, subscriptions
from bot.store.database import Transaction
from bot.store.queries import batches, numbers
from bot.store.schema import channels, deliveries

# Surely nothing stands of these: what is in doubt is settled first, and edits are none of it.
_WAITING: ColumnElement[bool] = and_(
    deliveries.c.state == DeliveryState.PENDING,
    deliveries.c.kind == DeliveryKind.STORY,
    deliveries.c.remote_id.is_(None),
    deliveries.c.first_sent_at.is_(None),
)

STORIES_AT_ONCE = 50


async def fold(tx: Transaction, *, hourly_cap: int) -> int:
    """Put what waits beyond the cap, and what would break a channel's quiet, on its digest. Returns how many.

    A platform that was away for a day must not be followed by a day's posts at once, nor by posts at night.
    The caller holds the lock of digests. A post that leaves meanwhile is known to the digest by then.
    """
    late = await _beyond_cap(tx, hourly_cap)
    for channel_id, story_ids in (await _in_quiet_hours(tx)).items():
        late[channel_id] += story_ids
    promised = {
        channel_id: taken
        for channel_id, story_ids in late.items()
        if (taken := await _promised(tx, channel_id, story_ids))
    }
    # Entries first, lanes last and all at once, as everywhere.
    await lanes.lock(tx, channels.c.id.in_(numbers(tx, promised)))
    folded = 0
    for channel_id, story_ids in promised.items():
        mine = and_(deliveries.c.channel_id == channel_id, deliveries.c.story_id.in_(numbers(tx, story_ids)))
        # Gone, not called off: the story may have news for which it is posted by itself again.
        folded += (await tx.run(delete(deliveries).where(mine, _WAITING))).rowcount
    return folded


async def _beyond_cap(tx: Transaction, hourly_cap: int) -> defaultdict[int, list[int]]:
    crowded = (
        select(deliveries.c.channel_id)
        .where(_WAITING)
        .group_by(deliveries.c.channel_id)
        .having(func.count() > hourly_cap)
    )
    waiting = await _waiting(tx, list((await tx.run(crowded)).scalars()))
    return defaultdict(list, {channel_id: ids[hourly_cap:] for channel_id, ids in waiting.items()})


async def _in_quiet_hours(tx: Transaction) -> dict[int, list[int]]:
    if not (quiet := await quiet_channels(tx)):
        return {}
    return await breaking_quiet(tx, await _waiting(tx, quiet))


async def quiet_channels(tx: Transaction) -> list[int]:
    """The channels in which a follow has its quiet hours now."""
    now = await tx.now()
    follows = await subscriptions.listed(tx, active_only=True, with_quiet_hours=True)
    quiet = {each.destination for each in follows if is_quiet(each, (), now)}
    return list((await lanes.channel_ids(tx, quiet)).values()) if quiet else []


async def breaking_quiet(
    tx: Transaction, story_ids_of: Mapping[int, Sequence[int]]
) -> defaultdict[int, list[int]]:
    """Which of the stories no follow of their channel wants to be told now."""
    now = await tx.now()
    late: defaultdict[int, list[int]] = defaultdict(list)
    for channel_id, story_ids in story_ids_of.items():
        mine = await subscriptions.listed(tx, channel_id=channel_id, active_only=True)
        for some in batches(story_ids, STORIES_AT_ONCE):
            late[channel_id] += [
                story.id for story in await stories.load(tx, some) if not speaks_now(story, mine, now=now)
            ]
    return late


async def _waiting(tx: Transaction, channel_ids: Sequence[int]) -> dict[int, list[int]]:
    """The stories that wait in each lane, in the order in which they would be posted."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    if channel_ids:
        rows = await tx.run(
            select(deliveries.c.channel_id, deliveries.c.story_id)
            .where(deliveries.c.channel_id.in_(numbers(tx, channel_ids)), _WAITING)
            .order_by(deliveries.c.channel_id, deliveries.c.rank, deliveries.c.seq, deliveries.c.id)
        )
        for row in rows:
            found[row.channel_id].append(row.story_id)
    return found


async def _promised(tx: Transaction, channel_id: int, story_ids: Sequence[int]) -> list[int]:
    """Put the stories on the digest of the follow that wants each; what none wants by now stays as it is."""
    mine = await subscriptions.listed(tx, channel_id=channel_id, active_only=True)
    promised = []
    for some in batches(list(dict.fromkeys(story_ids)), STORIES_AT_ONCE):
        for story in await stories.load(tx, some):
            if heir := heir_of(story, mine):
                await digests.enqueue_again(tx, story.id, heir)
                promised.append(story.id)
    return promised
