"""The delivery machine, transition by transition, on both engines (docs/delivery.md draws it)."""

import asyncio
import time
from dataclasses import replace

import pytest
from databases import execute
from store_values import (
    EVERY_PLATFORM,
    GENERAL,
    NEWSROOM,
    SECOND,
    a_digest_subscription,
    a_subscription,
    polling,
    put_back,
    put_story,
)

from bot.core.models import Destination, Receipt
from bot.core.vocabulary import DeliveryState, Platform
from bot.ports import DeliveryKind, Posted
from bot.store import open_store
from bot.store.claims import GIVE_UP_AFTER, LEAST_ATTEMPTS

DAY = 86_400


async def claim(store, *, limit=10, lease_s=30.0, platforms=EVERY_PLATFORM, ahead_s=0.0):
    return await store.claim_deliveries(platforms=platforms, limit=limit, lease_s=lease_s, ahead_s=ahead_s)


async def claim_one(store, **options):
    (lease,) = await claim(store, **options)
    return lease


async def acknowledge(store, lease, remote_id="m1", *, gap_s=0.0):
    await store.acknowledge(lease, Receipt(remote_id=remote_id, at=await store.now()), gap_s=gap_s)


async def the_row(store, story_id=None):
    rows = [row for row in await store.deliveries() if story_id is None or row.story_id == story_id]
    (row,) = rows
    return row


async def bump(store, story_id, *, title="Council bans facial recognition"):
    async with polling(store) as tx:
        return await tx.bump_story(story_id, title=title)


# --- queueing -------------------------------------------------------------------------------------------


async def test_a_channel_gets_a_story_once_however_often_it_is_queued(store, clock):
    story = await put_story(store, at=clock.now, destinations=[GENERAL])
    async with polling(store) as tx:
        assert await tx.enqueue(story, [GENERAL, GENERAL, SECOND]) == 1
    assert len(await store.deliveries()) == 2


async def test_one_story_reaches_more_channels_than_one_statement_can_name(store, clock):
    channels = [Destination(platform=Platform.DISCORD, workspace="1", channel=str(n)) for n in range(1_200)]
    await put_story(store, at=clock.now, destinations=channels)
    assert (await store.counts()).deliveries == {DeliveryState.PENDING: 1_200}


async def test_a_claim_says_what_to_post_where_and_in_which_time_zone(store, clock):
    await store.add_subscription(a_subscription(GENERAL, timezone="America/Chicago"))
    story = await put_story(store, at=clock.now, destinations=[GENERAL])
    lease = await claim_one(store)
    assert (lease.destination, lease.kind, lease.story_id) == (GENERAL, DeliveryKind.STORY, story)
    assert (lease.attempts, lease.revision, lease.in_doubt, lease.plain) == (1, 1, False, False)
    assert (lease.remote_id, lease.first_sent_at, lease.timezone) == (None, clock.now, "America/Chicago")
    assert len(lease.key) <= 25


async def test_only_lanes_of_the_platforms_asked_for_are_claimed(store, clock):
    await put_story(store, at=clock.now, destinations=[GENERAL, NEWSROOM])
    assert [lease.destination for lease in await claim(store, platforms=[Platform.SLACK])] == [NEWSROOM]


async def test_a_lane_gives_its_stories_in_order_one_at_a_time(store, clock):
    stories = [await put_story(store, number, at=clock.now, destinations=[GENERAL]) for number in (1, 2, 3)]
    given = []
    while leases := await claim(store):
        (lease,) = leases
        given.append(lease.story_id)
        await acknowledge(store, lease)
    assert given == stories


async def test_an_important_story_goes_before_those_that_wait(store, clock):
    await put_story(store, 1, at=clock.now, destinations=[GENERAL])
    important = await put_story(store, 2, at=clock.now, destinations=[GENERAL], priority=1)
    assert (await claim_one(store)).story_id == important


# --- sent -----------------------------------------------------------------------------------------------


async def test_an_acknowledged_delivery_is_sent_and_its_lane_rests_for_the_gap(store, clock):
    await put_story(store, 1, at=clock.now, destinations=[GENERAL])
    await put_story(store, 2, at=clock.now, destinations=[GENERAL])
    await acknowledge(store, await claim_one(store), "m1", gap_s=1.1)
    assert await claim(store) == []
    assert await store.next_due_s(platforms=EVERY_PLATFORM) == pytest.approx(1.1)
    clock.advance(1.2)
    assert (await claim_one(store)).story_id == 2
    assert (await store.counts()).deliveries == {DeliveryState.SENT: 1, DeliveryState.SENDING: 1}


async def test_a_lane_that_goes_idle_keeps_its_gap_for_the_next_story(store, clock):
    await put_story(store, 1, at=clock.now, destinations=[GENERAL])
    await acknowledge(store, await claim_one(store), gap_s=5)
    await put_story(store, 2, at=clock.now, destinations=[GENERAL])
    assert await claim(store) == []
    clock.advance(5)
    assert (await claim_one(store)).story_id == 2


async def test_an_idle_lane_is_never_due_and_wakes_with_the_next_story(store, clock):
    await put_story(store, 1, at=clock.now, destinations=[GENERAL])
    await acknowledge(store, await claim_one(store))
    assert await claim(store) == []
    assert await store.next_due_s(platforms=EVERY_PLATFORM) is None
    await put_story(store, 2, at=clock.now, destinations=[GENERAL])
    assert await store.next_due_s(platforms=EVERY_PLATFORM) == 0
    assert (await claim_one(store)).story_id == 2


# --- leases and crashes ---------------------------------------------------------------------------------


async def test_a_leased_lane_is_nobody_elses(store, clock):
    await put_story(store, 1, at=clock.now, destinations=[GENERAL])
    await put_story(store, 2, at=clock.now, destinations=[GENERAL])
    await claim_one(store, lease_s=30)
    clock.advance(29)
    assert await claim(store) == []


@pytest.mark.parametrize("sweep", [False, True])
async def test_what_a_crashed_worker_was_posting_is_in_doubt(store, clock, sweep):
    await put_story(store, at=clock.now, destinations=[GENERAL])
    first = await claim_one(store, lease_s=30)
    clock.advance(31)
    if sweep:
        assert await store.expire() == 1
        assert (await the_row(store)).state is DeliveryState.DOUBT
    second = await claim_one(store)
    assert (second.delivery_id, second.key) == (first.delivery_id, first.key)
    assert (second.in_doubt, second.attempts, second.fence) == (True, 2, first.fence + 1)
    assert second.first_sent_at == first.first_sent_at


async def test_a_late_acknowledgement_counts_but_frees_no_lane_of_another(store, clock):
    await put_story(store, 1, at=clock.now, destinations=[GENERAL])
    await put_story(store, 2, at=clock.now, destinations=[GENERAL])
    late = await claim_one(store, lease_s=30)
    clock.advance(31)
    current = await claim_one(store, lease_s=30)
    await acknowledge(store, late, "first")
    assert (await the_row(store, 1)).remote_id == "first"
    assert await claim(store) == []  # still leased to the current holder
    await acknowledge(store, current, "second")
    row = await the_row(store, 1)
    assert (row.state, row.remote_id) == (DeliveryState.SENT, "first")
    assert (await claim_one(store)).story_id == 2


async def test_a_late_worker_cannot_move_a_delivery_back(store, clock):
    await put_story(store, at=clock.now, destinations=[GENERAL])
    late = await claim_one(store, lease_s=30)
    clock.advance(31)
    current = await claim_one(store, lease_s=30)
    await store.postpone(late, retry_after_s=0, counts=True, error="late")
    await store.set_doubt(late, retry_after_s=0, error="late")
    await store.hold(late, error="late")
    await store.settle(late, error="late")
    await store.pause_channel(late, reason="late", whole_workspace=False)
    assert await store.refuse(late, error="late") is DeliveryState.SENDING
    assert (await the_row(store)).state is DeliveryState.SENDING
    await acknowledge(store, current)
    assert (await the_row(store)).state is DeliveryState.SENT


async def test_nothing_overturns_sent(store, clock):
    await put_story(store, at=clock.now, destinations=[GENERAL])
    late = await claim_one(store, lease_s=30)
    clock.advance(31)
    current = await claim_one(store, lease_s=30)
    await acknowledge(store, late)
    await store.set_doubt(current, retry_after_s=0, error="no answer")
    assert (await the_row(store)).state is DeliveryState.SENT
    assert await claim(store) == []


# --- trying again ---------------------------------------------------------------------------------------


async def test_a_postponed_delivery_stays_the_head_of_its_lane(store, clock):
    await put_story(store, 1, at=clock.now, destinations=[GENERAL])
    await put_story(store, 2, at=clock.now, destinations=[GENERAL])
    await store.postpone(await claim_one(store), retry_after_s=60, counts=True, error="refused")
    assert await claim(store) == []
    clock.advance(60)
    again = await claim_one(store)
    assert (again.story_id, again.attempts, again.in_doubt) == (1, 2, False)
    assert again.first_sent_at == clock.now  # nothing of the first attempt can stand in the channel


async def test_a_rate_limit_is_no_attempt(store, clock):
    await put_story(store, at=clock.now, destinations=[GENERAL])
    for _ in range(LEAST_ATTEMPTS + 2):
        lease = await claim_one(store)
        assert lease.attempts == 1
        await store.postpone(lease, retry_after_s=1, counts=False, error="429")
        clock.advance(1)


STEP_S = GIVE_UP_AFTER.total_seconds() / (LEAST_ATTEMPTS - 1)
"""So that the last attempt comes just when it has been tried for long enough."""


@pytest.mark.parametrize(("attempts", "step_s"), [(5 * LEAST_ATTEMPTS, 500), (LEAST_ATTEMPTS - 1, 7_000)])
async def test_neither_many_attempts_nor_a_long_time_alone_give_up(store, clock, attempts, step_s):
    """A platform that fails for an afternoon, and a bot that was off for a night between two failures."""
    await put_story(store, 1, at=clock.now, destinations=[GENERAL])
    for _ in range(attempts):
        await store.postpone(await claim_one(store), retry_after_s=1, counts=True, error="503")
        clock.advance(step_s)
    assert (await the_row(store, 1)).state is DeliveryState.PENDING


@pytest.mark.parametrize("failure", ["postpone", "doubt", "crash"])
async def test_after_the_last_attempt_it_is_dead_and_the_lane_goes_on(store, clock, failure):
    await put_story(store, 1, at=clock.now, destinations=[GENERAL])
    await put_story(store, 2, at=clock.now, destinations=[GENERAL])
    for _ in range(LEAST_ATTEMPTS):
        lease = await claim_one(store, lease_s=30)
        assert lease.story_id == 1
        if failure == "postpone":
            await store.postpone(lease, retry_after_s=1, counts=True, error="refused")
        elif failure == "doubt":
            await store.set_doubt(lease, retry_after_s=1, error="no answer")
        clock.advance(STEP_S)
    assert (await claim_one(store)).story_id == 2
    assert (await the_row(store, 1)).state is DeliveryState.DEAD


async def test_a_doubt_is_settled_before_anything_else_and_survives_being_postponed(store, clock):
    await put_story(store, 1, at=clock.now, destinations=[GENERAL])
    await store.set_doubt(await claim_one(store), retry_after_s=2, error="no answer")
    await put_story(store, 2, at=clock.now, destinations=[GENERAL], priority=9)
    clock.advance(2)
    doubtful = await claim_one(store)
    assert (doubtful.story_id, doubtful.in_doubt) == (1, True)
    await store.postpone(doubtful, retry_after_s=2, counts=False, error="history is rate limited")
    clock.advance(2)
    again = await claim_one(store)
    assert (again.story_id, again.in_doubt, again.first_sent_at) == (1, True, doubtful.first_sent_at)


async def test_a_held_delivery_waits_for_a_person_and_blocks_nobody(store, clock):
    await put_story(store, 1, at=clock.now, destinations=[GENERAL])
    await put_story(store, 2, at=clock.now, destinations=[GENERAL])
    await store.set_doubt(await claim_one(store), retry_after_s=0, error="no answer")
    held = await claim_one(store)
    await store.hold(held, error="history can't be read")
    assert (await claim_one(store)).story_id == 2
    assert (await store.deliveries(states=[DeliveryState.HELD]))[0].error == "history can't be read"


async def test_refused_content_is_tried_once_as_plain_text_and_then_dead(store, clock):
    await put_story(store, at=clock.now, destinations=[GENERAL])
    assert await store.refuse(await claim_one(store), error="bad embed") is DeliveryState.PENDING
    plain = await claim_one(store)
    assert plain.plain
    assert await store.refuse(plain, error="bad text") is DeliveryState.DEAD
    assert await claim(store) == []


async def test_redeliver_puts_a_stopped_delivery_at_the_end_of_its_lane(store, clock):
    await put_story(store, 1, at=clock.now, destinations=[GENERAL])
    for _ in range(2):
        await store.refuse(await claim_one(store), error="refused")
    dead = await the_row(store)
    await put_story(store, 2, at=clock.now, destinations=[GENERAL])
    assert await put_back(store, dead.id)
    assert not await put_back(store, dead.id)
    given = []
    while leases := await claim(store):
        given.append((leases[0].story_id, leases[0].attempts, leases[0].plain))
        await acknowledge(store, leases[0])
    assert given == [(2, 1, False), (1, 1, False)]
    assert not await put_back(store, dead.id)  # sent: never again
    assert not await put_back(store, 999)


# --- a platform that is the bottleneck ------------------------------------------------------------------


async def test_what_is_urgent_goes_before_what_waits_longer_elsewhere(store, clock):
    """An alarm must not wait until a hundred channels have had the day's news."""
    crowd = [Destination(platform=Platform.DISCORD, workspace="1", channel=str(n)) for n in range(60)]
    await put_story(store, 1, at=clock.now, destinations=crowd)
    await put_story(store, 2, at=clock.now, destinations=[GENERAL])
    clock.advance(1)
    await put_story(store, 3, at=clock.now, destinations=[GENERAL], priority=1)
    assert [lease.story_id for lease in await claim(store, limit=5)] == [3, 1, 1, 1, 1]


async def test_a_lane_that_posted_what_was_urgent_takes_its_turn_as_others_do(store, clock):
    crowd = [Destination(platform=Platform.DISCORD, workspace="1", channel=str(n)) for n in range(60)]
    await put_story(store, 1, at=clock.now, destinations=crowd)
    clock.advance(1)
    for number, priority in ((2, 0), (3, 1), (4, 1)):
        await put_story(store, number, at=clock.now, destinations=[GENERAL], priority=priority)
    for expected in (3, 4):
        first, *_ = await claim(store, limit=2)
        assert first.story_id == expected
        await acknowledge(store, first)
    assert [lease.story_id for lease in await claim(store, limit=5)] == [1] * 5


# --- a clock that is put right ---------------------------------------------------------------------------


async def test_a_clock_that_ran_ahead_and_is_put_right_holds_nothing_up(store, clock):
    """A small machine without a battery begins a month ahead until it has asked the time."""
    clock.advance(30 * DAY)
    rates = {Platform.DISCORD: 2.0}
    everywhere = {"platforms": EVERY_PLATFORM, "limit": 10, "lease_s": 30, "rates": rates}
    await put_story(store, 1, at=clock.now, destinations=[GENERAL, SECOND, NEWSROOM])
    for lease in await store.claim_deliveries(**everywhere):
        if lease.destination == GENERAL:
            await acknowledge(store, lease, gap_s=1)
        elif lease.destination == NEWSROOM:
            await store.postpone(lease, retry_after_s=60, counts=False, error="429", whole_platform=True)
    assert await store.take_lease("job:sweep", "old", lease_s=45)
    clock.advance(-30 * DAY)
    await put_story(store, 2, at=clock.now, destinations=[GENERAL])
    clock.advance(60)
    assert await store.take_lease("job:sweep", "new", lease_s=45)
    await store.expire()
    leases = {lease.destination: lease for lease in await store.claim_deliveries(**everywhere)}
    assert leases.keys() == {GENERAL, SECOND, NEWSROOM}
    assert leases[SECOND].in_doubt


# --- expiry ---------------------------------------------------------------------------------------------


async def test_stale_news_expires_and_a_person_may_still_send_it(store, clock):
    await put_story(store, at=clock.now, destinations=[GENERAL])
    clock.advance(4 * DAY)
    assert await claim(store) == []  # also before anybody swept
    assert await store.expire() == 1
    row = await the_row(store)
    assert row.state is DeliveryState.EXPIRED
    assert await put_back(store, row.id)
    assert (await claim_one(store)).delivery_id == row.id


# --- channels that take nothing -------------------------------------------------------------------------


async def test_a_paused_channel_keeps_its_deliveries_until_it_is_resumed(store, clock):
    await put_story(store, 1, at=clock.now, destinations=[GENERAL, SECOND])
    for lease in await claim(store):
        if lease.destination == GENERAL:
            await store.pause_channel(lease, reason="missing permission", whole_workspace=False)
        else:
            await acknowledge(store, lease)
    await put_story(store, 2, at=clock.now, destinations=[GENERAL, SECOND])
    assert [lease.destination for lease in await claim(store)] == [SECOND]
    assert await store.resume_channel(GENERAL)
    assert not await store.resume_channel(GENERAL)
    lease = await claim_one(store)
    assert (lease.destination, lease.story_id, lease.attempts) == (GENERAL, 1, 1)


async def test_a_workspace_is_paused_and_resumed_as_a_whole(store, clock):
    elsewhere = replace(GENERAL, workspace="88")
    await put_story(store, at=clock.now, destinations=[GENERAL, SECOND, elsewhere, NEWSROOM])
    leases = {lease.destination: lease for lease in await claim(store)}
    await store.postpone(leases[SECOND], retry_after_s=0, counts=False, error="429")
    await store.pause_channel(leases[GENERAL], reason="token revoked", whole_workspace=True)
    assert await claim(store) == []
    await put_story(store, 2, at=clock.now, destinations=[elsewhere])
    clock.advance(31)
    assert {lease.destination for lease in await claim(store)} == {elsewhere, NEWSROOM}
    assert await store.resume_channel(SECOND)
    assert {lease.destination for lease in await claim(store)} == {GENERAL, SECOND}


async def test_resuming_a_channel_that_nobody_knows_says_no(store):
    assert not await store.resume_channel(GENERAL)


# --- edits ----------------------------------------------------------------------------------------------


async def test_a_changed_story_edits_its_message_once_however_often_it_changed(store, clock):
    story = await put_story(store, at=clock.now, destinations=[GENERAL])
    await acknowledge(store, await claim_one(store), "m1")
    assert [await bump(store, story), await bump(store, story)] == [2, 3]
    edit = await claim_one(store)
    assert (edit.remote_id, edit.revision, edit.in_doubt, edit.attempts) == ("m1", 3, False, 1)
    await acknowledge(store, edit, "m1")
    row = await the_row(store)
    assert (row.state, row.sent_revision, row.remote_id) == (DeliveryState.SENT, 3, "m1")
    assert await claim(store) == []


async def test_a_story_that_changes_before_its_first_post_is_posted_as_it_is_now(store, clock):
    story = await put_story(store, at=clock.now, destinations=[GENERAL])
    await bump(store, story)
    lease = await claim_one(store)
    assert (lease.revision, lease.remote_id) == (2, None)
    await acknowledge(store, lease)
    assert await claim(store) == []


async def test_a_story_that_changes_while_it_is_being_posted_is_edited_afterwards(store, clock):
    story = await put_story(store, at=clock.now, destinations=[GENERAL])
    lease = await claim_one(store)
    await bump(store, story)
    await acknowledge(store, lease, "m1")
    edit = await claim_one(store)
    assert (edit.remote_id, edit.revision) == ("m1", 2)


async def test_an_edit_waits_behind_what_waited_before_it(store, clock):
    first = await put_story(store, 1, at=clock.now, destinations=[GENERAL])
    await acknowledge(store, await claim_one(store))
    second = await put_story(store, 2, at=clock.now, destinations=[GENERAL])
    await bump(store, first)
    given = []
    while leases := await claim(store):
        given.append(leases[0].story_id)
        await acknowledge(store, leases[0])
    assert given == [second, first]


async def test_an_edit_is_repeated_not_doubted_and_given_up_without_losing_the_message(store, clock):
    story = await put_story(store, at=clock.now, destinations=[GENERAL])
    await acknowledge(store, await claim_one(store))
    await bump(store, story)
    for number in range(LEAST_ATTEMPTS):
        edit = await claim_one(store, lease_s=30)
        assert not edit.in_doubt
        if number % 2:
            await store.set_doubt(edit, retry_after_s=1, error="no answer")
        clock.advance(STEP_S)
    assert await claim(store) == []
    await store.expire()
    assert (await the_row(store)).state is DeliveryState.SENT
    await bump(store, story)  # a further change tries anew
    assert (await claim_one(store)).attempts == 1


async def test_a_message_that_people_deleted_is_not_edited_again(store, clock):
    story = await put_story(store, at=clock.now, destinations=[GENERAL])
    await acknowledge(store, await claim_one(store))
    await bump(store, story)
    await store.settle(await claim_one(store), error="unknown message")
    await bump(store, story)
    assert await claim(store) == []
    assert (await the_row(store)).state is DeliveryState.SENT


async def test_a_delivery_with_nothing_to_say_is_called_off(store, clock):
    await put_story(store, at=clock.now, destinations=[GENERAL])
    await store.settle(await claim_one(store), error="its story no longer exists")
    assert (await the_row(store)).state is DeliveryState.CANCELLED


@pytest.mark.parametrize("message", [None, "m1"])
async def test_a_person_may_say_that_a_held_message_stands(store, clock, message):
    """Without its name it is not edited; with it the next change of the story is shown."""
    story = await put_story(store, at=clock.now, destinations=[GENERAL])
    await store.hold(await claim_one(store), error="the platform can't tell")
    row = await the_row(store)
    assert await store.stands(row.id, remote_id=message)
    assert not await store.stands(row.id)
    assert (await the_row(store)).state is DeliveryState.SENT
    await bump(store, story)
    assert [lease.remote_id for lease in await claim(store)] == ([message] if message else [])


async def test_what_was_called_off_by_mistake_can_be_put_back(store, clock):
    """A follow that a wrong feeds.yaml took away took its channel's posts with it."""
    made = await store.add_subscription(a_subscription(GENERAL))
    await put_story(store, at=clock.now, destinations=[GENERAL])
    await store.remove_subscription(made.id)
    row = await the_row(store)
    assert row.state is DeliveryState.CANCELLED
    assert await put_back(store, row.id)
    assert (await claim_one(store)).delivery_id == row.id


# --- notices and the rest -------------------------------------------------------------------------------


async def test_a_notice_is_queued_once_for_each_channel(store):
    said = [
        await store.notify(channel, title="Feed failing", text="gazette: 403", once_key="failing:gazette")
        for channel in (GENERAL, GENERAL, NEWSROOM)
    ]
    assert said == [True, False, True]
    lease = await claim_one(store, platforms=[Platform.DISCORD])
    assert (lease.kind, lease.title, lease.text) == (DeliveryKind.NOTICE, "Feed failing", "gazette: 403")
    await acknowledge(store, lease)
    assert not await store.notify(GENERAL, title="Feed failing", text="again", once_key="failing:gazette")


async def test_the_hourly_cap_counts_new_messages_of_one_channel(store, clock):
    await put_story(store, 1, at=clock.now, destinations=[GENERAL, SECOND])
    clock.advance(3_000)
    await put_story(store, 2, at=clock.now, destinations=[GENERAL])
    await store.notify(GENERAL, title="n", text="t", once_key="k")
    async with polling(store) as tx:
        assert await tx.recent_posts(within_s=3_600) == {GENERAL: 2, SECOND: 1}
        assert await tx.recent_posts(within_s=60) == {GENERAL: 1}
    clock.advance(3_600)
    async with polling(store) as tx:
        assert await tx.recent_posts(within_s=3_600) == {}


async def test_unfollowing_calls_off_what_was_never_posted_and_leaves_what_stands(store, clock):
    subscription = await store.add_subscription(a_subscription(GENERAL))
    other = await store.add_subscription(a_digest_subscription(GENERAL))
    first = await put_story(store, 1, at=clock.now, destinations=[GENERAL])
    await acknowledge(store, await claim_one(store))
    await put_story(store, 2, at=clock.now, destinations=[GENERAL])
    await bump(store, first)
    assert await store.remove_subscription(other.id)
    assert len(await store.deliveries(states=[DeliveryState.PENDING])) == 2  # one subscription is left
    assert await store.remove_subscription(subscription.id)
    assert {row.story_id: row.state for row in await store.deliveries()} == {
        1: DeliveryState.SENT,
        2: DeliveryState.CANCELLED,
    }
    assert not await store.remove_subscription(subscription.id)


async def test_the_newest_deliveries_are_listed_first(store, clock):
    for number in (1, 2, 3):
        await put_story(store, number, at=clock.now, destinations=[GENERAL])
    assert [row.story_id for row in await store.deliveries(limit=2)] == [3, 2]
    assert (await store.deliveries(limit=1))[0].title == "Council number 3 bans facial recognition"


async def test_a_platform_that_asks_for_silence_is_left_alone_by_every_worker(store, database_url, clock):
    """Discord's global limit holds for the bot, whichever channel and worker ran into it."""
    await put_story(store, 1, at=clock.now, destinations=[GENERAL, SECOND, NEWSROOM])
    lease = await claim_one(store, limit=1)
    platform = lease.destination.platform
    await store.postpone(lease, retry_after_s=20, counts=False, error="429", whole_platform=True)
    other = open_store(database_url, clock=clock)
    await other.open()
    others = [each.destination.platform for each in await claim(other)]
    assert platform not in others
    assert others
    assert await other.next_due_s(platforms=[platform]) == pytest.approx(20)
    clock.advance(21)
    assert {each.destination.platform for each in await claim(other)} == {platform}
    await other.close()


async def test_workers_share_the_rate_that_a_platform_allows(store, database_url, clock):
    """Two may go together after a quiet time; then each post has its time, whoever claims it."""
    where = [Destination(platform=Platform.DISCORD, workspace="1", channel=str(n)) for n in range(40)]
    await put_story(store, 1, at=clock.now, destinations=where)
    other = open_store(database_url, clock=clock)
    await other.open()
    taken, places = [], []
    began, started_at = clock.now, time.monotonic()
    for _ in range(3):
        for worker in (store, other):
            asked_at = time.monotonic()
            leases = await worker.claim_deliveries(
                platforms=[Platform.DISCORD], limit=4, lease_s=60, ahead_s=0.5, rates={Platform.DISCORD: 10.0}
            )
            taken.append(len(leases))
            elapsed_s = (clock.now - began).total_seconds()
            places += [lease.leave_at - asked_at + elapsed_s for lease in leases]
        clock.advance(0.5)
    assert taken == [4, 3, 4, 1, 4, 1]
    took_s = time.monotonic() - started_at
    ideal = [0.0, 0.0, *(place / 10 for place in range(1, 16))]
    assert all(at <= place <= at + took_s for at, place in zip(ideal, places, strict=True))
    await other.close()


async def test_a_lane_that_is_claimed_ahead_says_when_it_may_post(store, clock):
    for number in (1, 2):
        await put_story(store, number, at=clock.now, destinations=[GENERAL])
    await acknowledge(store, await claim_one(store), gap_s=5.0)
    clock.advance(2.0)
    assert await claim(store, ahead_s=2.9) == []
    asked_at = time.monotonic()
    lease = await claim_one(store, ahead_s=3.1)
    assert asked_at + 3.0 <= lease.leave_at + 1e-6 <= time.monotonic() + 3.0


async def test_a_lane_that_rests_keeps_resting_when_a_look_ahead_finds_nothing_in_it(store, clock):
    """Put to sleep, it would forget how lately it posted."""
    await put_story(store, 1, at=clock.now, destinations=[GENERAL])
    await acknowledge(store, await claim_one(store), gap_s=5.0)
    clock.advance(2.0)
    assert await claim(store, ahead_s=10.0) == []
    await put_story(store, 2, at=clock.now, destinations=[GENERAL])
    assert await store.next_due_s(platforms=EVERY_PLATFORM) == pytest.approx(3.0)
    assert await claim(store) == []


async def test_the_rest_is_counted_from_the_answer_however_late_it_is_reported(store, clock):
    for number in (1, 2):
        await put_story(store, number, at=clock.now, destinations=[GENERAL])
    lease = await claim_one(store)
    receipt = Receipt(remote_id="m1", at=clock.now)
    answered_at = time.monotonic() - 0.75
    await store.acknowledge_all([Posted(lease=lease, receipt=receipt, free_at=answered_at + 1.0)])
    rest_s = await store.next_due_s(platforms=EVERY_PLATFORM)
    assert 0.0 <= rest_s <= 0.25


async def test_what_is_queued_wakes_whoever_waits(store, database_url, clock):
    """In this process at once; from another process PostgreSQL says it."""
    seen = await store.wait_for_queued(0, timeout_s=0.01)
    waiting = asyncio.create_task(store.wait_for_queued(seen, timeout_s=30))
    await put_story(store, 1, at=clock.now, destinations=[GENERAL])
    rung = await asyncio.wait_for(waiting, 1)
    assert rung > seen
    await put_story(store, 2, at=clock.now, destinations=[GENERAL])
    assert await asyncio.wait_for(store.wait_for_queued(rung, timeout_s=30), 1) > rung


async def test_postgresql_tells_other_processes_and_is_listened_to_again_after_a_break(postgresql_url, clock):
    listening, queueing = (open_store(postgresql_url, clock=clock) for _ in range(2))
    await listening.open()
    await queueing.open()
    async with asyncio.timeout(20):
        seen = await listening.wait_for_queued(0, timeout_s=20)  # the connection itself rings once
        await put_story(queueing, 1, at=clock.now, destinations=[GENERAL])
        before, seen = seen, await listening.wait_for_queued(seen, timeout_s=20)
        assert seen > before
        await execute(
            postgresql_url,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
            " AND datname = current_database() AND pid <> pg_backend_pid()",
        )
        while (now := await listening.wait_for_queued(seen, timeout_s=20)) == seen:
            """Meanwhile it looks by itself every two seconds."""
        assert now > seen
    await listening.close()
    await queueing.close()
