"""A job is done by one process at a time; another takes over when its holder stops or dies."""

import asyncio

import pytest
from clocks import FixedClock

from bot.core.errors import ConfigError
from bot.services.duty import Duty
from bot.store import SqlStore


class Job:
    """Runs until it is cancelled, and says when it runs."""

    def __init__(self) -> None:
        self.running = asyncio.Event()
        self.ended = asyncio.Event()

    async def work(self) -> None:
        self.running.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.ended.set()


def duty(store: SqlStore, owner: str) -> Duty:
    return Duty(store, "gateway:discord", owner, lease_s=30, renew_s=0.01)


async def test_another_takes_over_when_the_holder_stops(store: SqlStore) -> None:
    first, second = Job(), Job()
    leave, end = asyncio.Event(), asyncio.Event()
    async with asyncio.timeout(20):
        holding = asyncio.create_task(duty(store, "one").hold(first.work, stop=leave))
        await first.running.wait()
        waiting = asyncio.create_task(duty(store, "two").hold(second.work, stop=end))
        leave.set()
        await holding
        assert first.ended.is_set()
        await second.running.wait()
        end.set()
        await waiting


async def test_who_is_told_to_stop_waits_for_no_renewal(sqlite_store: SqlStore) -> None:
    """The whole process has ten seconds, and renews every ten."""
    job, leave = Job(), asyncio.Event()
    async with asyncio.timeout(5):
        holding = asyncio.create_task(Duty(sqlite_store, "gateway:discord", "one").hold(job.work, stop=leave))
        await job.running.wait()
        leave.set()
        await holding
    assert job.ended.is_set()


async def test_another_takes_over_when_the_holder_dies(store: SqlStore, clock: FixedClock) -> None:
    """A dead process renews nothing: its lease runs out."""
    assert await store.take_lease("gateway:discord", "the dead", lease_s=30)
    job, end = Job(), asyncio.Event()
    async with asyncio.timeout(20):
        waiting = asyncio.create_task(duty(store, "two").hold(job.work, stop=end))
        assert not job.running.is_set()
        clock.advance(31)
        await job.running.wait()
        end.set()
        await waiting


async def test_who_lost_the_job_stops_doing_it(store: SqlStore, clock: FixedClock) -> None:
    """A process that slept beyond its lease finds the job taken."""
    job, end = Job(), asyncio.Event()
    async with asyncio.timeout(20):
        holding = asyncio.create_task(duty(store, "one").hold(job.work, stop=end))
        await job.running.wait()
        clock.advance(31)
        await store.take_lease("gateway:discord", "two", lease_s=3_000)
        # Whoever of the two asked first after the sleep has it; if that was the sleeper, it never lost it.
        if not await store.take_lease("gateway:discord", "two", lease_s=3_000):
            job.ended.set()
        await job.ended.wait()
        end.set()
        await holding


async def test_what_the_work_raises_is_raised(store: SqlStore) -> None:
    async def refused() -> None:
        raise ConfigError("the token is refused")

    with pytest.raises(ConfigError, match="refused"):
        await duty(store, "one").hold(refused, stop=asyncio.Event())
    assert await store.take_lease("gateway:discord", "two", lease_s=30)


async def test_of_two_processes_one_does_a_periodic_job(store: SqlStore) -> None:
    done: list[str] = []

    async def first() -> None:
        done.append("one")

    async def second() -> None:
        done.append("two")

    await duty(store, "one").alone(first)
    await duty(store, "two").alone(second)
    await duty(store, "one").alone(first)
    assert done == ["one", "one"]
