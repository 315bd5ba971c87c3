"""Which feeds exist, which are due, who polls them, and how each poll went."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from bot.core.errors import StoreError
from bot.core.models import Feed, Validators
from bot.core.vocabulary import FeedState
from bot.ports import FeedHealth, FeedLease, PollOutcome
from bot.store.database import Transaction
from bot.store.schema import feeds, fetches, items


async def sync(tx: Transaction, catalogue: Sequence[Feed]) -> None:
    """Make the table follow the catalogue."""
    known = {row.slug: row for row in await tx.run(select(feeds.c.slug, feeds.c.url, feeds.c.state))}
    now = await tx.now()
    for feed in catalogue:
        row = {
            "name": feed.name,
            "url": feed.url,
            "kind": feed.kind,
            "trusted": feed.trusted,
            "state": FeedState.ACTIVE if feed.enabled else FeedState.PAUSED,
        }
        old = known.pop(feed.slug, None)
        if old is None:
            await tx.run(feeds.insert().values(slug=feed.slug, next_at=now, **row))
            continue
        if old.url != feed.url:
            # Another document: the old one's validators would hide it behind a 304.
            row |= {"etag": None, "last_modified": None, "body_sha256": None, "failures": 0, "next_at": now}
        elif feed.enabled and old.state == FeedState.GONE:
            row["state"] = FeedState.GONE  # the publisher said so (410); only a new address revives it
        elif feed.enabled and old.state == FeedState.PAUSED:
            row["next_at"] = now
        await tx.run(update(feeds).where(feeds.c.slug == feed.slug).values(**row))
    if known:
        await tx.run(update(feeds).where(feeds.c.slug.in_(known)).values(state=FeedState.PAUSED))


async def claim(tx: Transaction, *, limit: int, lease_s: float, force: bool) -> list[FeedLease]:
    """Lease feeds that are due and held by nobody."""
    now = await tx.now()
    free = and_(
        feeds.c.state == FeedState.ACTIVE, or_(feeds.c.lease_until.is_(None), feeds.c.lease_until <= now)
    )
    rows = await tx.run(
        select(feeds)
        .where(free, *([] if force else [feeds.c.next_at <= now]))
        .order_by(feeds.c.next_at, feeds.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    leases = [
        FeedLease(
            feed_id=row.id,
            slug=row.slug,
            fence=row.fence + 1,
            validators=Validators(
                etag=row.etag, last_modified=row.last_modified, body_sha256=row.body_sha256
            ),
            seeded=row.seeded,
            failures=row.failures,
            unchanged_polls=row.unchanged_polls,
            gap_s=row.gap_s,
        )
        for row in rows
    ]
    if leases:
        await tx.run(
            update(feeds)
            .where(feeds.c.id.in_([lease.feed_id for lease in leases]))
            .values(fence=feeds.c.fence + 1, lease_until=now + timedelta(seconds=lease_s))
        )
    return leases


async def hold_lease(tx: Transaction, lease: FeedLease) -> None:
    """Keep the feed's row to ourselves until the end. Raises StoreError if the lease passed on."""
    fence = await tx.connection.scalar(
        select(feeds.c.fence).where(feeds.c.id == lease.feed_id).with_for_update(key_share=True)
    )
    if fence != lease.fence:
        raise StoreError(
            f"the lease on feed {lease.slug} ran out and another worker took it: this poll is dropped"
        )


async def finish(tx: Transaction, lease: FeedLease, outcome: PollOutcome) -> None:
    """Write the feed's row and the fetch record; the lease ends."""
    now = await tx.now()
    failed = outcome.error_kind is not None
    row: dict[str, object] = {
        "lease_until": None,
        "next_at": now + timedelta(seconds=outcome.next_poll_s),
        "last_poll_at": now,
        "failures": feeds.c.failures + 1 if failed else 0,
        "error_kind": outcome.error_kind,
        "error": outcome.error,
        "advice": outcome.advice,
    }
    if not failed:
        row["last_ok_at"] = now
        row["unchanged_polls"] = 0 if outcome.new_items else feeds.c.unchanged_polls + 1
    if outcome.validators is not None:
        row["etag"] = outcome.validators.etag
        row["last_modified"] = outcome.validators.last_modified
        row["body_sha256"] = outcome.validators.body_sha256
    for name in ("gap_s", "seeded", "state"):
        if (value := getattr(outcome, name)) is not None:
            row[name] = value
    await tx.run(update(feeds).where(_held(lease)).values(**row))
    await tx.run(
        fetches.insert().values(
            feed_id=lease.feed_id,
            at=now,
            status=outcome.status,
            ms=outcome.ms,
            bytes_read=outcome.bytes_read,
            new_items=outcome.new_items,
            error_kind=outcome.error_kind,
            error=outcome.error,
        )
    )


def _held(lease: FeedLease) -> ColumnElement[bool]:
    return and_(feeds.c.id == lease.feed_id, feeds.c.fence == lease.fence)


async def health(tx: Transaction) -> list[FeedHealth]:
    """Every feed, the failing ones first."""
    counted = (
        select(
            items.c.feed_id,
            func.count().label("known"),
            func.count().filter(items.c.relevant).label("relevant"),
        )
        .group_by(items.c.feed_id)
        .subquery()
    )
    rows = await tx.run(
        select(feeds, counted.c.known, counted.c.relevant)
        .outerjoin(counted, counted.c.feed_id == feeds.c.id)
        .order_by(feeds.c.failures.desc(), feeds.c.slug)
    )
    return [
        FeedHealth(
            slug=row.slug,
            name=row.name,
            url=row.url,
            state=FeedState(row.state),
            last_ok_at=row.last_ok_at,
            last_poll_at=row.last_poll_at,
            next_poll_at=row.next_at if row.state == FeedState.ACTIVE else None,
            failures=row.failures,
            error_kind=row.error_kind,
            error=row.error,
            advice=row.advice,
            items=row.known or 0,
            relevant=row.relevant or 0,
        )
        for row in rows
    ]
