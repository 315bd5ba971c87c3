"""Moving a live SQLite installation to PostgreSQL: nothing lost, nothing twice, numbers go on."""

from contextlib import asynccontextmanager

import pytest
from sqlalchemy import make_url
from store_values import GENERAL, NEWSROOM, SECOND, a_digest_subscription, polling, put_story

from bot.core.errors import MovedError, StoreError
from bot.core.models import Receipt
from bot.core.vocabulary import DeliveryState, Platform
from bot.store import open_store
from bot.store.copying import _moved, copy_to
from bot.store.database import PostgresDatabase, database_at

EVERYWHERE = [Platform.CONSOLE, Platform.DISCORD, Platform.SLACK]


async def claim(store, limit=10):
    return await store.claim_deliveries(platforms=EVERYWHERE, limit=limit, lease_s=30)


async def test_it_goes_on_where_it_was_with_what_is_pending_and_in_flight(sqlite_url, postgresql_url, clock):
    old = open_store(sqlite_url, clock=clock)
    await old.open()
    subscription = await old.add_subscription(a_digest_subscription(GENERAL))
    await put_story(old, 1, at=clock.now, destinations=[GENERAL, SECOND], digests=[subscription])
    sent, *_ = await claim(old, limit=1)
    await old.acknowledge(sent, Receipt(remote_id="m1", at=clock.now), gap_s=0)
    (in_flight,) = await claim(old, limit=1)
    await put_story(old, 2, at=clock.now, destinations=[NEWSROOM])
    before = {row.id: row for row in await old.deliveries()}
    copied = await copy_to(sqlite_url, postgresql_url)
    assert copied["deliveries"] == 3
    with pytest.raises(MovedError, match="take-back"):  # whatever still runs on the old database stops
        await claim(old)
    new = open_store(postgresql_url, clock=clock)
    await new.open()
    assert {row.id: row for row in await new.deliveries()} == before
    assert await new.story(2) == await old.story(2)
    assert [each.filter for each in await new.subscriptions()] == [subscription.filter]
    assert [(lease.story_id, lease.destination) for lease in await claim(new)] == [(2, NEWSROOM)]
    clock.advance(31)
    doubt = next(lease for lease in await claim(new) if lease.delivery_id == in_flight.delivery_id)
    assert doubt.in_doubt
    assert doubt.key == in_flight.key
    assert await put_story(new, 3, at=clock.now, destinations=[GENERAL]) == 3
    assert max(row.id for row in await new.deliveries()) == max(before) + 1
    async with polling(new) as tx:
        assert await tx.subscriptions()
    for store in (old, new):
        await store.close()


async def test_a_database_that_is_in_use_is_left_alone(sqlite_url, postgresql_url, clock):
    """A typing slip must not mix two installations, and must not pause the old one."""
    new, old = open_store(postgresql_url, clock=clock), open_store(sqlite_url, clock=clock)
    await new.open()
    await put_story(new, 1, at=clock.now)
    await old.open()
    await put_story(old, 1, at=clock.now, destinations=[GENERAL])
    with pytest.raises(StoreError, match="not empty"):
        await copy_to(sqlite_url, postgresql_url)
    (lease,) = await claim(old)
    assert lease.story_id == 1
    for store in (old, new):
        await store.close()


async def test_no_follow_and_no_new_channel_makes_the_old_one_post_again(sqlite_url, postgresql_url, clock):
    old = open_store(sqlite_url, clock=clock)
    await old.open()
    await put_story(old, 1, at=clock.now, destinations=[GENERAL])
    await copy_to(sqlite_url, postgresql_url)
    await old.resume_channel(GENERAL)
    await old.notify(NEWSROOM, title="x", text="y", once_key="z")
    for work in (
        claim(old),
        old.claim_feeds(limit=1, lease_s=30),
        old.take_lease("gateway:discord", "me", lease_s=30),
    ):
        with pytest.raises(MovedError, match=r"moved to postgresql://.*civicwatch"):
            await work
    await old.close()


async def test_the_old_one_works_again_when_it_is_taken_back(sqlite_url, postgresql_url, clock):
    old = open_store(sqlite_url, clock=clock)
    await old.open()
    await put_story(old, 1, at=clock.now, destinations=[GENERAL])
    assert not await old.take_back()
    await copy_to(sqlite_url, postgresql_url)
    assert await old.take_back()
    assert [lease.story_id for lease in await claim(old)] == [1]
    await old.close()


class CutOff(PostgresDatabase):
    """The connection breaks just before the commit."""

    @asynccontextmanager
    async def write(self):
        async with super().write() as tx:
            yield tx
            raise StoreError("connection lost")


async def test_a_crash_while_the_copy_becomes_durable_leaves_none_that_posts(
    sqlite_url, postgresql_url, clock
):
    """The other order would leave both."""
    old = open_store(sqlite_url, clock=clock)
    await old.open()
    await put_story(old, 1, at=clock.now, destinations=[GENERAL])
    source, target = database_at(sqlite_url), CutOff(make_url(postgresql_url), clock=None)
    with pytest.raises(StoreError, match="connection lost; the old installation is stopped already"):
        await _moved(source, target)
    await source.close()
    await target.close()
    with pytest.raises(MovedError):
        await claim(old)
    assert await old.take_back()
    await old.close()


async def test_the_other_way_round_is_refused_in_one_line(sqlite_url, postgresql_url):
    with pytest.raises(StoreError, match="moves a SQLite file to PostgreSQL"):
        await copy_to(postgresql_url, sqlite_url)


async def test_a_second_move_is_refused(sqlite_url, postgresql_url, clock):
    old = open_store(sqlite_url, clock=clock)
    await old.open()
    await put_story(old, 1, at=clock.now, destinations=[GENERAL])
    await copy_to(sqlite_url, postgresql_url)
    with pytest.raises(StoreError, match="was moved to"):
        await copy_to(sqlite_url, postgresql_url)
    assert [row.state for row in await old.deliveries()] == [DeliveryState.PENDING]
    await old.close()
