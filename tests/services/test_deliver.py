"""Every word of a platform leads to the right next state: nothing lost, nothing twice, people told."""

import asyncio
import re
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from conftest import FixedClock
from services.pipeline import ScriptedAdapter, Told, courier
from store_values import polling, put_back, put_story

from bot.adapters.unsent import unsent
from bot.core.errors import (
    ChannelGoneError,
    ContentRefusedError,
    DeliveryInDoubtError,
    MessageGoneError,
    StoreError,
    TemporaryDeliveryError,
)
from bot.core.models import Destination, Filter, Notice, Receipt, Subscription
from bot.core.vocabulary import DeliveryState, Platform
from bot.services.deliver import Courier
from bot.store import SqlStore, open_store

MAIN = Destination(platform=Platform.CONSOLE, workspace="", channel="main")
OTHER = Destination(platform=Platform.CONSOLE, workspace="", channel="other")


async def queued(store: SqlStore, destination: Destination = MAIN, *, key: str = "n1") -> None:
    await store.notify(destination, title=f"Notice {key}", text="A feed is failing.", once_key=key)


async def states(store: SqlStore) -> list[DeliveryState]:
    return [row.state for row in await store.deliveries()]


async def test_a_delivery_is_sent_once(store: SqlStore) -> None:
    await queued(store)
    await queued(store)
    adapter = ScriptedAdapter()
    carrier = courier(store, adapter)
    assert await carrier.deliver_due() == 1
    assert await carrier.deliver_due() == 0
    assert [post for _, post, _ in adapter.visible.values()] == [
        Notice(title="Notice n1", text="A feed is failing.")
    ]
    assert await states(store) == [DeliveryState.SENT]


async def test_a_rate_limit_waits_as_long_as_told_and_is_no_failed_attempt(
    store: SqlStore, clock: FixedClock
) -> None:
    await queued(store)
    adapter = ScriptedAdapter(TemporaryDeliveryError("slow down", retry_after_s=30, counts=False))
    carrier = courier(store, adapter)
    await carrier.deliver_due()
    clock.advance(29)
    assert await carrier.deliver_due() == 0
    clock.advance(2)
    assert await carrier.deliver_due() == 1
    assert await states(store) == [DeliveryState.SENT]


async def test_a_lost_answer_is_looked_up_before_it_is_posted_again(
    store: SqlStore, clock: FixedClock
) -> None:
    """The message may stand already: only a look-up that finds nothing permits a second post."""
    await queued(store)
    adapter = ScriptedAdapter(DeliveryInDoubtError("connection lost after the request"))
    carrier = courier(store, adapter)
    await carrier.deliver_due()
    assert await states(store) == [DeliveryState.DOUBT]
    (key,) = [call.split()[1] for call in adapter.calls]
    adapter.found[key] = Receipt(remote_id="m1", at=datetime.now(UTC))
    clock.advance(60)
    await carrier.deliver_due()
    assert adapter.calls == [f"send {key}", f"find {key}"]
    assert await states(store) == [DeliveryState.SENT]


async def test_a_report_that_fails_is_made_again_while_the_lease_lasts(store: SqlStore) -> None:
    """The worker knows that the message stands; a database that restarts must not make a doubt of it."""
    await queued(store)
    acknowledge, failures = store.acknowledge_all, [1, 2]

    async def failing(posted):
        if failures:
            failures.pop()
            raise StoreError("the server is starting")
        await acknowledge(posted)

    store.acknowledge_all = failing
    adapter = ScriptedAdapter()
    await courier(store, adapter, lease_s=3.0).deliver_due()
    assert await states(store) == [DeliveryState.SENT]
    assert len(adapter.calls) == 1


async def test_a_report_that_goes_on_failing_ends_with_the_lease(sqlite_store: SqlStore) -> None:
    store = sqlite_store
    await queued(store)

    async def failing(_):
        raise StoreError("the server is gone")

    store.acknowledge_all = failing
    async with asyncio.timeout(10):
        await courier(store, ScriptedAdapter(), lease_s=1.5).deliver_due()
    assert await states(store) == [DeliveryState.SENDING]


async def test_a_message_that_was_found_is_edited_to_the_story_as_it_is(
    store: SqlStore, clock: FixedClock
) -> None:
    """It may show what the first attempt sent."""
    await put_story(store, 1, at=clock.now, destinations=[MAIN])
    adapter = ScriptedAdapter(DeliveryInDoubtError("connection lost after the request"))
    carrier = courier(store, adapter)
    await carrier.deliver_due()
    key = adapter.calls[0].removeprefix("send ")
    adapter.found[key] = Receipt(remote_id="m1", at=datetime.now(UTC))
    for _ in range(3):
        clock.advance(60)
        await carrier.deliver_due()
    assert adapter.calls == [f"send {key}", f"find {key}", "edit m1"]
    assert await states(store) == [DeliveryState.SENT]


@pytest.mark.parametrize("refusal", [MessageGoneError("too old to edit"), ContentRefusedError("invalid")])
async def test_a_message_that_was_found_counts_as_sent_though_it_takes_no_edit(
    store: SqlStore, clock: FixedClock, refusal: Exception
) -> None:
    """It stands: called off or given up, it would be posted again by a redelivery, and answered by nobody."""
    await put_story(store, 1, at=clock.now, destinations=[MAIN])
    adapter = ScriptedAdapter(DeliveryInDoubtError("connection lost"), refusal, refusal)
    carrier = courier(store, adapter)
    for _ in range(6):
        await carrier.deliver_due()
        adapter.found[adapter.calls[0].removeprefix("send ")] = Receipt(remote_id="m1", at=datetime.now(UTC))
        clock.advance(60)
    (row,) = await store.deliveries()
    assert (row.state, row.remote_id) == (DeliveryState.SENT, "m1")


async def test_a_lost_post_that_is_surely_absent_is_posted_again_with_its_key(
    store: SqlStore, clock: FixedClock
) -> None:
    await queued(store)
    adapter = ScriptedAdapter(DeliveryInDoubtError("connection lost"))
    carrier = courier(store, adapter)
    await carrier.deliver_due()
    clock.advance(60)
    await carrier.deliver_due()
    key = adapter.calls[0].split()[1]
    assert adapter.calls == [f"send {key}", f"find {key}", f"send {key}"]


async def test_a_doubt_that_cannot_be_settled_waits_for_a_person_if_the_operator_says_so(
    store: SqlStore, clock: FixedClock
) -> None:
    await queued(store)
    adapter = ScriptedAdapter(DeliveryInDoubtError("connection lost"))
    adapter.find_error = ContentRefusedError("history can't be read")
    carrier = courier(store, adapter, in_doubt="hold")
    await carrier.deliver_due()
    clock.advance(60)
    await carrier.deliver_due()
    assert await states(store) == [DeliveryState.HELD]
    (row,) = await store.deliveries()
    assert await put_back(store, row.id)
    clock.advance(60)
    # It can't be told still, but a person wants it.
    await carrier.deliver_due()
    assert await states(store) == [DeliveryState.SENT]


@pytest.mark.parametrize("ending", [DeliveryState.EXPIRED, DeliveryState.DEAD, DeliveryState.HELD])
async def test_what_may_stand_is_looked_up_also_when_a_person_puts_it_back(
    store: SqlStore, clock: FixedClock, ending: DeliveryState
) -> None:
    await queued(store)
    adapter = ScriptedAdapter(DeliveryInDoubtError("the answer was lost"))
    carrier = courier(store, adapter, in_doubt="hold")
    if ending is DeliveryState.DEAD:
        adapter.find_error = TemporaryDeliveryError("the history has failed for a day")
    elif ending is DeliveryState.HELD:
        adapter.find_error = ContentRefusedError("history can't be read")
    for _ in range(1 if ending is DeliveryState.EXPIRED else 12):
        await carrier.deliver_due()
        clock.advance(3600)
    clock.advance(3 * 86_400)
    await store.expire()
    (row,) = await store.deliveries()
    assert row.state is ending
    (key,) = [call.split()[1] for call in adapter.calls if call.startswith("send")]
    adapter.find_error, adapter.found[key] = None, Receipt(remote_id="m1", at=datetime.now(UTC))
    assert await put_back(store, row.id)
    await carrier.deliver_due()
    assert await states(store) == [DeliveryState.SENT]
    assert adapter.calls.count(f"send {key}") == 1


async def test_refused_content_goes_once_more_as_plain_text_then_rests(
    store: SqlStore, clock: FixedClock
) -> None:
    await queued(store)
    adapter = ScriptedAdapter(ContentRefusedError("invalid form"), ContentRefusedError("still invalid"))
    carrier = courier(store, adapter)
    for _ in range(3):
        await carrier.deliver_due()
        clock.advance(3600)
    assert [call.endswith("plain") for call in adapter.calls] == [False, True]
    assert await states(store) == [DeliveryState.DEAD]


async def test_a_closed_channel_is_paused_told_once_and_loses_nothing(
    store: SqlStore, clock: FixedClock
) -> None:
    """A kicked bot is no reason to hammer a platform, nor to drop what waited."""
    await queued(store, key="n1")
    await queued(store, key="n2")
    gone = ChannelGoneError("missing access", advice="Give the bot View Channel.")
    adapter, told = ScriptedAdapter(gone), Told()
    carrier = courier(store, adapter, told)
    for _ in range(2):
        await carrier.deliver_due()
        await carrier.tell()
    clock.advance(86_000)
    assert await carrier.deliver_due() == 0
    await carrier.tell()
    mend = "missing access Give the bot View Channel. Then: civicwatch deliveries resume console:main"
    assert told.notices == [("console:main: posts are paused", mend)]
    (paused,) = await store.paused_channels()
    assert (paused.destination, paused.scope, paused.waiting) == (MAIN, "channel", 2)
    assert paused.reason == "missing access Give the bot View Channel."
    assert await store.resume_channel(MAIN)
    assert await store.paused_channels() == []
    clock.advance(1)
    while await carrier.deliver_due():
        clock.advance(2)
    assert sorted(await states(store)) == [DeliveryState.SENT] * 2


async def test_one_closed_channel_delays_no_other(store: SqlStore) -> None:
    await queued(store, MAIN, key="n1")
    await queued(store, OTHER, key="n2")

    class HalfGone(ScriptedAdapter):
        async def send(self, destination, post, *, key, plain=False):
            if destination == MAIN:
                raise ChannelGoneError("gone", advice="Invite the bot.")
            return await super().send(destination, post, key=key, plain=plain)

    await courier(store, HalfGone()).deliver_due()
    by_channel = {row.destination: row.state for row in await store.deliveries()}
    assert by_channel == {MAIN: DeliveryState.PENDING, OTHER: DeliveryState.SENT}


class Clumsy(ScriptedAdapter):
    """Its rich form crashes, and so does its plain one if it must."""

    def __init__(self, *, plain_crashes: bool) -> None:
        super().__init__()
        self.plain_crashes = plain_crashes

    async def send(self, destination, post, *, key, plain=False):
        with unsent(key):
            if not plain or self.plain_crashes:
                raise KeyError("no colour for this direction")
        return await super().send(destination, post, key=key, plain=plain)

    async def edit(self, destination, remote_id, post, *, key="", plain=False):
        with unsent(key):
            raise KeyError("no colour for this direction")


@pytest.mark.parametrize(("plain_crashes", "end"), [(False, DeliveryState.SENT), (True, DeliveryState.DEAD)])
async def test_what_can_not_be_rendered_goes_once_more_as_plain_text_then_rests(
    store: SqlStore, clock: FixedClock, *, plain_crashes: bool, end: DeliveryState
) -> None:
    """Nothing was posted, so nothing is looked up, and the next one is not kept waiting."""
    await queued(store)
    adapter = Clumsy(plain_crashes=plain_crashes)
    carrier = courier(store, adapter)
    assert await carrier.deliver_due() == 2
    assert await states(store) == [end]
    assert not [call for call in adapter.calls if call.startswith("find")]


async def test_an_edit_that_can_not_be_rendered_leaves_the_message_as_it_is(
    store: SqlStore, clock: FixedClock
) -> None:
    story = await put_story(store, 1, at=clock.now, destinations=[MAIN])
    adapter = Clumsy(plain_crashes=False)
    carrier = courier(store, adapter)
    while await carrier.deliver_due():
        clock.advance(1)
    async with polling(store) as tx:
        await tx.bump_story(story, title="changed")
    while await carrier.deliver_due():
        clock.advance(1)
    assert await states(store) == [DeliveryState.SENT]


async def test_a_crash_of_ours_leaves_a_doubt_not_a_loss(store: SqlStore, clock: FixedClock) -> None:
    """A bug in an adapter may have posted: it is settled like a lost answer."""
    await queued(store)
    adapter = ScriptedAdapter(RuntimeError("bug"))
    carrier = courier(store, adapter)
    await carrier.deliver_due()
    assert await states(store) == [DeliveryState.DOUBT]
    clock.advance(60)
    await carrier.deliver_due()
    assert await states(store) == [DeliveryState.SENT]


async def test_a_story_that_can_not_be_worded_keeps_its_lane_from_nobody(
    store: SqlStore, clock: FixedClock
) -> None:
    """Nothing was posted, so nothing is in doubt: it is given up and listed, and the next one goes out."""
    await put_story(store, 1, at=clock.now, destinations=[MAIN])
    await queued(store)

    async def broken(_: int):
        raise KeyError("no such stage")

    store.story = broken
    adapter = ScriptedAdapter()
    carrier = courier(store, adapter)
    for _ in range(3):
        await carrier.deliver_due()
        clock.advance(2)
    assert sorted(await states(store)) == [DeliveryState.DEAD, DeliveryState.SENT]
    (call,) = adapter.calls
    assert re.fullmatch(r"send cw[a-z0-9]+-2", call)


async def test_a_worker_that_dies_with_a_lease_leaves_a_doubt(store: SqlStore, clock: FixedClock) -> None:
    """Another worker settles it when the lease has run out."""
    await queued(store)
    (lost,) = await store.claim_deliveries(platforms=[Platform.CONSOLE], limit=5, lease_s=30)
    clock.advance(31)
    await store.expire()
    adapter = ScriptedAdapter()
    await courier(store, adapter).deliver_due()
    assert adapter.calls == [f"find {lost.key}", f"send {lost.key}"]
    await store.acknowledge(
        lost, Receipt(remote_id="late", at=datetime.now(UTC) + timedelta(seconds=1)), gap_s=0
    )
    assert await states(store) == [DeliveryState.SENT]


async def test_a_lost_answer_is_looked_up_only_when_the_history_has_settled(
    store: SqlStore, clock: FixedClock
) -> None:
    """Whichever worker asks, and however many attempts there were: absence proves nothing before that."""
    await queued(store)
    adapter = ScriptedAdapter(DeliveryInDoubtError("timeout"), DeliveryInDoubtError("timeout"))
    adapter.settle_s = 60.0
    for calls in (1, 3):  # send; find and send
        await courier(store, adapter).deliver_due()
        clock.advance(59)
        assert await courier(store, adapter).deliver_due() == 0
        assert len(adapter.calls) == calls
        clock.advance(1)


async def test_a_doubt_that_is_rate_limited_is_not_given_up(store: SqlStore, clock: FixedClock) -> None:
    """Reading a channel's history has a limit of its own; waiting for it is no failed attempt."""
    await queued(store)
    adapter = ScriptedAdapter(DeliveryInDoubtError("timeout"))
    await courier(store, adapter).deliver_due()
    adapter.find_error = TemporaryDeliveryError("busy", retry_after_s=60, counts=False)
    for _ in range(20):
        clock.advance(61)
        await courier(store, adapter).deliver_due()
    assert await states(store) == [DeliveryState.DOUBT]


async def test_a_worker_that_slept_through_its_lease_posts_nothing(
    store: SqlStore, clock: FixedClock
) -> None:
    """Another one has taken the lane over and may have posted it."""
    await queued(store)
    adapter = ScriptedAdapter()
    await Courier(
        store=store, adapters={Platform.CONSOLE: adapter}, tell_operator=Told(), lease_s=1e-6
    ).deliver_due()
    assert not [call for call in adapter.calls if not call.startswith("find")]
    assert await states(store) == [DeliveryState.DOUBT]


async def test_a_working_courier_carries_what_is_queued_at_once_and_lands_before_it_ends(
    store: SqlStore,
) -> None:
    """Nobody waits for a tick: the commit that queues a delivery wakes the courier."""
    sent, stop = asyncio.Event(), asyncio.Event()

    class Ringing(ScriptedAdapter):
        async def send(self, destination, post, *, key, plain=False):
            sent.set()
            return await super().send(destination, post, key=key, plain=plain)

    adapter = Ringing()
    work = asyncio.create_task(courier(store, adapter).work(stop))
    async with asyncio.timeout(10):
        for number in range(3):
            sent.clear()
            await queued(store, OTHER if number % 2 else MAIN, key=f"n{number}")
            await sent.wait()
        stop.set()
        await work
    assert await states(store) == [DeliveryState.SENT] * 3


async def test_a_slow_channel_keeps_no_other_waiting(store: SqlStore) -> None:
    await queued(store, MAIN, key="n1")
    await queued(store, OTHER, key="n2")
    await queued(store, OTHER, key="n3")
    third = asyncio.Event()

    class Slow(ScriptedAdapter):
        async def send(self, destination, post, *, key, plain=False):
            if destination == MAIN:
                await third.wait()
            receipt = await super().send(destination, post, key=key, plain=plain)
            if len(self.visible) == 2:
                third.set()
            return receipt

    async with asyncio.timeout(10):
        assert await courier(store, Slow()).deliver_due() == 3
    assert await states(store) == [DeliveryState.SENT] * 3


async def test_a_platforms_own_limit_stops_every_channel_of_it(store: SqlStore, clock: FixedClock) -> None:
    adapter = ScriptedAdapter(
        TemporaryDeliveryError("global limit", retry_after_s=30, counts=False, whole_platform=True)
    )
    await queued(store, MAIN)
    await courier(store, adapter).deliver_due()
    await queued(store, OTHER, key="n2")
    assert await courier(store, adapter).deliver_due() == 0
    clock.advance(31)
    assert await courier(store, adapter).deliver_due() == 2


async def test_a_channel_may_have_its_own_way_with_doubt(store: SqlStore, clock: FixedClock) -> None:
    """A press channel where nothing may stand twice, beside one where nothing may be missing."""
    assert not await store.set_in_doubt(MAIN, "hold"), "there is no such channel yet"
    for destination in (MAIN, OTHER):
        await queued(store, destination)
    assert await store.set_in_doubt(MAIN, "hold")
    lost = DeliveryInDoubtError("no answer")
    adapter = ScriptedAdapter(lost, lost)
    adapter.find_error = ContentRefusedError("history can't be read")
    carrier = courier(store, adapter)
    await carrier.deliver_due()
    clock.advance(3600)
    await carrier.deliver_due()
    ended = {row.destination: row.state for row in await store.deliveries()}
    assert ended == {MAIN: DeliveryState.HELD, OTHER: DeliveryState.SENT}
    await store.set_in_doubt(MAIN, None)
    await queued(store, key="n2")
    adapter.script.extend([lost])
    await carrier.deliver_due()
    clock.advance(3600)
    await carrier.deliver_due()
    assert {row.state for row in await store.deliveries() if row.title == "Notice n2"} == {DeliveryState.SENT}


async def test_who_made_the_follow_is_told_in_private_once(store: SqlStore, clock: FixedClock) -> None:
    """The channel itself can't be told that it can't be told anything."""
    for user, origin in (("7", "command"), ("7", "command"), ("operator", "cli"), ("", "file")):
        await store.add_subscription(
            Subscription(id=0, destination=MAIN, created_by=user, origin=origin, filter=Filter(min_score=0.6))
        )
    await queued(store)
    gone = ChannelGoneError("Civicwatch lacks Embed Links in the channel", advice="Give it.")
    adapter, told = ScriptedAdapter(gone), Told()
    carrier = courier(store, adapter, told)
    await carrier.deliver_due()
    await carrier.tell()
    await carrier.deliver_due()
    ((where, notice, _),) = adapter.visible.values()
    assert where.channel == "private-7"
    assert notice == Notice(
        title="console:main: posts are paused",
        text="Civicwatch lacks Embed Links in the channel Give it. Then repeat any follow there: what waited for up to three days is posted.",
    )
    assert len(told.notices) == 1


async def test_a_channel_that_breaks_again_is_told_again_a_day_later(
    store: SqlStore, clock: FixedClock
) -> None:
    keys = []

    async def tell(*, title: str, text: str, once_key: str) -> None:
        keys.append(once_key)

    gone = ChannelGoneError("archived", advice="Unarchive it.")
    carrier = courier(store, ScriptedAdapter(*[gone] * 3), tell)
    await queued(store)
    for wait_s, notices in ((0, 1), (3600, 1), (90_000, 2)):
        clock.advance(wait_s)
        await store.resume_channel(MAIN)
        await carrier.deliver_due()
        await carrier.tell()
        assert len(set(keys)) == notices


async def test_a_channel_that_breaks_again_within_the_day_is_told_when_it_is_over(
    store: SqlStore, clock: FixedClock
) -> None:
    """Nobody resumes it a second time: its posts would expire untold."""
    gone = ChannelGoneError("archived", advice="Unarchive it.")
    told = Told()
    carrier = courier(store, ScriptedAdapter(*[gone] * 2), told)
    await queued(store)
    for wait_s, notices in ((0, 1), (3_600, 1), (90_000, 2)):
        clock.advance(wait_s)
        if notices == 1:
            await store.resume_channel(MAIN)
            await carrier.deliver_due()
        await carrier.tell()
        assert len(told.notices) == notices


async def test_who_dies_before_it_tells_of_a_pause_leaves_that_to_others(store: SqlStore) -> None:
    await queued(store)
    await courier(store, ScriptedAdapter(ChannelGoneError("archived", advice="Unarchive it."))).deliver_due()
    told = Told()
    await courier(store, ScriptedAdapter(), told).tell()
    assert [title for title, _ in told.notices] == ["console:main: posts are paused"]


async def test_a_server_that_removed_the_bot_is_one_notice_whatever_its_channels(store: SqlStore) -> None:
    channels = [Destination(platform=Platform.CONSOLE, workspace="9", channel=str(n)) for n in range(20)]
    for channel in channels:
        await store.add_subscription(
            Subscription(
                id=0, destination=channel, created_by="7", origin="command", filter=Filter(min_score=0.6)
            )
        )
        await queued(store, channel)
    gone = ChannelGoneError("the server removed Civicwatch.", advice="Invite it.")
    adapter, told = ScriptedAdapter(*[gone] * 20), Told()
    carrier = courier(store, adapter, told)
    await carrier.deliver_due()
    await carrier.tell()
    ((title, text),) = told.notices
    assert title == "console:9: posts to 20 channels are paused"
    assert text.endswith("and 15 more")
    assert "civicwatch deliveries resume --all, or one by one: console:9/0, " in text
    await carrier.deliver_due()
    assert [where.channel for where, _, _ in adapter.visible.values()] == ["private-7"]


async def test_posts_that_nobody_saw_are_told_of_once_a_day(store: SqlStore, clock: FixedClock) -> None:
    told = Told()
    carrier = courier(store, ScriptedAdapter(*[ContentRefusedError("bad form")] * 2), told)
    await put_story(store, 1, at=clock.now, destinations=[MAIN])
    while await carrier.deliver_due():
        clock.advance(1)
    for number in (2, 3):
        await put_story(store, number, at=clock.now, destinations=[OTHER])
    for _ in range(3):
        await carrier.tell()
    ((title, text),) = told.notices
    assert title == "Posts that nobody saw: 1 given up"
    assert "civicwatch deliveries list --state dead shows why" in text
    clock.advance(4 * 86_400)
    await store.expire()
    for _ in range(3):
        await carrier.tell()
    assert [title for title, _ in told.notices[1:]] == [
        "Posts that nobody saw: 2 too old when their turn came"
    ]


async def test_a_dead_channel_delays_no_other(store: SqlStore, clock: FixedClock) -> None:
    """One request tells that it is dead; the posts of a day for everybody else cost no further one."""
    dead = Destination(platform=Platform.CONSOLE, workspace="", channel="dead")
    adapter = ScriptedAdapter(ChannelGoneError("archived", advice="Unarchive it."))
    carrier = courier(store, adapter)
    await queued(store, dead, key="n0")
    await carrier.deliver_due()
    for hour in range(1, 25):
        for destination in (dead, MAIN):
            await queued(store, destination, key=f"n{hour}")
        assert await carrier.deliver_due() == 1
        clock.advance(3600)
    assert len(adapter.calls) == 1 + 24
    assert {where for where, _, _ in adapter.visible.values()} == {MAIN}


async def test_a_platform_that_answers_nobody_keeps_no_other_waiting(store: SqlStore) -> None:
    elsewhere = [Destination(platform=Platform.SLACK, workspace="T1", channel=f"C{n}") for n in range(3)]
    for destination in (*elsewhere, MAIN):
        await queued(store, destination)
    delivered = asyncio.Event()

    class Silent(ScriptedAdapter):
        platform = Platform.SLACK

        async def send(self, destination, post, *, key, plain=False):
            await delivered.wait()
            return await super().send(destination, post, key=key, plain=plain)

    class Well(ScriptedAdapter):
        async def send(self, destination, post, *, key, plain=False):
            delivered.set()
            return await super().send(destination, post, key=key, plain=plain)

    adapters = {Platform.SLACK: Silent(), Platform.CONSOLE: Well()}
    async with asyncio.timeout(10):
        carrier = Courier(store=store, adapters=adapters, tell_operator=Told(), batch=2)
        assert await carrier.deliver_due() == 4


async def test_what_is_claimed_ahead_of_its_turn_leaves_in_its_turn(store: SqlStore) -> None:
    """The pause that a platform asks for is kept, counted from its answer."""
    for number in range(3):
        await queued(store, key=f"n{number}")
    times: list[tuple[float, float]] = []

    class Pausing(ScriptedAdapter):
        gap_s = 0.1

        async def send(self, destination, post, *, key, plain=False):
            left_at = time.monotonic()
            await asyncio.sleep(0.02)
            times.append((left_at, time.monotonic()))
            return await super().send(destination, post, key=key, plain=plain)

    assert await courier(store, Pausing()).deliver_due() == 3
    assert all(later - answered >= 0.1 for (_, answered), (later, _) in pairwise(times))


async def test_one_run_carries_a_channel_s_whole_queue_in_its_pace(sqlite_url: str) -> None:
    """`run --once` from cron: a lane that rests a second between two posts is not left after the first."""
    store = open_store(sqlite_url)
    await store.open()
    for number in range(3):
        await queued(store, key=f"n{number}")
    await queued(store, OTHER)

    class Pausing(ScriptedAdapter):
        gap_s = 0.3

        async def send(self, destination, post, *, key, plain=False):
            if destination == OTHER:
                raise TemporaryDeliveryError("down", retry_after_s=60)
            return await super().send(destination, post, key=key, plain=plain)

    async with asyncio.timeout(10):
        assert await courier(store, Pausing(), lease_s=6.0).deliver_all() == 4
    assert sorted(await states(store)) == [DeliveryState.PENDING] + [DeliveryState.SENT] * 3
    await store.close()


async def test_a_story_is_read_once_for_all_its_channels(store: SqlStore, clock: FixedClock) -> None:
    await put_story(store, 1, at=clock.now, destinations=[MAIN, OTHER])
    adapter = ScriptedAdapter()
    reads = 0
    read = store.story

    async def counted(story_id: int):
        nonlocal reads
        reads += 1
        return await read(story_id)

    store.story = counted
    carrier = courier(store, adapter)
    assert await carrier.deliver_due() == 2
    async with polling(store) as tx:
        await tx.bump_story(1, title="changed")
    assert await carrier.deliver_due() == 2
    assert reads == 2
    assert len(adapter.visible) == 2
