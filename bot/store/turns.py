"""Whose turn it is to be polled: feeds that are due, one of a host at a time, leased to one worker."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Row, and_, func, or_, select, update

from bot.core.cadence import LONGEST_INTERVAL_S
from bot.core.errors import StoreError
from bot.core.feed_memory import FeedMemory
from bot.core.models import Validators
from bot.core.vocabulary import FeedState
from bot.ports import FeedLease
from bot.store import installation
from bot.store.database import Transaction
from bot.store.schema import feeds, hosts

LOOK_AHEAD = 4
"""Rows looked at for each wanted: several that are due at once may be of one host."""

LONGEST_WAIT = timedelta(seconds=1.2 * LONGEST_INTERVAL_S)
"""Until a feed's next poll, with room for the jitter."""
LONGEST_TURN = timedelta(hours=2)
"""Until a lease on a feed ends or its host is free again: minutes, or an hour after a 429."""

_VALIDATORS = tuple(Validators.__dataclass_fields__)
_MEMORY = tuple(FeedMemory.__dataclass_fields__)
_OTHERS = (
    *("slug", "fence", "seeded", "failures", "unchanged_polls", "gap_s", "host"),
    *("pushed_until", "pinged_at", "last_poll_at"),
)
_LEASED = [feeds.c[name] for name in ("id", *_VALIDATORS, *_MEMORY, *_OTHERS)]
"""What a lease is made of, in the order in which `_lease` takes it."""


def _free(now: datetime) -> ColumnElement[bool]:
    return and_(
        feeds.c.state == FeedState.ACTIVE, or_(feeds.c.lease_until.is_(None), feeds.c.lease_until <= now)
    )


async def claim(
    tx: Transaction,
    *,
    limit: int,
    lease_s: float,
    force: bool,
    unpaced: Collection[str],
    held: Collection[FeedLease],
) -> list[FeedLease]:
    """Lease feeds that are due and held by nobody, one of each host that is free; `held` are renewed."""
    await installation.working(tx)
    now = await tx.now()
    # First: a worker that was kept from renewing must not be given what it polls already.
    await _renew(tx, held, now=now, lease_s=lease_s, unpaced=unpaced)
    if not limit:
        return []
    wanted = [_free(now)]
    if not force:
        wanted += [feeds.c.next_at <= now, or_(hosts.c.free_at <= now, feeds.c.host.in_(unpaced))]
    rows = await tx.run(
        select(feeds.c.id, feeds.c.host)
        .join(hosts, hosts.c.host == feeds.c.host)
        .where(*wanted)
        .order_by(feeds.c.next_at, feeds.c.id)
        .limit(limit if force else limit * LOOK_AHEAD)
        # The host's row is locked too, so no other worker takes a second feed of it meanwhile.
        .with_for_update(skip_locked=True)
    )
    chosen = rows.all() if force else _one_of_each_host(rows.all(), unpaced)[:limit]
    if not chosen:
        return []
    until = now + timedelta(seconds=lease_s)
    leased = await tx.run(
        update(feeds)
        .where(feeds.c.id.in_([row.id for row in chosen]))
        .values(fence=feeds.c.fence + 1, lease_until=until)
        .returning(*_LEASED)
    )
    names = {row.host for row in chosen} - set(unpaced)
    await tx.run(update(hosts).where(hosts.c.host.in_(names)).values(free_at=until))
    leases = {row.id: _lease(row, now) for row in leased}
    return [leases[row.id] for row in chosen]


async def _renew(
    tx: Transaction, held: Collection[FeedLease], *, now: datetime, lease_s: float, unpaced: Collection[str]
) -> None:
    """Let leases that are a third over last as long as new ones, with their hosts, unless they passed on."""
    third = timedelta(seconds=lease_s / 3)
    # Most polls take seconds, and cost nothing here.
    fences = {lease.feed_id: lease.fence for lease in held if lease.claimed_at <= now - third}
    if not fences:
        return
    until = now + 3 * third
    rows = await tx.run(
        select(feeds.c.id, feeds.c.fence, feeds.c.host)
        .join(hosts, hosts.c.host == feeds.c.host)
        .where(feeds.c.id.in_(fences), feeds.c.lease_until <= until - third)
        # A row that is locked is just being finished.
        .with_for_update(skip_locked=True)
    )
    ours = [row for row in rows if row.fence == fences[row.id]]
    if ours:
        ids, names = [row.id for row in ours], {row.host for row in ours} - set(unpaced)
        await tx.run(update(feeds).where(feeds.c.id.in_(ids)).values(lease_until=until))
        await tx.run(update(hosts).where(hosts.c.host.in_(names)).values(free_at=until))


def _one_of_each_host(rows: Collection[Row[Any]], unpaced: Collection[str]) -> list[Row[Any]]:
    seen: set[str] = set()
    chosen = []
    for row in rows:
        if row.host not in seen or row.host in unpaced:
            chosen.append(row)
        seen.add(row.host)
    return chosen


def _lease(row: Row[Any], now: datetime) -> FeedLease:
    # By place: asking a row for each by name takes longer than the poll's way through our own code.
    values = iter(row)
    return FeedLease(
        feed_id=next(values),
        validators=Validators(**_taken(_VALIDATORS, values)),
        memory=FeedMemory(**_taken(_MEMORY, values)),
        claimed_at=now,
        **_taken(_OTHERS, values),
    )


def _taken(names: Sequence[str], values: Iterator[Any]) -> dict[str, Any]:
    """The next values, by these names."""
    return dict(zip(names, values, strict=False))


def memory_of(row: Row[Any]) -> FeedMemory:
    """What a row of `feeds` remembers."""
    return FeedMemory(**{name: getattr(row, name) for name in _MEMORY})


async def host_wait_s(tx: Transaction) -> float | None:
    """Seconds until a host is free for a feed that is due; None if no feed waits for its host."""
    now = await tx.now()
    free_at = await tx.connection.scalar(
        select(func.min(hosts.c.free_at))
        .join(feeds, feeds.c.host == hosts.c.host)
        .where(_free(now), feeds.c.next_at <= now)
    )
    return None if free_at is None else max(0.0, (free_at - now).total_seconds())


async def mend_times(tx: Transaction) -> None:
    """Make due or free what was written by a clock that ran ahead and has been put right since."""
    now = await tx.now()
    soon = now + LONGEST_TURN
    # A poll in the future tells it at once; of feeds that were never polled only a wait beyond all others.
    ahead = or_(feeds.c.last_poll_at > soon, feeds.c.next_at > now + LONGEST_WAIT)
    await _mend(tx, feeds.c.id, and_(feeds.c.next_at > now, ahead), next_at=now)
    await _mend(tx, feeds.c.id, feeds.c.lease_until > soon, lease_until=None)
    await _mend(tx, hosts.c.host, hosts.c.free_at > soon, free_at=now)


async def _mend(tx: Transaction, key: Column[Any], wrong: ColumnElement[bool], **right: object) -> None:
    # Locked rows are being written anew just now, and waiting for several could block whoever waits for us.
    keys = select(key).where(wrong).with_for_update(skip_locked=True)
    await tx.run(update(key.table).where(key.in_(keys)).values(**right))


async def hold_lease(tx: Transaction, lease: FeedLease) -> None:
    """Keep the feed's row to ourselves until the end. Raises StoreError if the lease passed on."""
    fence = await tx.connection.scalar(
        select(feeds.c.fence).where(feeds.c.id == lease.feed_id).with_for_update(key_share=True)
    )
    if fence != lease.fence:
        raise StoreError(
            f"the lease on feed {lease.slug} ran out and another worker took it: this poll is dropped"
        )
