"""The outbox: what is to be posted or edited where, put there once, and listed.

A delivery changes its state only under the lock of its lane (lanes.py); docs/delivery.md draws the machine.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Row, Select, and_, func, literal, select, update

from bot.core.models import Destination
from bot.core.vocabulary import DeliveryState
from bot.ports import DeliveryKind, DeliveryRow
from bot.store import lanes
from bot.store.columns import instant
from bot.store.database import Transaction
from bot.store.queries import batches, numbers
from bot.store.schema import channels, deliveries, stories

KEPT_FOR: Final = timedelta(days=3)
"""News older than this is not posted any more; it stays listed and a person may redeliver it."""

IN_LANE: Final = (DeliveryState.DOUBT, DeliveryState.PENDING)
"""States that wait for their turn."""


_placed = deliveries.alias("placed")
NEXT_SEQ: Final = select(func.coalesce(func.max(_placed.c.seq), 0) + 1).scalar_subquery()
"""A place behind everything that waits. Two writers may get the same one: their rows' numbers decide."""


async def enqueue_story(
    tx: Transaction, story_id: int, destinations: Iterable[Destination], *, priority: int
) -> list[int]:
    """One delivery for each channel that has none of this story. Returns those channels' numbers."""
    ids = await lanes.channel_ids(tx, destinations)
    now = await tx.now()
    new = select(
        channels.c.id,
        literal(str(DeliveryKind.STORY)),
        literal(story_id, deliveries.c.story_id.type),
        NEXT_SEQ,
        literal(-priority),
        select(stories.c.revision).where(stories.c.id == story_id).scalar_subquery(),
        instant(now),
        instant(now + KEPT_FOR),
    ).where(channels.c.id.in_(numbers(tx, ids.values())))
    columns = ["channel_id", "kind", "story_id", "seq", "rank", "revision", "created_at", "expires_at"]
    added = await tx.run(
        tx.insert(deliveries)
        .from_select(columns, new)
        .on_conflict_do_nothing()
        .returning(deliveries.c.channel_id)
    )
    return list(added.scalars())


async def enqueue_once(
    tx: Transaction,
    channel_id: int,
    kind: DeliveryKind,
    *,
    once_key: str,
    title: str,
    text: str,
    timezone: str | None = None,
) -> int | None:
    """A digest or a notice; None if the channel has or had one of this key. The caller wakes the lane."""
    now = await tx.now()
    added = await tx.run(
        tx.insert(deliveries)
        .values(
            channel_id=channel_id,
            kind=kind,
            once_key=once_key,
            title=title,
            text=text,
            timezone=timezone,
            seq=NEXT_SEQ,
            created_at=now,
            expires_at=now + KEPT_FOR,
        )
        .on_conflict_do_nothing()
        .returning(deliveries.c.id)
    )
    return added.scalar_one_or_none()


async def channels_of(tx: Transaction, story_ids: Collection[int]) -> set[int]:
    """The channels that have a delivery of one of these stories."""
    ours = deliveries.c.story_id.in_(numbers(tx, story_ids))
    return set((await tx.run(select(deliveries.c.channel_id).where(ours))).scalars())


async def queue_edits(tx: Transaction, revisions: Mapping[int, int]) -> list[int]:
    """Make posted messages of changed stories due for an edit. Returns the lanes (we hold all) that have one.

    An edit waits behind what waits already; a story that changes again meanwhile keeps its one place.
    """
    now = await tx.now()
    due: list[int] = []
    for story_id, revision in sorted(revisions.items()):
        mine = deliveries.c.story_id == story_id
        await tx.run(update(deliveries).where(mine).values(revision=revision))
        edits = await tx.run(
            update(deliveries)
            .where(
                mine,
                deliveries.c.state == DeliveryState.SENT,
                deliveries.c.frozen.is_(False),
                deliveries.c.remote_id.is_not(None),
                deliveries.c.sent_revision < revision,
            )
            .values(
                state=DeliveryState.PENDING,
                seq=NEXT_SEQ,
                attempts=0,
                tried_since=None,
                expires_at=now + KEPT_FOR,
            )
            .returning(deliveries.c.channel_id)
        )
        due += edits.scalars()
    return due


async def recent_posts(tx: Transaction, *, within_s: float) -> dict[Destination, int]:
    """New messages queued or sent within the time, by channel; notices and edits are none."""
    since = await tx.now() - timedelta(seconds=within_s)
    # Numbers rise with time: from the newest back to the first that is too old, no index on time is needed.
    older = await tx.connection.scalar(
        select(deliveries.c.id)
        .where(deliveries.c.created_at <= since)
        .order_by(deliveries.c.id.desc())
        .limit(1)
    )
    given_up = (DeliveryState.DEAD, DeliveryState.EXPIRED, DeliveryState.CANCELLED)
    counted = (
        select(deliveries.c.channel_id, func.count().label("posts"))
        .where(
            deliveries.c.id > (older or 0),
            deliveries.c.kind == DeliveryKind.STORY,
            deliveries.c.state.not_in(given_up),
        )
        .group_by(deliveries.c.channel_id)
        .subquery()
    )
    rows = await tx.run(
        select(channels.c.platform, channels.c.workspace, channels.c.address, counted.c.posts).join(
            counted, counted.c.channel_id == channels.c.id
        )
    )
    return {lanes.destination_of(row.platform, row.workspace, row.address): row.posts for row in rows}


async def cancel(tx: Transaction, channel_ids: Collection[int]) -> None:
    """The channels want nothing more: what was never posted is called off, what stands is not edited."""
    if not channel_ids:
        return
    held = numbers(tx, await lanes.lock(tx, channels.c.id.in_(numbers(tx, channel_ids))))
    waiting = and_(
        deliveries.c.channel_id.in_(held),
        deliveries.c.kind != DeliveryKind.NOTICE,
        deliveries.c.state == DeliveryState.PENDING,
    )
    await tx.run(
        update(deliveries)
        .where(waiting, deliveries.c.remote_id.is_(None))
        .values(state=DeliveryState.CANCELLED)
    )
    await tx.run(update(deliveries).where(waiting).values(state=DeliveryState.SENT))


async def stands(tx: Transaction, delivery_id: int, remote_id: str | None) -> bool:
    """A person saw the message in its channel: it counts as sent, and is edited if its name is given."""
    seen = and_(
        deliveries.c.id == delivery_id,
        deliveries.c.state.in_([DeliveryState.HELD, DeliveryState.DEAD, DeliveryState.EXPIRED]),
    )
    await lanes.lock(tx, channels.c.id.in_(select(deliveries.c.channel_id).where(seen)))
    now = await tx.now()
    moved = await tx.run(
        update(deliveries)
        .where(seen)
        .values(
            state=DeliveryState.SENT,
            remote_id=func.coalesce(deliveries.c.remote_id, remote_id),
            sent_revision=func.coalesce(deliveries.c.sent_revision, deliveries.c.revision),
            sent_at=func.coalesce(deliveries.c.sent_at, deliveries.c.first_sent_at, instant(now)),
            error=None,
        )
    )
    return moved.rowcount > 0


# --- lists ----------------------------------------------------------------------------------------------


async def newest(tx: Transaction, states: Collection[DeliveryState], *, limit: int) -> list[DeliveryRow]:
    """The newest deliveries in these states (all if none are named)."""
    query = _rows().order_by(deliveries.c.id.desc()).limit(limit)
    if states:
        query = query.where(deliveries.c.state.in_(list(states)))
    return [_row(row) for row in await tx.run(query)]


async def rows_of_stories(tx: Transaction, story_ids: Collection[int]) -> dict[int, list[DeliveryRow]]:
    """Every delivery of these stories."""
    found: defaultdict[int, list[DeliveryRow]] = defaultdict(list)
    for some in batches(sorted(set(story_ids))):
        query = _rows().where(deliveries.c.story_id.in_(some)).order_by(deliveries.c.id)
        for row in await tx.run(query):
            found[row.story_id].append(_row(row))
    return found


def _rows() -> Select[Any]:
    return (
        select(
            deliveries,
            channels.c.platform,
            channels.c.workspace,
            channels.c.address,
            channels.c.reason.label("pause"),
            stories.c.title.label("headline"),
        )
        .join(channels, channels.c.id == deliveries.c.channel_id)
        .outerjoin(stories, stories.c.id == deliveries.c.story_id)
    )


def _row(row: Row[Any]) -> DeliveryRow:
    return DeliveryRow(
        id=row.id,
        destination=lanes.destination_of(row.platform, row.workspace, row.address),
        kind=DeliveryKind(row.kind),
        story_id=row.story_id,
        title=row.headline or row.title,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        error=row.error,
        remote_id=row.remote_id,
        revision=row.revision,
        sent_revision=row.sent_revision,
        created_at=row.created_at,
        sent_at=row.sent_at,
        paused=row.pause,
    )
