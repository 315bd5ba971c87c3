"""How fast whole polls are: `python -m benchmarks.poll_bench [--feeds N] [--reader PYTHON] [--json]`.

Feeds of 46 KB and 25 items on loopback, through fetch, parse processes, judgement and a SQLite file with its
disk safety on: first contact, then unchanged by 304, then unchanged by the body's hash. With `--reader`, an
interpreter that has reader (https://reader.readthedocs.io), that one reads the same feeds in the same run.

Wall-clock figures depend on what else the machine does; CPU seconds hardly do. So each comparison stands
twice: as measured, and as what the CPU time allows on all cores.
"""

import argparse
import asyncio
import gc
import json
import logging
import os
import resource
import statistics
import subprocess
import tempfile
import time
from asyncio import events
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import aiohttp
import feedparser
import structlog
from rich.console import Console
from rich.table import Table

from benchmarks.papers import HOST, document, serve, served
from benchmarks.pollers import paper, poller_of
from benchmarks.processes import children, cpu_s, load, memory_mb
from bot.core.commands import parse
from bot.core.models import Caller, Destination
from bot.core.places import suggest
from bot.core.vocabulary import Platform
from bot.feeds.fetch import HttpFetcher
from bot.feeds.pool import ParsePool
from bot.services.commands import CommandService
from bot.store import SqlStore, open_store

PASSES = {"first": "first contact", "304": "unchanged, 304", "hash": "unchanged, hash"}
LONGEST = 5
CORES = os.cpu_count() or 1
CALLER = Caller(
    destination=Destination(platform=Platform.DISCORD, workspace="1", channel="1"), user="u", may_manage=False
)


@dataclass(frozen=True)
class Pass:
    """One pass over all feeds."""

    feeds: int
    wall_s: float
    bot_s: float
    """CPU of the bot's own process."""
    workers_s: float
    """CPU of its parse processes."""

    @property
    def feeds_per_s(self) -> float:
        return self.feeds / self.wall_s

    @property
    def allowed_per_s(self) -> float:
        """What the CPU time allows on all cores, of which the bot's own process can use one."""
        return self.feeds / max(self.bot_s, (self.bot_s + self.workers_s) / CORES)


@dataclass
class Figures:
    """Everything that one run measured."""

    passes: dict[str, Pass] = field(default_factory=dict)
    latency_ms: dict[str, list[float]] = field(default_factory=dict)
    """Of slash commands, sorted, by what went on beside."""
    stretches_ms: list[float] = field(default_factory=list)
    """CPU of the longest callbacks of the event loop during first contact: nobody is answered meanwhile."""
    memory_mb: dict[str, float] = field(default_factory=dict)
    feedparser_ms: float = 0.0
    """CPU of feedparser alone, with its default settings, for one of these documents."""
    reader: dict[str, object] | None = None
    load: str = ""


class Bench:
    """A poller as the application builds it, on a database of its own."""

    def __init__(self, store: SqlStore, *, port: int, server: int, feeds: int, concurrency: int) -> None:
        self.store = store
        self._server = server
        self.feeds = {
            f"paper{number}": paper(number, f"http://{HOST}:{port}/feed/{number}") for number in range(feeds)
        }
        self.parser = ParsePool()
        self.fetcher = HttpFetcher(user_agent="bench", allow_hosts={HOST}, concurrency=concurrency)
        self.poller = poller_of(
            store, self.fetcher, self.parser, self.feeds, concurrency=concurrency, unpaced={HOST}
        )

    def workers(self) -> list[int]:
        """The parse processes."""
        return [pid for pid in children() if pid != self._server]

    def _workers_s(self) -> float:
        # Those that were replaced meanwhile are counted too.
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        return ended.ru_utime + ended.ru_stime + sum(map(cpu_s, self.workers()))

    async def timed(self, name: str) -> Pass:
        """Poll all feeds once."""
        wall, bot, workers = time.perf_counter(), time.process_time(), self._workers_s()
        reports = await self.poller.poll_now()
        wrong = [report.error for report in reports if report.error]
        if wrong or len(reports) != len(self.feeds):
            raise SystemExit(f"{name}: {len(reports)} of {len(self.feeds)} polled, errors: {wrong[:3]}")
        return Pass(
            feeds=len(reports),
            wall_s=time.perf_counter() - wall,
            bot_s=time.process_time() - bot,
            workers_s=self._workers_s() - workers,
        )

    async def least_disturbed(self, name: str, runs: int) -> Pass:
        """The best of several passes: the rest of the machine can only make one worse."""
        return min([await self.timed(name) for _ in range(runs)], key=lambda each: each.bot_s)

    async def close(self) -> None:
        await self.fetcher.close()
        await self.parser.close()


async def _latencies(
    service: CommandService, work: asyncio.Future[Pass] | asyncio.Future[None]
) -> list[float]:
    """Milliseconds of each answer, one asked every 50 ms while there is work."""
    asked, taken = parse("latest"), []
    while not work.done():
        started = time.perf_counter()
        await service.answer(asked, CALLER)
        taken.append((time.perf_counter() - started) * 1000)
        await asyncio.sleep(0.05)
    return sorted(taken)


@contextmanager
def _watched_loop(stretches_ms: list[float]) -> Iterator[None]:
    """Note how much CPU each callback of the event loop takes at a stretch."""
    taken: list[float] = []
    run = events.Handle._run  # noqa: SLF001 - asyncio's own debug mode tells slow ones by wall time only

    def watched(handle: events.Handle) -> None:
        started = time.thread_time()
        run(handle)
        taken.append((time.thread_time() - started) * 1000)

    events.Handle._run = watched  # type: ignore[method-assign]  # noqa: SLF001
    try:
        yield
    finally:
        events.Handle._run = run  # type: ignore[method-assign]  # noqa: SLF001
        stretches_ms += [round(each, 1) for each in sorted(taken)[-LONGEST:]]


async def measured(port: int, server: int, *, feeds: int, concurrency: int) -> Figures:
    """Run the passes."""
    figures = Figures()
    gc.collect()
    gc.freeze()  # as the bot does when it has started
    async with _opened(port, server, feeds=feeds, concurrency=concurrency) as bench:
        figures.passes["first"] = await bench.timed("first")
        figures.memory_mb = {
            "bot": memory_mb(os.getpid()),
            "parse processes": sum(map(memory_mb, bench.workers())),
        }
        figures.passes["304"] = await bench.least_disturbed("304", 5)
        async with aiohttp.ClientSession() as session:
            await session.get(f"http://{HOST}:{port}/forget")
        figures.passes["hash"] = await bench.least_disturbed("hash", 5)
        service = CommandService(bench.store, checks={}, vendors=())
        resting = asyncio.ensure_future(asyncio.sleep(3))
        figures.latency_ms["nothing"] = await _latencies(service, resting)
    # Anew, because asking takes CPU of its own.
    async with _opened(port, server, feeds=feeds, concurrency=concurrency) as bench:
        service = CommandService(bench.store, checks={}, vendors=())
        with _watched_loop(figures.stretches_ms):
            first = asyncio.ensure_future(bench.timed("first"))
            figures.latency_ms["first contact"] = await _latencies(service, first)
    return figures


@asynccontextmanager
async def _opened(port: int, server: int, *, feeds: int, concurrency: int) -> AsyncIterator[Bench]:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/bench.sqlite3")
        await store.open()
        bench = Bench(store, port=port, server=server, feeds=feeds, concurrency=concurrency)
        await store.sync_feeds(list(bench.feeds.values()))
        yield bench
        await bench.close()
        await store.close()


def _feedparser_alone_ms() -> float:
    bodies = [document(number) for number in range(20)]
    feedparser.parse(bodies[0])
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        for body in bodies:
            feedparser.parse(body)
        best = min(best, time.process_time() - started)
    return best / len(bodies) * 1000


def _read_by_peer(python: str, port: int, feeds: int) -> dict[str, object]:
    script = Path(__file__).with_name("reader_peer.py")
    done = subprocess.run(
        [python, str(script), str(port), str(feeds)], check=True, stdout=subprocess.PIPE, text=True
    )
    found: dict[str, object] = json.loads(done.stdout)
    return found


def _print(figures: Figures) -> None:
    console = Console()
    table = Table(
        "pass", "feeds/s", "bot, CPU ms a feed", "with parse processes", f"{CORES} cores allow feeds/s"
    )
    for name, each in figures.passes.items():
        own, all_of_it = each.bot_s / each.feeds * 1000, (each.bot_s + each.workers_s) / each.feeds * 1000
        table.add_row(
            PASSES[name],
            f"{each.feeds_per_s:,.0f}",
            f"{own:.2f}",
            f"{all_of_it:.2f}",
            f"{each.allowed_per_s:,.0f}",
        )
    console.print(table)
    first, limit = figures.passes["first"], CORES * 1000 / figures.feedparser_ms
    console.print(
        f"feedparser alone: {figures.feedparser_ms:.1f} ms CPU a feed, so {limit:.0f} feeds/s on {CORES}"
        f" cores; first contact reaches {first.feeds_per_s / limit:.0%} of that"
        f" ({first.allowed_per_s / limit:.0%} by CPU)"
    )
    if figures.reader:
        _print_peer(console, figures)
    for beside, taken in figures.latency_ms.items():
        console.print(
            f"`latest` beside {beside}: {len(taken)} answers, median {statistics.median(taken):.0f} ms, "
            f"p99 {taken[int(len(taken) * 0.99)]:.0f} ms"
        )
    console.print(f"event loop, longest stretches in ms CPU: {figures.stretches_ms}")
    console.print("memory: " + ", ".join(f"{name} {size:.0f} MB" for name, size in figures.memory_mb.items()))
    console.print(f"load of the machine: {figures.load}")


def _print_peer(console: Console, figures: Figures) -> None:
    peer = figures.reader or {}
    table = Table(
        "pass", f"reader {peer['version']}, feeds/s", "CPU ms a feed", "ours, times its speed", "by CPU"
    )
    for name, taken in peer["passes"].items():  # type: ignore[attr-defined]
        ours = figures.passes[name]
        by_wall, by_cpu = ours.feeds / taken["wall_s"], ours.feeds / taken["cpu_s"]
        table.add_row(
            PASSES[name],
            f"{by_wall:,.0f}",
            f"{1000 / by_cpu:.1f}",
            f"{ours.feeds_per_s / by_wall:.1f}",
            f"{ours.allowed_per_s / by_cpu:.1f}",
        )
    console.print(table)


def main() -> None:
    """Serve in a process of its own, and measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--feeds", type=int, default=1_000)
    options.add_argument("--concurrency", type=int, default=64)
    options.add_argument("--port", type=int, default=8765)
    options.add_argument("--reader", metavar="PYTHON", help="an interpreter that has reader, to compare with")
    options.add_argument("--json", action="store_true")
    options.add_argument("--serve", action="store_true", help="only serve the feeds")
    chosen = options.parse_args()
    if chosen.serve:
        serve(chosen.port, chosen.feeds)
        return
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    suggest("a")  # the gazetteer is loaded once, at start
    with served(chosen.port, chosen.feeds) as server:
        work = measured(chosen.port, server, feeds=chosen.feeds, concurrency=chosen.concurrency)
        figures = asyncio.run(work)
        figures.load = load()
        figures.feedparser_ms = _feedparser_alone_ms()
        if chosen.reader:
            figures.reader = _read_by_peer(chosen.reader, chosen.port, chosen.feeds)
    if chosen.json:
        print(json.dumps(asdict(figures)))
        return
    _print(figures)


if __name__ == "__main__":
    main()
