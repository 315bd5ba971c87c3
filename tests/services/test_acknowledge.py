"""Reports of posted messages: at once when alone, together under load, never lost with a cancelled one."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.core.errors import StoreError
from bot.core.models import Destination, Receipt
from bot.core.vocabulary import Platform
from bot.ports import DeliveryKind, DeliveryLease, Posted
from bot.services.acknowledge import Reporter

HERE = Destination(platform=Platform.CONSOLE, workspace="", channel="main")


def posted(number: int) -> Posted:
    lease = DeliveryLease(
        delivery_id=number,
        channel_id=number,
        destination=HERE,
        fence=1,
        kind=DeliveryKind.NOTICE,
        story_id=None,
    )
    return Posted(lease=lease, receipt=Receipt(remote_id=str(number), at=datetime.now(UTC)), free_at=0.0)


class SlowStore:
    """Writes a batch when it is let; fails if it is told to."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.gate = asyncio.Event()
        self.error: StoreError | None = None

    async def acknowledge_all(self, batch):
        self.batches.append([each.lease.delivery_id for each in batch])
        await self.gate.wait()
        if self.error:
            raise self.error


async def started(reporter, *numbers):
    tasks = [asyncio.create_task(reporter.acknowledge(posted(number))) for number in numbers]
    for _ in range(3):
        await asyncio.sleep(0)
    return tasks


async def test_the_first_goes_at_once_and_what_finishes_meanwhile_goes_together():
    store = SlowStore()
    reporter = Reporter(store)
    tasks = await started(reporter, 1) + await started(reporter, 2, 3, 4)
    assert store.batches == [[1]]
    store.gate.set()
    await asyncio.gather(*tasks)
    assert store.batches == [[1], [2, 3, 4]]


async def test_a_failure_of_the_store_reaches_everybody_who_waits():
    store = SlowStore()
    reporter = Reporter(store)
    tasks = await started(reporter, 1, 2)
    store.error = StoreError("disk full")
    store.gate.set()
    for task in tasks:
        with pytest.raises(StoreError, match="disk full"):
            await task


async def test_a_cancelled_reporter_takes_nobody_with_it():
    store = SlowStore()
    reporter = Reporter(store)
    first, *others = await started(reporter, 1, 2, 3)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    store.gate.set()
    await asyncio.gather(*others)
    assert {number for batch in store.batches for number in batch} == {1, 2, 3}
