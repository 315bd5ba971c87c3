"""Whether memory stays flat: `python -m benchmarks.long_run [--feeds N] [--hours N] [--json]`.

The bot's own poller, store and parse processes work through a day whose clock jumps from minute to minute,
against feeds that are made on the spot: each in a rhythm of its own between two hours and a week, some
without validators, some failing now and then or for good, some moving. One line for each hour: polls, new
items, memory, the database's size. Ends with 1 if the memory of the last quarter is more than a twentieth
above what it was after the warm-up.
"""

import argparse
import asyncio
import gc
import hashlib
import json
import logging
import os
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from statistics import mean

import structlog
from rich.console import Console
from rich.table import Table

from benchmarks.papers import NOW, Shape, document
from benchmarks.pollers import paper, poller_of
from benchmarks.processes import children, load, memory_mb
from bot.core.errors import FetchError
from bot.core.models import Destination, Feed, Filter, Subscription, Validators
from bot.core.places import suggest
from bot.core.vocabulary import Platform
from bot.feeds.pool import ParsePool
from bot.ports import Fetched
from bot.services.poll import PollReport
from bot.store import open_store

STEP = timedelta(minutes=1)
PRUNE_EVERY_H = 6
SHORTEST_GAP_H, LONGEST_GAP_H = 2.0, 168.0
ITEMS = 10
PARAGRAPHS = 10
DRIFT_LIMIT = 0.05
WARM_UP = 0.25
"""Part of the run until every cache is full and every feed was read."""


class Clock:
    """The time of the simulated day."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class Hour:
    """The bot after one simulated hour."""

    hour: int
    polls: int
    new: int
    failed: int
    bot_mb: float
    workers_mb: float
    database_mb: float
    wall_s: float
    cpu_s: float
    """Of the bot's own process."""


@dataclass
class Press:
    """The FeedFetcher: what each paper's server answers at the clock's time."""

    clock: Clock
    chance: random.Random = field(default_factory=lambda: random.Random(1))

    async def fetch(self, feed: Feed, validators: Validators) -> Fetched:
        number = int(feed.slug.removeprefix("paper"))
        kind = number % 100
        self._fail(feed, kind)
        published = self._published(number)
        etag, moved_to = f'"{published}"', None
        if kind == 2 and not feed.url.endswith("/moved"):
            moved_to = f"{feed.url}/moved"
        unchanged = Fetched(
            status=304,
            body=None,
            content_type="",
            url=feed.url,
            validators=validators,
            moved_to=moved_to,
        )
        if kind >= 10 and validators.etag == etag:
            return unchanged
        shape = Shape(items=ITEMS, first=published - ITEMS, paragraphs=PARAGRAPHS, gap=self._gap(number))
        body = document(number, shape)
        digest = hashlib.sha256(body).hexdigest()
        return Fetched(
            status=200,
            body=None if digest == validators.body_sha256 else body,
            content_type="application/rss+xml",
            url=feed.url,
            validators=Validators(etag=etag if kind >= 10 else None, body_sha256=digest),
            moved_to=moved_to,
        )

    async def close(self) -> None:
        """Nothing is open."""

    def _fail(self, feed: Feed, kind: int) -> None:
        if kind == 0:
            raise FetchError(f"{feed.url}: not found", kind="http_404", advice="find it anew", status=404)
        if self.chance.random() < 0.02:
            raise FetchError(f"{feed.url}: no answer", kind="timeout", advice="nothing")

    def _gap(self, number: int) -> timedelta:
        part = random.Random(number).random()
        return timedelta(hours=SHORTEST_GAP_H * (LONGEST_GAP_H / SHORTEST_GAP_H) ** part)

    def _published(self, number: int) -> int:
        return 25 + int((self.clock.now - NOW) / self._gap(number) + number % 7 / 7)


async def simulated(feeds: int, hours: int, folder: str, told: Console | None) -> list[Hour]:
    """Live through the hours."""
    clock = Clock()
    file = Path(folder) / "run.sqlite3"
    store = open_store(f"sqlite:///{file}", clock=clock)
    await store.open()
    catalogue = {
        f"paper{number}": paper(number, f"https://paper{number}.example/feed") for number in range(feeds)
    }
    await store.sync_feeds(list(catalogue.values()), spread=True)
    main = Destination(platform=Platform.CONSOLE, workspace="", channel="main")
    await store.add_subscription(Subscription(id=0, destination=main, filter=Filter()))
    counts: Counter[str] = Counter()

    def polled(report: PollReport) -> None:
        counts.update(polls=1, new=report.tally.new, failed=report.error is not None)
        if report.error_kind in ("internal", "store"):
            raise SystemExit(f"{report.feed}: {report.error}")

    async def pause(wait_s: float) -> None:
        clock.now += timedelta(seconds=wait_s)

    suggest("a")  # the gazetteer is loaded at start
    gc.collect()
    gc.freeze()  # as the bot does when it has started
    result: list[Hour] = []
    async with ParsePool(now=clock) as pool:
        poller = poller_of(store, Press(clock), pool, catalogue, spread=random.Random(2).random, pause=pause)
        for hour in range(1, hours + 1):
            counts.clear()
            wall, cpu = time.perf_counter(), time.process_time()
            while clock.now < NOW + timedelta(hours=hour):
                await poller.keep_polling(polled)
                clock.now += STEP
            if hour % PRUNE_EVERY_H == 0:
                await store.prune()
            result.append(
                Hour(
                    hour=hour,
                    polls=counts["polls"],
                    new=counts["new"],
                    failed=counts["failed"],
                    bot_mb=memory_mb(os.getpid()),
                    workers_mb=sum(map(memory_mb, children())),
                    database_mb=sum(each.stat().st_size for each in file.parent.glob("run.sqlite3*")) / 1e6,
                    wall_s=time.perf_counter() - wall,
                    cpu_s=time.process_time() - cpu,
                )
            )
            if told:
                told.print(f"hour {hour}: {result[-1].polls} polls, {result[-1].wall_s:.0f} s", end="\r")
    await store.close()
    return result


def drift_of(result: list[Hour]) -> float:
    """How much more memory the last quarter took than the same number of hours after the warm-up."""
    warm = result[int(len(result) * WARM_UP) :]
    some = max(1, len(result) // 4)
    before = mean(each.bot_mb + each.workers_mb for each in warm[:some])
    after = mean(each.bot_mb + each.workers_mb for each in warm[-some:])
    return after / before - 1


def main() -> None:
    """Simulate, print, and judge."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--feeds", type=int, default=10_000)
    options.add_argument("--hours", type=int, default=24)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        told = console if console.is_terminal and not chosen.json else None
        result = asyncio.run(simulated(chosen.feeds, chosen.hours, folder, told))
    drift = drift_of(result)
    most = max(each.bot_mb + each.workers_mb for each in result)
    if chosen.json:
        print(json.dumps({"drift": drift, "most_mb": most, "load": load(), "hours": [*map(asdict, result)]}))
    else:
        table = Table(
            "hour", "polls", "new items", "failed", "bot MB", "workers MB", "database MB", "wall s", "CPU s"
        )
        for each in result:
            row = (each.bot_mb, each.workers_mb, each.database_mb, each.wall_s, each.cpu_s)
            table.add_row(
                *(str(number) for number in (each.hour, each.polls, each.new, each.failed)),
                *(f"{number:.0f}" for number in row),
            )
        console.print(table)
        console.print(
            f"{chosen.feeds:,} feeds: at most {most:.0f} MB with the parse processes, "
            f"drift after the warm-up {drift:+.1%}; load {load()}"
        )
    sys.exit(drift > DRIFT_LIMIT)


if __name__ == "__main__":
    main()
