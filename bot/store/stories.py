"""Stories as they grow: their profiles for assignment, their sources for readers."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, Subquery, func, or_, select, update

from bot.core.merge import merged
from bot.core.models import Source, Story
from bot.core.stories import StoryProfile
from bot.core.vocabulary import SourceKind
from bot.store.database import Transaction
from bot.store.queries import batches
from bot.store.schema import feeds, items, stories, story_keys

MOST_CANDIDATES: Final = 500
"""A key that half of all stories share says nothing; those that share most keys are looked at."""

MOST_BELIEVED: Final = 40
MOST_NEW: Final = 20


async def candidates(tx: Transaction, keys: Collection[str], *, since: datetime) -> list[StoryProfile]:
    """Stories that share an index key and were last seen at or after `since`, most shared keys first."""
    shared: defaultdict[int, int] = defaultdict(int)
    for some in batches(sorted(keys)):
        found = await tx.run(
            select(story_keys.c.story_id, func.count().label("number"))
            .where(story_keys.c.key.in_(some), story_keys.c.last_at >= since)
            .group_by(story_keys.c.story_id)
        )
        for row in found:
            shared[row.story_id] += row.number
    best = sorted(shared, key=lambda story_id: (-shared[story_id], story_id))[:MOST_CANDIDATES]
    profiles: dict[int, StoryProfile] = {}
    for some_ids in batches(best):
        for row in await tx.run(select(stories.c.id, stories.c.profile).where(stories.c.id.in_(some_ids))):
            profiles[row.id] = replace(row.profile, id=row.id)
    return [profiles[story_id] for story_id in best]


async def add(
    tx: Transaction,
    profile: StoryProfile,
    keys: Collection[str],
    *,
    title: str,
    at: datetime,
    follows: int | None,
    reasons: Sequence[str],
    held: bool,
) -> int:
    """Store a new story and return its id."""
    story_id = await tx.connection.scalar(
        stories.insert()
        .values(
            title=title,
            profile=profile,
            follows=follows,
            reasons=tuple(reasons),
            held=held,
            first_at=at,
            last_at=at,
        )
        .returning(stories.c.id)
    )
    await _index(tx, story_id, keys, at=at)
    return int(story_id)


async def join(tx: Transaction, profile: StoryProfile, keys: Collection[str], *, at: datetime) -> None:
    """Store a story's grown profile under its id."""
    # A late report may carry an earlier date; the story was seen at the later one all the same.
    last_at = max(
        (await tx.run(select(stories.c.last_at).where(stories.c.id == profile.id))).scalar_one(), at
    )
    await tx.run(update(stories).where(stories.c.id == profile.id).values(profile=profile, last_at=last_at))
    await _index(tx, profile.id, keys, at=last_at)


async def _index(tx: Transaction, story_id: int, keys: Collection[str], *, at: datetime) -> None:
    await tx.run(update(story_keys).where(story_keys.c.story_id == story_id).values(last_at=at))
    if keys:
        await tx.run(
            tx.insert(story_keys).on_conflict_do_nothing(),
            [{"key": key, "story_id": story_id, "last_at": at} for key in sorted(keys)],
        )


async def bump(tx: Transaction, story_id: int, *, title: str) -> int:
    """Raise the story's revision."""
    revision = await tx.connection.scalar(
        update(stories)
        .where(stories.c.id == story_id)
        .values(revision=stories.c.revision + 1, title=title)
        .returning(stories.c.revision)
    )
    return int(revision)


async def load(tx: Transaction, ids: Sequence[int]) -> list[Story]:
    """The stories of these ids in this order; unknown ones and those without a source are left out."""
    rows: dict[int, Row[Any]] = {}
    sources: defaultdict[int, list[Source]] = defaultdict(list)
    number: dict[int, int] = {}
    for some in batches(ids):
        for row in await tx.run(_STORIES.where(stories.c.id.in_(some))):
            rows[row.id] = row
        told = _told_sources(some)
        for row in await tx.run(
            _SOURCES.add_columns(told.c.number).join(told, told.c.id == items.c.id).order_by(items.c.id)
        ):
            sources[row.story_id].append(_source(row))
            number[row.story_id] = row.number
    return [
        _story(rows[story_id], found, more=number[story_id] - len(found))
        for story_id in ids
        if (found := sources.get(story_id))
    ]


def _told_sources(story_ids: Sequence[int]) -> Subquery:
    """Which items tell each story, and how many there are; hundreds would cost each join a second.

    Trusted outlets' own texts are what a reader is told first, and the newest are what may change it.
    """
    believed = [feeds.c.trusted.desc(), items.c.repost, items.c.id]
    ranked = (
        select(
            items.c.id,
            func.row_number().over(partition_by=items.c.story_id, order_by=believed).label("place"),
            func.row_number().over(partition_by=items.c.story_id, order_by=items.c.id.desc()).label("age"),
            func.count().over(partition_by=items.c.story_id).label("number"),
        )
        .join_from(items, feeds)
        .where(items.c.story_id.in_(story_ids))
        .subquery()
    )
    return (
        select(ranked.c.id, ranked.c.number)
        .where(or_(ranked.c.place <= MOST_BELIEVED, ranked.c.age <= MOST_NEW))
        .subquery()
    )


_STORIES = select(
    stories.c.id,
    stories.c.first_at,
    stories.c.last_at,
    stories.c.revision,
    stories.c.follows,
    stories.c.reasons,
)
_SOURCES = select(
    items.c.id,
    items.c.story_id,
    items.c.outlet,
    items.c.title,
    items.c.url,
    items.c.published_at,
    items.c.dating,
    items.c.seen_at,
    items.c.repost,
    items.c.verdict,
    items.c.summary,
    feeds.c.name,
    feeds.c.kind,
    feeds.c.trusted,
).join_from(items, feeds)


def _source(row: Row[Any]) -> Source:
    return Source(
        item_id=row.id,
        outlet=row.outlet or row.name,
        title=row.title,
        url=row.url,
        kind=SourceKind(row.kind),
        published=row.published_at,
        dating=row.dating,
        seen_at=row.seen_at,
        repost=row.repost,
        trusted=row.trusted,
        verdict=row.verdict,
        summary=row.summary,
    )


def _story(row: Row[Any], sources: Sequence[Source], *, more: int) -> Story:
    return merged(
        row.id,
        sources,
        first_seen=row.first_at,
        last_seen=row.last_at,
        revision=row.revision,
        follows=row.follows,
        reasons=row.reasons,
        more_sources=more,
    )
