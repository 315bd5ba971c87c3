"""Ticks start at once, and running work is drained, not cancelled."""

import asyncio

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
