"""Answers in threads as deliveries: behind their message, one for what waits together, never without it."""

import pytest
from store_values import (
    EVERY_PLATFORM,
    GENERAL,
    NEWSROOM,
    SECOND,
    a_subscription,
    polling,
    put_back,
    put_story,
)

from bot.core.developments import Change, Development
from bot.core.models import Destination, Receipt, SourceLink
from bot.core.vocabulary import DeliveryState, Platform, Threads
from bot.ports import DeliveryKind, Posted
from bot.store.deliveries import KEPT_FOR
from bot.store.threads import MOST_AN_HOUR

S = DeliveryState


def outlet(name: str) -> Development:
    return Development(sources=(SourceLink(outlet=name, url=f"https://{name.lower()}.example/"),))


def vote(before: str, after: str) -> Development:
    return Development(changes=(Change(name="Vote", before=before, after=after),))


async def tell(store, story_id, news, *, where=(GENERAL,), threads=Threads.ALL):
    async with polling(store) as tx:
        await tx.tell_threads(story_id, news, dict.fromkeys(where, threads))


async def claim_one(store):
    leases = await store.claim_deliveries(platforms=EVERY_PLATFORM, limit=10, lease_s=30)
    return leases[0] if leases else None


async def post_next(store, remote_id="m1"):
    lease = await claim_one(store)
    await store.acknowledge(lease, Receipt(remote_id=remote_id, at=await store.now()), gap_s=0)
    return lease


async def replies(store):
    return [row for row in await store.deliveries() if row.kind is DeliveryKind.REPLY]


@pytest.fixture
async def posted(store, clock):
    """A story that stands in one channel."""
    story = await put_story(store, 1, at=clock.now, destinations=[GENERAL])
    await post_next(store)
    return story


async def test_an_answer_names_the_message_and_what_to_tell(store, posted):
    await tell(store, posted, outlet("Ledger"))
    lease = await claim_one(store)
    assert (lease.kind, lease.thread, lease.story_id) == (DeliveryKind.REPLY, "m1", posted)
    assert (lease.remote_id, lease.in_doubt, lease.news) == (None, False, outlet("Ledger"))
    assert lease.key != "cw1"


async def test_it_is_listed_with_the_story_s_title(store, posted):
    await tell(store, posted, outlet("Ledger"))
    (row,) = await replies(store)
    assert (row.state, row.story_id, row.title) == (
        S.PENDING,
        None,
        "Council number 1 bans facial recognition",
    )


async def test_what_waits_together_is_one_answer_and_what_comes_later_another(store, posted):
    for news in (outlet("Ledger"), vote("12-1", "13-0"), outlet("Herald"), vote("13-0", "11-2")):
        await tell(store, posted, news)
    lease = await post_next(store, "m2")
    assert [link.outlet for link in lease.news.sources] == ["Ledger", "Herald"]
    assert lease.news.changes == vote("12-1", "11-2").changes
    await tell(store, posted, outlet("Tribune"))
    assert (await claim_one(store)).news == outlet("Tribune")


async def test_nothing_is_added_to_an_answer_that_was_tried(store, posted, clock):
    """It may stand already, and then nobody would read the rest."""
    await tell(store, posted, outlet("Ledger"))
    lease = await claim_one(store)
    await tell(store, posted, outlet("Herald"))
    await store.set_doubt(lease, retry_after_s=1, error="no answer")
    await tell(store, posted, outlet("Tribune"))
    clock.advance(2)
    doubt = await post_next(store, "m2")
    assert (doubt.delivery_id, doubt.in_doubt, doubt.news) == (lease.delivery_id, True, outlet("Ledger"))
    rest = await claim_one(store)
    assert [link.outlet for link in rest.news.sources] == ["Herald", "Tribune"]


async def test_each_channel_gets_what_it_wants(store, clock):
    story = await put_story(store, 1, at=clock.now, destinations=[GENERAL, SECOND, NEWSROOM])
    for lease in await store.claim_deliveries(platforms=EVERY_PLATFORM, limit=10, lease_s=30):
        await store.acknowledge(lease, Receipt(remote_id=f"m{lease.key}", at=clock.now), gap_s=0)
    news = Development(changes=vote("12-1", "13-0").changes, sources=outlet("Ledger").sources)
    async with polling(store) as tx:
        await tx.tell_threads(story, news, {GENERAL: Threads.ALL, NEWSROOM: Threads.STAGES})
    leases = await store.claim_deliveries(platforms=EVERY_PLATFORM, limit=10, lease_s=30)
    assert {lease.destination: bool(lease.news.sources) for lease in leases} == {
        GENERAL: True,
        NEWSROOM: False,
    }
    await tell(store, story, outlet("Herald"), where=[NEWSROOM], threads=Threads.STAGES)
    assert len(await replies(store)) == 2


async def test_a_message_that_was_never_posted_will_tell_it_itself(store, clock):
    story = await put_story(store, 1, at=clock.now, destinations=[GENERAL])
    await tell(store, story, outlet("Ledger"))
    assert await replies(store) == []


async def test_a_message_on_its_way_is_answered_after_it_arrived(store, clock):
    story = await put_story(store, 1, at=clock.now, destinations=[GENERAL])
    lease = await claim_one(store)
    await tell(store, story, outlet("Ledger"))
    await store.set_doubt(lease, retry_after_s=0, error="no answer")
    assert (await post_next(store)).story_id == story
    assert (await claim_one(store)).thread == "m1"


async def test_the_next_stage_goes_first_and_then_the_answer_that_links_to_it(store, posted, clock):
    await tell(store, posted, outlet("Ledger"))
    following = await put_story(store, 2, at=clock.now, destinations=[GENERAL])
    await tell(store, posted, Development(following=(following,)))
    assert (await post_next(store, "m2")).story_id == following
    lease = await claim_one(store)
    assert lease.news == Development(sources=outlet("Ledger").sources, following=(following,))
    assert await store.posted_as(lease, [following, 99]) == {following: "m2"}


async def test_the_answer_waits_behind_a_message_that_a_person_puts_back(store, clock):
    """The stage that follows is told under the first message, however late that arrives."""
    first = await put_story(store, 1, at=clock.now, destinations=[GENERAL])
    lease = await claim_one(store)
    await store.set_doubt(lease, retry_after_s=0, error="no answer")
    doubt = await claim_one(store)
    await tell(store, first, Development(following=(9,)))
    await store.hold(doubt, error="a person must look")
    assert await put_back(store, doubt.delivery_id)
    assert (await post_next(store)).delivery_id == doubt.delivery_id
    assert (await claim_one(store)).thread == "m1"


async def test_without_its_message_an_answer_is_not_posted(store, clock):
    """It was given up: nobody would know what the answer answers."""
    story = await put_story(store, 1, at=clock.now, destinations=[GENERAL])
    lease = await claim_one(store)
    await tell(store, story, outlet("Ledger"))
    await store.hold(lease, error="a person must look")
    answer = await claim_one(store)
    assert (answer.kind, answer.thread) == (DeliveryKind.REPLY, None)
    await store.settle(answer, error="the message that it answers does not stand")
    assert [row.state for row in await replies(store)] == [S.CANCELLED]


async def test_a_message_that_people_deleted_is_answered_no_more(store, posted):
    async with polling(store) as tx:
        await tx.bump_story(posted, title="changed")
    await store.settle(await claim_one(store), error="deleted")
    await tell(store, posted, vote("12-1", "13-0"))
    assert await replies(store) == []


async def test_a_busy_thread_is_not_flooded_but_told_what_matters(store, posted, clock):
    for number in range(MOST_AN_HOUR + 3):
        await tell(store, posted, outlet(f"Outlet{number}"))
        if await claim_and_ack(store) is None:
            break
    assert len(await replies(store)) == MOST_AN_HOUR
    await tell(store, posted, vote("12-1", "13-0"))
    assert (await claim_and_ack(store)).news == vote("12-1", "13-0")
    clock.advance(3700)
    await tell(store, posted, outlet("Tomorrow"))
    assert (await claim_and_ack(store)).news == outlet("Tomorrow")


async def claim_and_ack(store):
    lease = await claim_one(store)
    if lease is not None:
        await store.acknowledge(lease, Receipt(remote_id=lease.key, at=await store.now()), gap_s=0)
    return lease


async def test_an_edit_of_the_story_leaves_its_answers_alone(store, posted):
    await tell(store, posted, outlet("Ledger"))
    await post_next(store, "m2")
    async with polling(store) as tx:
        await tx.bump_story(posted, title="changed")
    lease = await post_next(store, "m1")
    assert (lease.kind, lease.remote_id) == (DeliveryKind.STORY, "m1")
    assert await claim_one(store) is None


async def test_an_answer_expires_and_can_be_put_back_like_any_other(store, posted, clock):
    await tell(store, posted, outlet("Ledger"))
    clock.advance(KEPT_FOR.total_seconds() + 1)
    await store.expire()
    (row,) = await replies(store)
    assert row.state is S.EXPIRED
    assert await put_back(store, row.id)
    assert (await claim_one(store)).thread == "m1"


async def test_with_the_last_follow_the_answers_are_called_off(store, clock):
    follow = await store.add_subscription(a_subscription(GENERAL, threads=Threads.ALL))
    assert (await store.subscriptions())[0].threads is Threads.ALL
    story = await put_story(store, 1, at=clock.now, destinations=[GENERAL])
    await post_next(store)
    await tell(store, story, outlet("Ledger"))
    await store.remove_subscription(follow.id)
    assert [row.state for row in await replies(store)] == [S.CANCELLED]


async def test_one_poll_tells_what_all_its_items_brought_in_one_answer(store, posted):
    async with polling(store) as tx:
        for name in ("Ledger", "Herald"):
            await tx.tell_threads(posted, outlet(name), {GENERAL: Threads.ALL})
    assert [link.outlet for link in (await claim_one(store)).news.sources] == ["Ledger", "Herald"]
    assert len(await replies(store)) == 1


async def test_a_story_in_many_channels_is_answered_in_all(store, clock):
    many = [Destination(platform=Platform.DISCORD, workspace="1", channel=str(n)) for n in range(450)]
    story = await put_story(store, 1, at=clock.now, destinations=many)
    leases = await store.claim_deliveries(platforms=EVERY_PLATFORM, limit=1000, lease_s=30)
    receipts = [Receipt(remote_id=lease.key, at=clock.now) for lease in leases]
    await store.acknowledge_all(
        [
            Posted(lease=lease, receipt=receipt, free_at=0)
            for lease, receipt in zip(leases, receipts, strict=True)
        ]
    )
    for name in ("Ledger", "Herald"):
        await tell(store, story, outlet(name), where=many)
    leases = await store.claim_deliveries(platforms=EVERY_PLATFORM, limit=1000, lease_s=30)
    assert len(leases) == len(many)
    assert all(len(lease.news.sources) == 2 and lease.thread for lease in leases)
