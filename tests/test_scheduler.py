"""Ticks start at once, and running work is drained, not cancelled."""

import asyncio
import logging

import pytest
from structlog.testing import capture_logs

from bot.core.errors import MovedError, StoreError
from bot.scheduler import Ticker


async def test_running_work_ends_before_drain_returns() -> None:
    """APScheduler alone would cancel it: a post would be left in doubt."""
    begun, may_end, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        await may_end.wait()
        ended.set()

    ticker = Ticker()
    ticker.every(3600, work, name="work")
    ticker.start()
    await asyncio.wait_for(begun.wait(), 5)
    asyncio.get_running_loop().call_soon(may_end.set)
    await ticker.drain(5)
    assert ended.is_set()


async def test_work_that_does_not_end_is_cancelled_in_the_end() -> None:
    begun, cancelled = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    ticker = Ticker()
    ticker.every(3600, work, name="work")
    ticker.start()
    await asyncio.wait_for(begun.wait(), 5)
    await ticker.drain(0.01)
    await asyncio.wait_for(cancelled.wait(), 5)


async def test_a_job_that_finds_the_database_moved_stops_everything() -> None:
    """Feeds that stand still under a process that looks alive are noticed by nobody."""

    async def work() -> None:
        raise MovedError("this installation was moved to another database")

    stop = asyncio.Event()
    ticker = Ticker(stop=stop)
    ticker.every(3600, work, name="work")
    ticker.start()
    await asyncio.wait_for(stop.wait(), 5)
    await ticker.drain(5)
    assert isinstance(ticker.moved, MovedError)


async def test_a_database_that_is_away_is_told_once() -> None:
    """Not at every tick, and not with a traceback: a day of it must not fill the disk."""
    tries = asyncio.Queue[None]()
    failing = True

    async def work() -> None:
        tries.put_nowait(None)
        if failing:
            raise StoreError("the database is away")

    ticker = Ticker()
    with capture_logs() as lines:
        ticker.every(0.01, work, name="work")
        ticker.start()
        for _ in range(3):
            await asyncio.wait_for(tries.get(), 5)
        failing = False
        for _ in range(2):
            await asyncio.wait_for(tries.get(), 5)
        await ticker.drain(5)
    assert [line["event"] for line in lines] == ["tick failed", "tick works again"]


async def test_work_that_outlasts_its_ticks_and_is_cancelled_is_no_trouble(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A slow feed took a line of the log every five seconds, and a traceback at the stop."""
    runs, ticks = 0, asyncio.Queue[None]()

    async def slow() -> None:
        nonlocal runs
        runs += 1
        await asyncio.Event().wait()

    async def quick() -> None:
        ticks.put_nowait(None)

    ticker = Ticker()
    with capture_logs() as lines, caplog.at_level(logging.WARNING):
        ticker.every(0.01, slow, name="slow")
        ticker.every(0.01, quick, name="quick")
        ticker.start()
        for _ in range(5):
            await asyncio.wait_for(ticks.get(), 5)
        await ticker.drain(0.01)
        await asyncio.sleep(0)
    assert runs == 1
    assert (lines, caplog.messages) == ([], [])


async def test_a_job_that_crashes_is_told_with_its_traceback_and_tried_again() -> None:
    tries = asyncio.Queue[None]()

    async def work() -> None:
        tries.put_nowait(None)
        raise ValueError("our own fault")

    ticker = Ticker()
    with capture_logs() as lines:
        ticker.every(0.01, work, name="work")
        ticker.start()
        for _ in range(2):
            await asyncio.wait_for(tries.get(), 5)
        await ticker.drain(5)
    assert {line["event"] for line in lines} == {"tick failed"}
    assert all(line["exc_info"] for line in lines)
