"""What stopped is put back together: nothing twice, nothing unasked, no day's posts at once."""

from datetime import timedelta

import pytest
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

from bot.core.developments import Development
from bot.core.models import Receipt
from bot.core.redelivery import Redelivered, Redelivery, Stopped, within_measure
from bot.core.vocabulary import DeliveryState, Stage, Threads
from bot.store import store as store_module
from bot.store.deliveries import KEPT_FOR

S = DeliveryState
CAP = 3
DAY = 86_400


async def expired(store, clock, numbers, *channels):
    """Stories whose time ran out while their channel's platform was away."""
    for number in numbers:
        await put_story(store, number, at=clock.now, destinations=channels)
    clock.advance(KEPT_FOR.total_seconds() + 1)
    await store.expire()


async def by_story(store):
    return {row.story_id: row.state for row in await store.deliveries()}


async def test_many_are_put_back_behind_what_waits_in_the_order_in_which_they_were_queued(
    store, clock, monkeypatch
):
    """Also where they take several transactions."""
    monkeypatch.setattr(store_module, "PUT_BACK_AT_ONCE", 2)
    await expired(store, clock, range(1, 6), GENERAL)
    await put_story(store, 6, at=clock.now, destinations=[GENERAL])
    wanted = Redelivery(channels=(GENERAL,))
    assert await store.redeliver(wanted, hourly_cap=99) == Redelivered(back=5)
    assert await store.redeliver(wanted, hourly_cap=99) == Redelivered()
    assert await post_all(store, clock) == [6, 1, 2, 3, 4, 5]


async def test_beyond_the_cap_the_stories_are_in_the_next_digest(store, clock):
    """From the first post on, not from the next look at the backlog."""
    await store.add_subscription(a_subscription(GENERAL))
    await expired(store, clock, range(1, 6), GENERAL)
    await put_story(store, 6, at=clock.now, destinations=[GENERAL])
    wanted = Redelivery(channels=(GENERAL,))
    foreseen = await store.redeliver(wanted, hourly_cap=CAP, dry_run=True)
    assert await store.redeliver(wanted, hourly_cap=CAP) == foreseen == Redelivered(back=2, digest=3)
    assert await store.fold_backlog(hourly_cap=CAP) == 0
    assert await post_all(store, clock) == [6, 1, 2]
    clock.advance(DAY)
    await store.fold_digests(now=clock.now)
    assert await post_all(store, clock) == [(3, 4, 5)]


async def test_nothing_is_posted_into_quiet_hours(store, clock):
    """The outage is mended at night; what may break the quiet is posted, the rest in the morning."""
    quiet = {"quiet_from": "22:00", "quiet_to": "07:00", "digest_at": "07:00"}
    await store.add_subscription(a_subscription(GENERAL, **quiet))
    loud = {"quiet_breakthrough": frozenset({Stage.ENACTED})}
    await store.add_subscription(a_subscription(NEWSROOM, **quiet, **loud))
    await expired(store, clock, [1], GENERAL, NEWSROOM)
    clock.now = clock.now.replace(hour=23)
    assert await store.redeliver(Redelivery(), hourly_cap=CAP) == Redelivered(back=1, digest=1)
    assert {row.destination: row.state for row in await store.deliveries()} == {NEWSROOM: S.PENDING}


async def test_what_no_digest_tells_and_is_beyond_the_cap_stays_listed(store, clock):
    """What may stand must be looked up, and what no follow wants has no digest: they wait for another day."""
    await expired(store, clock, range(1, 5), SECOND)
    wanted = Redelivery(channels=(SECOND,))
    assert await store.redeliver(wanted, hourly_cap=CAP) == Redelivered(back=3, left=1)
    assert await by_story(store) == {1: S.PENDING, 2: S.PENDING, 3: S.PENDING, 4: S.EXPIRED}
    assert await post_all(store, clock) == [1, 2, 3]
    assert await store.redeliver(wanted, hourly_cap=CAP) == Redelivered(back=1)


async def test_who_names_a_post_gets_it_whatever_waits(store, clock):
    """It may be the very one that people ask for."""
    await expired(store, clock, [1], SECOND)
    (row,) = await store.deliveries()
    await put_story(store, 2, at=clock.now, destinations=[SECOND])
    clock.advance(60 * DAY)
    done = await store.redeliver(Redelivery(ids=(row.id, 999)), hourly_cap=0)
    assert done == Redelivered(back=1, unknown=(999,))


async def test_only_what_nobody_decided_is_meant_unless_it_is_named(store, clock):
    """What is held may stand, what was called off nobody wants, what is old was lost at another time."""
    made = await store.add_subscription(a_subscription(NEWSROOM))
    await put_story(store, 1, at=clock.now, destinations=[NEWSROOM])
    await store.remove_subscription(made.id)
    await put_story(store, 2, at=clock.now, destinations=[GENERAL])
    (lease,) = await store.claim_deliveries(platforms=EVERY_PLATFORM, limit=1, lease_s=30)
    await store.hold(lease, error="the platform can't tell")
    await expired(store, clock, [3], GENERAL)
    clock.advance(20 * DAY)
    await expired(store, clock, [4], GENERAL)
    assert await store.redeliver(Redelivery(), hourly_cap=CAP) == Redelivered(back=1, older=1)
    assert await by_story(store) == {1: S.CANCELLED, 2: S.HELD, 3: S.EXPIRED, 4: S.PENDING}
    everything = Redelivery(states=(S.CANCELLED, S.HELD), within=timedelta(days=90))
    assert await store.redeliver(everything, hourly_cap=CAP) == Redelivered(back=2, looked_up=1)
    assert (await by_story(store))[2] is S.DOUBT


async def test_what_a_digest_has_told_since_is_not_told_twice(store, clock):
    """A channel with a digest of its own gets there what never arrived by itself."""
    daily = await store.add_subscription(a_digest_subscription(GENERAL))
    await put_story(store, 1, at=clock.now, destinations=[GENERAL], digests=[daily])
    await expired(store, clock, [2], GENERAL)
    assert await store.fold_digests(now=clock.now) == 1
    wanted = Redelivery(channels=(GENERAL,))
    assert await store.redeliver(wanted, hourly_cap=CAP) == Redelivered(back=1, told=1)
    assert await post_all(store, clock) == [(1,), 2]


@pytest.mark.parametrize("state", [S.SENT, S.PENDING, S.DOUBT, S.SENDING])
async def test_what_has_not_stopped_is_not_put_back_in_whatever_way_it_is_asked_for(store, clock, state):
    await put_story(store, 1, at=clock.now, destinations=[GENERAL])
    if state is not S.PENDING:
        (lease,) = await store.claim_deliveries(platforms=EVERY_PLATFORM, limit=1, lease_s=30)
        if state is S.SENT:
            await store.acknowledge(lease, Receipt(remote_id="m1", at=clock.now), gap_s=0)
        elif state is S.DOUBT:
            await store.set_doubt(lease, retry_after_s=0, error="no answer")
    assert await store.redeliver(Redelivery(states=(state,)), hourly_cap=CAP) == Redelivered()
    assert await by_story(store) == {1: state}


async def test_posts_for_a_paused_channel_are_said_to_wait(store, clock):
    await expired(store, clock, [1], GENERAL)
    await put_story(store, 2, at=clock.now, destinations=[GENERAL])
    (lease,) = await store.claim_deliveries(platforms=EVERY_PLATFORM, limit=1, lease_s=30)
    await store.pause_channel(lease, reason="archived", whole_workspace=False)
    assert await store.redeliver(Redelivery(), hourly_cap=CAP) == Redelivered(back=1, paused=1)


async def test_an_answer_put_back_with_its_message_waits_behind_it(store, clock):
    first = await put_story(store, 1, at=clock.now, destinations=[GENERAL])
    async with polling(store) as tx:
        await tx.tell_threads(first, Development(following=(9,)), {GENERAL: Threads.ALL})
    clock.advance(KEPT_FOR.total_seconds() + 1)
    await store.expire()
    assert await store.redeliver(Redelivery(), hourly_cap=CAP) == Redelivered(back=2)
    (message,) = await store.claim_deliveries(platforms=EVERY_PLATFORM, limit=1, lease_s=30)
    await store.acknowledge(message, Receipt(remote_id="m1", at=clock.now), gap_s=0)
    (answer,) = await store.claim_deliveries(platforms=EVERY_PLATFORM, limit=1, lease_s=30)
    assert (message.story_id, answer.thread) == (first, "m1")


async def test_an_answer_that_was_called_off_untried_waits_behind_its_message_too(store, clock):
    """It was never posted, so it is no doubt, which would go first and be called off again."""
    first = await put_story(store, 1, at=clock.now, destinations=[GENERAL])
    (lease,) = await store.claim_deliveries(platforms=EVERY_PLATFORM, limit=1, lease_s=30)
    async with polling(store) as tx:
        await tx.tell_threads(first, Development(following=(9,)), {GENERAL: Threads.ALL})
    await store.hold(lease, error="the platform can't tell")
    (answer,) = await store.claim_deliveries(platforms=EVERY_PLATFORM, limit=1, lease_s=30)
    await store.settle(answer, error="the message that it answers does not stand")
    assert await store.stands(lease.delivery_id, remote_id="m1")
    assert await store.redeliver(Redelivery(ids=(answer.delivery_id,)), hourly_cap=CAP) == Redelivered(back=1)


def test_each_channel_has_its_own_measure():
    """Those in front are taken; what waits already counts."""
    rows = [
        Stopped(id=number, channel_id=number % 2, story_id=None, may_stand=False, paused=False)
        for number in range(6)
    ]
    taken, beyond = within_measure(rows, waiting={1: 2}, cap=CAP)
    assert [row.id for row in taken] == [0, 1, 2, 4]
    assert [row.id for row in beyond] == [3, 5]
