"""Stories for readers: the newest, the ones that hold some words, and the store in figures."""

from collections.abc import Sequence

from sqlalchemy import func, select

from bot.core.answers import Corpus
from bot.core.models import Filter, Story
from bot.core.routing import matches
from bot.core.vocabulary import UNSETTLED, DeliveryState, FeedState
from bot.ports import Counts
from bot.store import search, stories
from bot.store.database import Transaction
from bot.store.queries import batches
from bot.store.schema import deliveries, feeds, items, subscriptions
from bot.store.schema import stories as stories_table

LOOKED_AT = 50
"""Stories loaded at once while looking for those that a filter wants."""
LOOKED_AT_MOST = 2_000
"""A filter that wants hardly anything must not read the whole archive for one answer."""


async def latest(tx: Transaction, *, wanted: Filter | None, limit: int, offset: int) -> list[Story]:
    """The newest stories that the filter wants."""
    newest = select(stories_table.c.id).order_by(stories_table.c.id.desc())
    if wanted is None:
        return await stories.load(tx, list((await tx.run(newest.limit(limit).offset(offset))).scalars()))
    ids = list((await tx.run(newest.limit(LOOKED_AT_MOST))).scalars())
    found: list[Story] = []
    # A filter that wants nearly everything is answered by the first few.
    enough = offset + limit
    for some in (ids[:enough], *batches(ids[enough:], LOOKED_AT)):
        found += await _wanted(tx, some, wanted)
        if len(found) >= enough:
            break
    return found[offset : offset + limit]


async def find(
    tx: Transaction, words: str, *, wanted: Filter | None, limit: int, offset: int
) -> tuple[list[Story], int]:
    """The stories that hold all words, best first, and how many there are."""
    ids = await search.find(tx, words)
    if wanted is None:
        return await stories.load(tx, ids[offset : offset + limit]), len(ids)
    found = [story for some in batches(ids, LOOKED_AT) for story in await _wanted(tx, some, wanted)]
    return found[offset : offset + limit], len(found)


async def _wanted(tx: Transaction, ids: Sequence[int], wanted: Filter) -> list[Story]:
    return [story for story in await stories.load(tx, ids) if matches(wanted, story).wanted]


async def corpus(tx: Transaction) -> Corpus:
    """How many stories there are, and since when; every answer tells, so neither may take a look at all."""
    number = await tx.connection.scalar(select(func.count()).select_from(stories_table))
    oldest = select(stories_table.c.first_at).order_by(stories_table.c.id).limit(1)
    return Corpus(stories=int(number or 0), since=await tx.connection.scalar(oldest))


async def waiting(tx: Transaction) -> int:
    """How many deliveries are not settled yet."""
    unsettled = select(func.count()).select_from(deliveries).where(deliveries.c.state.in_(UNSETTLED))
    return int(await tx.connection.scalar(unsettled) or 0)


async def counts(tx: Transaction) -> Counts:
    """The store in figures."""
    active = feeds.c.state == FeedState.ACTIVE
    feed_row = (
        await tx.run(
            select(
                func.count().filter(active).label("active"),
                func.count().filter(active, feeds.c.failures > 0).label("failing"),
                func.max(feeds.c.last_poll_at).label("last_poll_at"),
            )
        )
    ).one()
    item_row = (
        await tx.run(select(func.count().label("all"), func.count().filter(items.c.relevant).label("kept")))
    ).one()
    states = await tx.run(
        select(deliveries.c.state, func.count().label("number")).group_by(deliveries.c.state)
    )
    return Counts(
        feeds=feed_row.active,
        feeds_failing=feed_row.failing,
        items=item_row.all,
        relevant=item_row.kept,
        stories=int(await tx.connection.scalar(select(func.count()).select_from(stories_table)) or 0),
        deliveries={DeliveryState(row.state): row.number for row in states},
        subscriptions=int(await tx.connection.scalar(select(func.count()).select_from(subscriptions)) or 0),
        last_poll_at=feed_row.last_poll_at,
    )
