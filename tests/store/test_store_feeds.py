"""Which feeds are polled, by whom, and what their rows remember."""

from dataclasses import replace

import pytest
from store_values import GENERAL, a_feed, an_analysis, an_item, lease_of, put_story, sight

from bot.core.errors import StoreError
from bot.core.models import Decision, Validators
from bot.core.vocabulary import Fate, FeedState
from bot.ports import PollOutcome

OK = PollOutcome(status=200, ms=10.0, next_poll_s=900.0, seeded=True, validators=Validators(etag='"1"'))
FAILED = PollOutcome(
    status=403, ms=10.0, next_poll_s=1_800.0, error_kind="http_403", error="403", advice="ask them"
)


async def claim(store, *, limit=10, lease_s=60.0, force=False):
    return await store.claim_feeds(limit=limit, lease_s=lease_s, force=force)


async def finish(store, lease, outcome):
    async with store.poll(lease) as tx:
        await tx.finish(outcome)


async def health(store, slug="gazette"):
    return next(each for each in await store.feed_health() if each.slug == slug)


async def test_a_new_feed_is_due_at_once_and_knows_nothing(store):
    await store.sync_feeds([a_feed()])
    (lease,) = await claim(store)
    assert (lease.slug, lease.seeded, lease.failures, lease.validators) == ("gazette", False, 0, Validators())


async def test_a_leased_feed_is_nobody_elses_until_the_lease_runs_out(store, clock):
    await store.sync_feeds([a_feed()])
    (first,) = await claim(store, lease_s=60)
    assert await claim(store, force=True) == []
    clock.advance(61)
    (second,) = await claim(store)
    assert second.fence > first.fence


async def test_a_poll_whose_lease_passed_on_is_dropped_whole(store, clock):
    await store.sync_feeds([a_feed()])
    (late,) = await claim(store, lease_s=60)
    clock.advance(61)
    (current,) = await claim(store)
    with pytest.raises(StoreError, match="gazette ran out"):
        await finish(store, late, OK)
    await finish(store, current, OK)
    assert (await health(store)).last_poll_at == clock.now


async def test_a_finished_poll_is_due_again_after_its_wait_with_what_it_learned(store, clock):
    await store.sync_feeds([a_feed()])
    (lease,) = await claim(store)
    await finish(store, lease, replace(OK, gap_s=7_200.0))
    assert await claim(store) == []
    clock.advance(901)
    (again,) = await claim(store)
    assert (again.seeded, again.validators, again.gap_s) == (True, Validators(etag='"1"'), 7_200.0)


async def test_a_failed_poll_keeps_the_validators_and_counts(store, clock):
    await store.sync_feeds([a_feed()])
    for outcome in (OK, FAILED, FAILED):
        (lease,) = await claim(store, force=True)
        await finish(store, lease, outcome)
    (lease,) = await claim(store, force=True)
    # A failure that replaced the validators would hide items behind the next 304.
    assert (lease.validators.etag, lease.failures) == ('"1"', 2)
    row = await health(store)
    assert (row.failures, row.error_kind, row.error, row.advice) == (2, "http_403", "403", "ask them")
    await finish(store, lease, OK)
    row = await health(store)
    assert (row.failures, row.error_kind, row.error, row.advice) == (0, None, None, None)


async def test_what_was_left_out_of_a_document_is_said_until_another_is_read(store):
    cut = replace(OK, bytes_read=900, advice="2,500 entries, the newest 2,000 read")
    unchanged = replace(OK, status=304)
    told = []
    for outcome in (cut, unchanged, replace(unchanged, gap_s=60.0), FAILED, cut, replace(OK, bytes_read=9)):
        await finish(store, await lease_of(store), outcome)
        told.append((await health(store)).advice)
    assert told == [cut.advice, cut.advice, cut.advice, "ask them", cut.advice, None]


async def test_polls_without_news_are_counted_until_there_is_news(store):
    await store.sync_feeds([a_feed()])
    seen = []
    for new_items in (0, 0, 3, 0):
        (lease,) = await claim(store, force=True)
        seen.append(lease.unchanged_polls)
        await finish(store, lease, replace(OK, new_items=new_items))
    (lease,) = await claim(store, force=True)
    assert [*seen, lease.unchanged_polls] == [0, 1, 2, 0, 1]


async def test_the_longest_waiting_feeds_are_claimed_first(store, clock):
    await store.sync_feeds([a_feed("early")])
    clock.advance(10)
    await store.sync_feeds([a_feed("early"), a_feed("late")])
    assert [lease.slug for lease in await claim(store, limit=1)] == ["early"]


async def test_the_table_follows_the_catalogue(store):
    await store.sync_feeds([a_feed("kept"), a_feed("dropped"), a_feed("disabled")])
    await store.sync_feeds(
        [a_feed("kept", name="The Keeper"), a_feed("disabled", enabled=False), a_feed("new")]
    )
    states = {each.slug: (each.state, each.name) for each in await store.feed_health()}
    assert states == {
        "kept": (FeedState.ACTIVE, "The Keeper"),
        "dropped": (FeedState.PAUSED, "Dropped"),
        "disabled": (FeedState.PAUSED, "Disabled"),
        "new": (FeedState.ACTIVE, "New"),
    }
    assert {lease.slug for lease in await claim(store, force=True)} == {"kept", "new"}


async def test_a_feed_that_comes_back_keeps_its_past_and_is_due(store, clock):
    await store.sync_feeds([a_feed()])
    (lease,) = await claim(store)
    await finish(store, lease, OK)
    await store.sync_feeds([])
    await store.sync_feeds([a_feed()])
    clock.advance(2)  # its host's pause
    (lease,) = await claim(store)
    assert lease.seeded


async def test_a_new_address_forgets_validators_and_revives_a_feed_that_was_gone(store):
    await store.sync_feeds([a_feed()])
    (lease,) = await claim(store)
    await finish(
        store, lease, replace(OK, status=410, error_kind="http_410", error="gone", state=FeedState.GONE)
    )
    await store.sync_feeds([a_feed()])
    assert (await health(store)).state is FeedState.GONE
    assert await claim(store, force=True) == []
    await store.sync_feeds([a_feed(url="https://gazette.example/new.xml")])
    (lease,) = await claim(store, force=True)
    assert (lease.validators, lease.seeded) == (Validators(), True)


async def test_a_poll_that_fails_inside_leaves_nothing_behind(store, clock):
    lease = await lease_of(store)

    async def fall_over():
        async with store.poll(lease) as tx:
            item = an_item()
            await tx.add_item(item, an_analysis(item), Decision(fate=Fate.IRRELEVANT))
            await tx.finish(OK)
            raise RuntimeError("the power went out")

    with pytest.raises(RuntimeError):
        await fall_over()
    counts = await store.counts()
    assert (counts.items, counts.last_poll_at) == (0, None)
    async with store.poll(lease) as tx:  # the lease is still ours to tell what happened
        await tx.finish(FAILED)


async def test_seen_and_queued_become_durable_together(store, clock):
    item = an_item()
    assert (await sight(store, item)).fresh == [item]
    await put_story(store, at=clock.now, destinations=[GENERAL])
    assert (await sight(store, item)).fresh == []
    assert len(await store.deliveries()) == 1


async def test_a_write_inside_a_write_is_refused_instead_of_waiting_for_itself(store):
    lease = await lease_of(store)
    with pytest.raises(StoreError, match="inside another"):
        async with store.poll(lease):
            await store.notify(GENERAL, title="t", text="t", once_key="k")
