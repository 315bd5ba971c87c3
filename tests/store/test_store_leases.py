"""A job for one worker: held while renewed, free when its holder stops or dies."""

import asyncio

from bot.store import open_store


async def test_a_job_has_one_holder_until_it_stops_renewing(store, clock):
    assert await store.take_lease("gateway:discord", "one", lease_s=30)
    assert not await store.take_lease("gateway:discord", "two", lease_s=30)
    assert await store.take_lease("gateway:slack", "two", lease_s=30)
    clock.advance(20)
    assert await store.take_lease("gateway:discord", "one", lease_s=30)
    clock.advance(20)
    assert not await store.take_lease("gateway:discord", "two", lease_s=30)
    clock.advance(11)
    assert await store.take_lease("gateway:discord", "two", lease_s=30)
    assert not await store.take_lease("gateway:discord", "one", lease_s=30)


async def test_a_job_given_up_is_free_at_once_and_only_its_holder_may_give_it_up(store):
    assert await store.take_lease("gateway", "one", lease_s=30)
    await store.give_up_lease("gateway", "two")
    assert not await store.take_lease("gateway", "two", lease_s=30)
    await store.give_up_lease("gateway", "one")
    assert await store.take_lease("gateway", "two", lease_s=30)


async def test_of_several_workers_that_reach_for_a_job_one_gets_it(database_url, clock):
    stores = [open_store(database_url, clock=clock) for _ in range(3)]
    for each in stores:
        await each.open()
    taken = await asyncio.gather(
        *(each.take_lease("gateway", str(n), lease_s=30) for n, each in enumerate(stores))
    )
    assert sorted(taken) == [False, False, True]
    for each in stores:
        await each.close()
