"""What is forgotten and what never is."""

from datetime import timedelta

from store_values import (
    EVERY_PLATFORM,
    GENERAL,
    SECOND,
    a_digest_subscription,
    an_item,
    polling,
    put_story,
    sight,
)

from bot.core.models import Decision, Receipt
from bot.core.vocabulary import DeliveryState, Fate

DAY = 86_400


async def deliver(store):
    for lease in await store.claim_deliveries(platforms=EVERY_PLATFORM, limit=10, lease_s=30):
        await store.acknowledge(lease, Receipt(remote_id="m", at=await store.now()), gap_s=0)


async def test_a_young_store_forgets_nothing(store, clock):
    await put_story(store, at=clock.now, destinations=[GENERAL])
    await deliver(store)
    assert await store.prune() == 0


async def test_fetches_go_soon_and_identities_long_after_the_feed_dropped_them(store, clock):
    async with polling(store) as tx:
        for number in (1, 2):
            await tx.add_item(an_item(number), None, Decision(fate=Fate.IRRELEVANT))
    clock.advance(15 * DAY)
    assert await store.prune() == 1  # the fetch
    clock.advance(300 * DAY)
    sighting = await sight(store, an_item(1))
    assert sighting.fresh == []
    async with polling(store) as tx:
        await tx.note_presence(sighting.stale)  # still in the feed
    clock.advance(60 * DAY)
    assert await store.prune() == 3  # item 2 and the later fetches
    assert (await sight(store, an_item(1), an_item(2))).fresh == [an_item(2)]


async def test_a_delivery_stays_as_long_as_its_story_may_grow(store, clock):
    story = await put_story(store, at=clock.now, destinations=[GENERAL])
    await store.notify(SECOND, title="t", text="t", once_key="k")
    await deliver(store)
    clock.advance(100 * DAY)
    await store.prune()
    assert [row.story_id for row in await store.deliveries()] == [story]  # the notice went
    async with polling(store) as tx:
        assert await tx.enqueue(story, [GENERAL]) == 0
    clock.advance(300 * DAY)
    await store.prune()
    assert await store.deliveries() == []


async def test_what_a_digest_told_goes_with_it_and_what_waits_stays(store, clock):
    follow = await store.add_subscription(a_digest_subscription(GENERAL))
    await put_story(store, 1, at=clock.now, digests=[follow])
    clock.advance(DAY)
    await store.fold_digests(now=clock.now)
    await deliver(store)
    await put_story(store, 2, at=clock.now, digests=[follow])
    clock.advance(100 * DAY)
    assert await store.prune() == 3  # the fetches and the digest
    clock.advance(300 * DAY)
    assert await store.prune() == 1
    assert await store.fold_digests(now=clock.now) == 1
    (lease,) = await store.claim_deliveries(platforms=EVERY_PLATFORM, limit=10, lease_s=30)
    assert lease.digest_story_ids == (2,)


async def test_stories_and_undelivered_posts_are_never_forgotten(store, clock):
    story = await put_story(store, at=clock.now, destinations=[GENERAL])
    clock.advance(timedelta(days=2_000).total_seconds())
    await store.prune()
    assert await store.story(story) is not None
    assert [row.state for row in await store.deliveries()] == [DeliveryState.PENDING]


async def test_more_rows_than_one_batch_are_forgotten(store, clock):
    async with polling(store) as tx:
        for number in range(1_100):
            await tx.add_item(an_item(number), None, Decision(fate=Fate.IRRELEVANT))
    clock.advance(400 * DAY)
    assert await store.prune() == 1_101


async def test_numbers_that_platforms_and_people_know_are_never_given_twice(store, clock):
    await store.notify(GENERAL, title="t", text="t", once_key="a")
    await deliver(store)
    (first,) = await store.deliveries()
    clock.advance(100 * DAY)
    await store.prune()
    await store.notify(GENERAL, title="t", text="t", once_key="b")
    (second,) = await store.deliveries()
    assert second.id > first.id
