"""A backlog is told in the channel's own measure: no day's posts at once, and none at night."""

from datetime import UTC, datetime

from store_values import (
    EVERY_PLATFORM,
    GENERAL,
    NEWSROOM,
    SECOND,
    a_digest_subscription,
    a_subscription,
    polling,
    post_all,
    put_story,
)

from bot.core.vocabulary import DeliveryState, Stage

CAP = 3
HOUR = 3_600


async def test_beyond_the_cap_a_backlog_becomes_a_digest(store, clock):
    """A channel that was paused, or whose platform was away, for some hours."""
    await store.add_subscription(a_subscription(GENERAL))
    for number in range(1, 8):
        await put_story(store, number, at=clock.now, destinations=[GENERAL], priority=int(number == 6))
        await store.fold_backlog(hourly_cap=CAP)
    assert await store.fold_backlog(hourly_cap=CAP) == 0
    # What is urgent keeps its place, and the others theirs.
    assert await post_all(store, clock) == [6, 1, 2]
    clock.advance(24 * HOUR)
    assert await store.fold_digests(now=clock.now) == 1
    assert await post_all(store, clock) == [(3, 4, 5, 7)]


async def test_what_no_follow_of_the_channel_wants_any_more_stays_as_it_is(store, clock):
    for number in range(1, 6):
        await put_story(store, number, at=clock.now, destinations=[GENERAL])
    assert await store.fold_backlog(hourly_cap=CAP) == 0
    assert await post_all(store, clock) == [1, 2, 3, 4, 5]


async def test_what_may_stand_and_what_is_edited_is_no_backlog(store, clock):
    await store.add_subscription(a_subscription(GENERAL))
    for number in range(1, 4):
        await put_story(store, number, at=clock.now, destinations=[GENERAL])
    (lease,) = await store.claim_deliveries(platforms=EVERY_PLATFORM, limit=1, lease_s=30)
    await store.set_doubt(lease, retry_after_s=0, error="no answer")
    assert await store.fold_backlog(hourly_cap=2) == 0
    assert await store.fold_backlog(hourly_cap=1) == 1
    states = {row.story_id: row.state for row in await store.deliveries()}
    assert states == {1: DeliveryState.DOUBT, 2: DeliveryState.PENDING}


async def test_what_comes_into_quiet_hours_waits_for_their_end(store, clock):
    """It was queued at ten to ten, and the platform was away until one."""
    quiet = {"quiet_from": "22:00", "quiet_to": "07:00", "digest_at": "07:00"}
    await store.add_subscription(a_subscription(GENERAL, **quiet))
    await store.add_subscription(
        a_subscription(NEWSROOM, **quiet, quiet_breakthrough=frozenset({Stage.ENACTED}))
    )
    await store.add_subscription(a_subscription(SECOND))
    clock.now = datetime(2026, 11, 23, 21, 50, tzinfo=UTC)
    await put_story(store, at=clock.now, destinations=[GENERAL, SECOND, NEWSROOM])
    assert await store.fold_backlog(hourly_cap=CAP) == 0
    clock.advance(3 * HOUR)
    assert await store.fold_backlog(hourly_cap=CAP) == 1
    assert await post_all(store, clock) == [1, 1]
    states = {row.destination: row.state for row in await store.deliveries()}
    assert states == {NEWSROOM: DeliveryState.SENT, SECOND: DeliveryState.SENT}
    clock.advance(7 * HOUR)
    await store.fold_digests(now=clock.now)
    assert await post_all(store, clock) == [(1,)]


async def test_what_a_digest_told_and_has_news_is_in_the_next_one(store, clock):
    """The platform was away when the story grew."""
    await store.add_subscription(a_subscription(GENERAL))
    await put_story(store, 1, at=clock.now, destinations=[GENERAL])
    assert await store.fold_backlog(hourly_cap=0) == 1
    clock.advance(24 * HOUR)
    await store.fold_digests(now=clock.now)
    assert await post_all(store, clock) == [(1,)]

    async with polling(store) as tx:
        await tx.enqueue(1, [GENERAL])
    assert await store.fold_backlog(hourly_cap=0) == 1
    clock.advance(24 * HOUR)
    await store.fold_digests(now=clock.now)
    assert await post_all(store, clock) == [(1,)]


async def test_what_was_put_into_a_digest_may_be_posted_by_itself_later(store, clock):
    """It is enacted the week after the outage."""
    await store.add_subscription(a_subscription(GENERAL))
    await put_story(store, 1, at=clock.now, destinations=[GENERAL])
    assert await store.fold_backlog(hourly_cap=0) == 1
    async with polling(store) as tx:
        await tx.enqueue(1, [GENERAL])
    assert await post_all(store, clock) == [1]


async def test_a_digest_of_its_own_takes_the_backlog(store, clock):
    instant = await store.add_subscription(a_subscription(GENERAL))
    daily = await store.add_subscription(a_digest_subscription(GENERAL, digest_at="18:00"))
    for number in range(1, 6):
        await put_story(store, number, at=clock.now, destinations=[GENERAL])
    await store.fold_backlog(hourly_cap=4)
    await store.remove_subscription(instant.id)
    clock.advance(24 * HOUR)
    await store.fold_digests(now=clock.now)
    assert (5,) in await post_all(store, clock)
    assert [each.id for each in await store.subscriptions()] == [daily.id]
