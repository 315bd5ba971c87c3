"""Items: whether a feed gave one before, what became of each, and how to find it again."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, or_, select, update

from bot.core.dedupe import Identity, identity_of, plain_title
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

    An item is known by its guid. Publishers also re-issue entries under new guids: the same title of the same
    day, or any title at the same address, is the same item. An address alone is not enough: every action on
    one bill shares the bill's page.
    """
    identities = [identity_of(item) for item in entries]
    known = await _known(tx, feed_id, identities)
    return _compared(entries, identities, known, stale_before=await tx.now() - PRESENCE_GRAIN)


def first_sighted(entries: Sequence[Item]) -> Sighting:
    """The same for a feed that never gave anything."""
    return _compared(entries, [identity_of(item) for item in entries], {}, stale_before=None)


def _compared(
    entries: Sequence[Item],
    identities: Sequence[Identity],
    known: dict[tuple[str, ...], Row[Any] | None],
    *,
    stale_before: datetime | None,
) -> Sighting:
    fresh, stale = [], set()
    for item, identity in zip(entries, identities, strict=True):
        names = _names(identity.guid_hash, identity.url_key, identity.title_key, item.title)
        met = [known[name] for name in names if name in known]
        if not met:
            fresh.append(item)
            known |= dict.fromkeys(names)  # its next sight in this document is not the first
        if stale_before is not None:
            stale |= {row.id for row in met if row is not None and row.present_at <= stale_before}
    return Sighting(fresh=fresh, stale=sorted(stale))


async def _known(
    tx: Transaction, feed_id: int, identities: Sequence[Identity]
) -> dict[tuple[str, ...], Row[Any] | None]:
    """What a feed gave before, by every name that it answers to, as far as it touches these identities."""
    known: dict[tuple[str, ...], Row[Any] | None] = {}
    for some in batches(identities):
        alike = or_(
            items.c.guid_hash.in_([identity.guid_hash for identity in some]),
            items.c.url_key.in_([identity.url_key for identity in some if identity.url_key]),
            items.c.title_key.in_([identity.title_key for identity in some if identity.title_key]),
        )
        for row in await tx.run(_KNOWN.where(items.c.feed_id == feed_id, alike)):
            known |= dict.fromkeys(_names(row.guid_hash, row.url_key, row.title_key, row.title), row)
    return known


_KNOWN = select(
    items.c.id,
    items.c.title,
    items.c.guid_hash,
    items.c.url_key,
    items.c.title_key,
    items.c.present_at,
)


async def note_presence(tx: Transaction, ids: Sequence[int]) -> None:
    """Record that the feed still holds what it gave before."""
    now = await tx.now()
    for some in batches(ids):
        await tx.run(update(items).where(items.c.id.in_(some)).values(present_at=now))


def _names(guid_hash: str, url_key: str | None, title_key: str | None, title: str) -> list[tuple[str, ...]]:
    """Everything that an item answers to."""
    names: list[tuple[str, ...]] = [(guid_hash,)]
    if title_key:
        names.append(("title", title_key))
    if url_key:
        names.append(("page", url_key, plain_title(title)))
    return names


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
