"""Items: whether a feed gave one before, what became of each, and how to find it again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, or_, select, update

from bot.core.dedupe import identity_of, plain_title
from bot.core.models import Analysis, Decision, Item
from bot.core.urls import safe_url
from bot.ports import ItemTrace
from bot.store import search
from bot.store.database import Transaction
from bot.store.deliveries import rows_of_stories
from bot.store.queries import batches
from bot.store.schema import feeds, items

PRESENCE_GRAIN: Final = timedelta(days=1)
"""How exactly we note that a feed still holds an item: writing it at every poll would wear the disk."""


async def unseen(tx: Transaction, feed_id: int, entries: Sequence[Item]) -> list[Item]:
    """The items that this feed never gave, each once, in order.

    An item is known by its guid. Publishers also re-issue entries under new guids: the same title of the same
    day, or any title at the same address, is the same item. An address alone is not enough: every action on
    one bill shares the bill's page.
    """
    known = await _Known.of(tx, feed_id, entries)
    fresh = [item for item in entries if known.is_new(item)]
    await known.note_presence(tx)
    return fresh


class _Known:
    """What a feed gave before, as far as it touches the given items."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, ...], Row[Any] | None] = {}
        self._met: list[Row[Any]] = []

    @classmethod
    async def of(cls, tx: Transaction, feed_id: int, entries: Sequence[Item]) -> "_Known":
        known = cls()
        columns = [
            items.c[name] for name in ("id", "title", "guid_hash", "url_key", "title_key", "present_at")
        ]
        for some in batches([identity_of(item) for item in entries]):
            alike = or_(
                items.c.guid_hash.in_([identity.guid_hash for identity in some]),
                items.c.url_key.in_([identity.url_key for identity in some if identity.url_key]),
                items.c.title_key.in_([identity.title_key for identity in some if identity.title_key]),
            )
            for row in await tx.run(select(*columns).where(items.c.feed_id == feed_id, alike)):
                for key in _names(row.guid_hash, row.url_key, row.title_key, row.title):
                    known._rows[key] = row
        return known

    def is_new(self, item: Item) -> bool:
        """Whether this is the first sight of the item; the next one is not."""
        identity = identity_of(item)
        names = _names(identity.guid_hash, identity.url_key, identity.title_key, item.title)
        met = [self._rows[name] for name in names if name in self._rows]
        if not met:
            self._rows |= dict.fromkeys(names)
        self._met += [row for row in met if row is not None]
        return not met

    async def note_presence(self, tx: Transaction) -> None:
        """Record that the feed still holds what it gave before."""
        now = await tx.now()
        stale = sorted({row.id for row in self._met if row.present_at <= now - PRESENCE_GRAIN})
        for some in batches(stale):
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


async def keep(tx: Transaction, feed_id: int, kept: Sequence[tuple[Item, Analysis | None, Decision]]) -> None:
    """Store irrelevant items in one statement: most items are, and each statement costs a millisecond."""
    now = await tx.now()
    if kept:
        await tx.run(items.insert(), [_row(feed_id, *one, now=now) for one in kept])


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
