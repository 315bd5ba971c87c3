"""Subscriptions belong to a channel; those from the file follow the file."""

from dataclasses import replace

from store_values import GENERAL, NEWSROOM, SECOND, a_digest_subscription, a_subscription, polling, put_story

from bot.core.models import Filter
from bot.core.vocabulary import Action, Platform, SourceKind, Stage, Topic

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


async def test_removing_what_is_not_there_says_no(store):
    assert not await store.remove_subscription(1)
