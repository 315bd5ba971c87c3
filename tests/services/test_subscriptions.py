"""Standing wishes: saved only where a post could arrive, owned by their channel, replaced whole by the file."""

import pytest
from store_values import EVERY_PLATFORM, GENERAL, NEWSROOM, SECOND, a_subscription, put_story

from bot.core.errors import ChannelGoneError, UsageError
from bot.core.models import Filter
from bot.core.vocabulary import Topic
from bot.services.subscriptions import Subscriptions

DRONES = Filter(topics=frozenset({Topic.DRONES}))


@pytest.fixture
def subscriptions(sqlite_store):
    return Subscriptions(sqlite_store)


async def reachable(destination, *, threads=False):
    """A check that finds nothing missing."""


async def test_a_new_follow_is_not_flooded_with_the_past(subscriptions, sqlite_store, clock):
    story = await put_story(sqlite_store, 1, at=clock.now)
    added = await subscriptions.add(a_subscription(GENERAL))
    assert added.subscription.since_story_id == story


async def test_following_again_lets_a_paused_channel_go_on(subscriptions, sqlite_store, clock):
    await subscriptions.add(a_subscription(GENERAL))
    await put_story(sqlite_store, 1, at=clock.now, destinations=[GENERAL])
    (lease,) = await sqlite_store.claim_deliveries(platforms=EVERY_PLATFORM, limit=1, lease_s=30)
    await sqlite_store.pause_channel(lease, reason="no permission", whole_workspace=False)
    clock.advance(3600)
    assert await sqlite_store.claim_deliveries(platforms=EVERY_PLATFORM, limit=1, lease_s=30) == []
    again = await subscriptions.add(a_subscription(GENERAL), check=reachable)
    assert again.existed
    assert len(await sqlite_store.claim_deliveries(platforms=EVERY_PLATFORM, limit=1, lease_s=30)) == 1


async def test_nothing_is_saved_where_no_post_could_arrive(subscriptions, sqlite_store):
    async def archived(destination, *, threads=False):
        raise ChannelGoneError("the channel is archived", advice="Unarchive it first.")

    with pytest.raises(ChannelGoneError):
        await subscriptions.add(a_subscription(GENERAL), check=archived)
    assert await sqlite_store.subscriptions() == []


async def test_overlaps_are_those_of_the_same_channel(subscriptions):
    here = (await subscriptions.add(a_subscription(GENERAL, filter=DRONES))).subscription
    await subscriptions.add(a_subscription(SECOND, filter=DRONES))
    added = await subscriptions.add(a_subscription(GENERAL))
    assert added.overlapping == (here,)


async def test_each_channel_removes_its_own_only(subscriptions):
    made = (await subscriptions.add(a_subscription(GENERAL))).subscription
    for stranger in (SECOND, NEWSROOM):
        with pytest.raises(UsageError, match="has no follow"):
            await subscriptions.remove(stranger, made.id)
    assert (await subscriptions.remove(GENERAL, made.id)).id == made.id
    assert await subscriptions.of_channel(GENERAL) == []


async def test_the_file_owns_its_entries_and_no_others(subscriptions):
    by_command = (await subscriptions.add(a_subscription(GENERAL))).subscription
    await subscriptions.replace_file_entries([a_subscription(SECOND, origin="file")])
    (entry,) = await subscriptions.of_channel(SECOND)
    with pytest.raises(UsageError, match=r"written in feeds\.yaml"):
        await subscriptions.remove(SECOND, entry.id)
    await subscriptions.replace_file_entries([])
    assert await subscriptions.of_channel(SECOND) == []
    assert await subscriptions.of_channel(GENERAL) == [by_command]


@pytest.mark.parametrize("written", ["us/mn/st-paul", "us/mn/saint-paul", "us/mn/st.-paul"])
async def test_places_of_the_file_are_spelled_as_stories_spell_them(subscriptions, written):
    entry = a_subscription(
        GENERAL, origin="file", filter=Filter(places=frozenset({written, "us/mn/tiny-hamlet"}))
    )
    await subscriptions.replace_file_entries([entry])
    (stored,) = await subscriptions.of_channel(GENERAL)
    assert stored.filter.places == {"us/mn/st.-paul", "us/mn/tiny-hamlet"}
