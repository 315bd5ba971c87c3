"""Posts that a channel got too late for: what is beyond its hourly cap, or has come into its quiet hours."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, select, update

from bot.core.models import Subscription
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
)

STORIES_AT_ONCE = 50


async def fold(tx: Transaction, *, hourly_cap: int) -> int:
    """Put what waits beyond the cap, and what would break a channel's quiet, on its digest. Returns how many.

    A platform that was away for a day must not be followed by a day's posts at once, nor by posts at night.
    The caller holds the lock of digests. A post that leaves meanwhile is known to the digest by then.
    """
    return await _fold_crowded(tx, hourly_cap) + await _fold_quiet(tx)


async def _fold_crowded(tx: Transaction, hourly_cap: int) -> int:
    crowded = (
        select(deliveries.c.channel_id)
        .where(_WAITING)
        .group_by(deliveries.c.channel_id)
        .having(func.count() > hourly_cap)
    )
    waiting = await _waiting(tx, list((await tx.run(crowded)).scalars()))
    folded = 0
    for channel_id, story_ids in waiting.items():
        mine = await subscriptions.listed(tx, channel_id=channel_id, active_only=True)
        folded += await _fold(tx, channel_id, story_ids[hourly_cap:], mine)
    return folded


async def _fold_quiet(tx: Transaction) -> int:
    now = await tx.now()
    follows = await subscriptions.listed(tx, active_only=True, with_quiet_hours=True)
    if not (quiet := {each.destination for each in follows if is_quiet(each, (), now)}):
        return 0
    waiting = await _waiting(tx, list((await lanes.channel_ids(tx, quiet)).values()))
    folded = 0
    for channel_id, story_ids in waiting.items():
        mine = await subscriptions.listed(tx, channel_id=channel_id, active_only=True)
        late = [
            story.id
            for some in batches(story_ids, STORIES_AT_ONCE)
            for story in await stories.load(tx, some)
            if not speaks_now(story, mine, now=now)
        ]
        folded += await _fold(tx, channel_id, late, mine)
    return folded


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


async def _fold(
    tx: Transaction, channel_id: int, story_ids: Sequence[int], mine: Sequence[Subscription]
) -> int:
    """Put the stories on the digest of the follow that wants each; what none wants by now stays as it is."""
    folded = []
    for some in batches(story_ids, STORIES_AT_ONCE):
        for story in await stories.load(tx, some):
            if heir := heir_of(story, mine):
                await digests.enqueue(tx, story.id, [heir])
                folded.append(story.id)
    if not folded:
        return 0
    # Entries first, lanes last, as in every fold.
    await lanes.lock(tx, channels.c.id == channel_id)
    called_off = await tx.run(
        update(deliveries)
        .where(
            deliveries.c.channel_id == channel_id, deliveries.c.story_id.in_(numbers(tx, folded)), _WAITING
        )
        .values(state=DeliveryState.CANCELLED, error="late for its hour: it is in the digest")
    )
    return called_off.rowcount
