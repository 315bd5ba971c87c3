"""Subscriptions at hubs: who was asked, until when they tell, and which feeds their pings make due."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Row, Select, case, delete, or_, select, update

from bot.core.vocabulary import FeedState
from bot.core.websub import PING_FLOOR_S, RENEWED_AT, Publication
from bot.ports.websub import HubSubscription
from bot.store.columns import instant
from bot.store.database import Transaction
from bot.store.schema import feeds, hub_subscriptions

_ours = hub_subscriptions.c


async def note(tx: Transaction, feed_id: int, found: Publication | None, *, token: str, secret: str) -> None:
    """Remember where a feed is published; another hub or topic begins anew, under another callback."""
    row = (await tx.run(select(_ours.hub, _ours.topic).where(_ours.feed_id == feed_id))).one_or_none()
    known = None if row is None else Publication(hub=row.hub, topic=row.topic)
    if known == found:
        return
    if found is None:
        await tx.run(delete(hub_subscriptions).where(_ours.feed_id == feed_id))
        await _end(tx, feed_id)
        return
    now = await tx.now()
    fresh = {
        "hub": found.hub,
        "topic": found.topic,
        "token": token,
        "secret": secret,
        "asked": False,
        "site": "",
        "next_at": now,
        "failures": 0,
        "heard_at": None,
        "due_at": None,
    }
    insert = tx.insert(hub_subscriptions).values(feed_id=feed_id, **fresh)
    await tx.run(insert.on_conflict_do_update(index_elements=[_ours.feed_id], set_=fresh))
    await _end(tx, feed_id)


async def _end(tx: Transaction, feed_id: int) -> None:
    await tx.run(update(feeds).where(feeds.c.id == feed_id).values(pushed_until=None, pinged_at=None))


def _subscriptions() -> Select[Any]:
    return (
        select(hub_subscriptions, feeds.c.slug, feeds.c.pushed_until)
        .join(feeds, feeds.c.id == _ours.feed_id)
        .where(feeds.c.state == FeedState.ACTIVE)
    )


def _read(row: Row[Any]) -> HubSubscription:
    return HubSubscription(
        feed_id=row.feed_id,
        slug=row.slug,
        hub=row.hub,
        topic=row.topic,
        token=row.token,
        secret=row.secret,
        is_asked=row.asked,
        live_until=row.pushed_until,
        failures=row.failures,
    )


async def due(tx: Transaction, *, limit: int, site: str) -> list[HubSubscription]:
    """Subscriptions to be asked for or renewed now, the longest overdue first.

    A hub that was asked from another site still tells that one.
    """
    elsewhere = (_ours.site != "") & (_ours.site != site)
    wanted = (
        _subscriptions()
        .where(or_(_ours.next_at <= await tx.now(), elsewhere))
        .order_by(_ours.next_at, _ours.feed_id)
    )
    return [_read(row) for row in await tx.run(wanted.limit(limit))]


async def asked(tx: Transaction, feed_id: int, *, retry_s: float, site: str, failed: bool) -> None:
    """Note before the hub is asked that it may verify, and when to ask again if it doesn't."""
    values: dict[str, object] = {
        "asked": not failed,
        "site": site,
        "next_at": await tx.now() + timedelta(seconds=retry_s),
    }
    if failed:
        values["failures"] = _ours.failures + 1
    await tx.run(update(hub_subscriptions).where(_ours.feed_id == feed_id).values(**values))


async def of_token(tx: Transaction, token: str) -> HubSubscription | None:
    """The subscription of a callback, if its feed is polled."""
    row = (await tx.run(_subscriptions().where(_ours.token == token))).one_or_none()
    return None if row is None else _read(row)


async def verified(tx: Transaction, token: str, *, lease_s: float) -> bool:
    """Begin or renew the lease, if we had asked for it."""
    now = await tx.now()
    done = await tx.run(
        update(hub_subscriptions)
        .where(_ours.token == token, _ours.asked)
        .values(asked=False, failures=0, next_at=now + timedelta(seconds=RENEWED_AT * lease_s))
        .returning(_ours.feed_id)
    )
    feed_id = done.scalar_one_or_none()
    if feed_id is None:
        return False
    until = now + timedelta(seconds=lease_s)
    await tx.run(update(feeds).where(feeds.c.id == feed_id).values(pushed_until=until))
    return True


async def denied(tx: Transaction, token: str, *, retry_s: float) -> None:
    """End the subscription; the hub is asked again much later."""
    done = await tx.run(
        update(hub_subscriptions)
        .where(_ours.token == token)
        .values(asked=False, next_at=await tx.now() + timedelta(seconds=retry_s))
        .returning(_ours.feed_id)
    )
    if (feed_id := done.scalar_one_or_none()) is not None:
        await _end(tx, feed_id)


async def pinged(tx: Transaction, token: str) -> None:
    """Note that the feed is due, now or when the floor is over: a flood of pings makes no flood of polls."""
    now = await tx.now()
    floor = now - timedelta(seconds=PING_FLOOR_S)
    again = case((_ours.heard_at > instant(floor), _ours.heard_at + PING_FLOOR_S), else_=instant(now))
    done = await tx.run(
        update(hub_subscriptions)
        .where(_ours.token == token, _ours.due_at.is_(None))
        .values(due_at=again)
        .returning(_ours.feed_id)
    )
    if done.scalar_one_or_none() is not None:
        await hasten(tx)


async def hasten(tx: Transaction) -> None:
    """Make feeds due that pings spoke of.

    A feed that is being polled waits for that poll's end, which may have read the old document. One that
    fails keeps its wait: a hub must not talk us into asking a server that asked to be left alone.
    """
    now = await tx.now()
    ready = await tx.run(
        select(_ours.feed_id)
        .join(feeds, feeds.c.id == _ours.feed_id)
        .where(_ours.due_at <= now, or_(feeds.c.lease_until.is_(None), feeds.c.lease_until <= now))
        .order_by(_ours.feed_id)
        .with_for_update(skip_locked=True)
    )
    ids = [row.feed_id for row in ready]
    if not ids:
        return
    await tx.run(update(hub_subscriptions).where(_ours.feed_id.in_(ids)).values(due_at=None, heard_at=now))
    # Now, not when the ping came: a poll that ran meanwhile has not heard of it.
    await tx.run(update(feeds).where(feeds.c.id.in_(ids)).values(pinged_at=now))
    await tx.run(
        update(feeds)
        .where(feeds.c.id.in_(ids), feeds.c.failures == 0, feeds.c.next_at > now)
        .values(next_at=now)
    )
