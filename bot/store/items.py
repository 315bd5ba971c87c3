"""Items: whether a feed gave one before, what became of each, and how to find it again."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, or_, select, update

from bot.core.dedupe import Departed, day_of, identity_of, renamed, strangers
from bot.core.models import Analysis, Decision, Item
from bot.core.urls import safe_url
from bot.ports import ItemTrace, KeptItem, Sighting
from bot.store import search
from bot.store.database import Transaction
from bot.store.deliveries import rows_of_stories
from bot.store.queries import batches
from bot.store.schema import feeds, items

PRESENCE_GRAIN: Final = timedelta(days=1)
"""How exactly we note that a feed still holds an item: writing it at every poll would wear the disk."""


async def sighted(tx: Transaction, feed_id: int, entries: Sequence[Item]) -> Sighting:
    """Which items this feed never gave, each once, in order.

    An item is known by its guid. Publishers also re-issue entries under new guids: such a stranger is
    compared with the items that it may be, as long as their own guids are gone from the document.
    """
    guids = [identity_of(item).guid_hash for item in entries]
    held = await _held(tx, feed_id, guids)
    new = strangers(entries, held.keys())
    departed = await _departed(tx, feed_id, new, held=set(guids)) if new else []
    back = renamed(new, departed)
    came_back = {item.guid for item in back.values()}
    present_at = [*held.values(), *((one.id, one.present_at) for one in departed if one.id in back)]
    stale_before = await tx.now() - PRESENCE_GRAIN
    return Sighting(
        fresh=[item for item in new if item.guid not in came_back],
        stale=sorted(item_id for item_id, at in present_at if at <= stale_before),
    )


def first_sighted(entries: Sequence[Item]) -> Sighting:
    """The same for a feed that never gave anything."""
    return Sighting(fresh=strangers(entries, ()), stale=[])


async def _held(tx: Transaction, feed_id: int, guids: Sequence[str]) -> dict[str, tuple[int, datetime]]:
    """What a feed gave under these guids, and when it was last noted to hold it."""
    known = select(items.c.guid_hash, items.c.id, items.c.present_at).where(items.c.feed_id == feed_id)
    return {
        row.guid_hash: (row.id, row.present_at)
        for some in batches(guids)
        for row in await tx.run(known.where(items.c.guid_hash.in_(some)))
    }


async def _departed(
    tx: Transaction, feed_id: int, new: Sequence[Item], *, held: Collection[str]
) -> list[Departed]:
    """What strangers may have been, under guids that the document no longer holds."""
    found: dict[int, Departed] = {}
    for some in batches([identity_of(item) for item in new]):
        alike = or_(
            items.c.url_key.in_([identity.url_key for identity in some if identity.url_key]),
            items.c.title_key.in_([identity.title_key for identity in some if identity.title_key]),
        )
        rows = await tx.run(_KNOWN.where(items.c.feed_id == feed_id, alike))
        found |= {row.id: _departed_of(row) for row in rows if row.guid_hash not in held}
    return list(found.values())


def _departed_of(row: Row[Any]) -> Departed:
    return Departed(
        id=row.id,
        title=row.title,
        url_key=row.url_key or "",
        title_key=row.title_key or "",
        day=day_of(row.published_at, row.dating.basis),
        present_at=row.present_at,
    )


_KNOWN = select(
    items.c.id,
    items.c.title,
    items.c.guid_hash,
    items.c.url_key,
    items.c.title_key,
    items.c.published_at,
    items.c.dating,
    items.c.present_at,
)


async def note_presence(tx: Transaction, ids: Sequence[int]) -> None:
    """Record that the feed still holds what it gave before."""
    now = await tx.now()
    for some in batches(ids):
        await tx.run(update(items).where(items.c.id.in_(some)).values(present_at=now))


async def add(
    tx: Transaction,
    feed_id: int,
    item: Item,
    analysis: Analysis | None,
    decision: Decision,
    *,
    story_id: int | None,
    repost: bool,
) -> int:
    """Store an item; an irrelevant one keeps identity, title, decision and score only."""
    row = _row(feed_id, item, analysis, decision, now=await tx.now())
    row |= {"story_id": story_id, "repost": repost}
    if analysis and analysis.verdict.relevant:
        # Readers see the cleaned title: without the outlet's tail.
        row |= {"title": analysis.item.title, "outlet": analysis.item.outlet}
        row |= {"cleaned": analysis.item, "verdict": analysis.verdict}
        row |= {"summary": analysis.summary, "removed": analysis.removed}
        if story_id is not None:
            await search.add(tx, story_id, title=analysis.item.title, body=analysis.item.text)
    item_id = await tx.connection.scalar(items.insert().values(**row).returning(items.c.id))
    return int(item_id)


async def keep(tx: Transaction, kept: Iterable[tuple[int, Sequence[KeptItem]]]) -> None:
    """Store each feed's irrelevant items, all in one statement: most items are."""
    now = await tx.now()
    rows = [_row(feed_id, *one, now=now) for feed_id, some in kept for one in some]
    if rows:
        await tx.run(items.insert(), rows)


def _row(
    feed_id: int, item: Item, analysis: Analysis | None, decision: Decision, *, now: datetime
) -> dict[str, object]:
    identity = identity_of(item)
    return {
        "feed_id": feed_id,
        "guid_hash": identity.guid_hash,
        "url_key": identity.url_key or None,
        "title_key": identity.title_key or None,
        "title": item.title,
        "url": item.url,
        "outlet": item.outlet,
        "published_at": item.published,
        "dating": item.dating,
        "seen_at": now,
        "present_at": now,
        "decision": decision,
        "score": analysis.verdict.score if analysis else None,
        "relevant": bool(analysis and analysis.verdict.relevant),
    }


async def trace(tx: Transaction, query: str, *, limit: int) -> list[ItemTrace]:
    """Items by url, story reference or words of the title, newest first."""
    rows = (
        await tx.run(
            select(items, feeds.c.slug)
            .join_from(items, feeds)
            .where(_meant(query))
            .order_by(items.c.seen_at.desc(), items.c.id.desc())
            .limit(limit)
        )
    ).all()
    posts = await rows_of_stories(tx, [row.story_id for row in rows if row.story_id is not None])
    return [
        ItemTrace(
            item_id=row.id,
            feed=row.slug,
            title=row.title,
            url=row.url,
            published=row.published_at,
            dating=row.dating,
            seen_at=row.seen_at,
            decision=row.decision,
            analysis=_analysis(row),
            story_id=row.story_id,
            deliveries=tuple(posts.get(row.story_id, ())),
        )
        for row in rows
    ]


def _meant(query: str) -> ColumnElement[bool]:
    """What the words ask for: an address, a story, or a title that holds every word."""
    query = query.strip()
    if url := safe_url(query):
        key = identity_of(Item(feed="", guid=url, url=url, title="", text="")).url_key
        return or_(items.c.url_key == key, items.c.url == url)
    number = query.upper().removeprefix("S-")
    if query.upper().startswith("S-") and number.isascii() and number.isdigit() and len(number) < 19:
        return items.c.story_id == int(number)
    words = query.split()[:16] or [""]
    return _all_in_title(words)


def _all_in_title(words: Sequence[str]) -> ColumnElement[bool]:
    holds = [items.c.title.icontains(word, autoescape=True) for word in words]
    condition = holds[0]
    for further in holds[1:]:
        condition &= further
    return condition


def _analysis(row: Row[Any]) -> Analysis | None:
    if row.verdict is None:
        return None
    return Analysis(item=row.cleaned, verdict=row.verdict, summary=row.summary, removed=row.removed)
