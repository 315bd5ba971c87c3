"""What hostile answers cost: `python -m benchmarks.bombs_bench [--only WORD] [--json]`.

Each bomb (bombs.py) is polled next to ordinary feeds, through fetch, parse processes, judgement and a SQLite
file, with the limits that the bot has by default. Told are the seconds until the bomb's poll was over, the
memory beyond what the processes held before (peaks of the bot's own process and of all parse processes, by
the kernel's count), and how much later than without a bomb the ordinary feeds were done. Ends with 1 if a
bomb takes more than 100 MB or more than 2 seconds beyond its share, or if an ordinary feed fails.

The answers that are slow on purpose end by the feed's timeout, which here is 1.5 seconds for all.
"""

import argparse
import asyncio
import json
import logging
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from multiprocessing import Process
from pathlib import Path
from typing import Self

import structlog
from rich.console import Console
from rich.table import Table

from benchmarks.bombs import NAMES, serve
from benchmarks.papers import HOST
from benchmarks.pollers import poller_of
from benchmarks.processes import children, load
from bot.core.models import Feed
from bot.core.vocabulary import SourceKind
from bot.feeds.fetch import HttpFetcher
from bot.feeds.pool import ParsePool
from bot.services.poll import PollReport
from bot.store import SqlStore, open_store

ORDINARY = 15
MOST_MB = 100.0
LONGEST_S = 2.0
TIMEOUT_S = 1.5
BOMB = "bomb"


@dataclass(frozen=True)
class Cost:
    """What one bomb did."""

    name: str
    seconds: float
    bot_mb: float
    workers_mb: float
    outcome: str
    ordinary_s: float
    """The median of when the ordinary feeds were done."""
    last_s: float
    """When the last of them was."""
    failed: int
    """Ordinary feeds that failed."""

    @property
    def is_borne(self) -> bool:
        return self.bot_mb + self.workers_mb <= MOST_MB and self.seconds <= LONGEST_S and not self.failed


def _status(pid: int, name: str) -> float:
    """A figure of a process in MB; 0 if it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    for line in lines:
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0


class Peaks:
    """The highest memory of this process and of its children, watched from a thread."""

    def __init__(self, server: int) -> None:
        self._server = server
        self._pid = os.getpid()
        self._before = {pid: _status(pid, "VmRSS") for pid in self._pids()}
        self._highest: dict[int, float] = {}
        # A new process has its interpreter and libraries to load, as each of the others had.
        rest = [size for pid, size in self._before.items() if pid != self._pid]
        self._usual = min(rest, default=0.0)
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def _pids(self) -> list[int]:
        return [self._pid, *(pid for pid in children() if pid != self._server)]

    def _watch(self) -> None:
        while not self._done.wait(0.005):
            self._look()

    def _look(self) -> None:
        for pid in self._pids():
            # The kernel's own high-water mark: what falls between two looks is not missed.
            self._highest[pid] = max(self._highest.get(pid, 0.0), _status(pid, "VmHWM"))

    def __enter__(self) -> Self:
        for pid in self._pids():
            Path(f"/proc/{pid}/clear_refs").write_text("5")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._look()
        self._done.set()
        self._thread.join()

    @property
    def bot_mb(self) -> float:
        return max(0.0, self._highest[self._pid] - self._before[self._pid])

    @property
    def workers_mb(self) -> float:
        """The most that one process held beyond its usual, for each, added up."""
        return sum(
            max(0.0, most - self._before.get(pid, self._usual))
            for pid, most in self._highest.items()
            if pid != self._pid
        )


class Bench:
    """A poller as the application builds it, with ordinary feeds and one place for a bomb."""

    def __init__(self, store: SqlStore, port: int, server: int) -> None:
        self._server = server
        self._site = f"http://{HOST}:{port}"
        self.store = store
        self.ordinary = {f"paper{n}": self._feed(f"paper{n}", f"feed/{n}") for n in range(ORDINARY)}
        self.feeds = dict(self.ordinary)
        self.parser = ParsePool()
        self.fetcher = HttpFetcher(user_agent="bench", allow_hosts={HOST})
        self.poller = poller_of(store, self.fetcher, self.parser, self.feeds, unpaced={HOST})

    def _feed(self, slug: str, path: str) -> Feed:
        return Feed(
            slug=slug, name=slug, url=f"{self._site}/{path}", kind=SourceKind.NEWS, timeout_s=TIMEOUT_S
        )

    async def polled(self, name: str | None) -> Cost:
        """Poll all at once, with the bomb of this name among them."""
        bomb = {} if name is None else {BOMB: self._feed(BOMB, f"bomb/{NAMES.index(name)}")}
        self.feeds.clear()
        self.feeds.update({**bomb, **self.ordinary})
        await self.store.sync_feeds(list(self.feeds.values()))
        done: dict[str, tuple[float, PollReport]] = {}
        with Peaks(self._server) as peaks:
            started = time.perf_counter()
            await self.poller.poll_now(
                progress=lambda report: done.update({report.feed: (time.perf_counter() - started, report)})
            )
        ordinary = [at for slug, (at, _) in done.items() if slug != BOMB]
        at, report = done.get(BOMB, (0.0, PollReport(feed="")))
        return Cost(
            name=name or "no bomb",
            seconds=round(at, 2),
            bot_mb=round(peaks.bot_mb, 1),
            workers_mb=round(peaks.workers_mb, 1),
            outcome=report.error_kind or f"{report.tally.new} new" if name else "",
            ordinary_s=round(statistics.median(ordinary), 2),
            last_s=round(max(ordinary), 2),
            failed=sum(bool(each.error) for slug, (_, each) in done.items() if slug != BOMB),
        )


@contextmanager
def _served(port: int) -> Iterator[int]:
    server = Process(target=serve, args=(port, ORDINARY), daemon=True)
    server.start()
    try:
        yield server.pid or 0
    finally:
        server.kill()
        server.join()


async def _reachable(port: int) -> None:
    for _ in range(300):
        try:
            _, writer = await asyncio.open_connection(HOST, port)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return
    raise SystemExit("the server does not come up")


async def measured(port: int, server: int, only: str) -> list[Cost]:
    """The costs without a bomb, then of each."""
    await _reachable(port)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/bench.sqlite3")
        await store.open()
        bench = Bench(store, port, server)
        for _ in range(3):  # first contact, and what is loaded once
            await bench.polled(None)
        costs = [await bench.polled(None)]
        for name in NAMES:
            if only in name:
                costs.append(await bench.polled(name))
                await bench.polled(None)  # processes that were ended come up again
        await bench.fetcher.close()
        await bench.parser.close()
        await store.close()
    return costs


def main() -> int:
    """Print the table; 1 if a bomb was not borne."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=8767)
    options.add_argument("--only", default="", help="bombs whose name holds this")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with _served(chosen.port) as server:
        costs = asyncio.run(measured(chosen.port, server, chosen.only))
    worst = [cost for cost in costs if not cost.is_borne]
    if chosen.json:
        print(json.dumps([asdict(cost) for cost in costs]))
        return int(bool(worst))
    table = Table("bomb", "s", "bot MB", "parse MB", "outcome", "others, median s", "last s", "failed")
    for cost in costs:
        row = [str(value) for value in asdict(cost).values()]
        table.add_row(*row, style=None if cost.is_borne else "bold")
    console = Console(width=130)
    console.print(table)
    console.print(
        f"load of the machine: {load()}; over the limits: {[cost.name for cost in worst] or 'none'}"
    )
    return int(bool(worst))


if __name__ == "__main__":
    sys.exit(main())
