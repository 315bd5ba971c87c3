"""Subscriptions belong to a channel; those from the file follow the file."""

from dataclasses import replace

import pytest
from store_values import (
    EVERY_PLATFORM,
    GENERAL,
    NEWSROOM,
    SECOND,
    a_digest_subscription,
    a_subscription,
    polling,
    put_story,
)

from bot.core.models import Filter
from bot.core.vocabulary import Action, Mode, Platform, SourceKind, Stage, Topic

DAY = 86_400
DETAILED = Filter(
    topics=frozenset({Topic.ALPR, Topic.DRONES}),
    actions=frozenset({Action.BAN}),
    stages=frozenset({Stage.ENACTED}),
    places=frozenset({"us/mn", "us/mn/minneapolis"}),
    vendors=frozenset({"Flock Safety"}),
    source_kinds=frozenset({SourceKind.COURT}),
    min_score=0.75,
)


async def test_a_subscription_comes_back_as_it_was_and_starts_after_the_newest_story(store, clock):
    story = await put_story(store, at=clock.now)
    wish = a_digest_subscription(
        NEWSROOM,
        filter=DETAILED,
        digest_at="07:30",
        timezone="Europe/Berlin",
        created_by="U1",
        origin="cli",
        paused=True,
    )
    stored = await store.add_subscription(wish)
    assert stored == replace(wish, id=stored.id, since_story_id=story)
    assert await store.subscriptions() == [stored]


async def test_one_workspace_never_sees_anothers(store):
    here = await store.add_subscription(a_subscription(GENERAL))
    there = await store.add_subscription(a_subscription(SECOND))
    await store.add_subscription(a_subscription(replace(GENERAL, workspace="88")))
    await store.add_subscription(a_subscription(replace(GENERAL, platform=Platform.SLACK)))
    assert await store.subscriptions(workspace=(Platform.DISCORD, "77")) == [here, there]
    assert await store.subscriptions(destination=SECOND) == [there]


async def test_a_poll_sees_all_but_the_paused(store):
    active = await store.add_subscription(a_subscription(GENERAL))
    await store.add_subscription(a_subscription(SECOND, paused=True))
    async with polling(store) as tx:
        assert await tx.subscriptions() == [active]


async def test_the_file_owns_its_entries_and_nothing_else(store, clock):
    by_command = await store.add_subscription(a_subscription(GENERAL))
    await store.sync_subscriptions([a_subscription(GENERAL), a_subscription(SECOND), a_subscription(SECOND)])
    before = await store.subscriptions()
    await put_story(store, at=clock.now)
    await store.sync_subscriptions([a_subscription(SECOND), a_subscription(NEWSROOM), a_subscription(SECOND)])
    after = await store.subscriptions()
    assert [each.destination for each in after] == [GENERAL, SECOND, SECOND, NEWSROOM]
    assert after[0] == by_command
    # Unchanged ones keep number and history; the new one starts now.
    assert after[1:3] == before[2:4]
    assert (after[3].since_story_id, after[3].origin) == (1, "file")
    await store.sync_subscriptions([])
    assert await store.subscriptions() == [by_command]


async def test_a_changed_wish_does_not_call_off_what_waits_for_its_channel(store, clock):
    await store.sync_subscriptions([a_subscription(GENERAL)])
    await put_story(store, at=clock.now, destinations=[GENERAL])
    await store.sync_subscriptions([a_subscription(GENERAL, filter=DETAILED)])
    assert [str(row.state) for row in await store.deliveries()] == ["pending"]


CHANGES = [
    {"digest_at": "09:00"},
    {"timezone": "Europe/Berlin"},
    # An added topic; the waiting stories still fit.
    {"filter": Filter(topics=frozenset({Topic.FACE_RECOGNITION, Topic.DRONES}))},
    # Stories at once from now on: what waits still comes as a digest.
    {"mode": Mode.INSTANT},
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
async def test_an_edited_digest_keeps_its_number_and_what_waits_for_it(store, clock, change):
    wish = a_digest_subscription(filter=Filter(topics=frozenset({Topic.FACE_RECOGNITION})))
    await store.sync_subscriptions([wish])
    (before,) = await store.subscriptions()
    waiting = [await put_story(store, number, at=clock.now, digests=[before]) for number in (1, 2, 3)]
    await store.sync_subscriptions([replace(wish, **change)])
    (after,) = await store.subscriptions()
    assert after == replace(before, **change)
    assert await digested(store, clock) == waiting


async def test_edited_entries_of_one_channel_are_told_apart_by_their_order(store):
    first, second = a_digest_subscription(digest_at="07:00"), a_digest_subscription(digest_at="19:00")
    other = a_digest_subscription(SECOND)
    await store.sync_subscriptions([first, second, other])
    ids = [each.id for each in await store.subscriptions()]
    await store.sync_subscriptions(
        [replace(first, digest_at="08:00"), replace(second, digest_at="20:00"), other]
    )
    after = await store.subscriptions()
    assert [(each.id, each.digest_at) for each in after] == list(
        zip(ids, ["08:00", "20:00", "08:00"], strict=True)
    )


@pytest.mark.parametrize("make", [a_subscription, a_digest_subscription], ids=["instant", "digest"])
async def test_what_waits_for_a_removed_follow_goes_to_one_that_wants_it(store, clock, make):
    going = await store.add_subscription(a_digest_subscription())
    await store.add_subscription(make(filter=Filter(topics=frozenset({Topic.DRONES}))))
    waiting = await put_story(store, at=clock.now, digests=[going])
    # Made after the story, as who changes a follow by commands does it.
    await store.add_subscription(make())
    await store.remove_subscription(going.id)
    assert await digested(store, clock) == [waiting]


async def test_nobody_inherits_what_nobody_else_wants(store, clock):
    going = await store.add_subscription(a_digest_subscription())
    await put_story(store, at=clock.now, digests=[going])
    await store.add_subscription(a_digest_subscription(filter=Filter(topics=frozenset({Topic.DRONES}))))
    await store.add_subscription(a_digest_subscription(paused=True))
    await store.add_subscription(a_digest_subscription(SECOND))
    await store.remove_subscription(going.id)
    assert await digested(store, clock) == []


async def test_a_digest_on_its_way_keeps_its_stories_when_its_follow_goes(store, clock):
    going = await store.add_subscription(a_digest_subscription())
    waiting = await put_story(store, at=clock.now, digests=[going])
    clock.advance(DAY)
    await store.fold_digests(now=clock.now)
    staying = await store.add_subscription(a_digest_subscription(filter=DETAILED))
    await store.remove_subscription(going.id)
    # The channel knows it: the follow that stays does not bring it again.
    async with polling(store) as tx:
        await tx.enqueue_digest(waiting, [staying])
    assert await digested(store, clock) == [waiting]


async def digested(store, clock):
    """The stories of all digests that come within a day."""
    clock.advance(DAY)
    await store.fold_digests(now=clock.now)
    leases = await store.claim_deliveries(platforms=EVERY_PLATFORM, limit=10, lease_s=30)
    return [story_id for lease in leases for story_id in lease.digest_story_ids]


async def test_removing_what_is_not_there_says_no(store):
    assert not await store.remove_subscription(1)
