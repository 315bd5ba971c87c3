"""Which feeds exist, how each poll went, and how they fare."""

import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import BigInteger, Double, Integer, bindparam, case, func, select, update
from sqlalchemy.types import TypeEngine

from bot.core.cadence import first_poll_s
from bot.core.feed_memory import FeedMemory, is_quiet
from bot.core.models import Feed, Validators
from bot.core.urls import host_of
from bot.core.vocabulary import FeedState
from bot.ports import FeedHealth, FeedLease, FinishedPoll, PollOutcome
from bot.store.columns import instant
from bot.store.database import Transaction
from bot.store.items import keep, note_presence
from bot.store.queries import listed
from bot.store.schema import feeds, fetches, hosts, items
from bot.store.turns import memory_of


async def sync(tx: Transaction, catalogue: Sequence[Feed], *, spread: bool) -> None:
    """Make the table follow the catalogue; with `spread` new feeds are due one after the other."""
    columns = (feeds.c.slug, feeds.c.url, feeds.c.state, feeds.c.moved_to, feeds.c.host)
    known = {row.slug: row for row in await tx.run(select(*columns))}
    new_feeds = sum(feed.slug not in known for feed in catalogue) if spread else 0
    now = await tx.now()
    await _know_hosts(tx, {host_of(feed.url) for feed in catalogue})
    added: list[dict[str, object]] = []
    changed: list[dict[str, object]] = []
    for feed in catalogue:
        row = {
            "name": feed.name,
            # A token that is renewed makes no other document, and no list may show it.
            "url": feed.shown(feed.url),
            "host": host_of(feed.url),
            "kind": feed.kind,
            "trusted": feed.trusted,
            "state": FeedState.ACTIVE if feed.enabled else FeedState.PAUSED,
        }
        old = known.pop(feed.slug, None)
        if old is None:
            # The place comes from the name, so that workers that start together agree on it.
            wait = first_poll_s(zlib.crc32(feed.slug.encode()) / 2**32, new_feeds=new_feeds)
            added.append({"slug": feed.slug, "next_at": now + timedelta(seconds=wait), **row})
            continue
        if old.url != row["url"]:
            # Another document: the old one's validators would hide it behind a 304.
            row |= {"etag": None, "last_modified": None, "body_sha256": None, "failures": 0, "next_at": now}
            row |= _columns(FeedMemory())
        elif feed.enabled and old.state == FeedState.GONE:
            row["state"] = FeedState.GONE  # the publisher said so (410); only a new address revives it
        elif feed.enabled and old.state == FeedState.PAUSED:
            row["next_at"] = now
        if old.url == row["url"] and old.moved_to:
            row |= _still_moved(feed, old.moved_to, old.host)
        changed.append({"its_slug": feed.slug, **row})
    if added:
        await tx.run(feeds.insert(), added)
    for rows in _alike(changed):
        await tx.run(update(feeds).where(feeds.c.slug == bindparam("its_slug")), rows)
    if known:
        await tx.run(update(feeds).where(feeds.c.slug.in_(known)).values(state=FeedState.PAUSED))


def _still_moved(feed: Feed, moved_to: str, host: str) -> dict[str, object]:
    # A part of the address may have become a secret since it was kept. The lane is that of where it moved.
    kept = feed.kept(moved_to)
    return {"moved_to": kept, "host": host if kept else host_of(feed.url)}


def _alike(rows: Iterable[dict[str, object]]) -> Iterable[list[dict[str, object]]]:
    """Rows that set the same columns, together: they go to the database as one statement."""
    alike: dict[tuple[str, ...], list[dict[str, object]]] = {}
    for row in rows:
        alike.setdefault(tuple(row), []).append(row)
    return alike.values()


async def _know_hosts(tx: Transaction, names: Iterable[str]) -> None:
    free_at = await tx.now()
    rows = [{"host": name, "free_at": free_at} for name in sorted(names)]
    if rows:
        await tx.run(tx.insert(hosts).on_conflict_do_nothing(), rows)


async def hasten(tx: Transaction) -> None:
    """Make every active feed due now."""
    await tx.run(update(feeds).where(feeds.c.state == FeedState.ACTIVE).values(next_at=await tx.now()))


async def finish(tx: Transaction, polls: Sequence[FinishedPoll]) -> set[int]:
    """Record polls together, with their items, but for those whose lease had passed on: returns whose."""
    fences = await tx.run(
        select(feeds.c.id, feeds.c.fence)
        .where(feeds.c.id.in_(sorted(poll.lease.feed_id for poll in polls)))
        .order_by(feeds.c.id)
        .with_for_update(key_share=True)
    )
    ours = {(row.id, row.fence) for row in fences}
    held = [poll for poll in polls if (poll.lease.feed_id, poll.lease.fence) in ours]
    if held:
        await keep(tx, [(poll.lease.feed_id, poll.kept) for poll in held])
        await note_presence(tx, [item_id for poll in held for item_id in poll.stale])
        await record(tx, held)
    return {poll.lease.feed_id for poll in polls} - {poll.lease.feed_id for poll in held}


async def record(tx: Transaction, held: Sequence[FinishedPoll]) -> None:
    """Write the rows of feeds whose leases are held, and the fetch records; the leases end."""
    now = await tx.now()
    await _know_hosts(tx, {poll.outcome.host for poll in held} - {""})
    told: list[FinishedPoll] = []
    unchanged: list[FinishedPoll] = []
    for poll in held:
        (unchanged if _is_unchanged(poll.lease, poll.outcome) else told).append(poll)
    await _record_told(tx, told, now)
    await _record_unchanged(tx, unchanged, now)
    await _free_hosts(tx, held, now)


def _is_unchanged(lease: FeedLease, outcome: PollOutcome) -> bool:
    """Whether the poll says nothing of its feed but that it was asked, which is true of most."""
    is_silent = not (outcome.error_kind or outcome.new_items or outcome.bytes_read)
    return is_silent and not _changes(lease, outcome)


async def _record_unchanged(tx: Transaction, polls: Sequence[FinishedPoll], now: datetime) -> None:
    """Two statements for any number: as parameters a row costs more than a whole poll of this kind may."""
    if not polls:
        return
    columns: dict[str, TypeEngine[Any]] = {
        "feed_id": BigInteger(),
        "next_at": Double(),
        "status": Integer(),
        "ms": Double(),
    }
    rows = [
        (poll.lease.feed_id, now.timestamp() + poll.outcome.next_poll_s, poll.outcome.status, poll.outcome.ms)
        for poll in polls
    ]
    asked = listed(tx, columns, rows)
    await tx.run(
        update(feeds)
        .where(feeds.c.id == asked.c.feed_id)
        .values(
            **_ANSWERED,
            # What was said of the document holds until another one is read; an error's advice ends with it.
            advice=case((feeds.c.error_kind.is_(None), feeds.c.advice)),
            next_at=asked.c.next_at,
            last_poll_at=now,
            last_ok_at=now,
            unchanged_polls=feeds.c.unchanged_polls + 1,
        )
    )
    notes = select(asked.c.feed_id, instant(now), asked.c.status, asked.c.ms)
    await tx.run(fetches.insert().from_select(["feed_id", "at", "status", "ms"], notes))


async def _record_told(tx: Transaction, polls: Sequence[FinishedPoll], now: datetime) -> None:
    for rows in _alike(
        {"its_id": poll.lease.feed_id, **_row(poll.lease, poll.outcome, now)} for poll in polls
    ):
        await tx.run(update(feeds).where(feeds.c.id == bindparam("its_id")), rows)
    if polls:
        await tx.run(fetches.insert(), [_fetch(poll.lease, poll.outcome, now) for poll in polls])


_ANSWERED: Final = {"lease_until": None, "failures": 0, "error_kind": None, "error": None}


def _row(lease: FeedLease, outcome: PollOutcome, now: datetime) -> dict[str, object]:
    row: dict[str, object] = {
        **_ANSWERED,
        "next_at": now + timedelta(seconds=outcome.next_poll_s),
        "last_poll_at": now,
    }
    if outcome.error_kind is None:
        row["last_ok_at"] = now
        row["unchanged_polls"] = 0 if outcome.new_items else lease.unchanged_polls + 1
    else:
        row["failures"] = lease.failures + 1
        row |= {"error_kind": outcome.error_kind, "error": outcome.error}
    if outcome.error_kind or outcome.bytes_read or lease.failures:
        row["advice"] = outcome.advice
    return row | _changes(lease, outcome)


def _changes(lease: FeedLease, outcome: PollOutcome) -> dict[str, object]:
    """What is otherwise than it was when the feed was leased."""
    row: dict[str, object] = {}
    for record, old in ((outcome.validators, lease.validators), (outcome.memory, lease.memory)):
        if record is not None and record != old:
            row |= _columns(record)
    if outcome.came_unannounced:
        row["pinged_at"] = None
    if outcome.gap_s not in (None, lease.gap_s):
        row["gap_s"] = outcome.gap_s
    if outcome.seeded not in (None, lease.seeded):
        row["seeded"] = outcome.seeded
    if outcome.state is not None:
        row["state"] = outcome.state
    if outcome.host:
        row["host"] = outcome.host
    return row


def _columns(record: FeedMemory | Validators) -> dict[str, object]:
    # Not dataclasses.asdict, which copies every value down to its depths.
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


def _fetch(lease: FeedLease, outcome: PollOutcome, now: datetime) -> dict[str, object]:
    return {
        "feed_id": lease.feed_id,
        "at": now,
        "status": outcome.status,
        "ms": outcome.ms,
        "bytes_read": outcome.bytes_read,
        "new_items": outcome.new_items,
        "error_kind": outcome.error_kind,
        "error": outcome.error,
    }


async def _free_hosts(tx: Transaction, polls: Sequence[FinishedPoll], now: datetime) -> None:
    gaps: dict[str, float] = {}
    for poll in polls:
        gaps[poll.lease.host] = max(poll.outcome.host_gap_s, gaps.get(poll.lease.host, 0.0))
    await tx.run(
        update(hosts).where(hosts.c.host == bindparam("its_host")),
        # In the order of their names, so that two workers never wait for each other.
        [{"its_host": host, "free_at": now + timedelta(seconds=gap)} for host, gap in sorted(gaps.items())],
    )


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
    now = await tx.now()
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
            gap_s=row.gap_s,
            last_item_at=row.last_item_at,
            is_quiet=is_quiet(memory_of(row), now),
            moved_to=row.moved_to,
            pushed_until=row.pushed_until if row.pushed_until and row.pushed_until > now else None,
        )
        for row in rows
    ]
