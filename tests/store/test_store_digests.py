"""A digest: once for each subscription and day, at its local hour, without what the channel has seen."""

from datetime import UTC, datetime

import pytest
from store_values import EVERY_PLATFORM, GENERAL, SECOND, a_digest_subscription, put_back, put_story

from bot.core.message import MOST_IN_DIGEST
from bot.core.models import Receipt
from bot.core.quiet import last_due
from bot.core.vocabulary import Action, DeliveryState, DigestDays, Stage
from bot.ports import DeliveryKind
from bot.store.digests import MOST_MESSAGES

HOUR = 3_600


async def follow(store, destination=GENERAL, **options):
    return await store.add_subscription(a_digest_subscription(destination, **options))


async def claim(store):
    return await store.claim_deliveries(platforms=EVERY_PLATFORM, limit=10, lease_s=30)


async def deliver(store):
    leases = await claim(store)
    for lease in leases:
        await store.acknowledge(
            lease, Receipt(remote_id=f"m{lease.delivery_id}", at=await store.now()), gap_s=0
        )
    return leases


async def test_stories_wait_for_the_local_hour_and_become_one_delivery(store, clock):
    subscription = await follow(store, timezone="America/Chicago", digest_at="08:00")  # 14:00 UTC
    stories = [await put_story(store, number, at=clock.now, digests=[subscription]) for number in (1, 2)]
    assert await store.fold_digests(now=clock.now) == 0
    clock.advance(2 * HOUR)
    assert await store.fold_digests(now=clock.now) == 1
    assert await store.fold_digests(now=clock.now) == 0
    (lease,) = await claim(store)
    assert (lease.kind, lease.digest_story_ids, lease.timezone) == (
        DeliveryKind.DIGEST,
        tuple(stories),
        "America/Chicago",
    )
    assert lease.title == "Digest of 23 November 2026"


async def test_a_story_is_put_on_a_digest_once(store, clock):
    subscription = await follow(store)
    await put_story(store, at=clock.now, digests=[subscription, subscription])
    clock.advance(24 * HOUR)
    assert await store.fold_digests(now=clock.now) == 1
    assert (await claim(store))[0].digest_story_ids == (1,)


async def test_each_day_has_its_own_digest_and_a_day_without_news_has_none(store, clock):
    subscription = await follow(store)
    await put_story(store, 1, at=clock.now, digests=[subscription])
    clock.advance(24 * HOUR)
    assert await store.fold_digests(now=clock.now) == 1
    await put_story(store, 2, at=clock.now, digests=[subscription])
    clock.advance(1 * HOUR)
    assert await store.fold_digests(now=clock.now) == 0
    clock.advance(23 * HOUR)
    assert await store.fold_digests(now=clock.now) == 1
    clock.advance(24 * HOUR)
    assert await store.fold_digests(now=clock.now) == 0
    assert len(await store.deliveries()) == 2


async def test_a_worker_that_slept_through_the_hour_folds_what_was_due_then(store, clock):
    subscription = await follow(store, digest_at="08:00")
    await put_story(store, 1, at=clock.now, digests=[subscription])
    clock.advance(21 * HOUR)  # 09:00 of the next day
    await put_story(store, 2, at=clock.now, digests=[subscription])
    assert await store.fold_digests(now=clock.now) == 1
    assert (await claim(store))[0].digest_story_ids == (1,)


async def test_what_the_channel_saw_at_once_is_left_out(store, clock):
    subscription = await follow(store)
    seen = await put_story(store, 1, at=clock.now, destinations=[GENERAL], digests=[subscription])
    unseen = await put_story(store, 2, at=clock.now, destinations=[SECOND], digests=[subscription])
    await deliver(store)
    clock.advance(24 * HOUR)
    await store.fold_digests(now=clock.now)
    (lease,) = await claim(store)
    assert lease.digest_story_ids == (unseen,) != (seen,)


async def test_a_digest_of_nothing_new_is_not_sent(store, clock):
    subscription = await follow(store)
    await put_story(store, 1, at=clock.now, destinations=[GENERAL], digests=[subscription])
    clock.advance(24 * HOUR)
    assert await store.fold_digests(now=clock.now) == 0
    assert [row.kind for row in await store.deliveries()] == [DeliveryKind.STORY]


async def test_two_subscriptions_of_one_channel_do_not_repeat_each_other(store, clock):
    first, second = await follow(store), await follow(store, timezone="Europe/London", digest_at="09:00")
    await put_story(store, 1, at=clock.now, digests=[first, second])
    clock.advance(24 * HOUR)
    assert await store.fold_digests(now=clock.now) == 1


async def test_a_story_whose_own_post_failed_for_good_still_reaches_the_digest(store, clock):
    subscription = await follow(store)
    story = await put_story(store, 1, at=clock.now, destinations=[GENERAL], digests=[subscription])
    for _ in range(2):
        (lease,) = await claim(store)
        await store.refuse(lease, error="refused")
    clock.advance(24 * HOUR)
    await store.fold_digests(now=clock.now)
    assert (await claim(store))[0].digest_story_ids == (story,)


async def test_a_story_on_its_way_by_itself_waits_and_is_told_by_the_digest_if_it_never_arrives(store, clock):
    subscription = await follow(store)
    await put_story(store, at=clock.now, digests=[subscription], destinations=[GENERAL])
    clock.advance(24 * HOUR)
    assert await store.fold_digests(now=clock.now) == 0
    clock.advance(3 * 24 * HOUR)
    await store.expire()
    assert await store.fold_digests(now=clock.now) == 1
    assert [lease.digest_story_ids for lease in await claim(store)] == [(1,)]


async def _lost_digest(store, clock):
    """A digest of story 1 that was refused for good, and story 2 a day later."""
    subscription = await follow(store)
    await put_story(store, 1, at=clock.now, digests=[subscription])
    clock.advance(24 * HOUR)
    await store.fold_digests(now=clock.now)
    for _ in range(2):
        (lease,) = await claim(store)
        await store.refuse(lease, error="refused")
    await store.fold_digests(now=clock.now)
    await put_story(store, 2, at=clock.now, digests=[subscription])
    return lease.delivery_id


async def test_the_stories_of_a_digest_that_was_given_up_are_in_the_next_one(store, clock):
    lost = await _lost_digest(store, clock)
    clock.advance(24 * HOUR)
    assert await store.fold_digests(now=clock.now) == 1
    assert [lease.digest_story_ids for lease in await deliver(store)] == [(1, 2)]
    # Put back now it has nothing left to say.
    assert await put_back(store, lost)
    assert [lease.digest_story_ids for lease in await claim(store)] == [()]


async def test_a_lost_digest_that_a_person_puts_back_keeps_its_stories(store, clock):
    lost = await _lost_digest(store, clock)
    assert await put_back(store, lost)
    assert [lease.digest_story_ids for lease in await deliver(store)] == [(1,)]
    clock.advance(24 * HOUR)
    await store.fold_digests(now=clock.now)
    assert [lease.digest_story_ids for lease in await deliver(store)] == [(2,)]


async def test_a_story_that_brings_down_every_digest_is_given_up_in_the_end(store, clock):
    subscription = await follow(store)
    await put_story(store, 1, at=clock.now, digests=[subscription])
    digests = 0
    for _ in range(30):
        clock.advance(24 * HOUR)
        digests += await store.fold_digests(now=clock.now)
        while leases := await claim(store):
            await store.refuse(leases[0], error="refused")
    assert 10 < digests < 16


async def test_a_long_digest_becomes_several_messages_in_order(store, clock):
    subscription = await follow(store)
    # Studies can wait, so the ban that came last is told first.
    studies = [
        await put_story(store, number, at=clock.now, digests=[subscription], action=Action.STUDY)
        for number in range(1, 15)
    ]
    ban = await put_story(store, 15, at=clock.now, digests=[subscription])
    clock.advance(24 * HOUR)
    assert await store.fold_digests(now=clock.now) == 2
    assert await store.fold_digests(now=clock.now) == 0
    first, second = [(await deliver(store))[0] for _ in range(2)]
    assert [first.title, second.title] == [f"Digest of 24 November 2026 ({part} of 2)" for part in (1, 2)]
    assert first.digest_story_ids == (*studies[: MOST_IN_DIGEST - 1], ban)
    assert second.digest_story_ids == tuple(studies[MOST_IN_DIGEST - 1 :])


async def test_what_one_window_can_not_hold_waits_for_the_next(store, clock):
    subscription = await follow(store)
    told = MOST_MESSAGES * MOST_IN_DIGEST
    stories = [
        await put_story(store, number, at=clock.now, digests=[subscription]) for number in range(told + 1)
    ]
    clock.advance(24 * HOUR)
    assert await store.fold_digests(now=clock.now) == MOST_MESSAGES
    # As a second worker does, and this one an hour later.
    clock.advance(1 * HOUR)
    assert await store.fold_digests(now=clock.now) == 0
    shown = [
        story_id for _ in range(MOST_MESSAGES) for story_id in (await deliver(store))[0].digest_story_ids
    ]
    assert sorted(shown) == stories[:told]
    clock.advance(23 * HOUR)
    assert await store.fold_digests(now=clock.now) == 1
    assert (await deliver(store))[0].digest_story_ids == (stories[-1],)


async def test_removing_a_subscription_takes_its_waiting_stories_with_it(store, clock):
    subscription = await follow(store)
    await put_story(store, 1, at=clock.now, digests=[subscription])
    await store.remove_subscription(subscription.id)
    clock.advance(24 * HOUR)
    assert await store.fold_digests(now=clock.now) == 0


async def test_a_digest_goes_through_the_same_machine_as_a_story(store, clock):
    subscription = await follow(store)
    await put_story(store, 1, at=clock.now, digests=[subscription])
    clock.advance(24 * HOUR)
    await store.fold_digests(now=clock.now)
    await claim(store)  # and crash
    clock.advance(31)
    (lease,) = await deliver(store)
    assert (lease.in_doubt, lease.digest_story_ids) == (True, (1,))
    assert (await store.counts()).deliveries == {DeliveryState.SENT: 1}


LAST_DUE = [
    # Still to come today: yesterday's.
    ("08:00", "America/Chicago", "2026-11-23T12:00", "2026-11-22T14:00"),
    # Exactly now.
    ("06:00", "America/Chicago", "2026-11-23T12:00", "2026-11-23T12:00"),
    # Already tomorrow there.
    ("08:00", "Pacific/Auckland", "2026-11-23T20:00", "2026-11-23T19:00"),
    # The night when clocks go forward (8 March 2026): 02:30 does not exist, the digest comes at 03:30 daylight time.
    ("02:30", "America/Chicago", "2026-03-08T12:00", "2026-03-08T08:30"),
    # The night when they go back (1 November 2026): 01:30 comes twice, the first time counts.
    ("01:30", "America/Chicago", "2026-11-01T12:00", "2026-11-01T06:30"),
    # The same wall-clock hour before and after the change is another instant.
    ("08:00", "Europe/London", "2026-10-24T12:00", "2026-10-24T07:00"),
    ("08:00", "Europe/London", "2026-10-25T12:00", "2026-10-25T08:00"),
    # A quarter-hour zone.
    ("08:00", "Asia/Kathmandu", "2026-11-23T12:00", "2026-11-23T02:15"),
    # A zone that no longer exists does not stop the others.
    ("08:00", "Mars/Olympus", "2026-11-23T12:00", "2026-11-23T08:00"),
]


@pytest.mark.parametrize(("digest_at", "zone", "now", "expected"), LAST_DUE)
def test_the_last_local_hour(digest_at, zone, now, expected):
    moment = last_due(digest_at, zone, datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert moment == datetime.fromisoformat(expected).replace(tzinfo=UTC)


async def test_a_weekly_digest_waits_for_its_day_and_an_empty_one_is_skipped(store, clock):
    """It is Monday noon: a digest of Wednesdays at eight."""
    subscription = await follow(store, digest_at="08:00", digest_days=DigestDays.WEDNESDAY)
    await put_story(store, 1, at=clock.now, digests=[subscription])
    for hours, folded in ((24, 0), (20, 1), (24, 0)):
        clock.advance(hours * HOUR)
        assert await store.fold_digests(now=clock.now) == folded
    await put_story(store, 2, at=clock.now, digests=[subscription])
    for hours, folded in ((5 * 24, 0), (24, 1)):
        clock.advance(hours * HOUR)
        assert await store.fold_digests(now=clock.now) == folded


async def test_days_and_quiet_hours_are_kept_with_the_subscription(store):
    kept = await follow(
        store,
        digest_days=DigestDays.WEEKDAYS,
        quiet_from="22:00",
        quiet_to="07:00",
        quiet_breakthrough=frozenset({Stage.ENACTED, Stage.VETOED}),
    )
    assert await store.subscriptions() == [kept]


async def test_a_month_without_news_gets_one_line_that_the_watch_goes_on(store, clock):
    """At the hour of the digest, once for the channel; news of the month before it make it needless."""
    silent = await follow(store, GENERAL, digest_at="12:00")
    await follow(store, GENERAL, digest_at="12:00", timezone="Europe/London")
    busy = await follow(store, SECOND, digest_at="12:00")
    clock.advance(20 * 24 * HOUR)
    await put_story(store, 1, at=clock.now, digests=[busy])
    clock.advance(24 * HOUR)
    assert await store.fold_digests(now=clock.now) == 1
    clock.advance(9 * 24 * HOUR - 60)
    assert await store.fold_digests(now=clock.now) == 0
    clock.advance(120)
    assert await store.fold_digests(now=clock.now) == 1
    assert await store.fold_digests(now=clock.now) == 0
    (line,) = [row for row in await store.deliveries() if row.kind is DeliveryKind.NOTICE]
    assert (line.destination, line.title) == (silent.destination, "The watch goes on")
