"""Several workers on one database: what one does, no other does again."""

import asyncio
from collections import Counter

from sqlalchemy import text, update
from store_values import (
    EVERY_PLATFORM,
    GENERAL,
    a_digest_subscription,
    a_feed,
    a_subscription,
    an_analysis,
    an_item,
    polling,
    put_story,
)

from bot.core.models import Destination, Receipt
from bot.core.stories import index_keys, opened, profile_of
from bot.core.vocabulary import DeliveryState, Platform
from bot.store import lanes, open_store
from bot.store.schema import channels, deliveries

CHANNELS = [
    Destination(platform=Platform.DISCORD, workspace="1", channel=str(number)) for number in range(12)
]


async def workers_on(url, number, *, clock=None):
    stores = [open_store(url, clock=clock) for _ in range(number)]
    for store in stores:
        await store.open()
    return stores


async def close(stores):
    for store in stores:
        await store.close()


async def test_two_workers_deliver_everything_once_and_in_order(database_url, clock):
    one, two = stores = await workers_on(database_url, 2, clock=clock)
    for number in range(1, 6):
        await put_story(one, number, at=clock.now, destinations=CHANNELS)
    posted: list[tuple[Destination, int]] = []

    async def work(store):
        while leases := await store.claim_deliveries(platforms=EVERY_PLATFORM, limit=4, lease_s=30):
            for lease in leases:
                posted.append((lease.destination, lease.story_id))
                await store.acknowledge(lease, Receipt(remote_id=lease.key, at=clock.now), gap_s=0)

    await asyncio.gather(work(one), work(two), work(one), work(two))
    await work(one)  # a claim that skipped the other's locked lanes may have ended early
    assert max(Counter(posted).values()) == 1
    for channel in CHANNELS:
        assert [story for where, story in posted if where == channel] == [1, 2, 3, 4, 5]
    assert (await one.counts()).deliveries == {DeliveryState.SENT: 60}
    await close(stores)


async def test_two_workers_never_lease_one_feed(database_url, clock):
    one, two = stores = await workers_on(database_url, 2, clock=clock)
    await one.sync_feeds([a_feed(f"feed{number}") for number in range(10)])
    claims = await asyncio.gather(*(store.claim_feeds(limit=3, lease_s=60) for store in (one, two, one, two)))
    slugs = [lease.slug for claim in claims for lease in claim]
    assert len(slugs) == len(set(slugs))
    await close(stores)


async def test_two_workers_that_see_one_development_open_one_story(database_url, clock):
    one, two = stores = await workers_on(database_url, 2, clock=clock)
    await one.sync_feeds([a_feed("one"), a_feed("two")])
    leases = await one.claim_feeds(limit=2, lease_s=60)
    opened_ids = []

    async def poll(store, lease):
        profile = profile_of(an_analysis(an_item()), at=clock.now)
        async with store.poll(lease) as tx:
            found = await tx.candidates(index_keys(profile), since=clock.now)
            await asyncio.sleep(0)
            if not found:
                new = opened(profile)
                opened_ids.append(
                    await tx.add_story(
                        new, index_keys(new), title="t", at=clock.now, follows=None, reasons=()
                    )
                )

    await asyncio.gather(*(poll(store, lease) for store, lease in zip((one, two), leases, strict=True)))
    assert opened_ids == [1]
    await close(stores)


async def test_two_workers_fold_one_digest(database_url, clock):
    one, two = stores = await workers_on(database_url, 2, clock=clock)
    subscription = await one.add_subscription(a_digest_subscription(GENERAL))
    await put_story(one, at=clock.now, digests=[subscription])
    clock.advance(86_400)
    folded = await asyncio.gather(*(store.fold_digests(now=clock.now) for store in (one, two, one, two)))
    assert sorted(folded) == [0, 0, 0, 1]
    await close(stores)


async def test_a_story_queued_while_its_lane_falls_asleep_wakes_it(database_url, clock):
    one, two = stores = await workers_on(database_url, 2, clock=clock)
    for number in range(1, 16):
        # The claim finds the lane empty and puts it to sleep while the poll adds to it.
        await asyncio.gather(
            put_story(one, number, at=clock.now, destinations=[GENERAL]),
            two.claim_deliveries(platforms=EVERY_PLATFORM, limit=5, lease_s=0),
        )
        assert await one.next_due_s(platforms=EVERY_PLATFORM) == 0
        clock.advance(1)
    await close(stores)


async def test_bumps_and_late_reports_do_not_block_each_other(database_url, clock):
    one, two = stores = await workers_on(database_url, 2, clock=clock)
    story = await put_story(one, at=clock.now, destinations=CHANNELS)

    async def bump():
        async with polling(one) as tx:
            await tx.bump_story(story, title="t")

    for _ in range(5):
        leases = await two.claim_deliveries(platforms=EVERY_PLATFORM, limit=20, lease_s=30)
        await asyncio.gather(
            bump(),
            *(two.acknowledge(each, Receipt(remote_id=each.key, at=clock.now), gap_s=0) for each in leases),
        )
    while leases := await two.claim_deliveries(platforms=EVERY_PLATFORM, limit=20, lease_s=30):
        for each in leases:
            await two.acknowledge(each, Receipt(remote_id=each.key, at=clock.now), gap_s=0)
    assert {row.sent_revision for row in await one.deliveries(limit=100)} == {6}
    await close(stores)


async def test_workers_tell_the_time_by_the_database(database_url):
    one, two = stores = await workers_on(database_url, 2)
    earlier, later = await one.now(), await two.now()
    assert abs((later - earlier).total_seconds()) < 5
    await close(stores)


async def _between_two_locks(store, lower, higher, work):
    """Do `work` while a report holds the lower lane and goes on to the higher one."""

    async with asyncio.timeout(20):
        async with store._database.write() as tx:
            await lanes.lock(tx, channels.c.id == lower)
            working = asyncio.create_task(work())
            while not working.done() and not await _somebody_waits_for_a_lock(store):
                pass
            # Each would have to wait for the other, and the server would end one of them.
            await lanes.lock(tx, channels.c.id == higher)
        await working


async def _somebody_waits_for_a_lock(store):
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    async with store._database.read() as tx:
        return await tx.connection.scalar(text(waiting)) > 0


async def test_the_sweep_locks_lanes_in_the_one_order(postgresql_url):
    """A crashed worker's lane behind one in which something is late."""
    one, two = stores = await workers_on(postgresql_url, 2)
    now = await one.now()
    await put_story(one, 1, at=now, destinations=CHANNELS[:2])
    lower, higher = sorted(
        lease.channel_id
        for lease in await one.claim_deliveries(platforms=EVERY_PLATFORM, limit=2, lease_s=30)
    )
    async with one._database.write() as tx:
        await tx.run(update(channels).where(channels.c.id == higher).values(lease_until=now))
        await tx.run(update(channels).where(channels.c.id == lower).values(lease_until=None))
        late = {"state": DeliveryState.PENDING, "expires_at": now}
        await tx.run(update(deliveries).where(deliveries.c.channel_id == lower).values(late))
    await _between_two_locks(two, lower, higher, one.expire)
    states = {row.state for row in await one.deliveries()}
    assert states == {DeliveryState.EXPIRED, DeliveryState.DOUBT}
    await close(stores)


async def test_follows_that_go_together_lock_lanes_in_the_one_order(postgresql_url):
    """The file named the later channel first."""
    one, two = stores = await workers_on(postgresql_url, 2)
    await put_story(one, 1, at=await one.now(), destinations=CHANNELS[:2])
    rows = sorted(
        await one.claim_deliveries(platforms=EVERY_PLATFORM, limit=2, lease_s=30),
        key=lambda lease: lease.channel_id,
    )
    lower, higher = (lease.channel_id for lease in rows)
    wanted = [a_subscription(lease.destination, origin="file") for lease in reversed(rows)]
    await one.sync_subscriptions(wanted)
    await _between_two_locks(two, lower, higher, lambda: one.sync_subscriptions([]))
    assert await one.subscriptions() == []
    await close(stores)
