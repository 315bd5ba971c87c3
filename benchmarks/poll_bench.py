"""How fast whole polls are: `python -m benchmarks.poll_bench [--feeds N] [--concurrency N]`.

Feeds of 46 KB and 25 items on loopback, through fetch, parse processes, judgement and a SQLite file with its
disk safety on: first contact, then unchanged by 304, then unchanged by the body's hash. `--serve PORT` only
serves, for comparing with another reader of feeds.
"""

import argparse
import asyncio
import logging
import multiprocessing
import os
import random
import socket
import statistics
import tempfile
import time
from collections.abc import Awaitable, Iterable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import NamedTuple

import aiohttp
import feedparser
import structlog
from aiohttp import web
from rich.console import Console
from rich.table import Table

from bot.core.commands import parse
from bot.core.models import Caller, Destination, Feed
from bot.core.places import suggest
from bot.core.vocabulary import Platform, SourceKind
from bot.feeds.fetch import HttpFetcher
from bot.feeds.pool import ParsePool
from bot.services.commands import CommandService
from bot.services.intake import IntakeRules
from bot.services.poll import Poller
from bot.store import SqlStore, open_store

ITEMS = 25
HOST = "127.0.0.1"
SUBJECTS = ("budget", "library", "school", "bridge", "harvest", "hospital", "river", "market", "theatre")
VERBS = ("opens", "closes", "plans", "delays", "funds", "reviews", "repairs", "celebrates", "moves")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Pass(NamedTuple):
    """One pass over all feeds."""

    name: str
    feeds: int
    wall_s: float
    cpu_s: float
    """Of the bot's own process."""


def document(number: int) -> bytes:
    """A local paper's feed; one item in a hundred concerns us."""
    words = random.Random(number)
    items = "".join(_item(number, place, words) for place in range(ITEMS))
    head = f"<title>Paper {number}</title><link>https://paper{number}.example/</link>"
    return f"<rss version='2.0'><channel>{head}{items}</channel></rss>".encode()


def _item(number: int, place: int, words: random.Random) -> str:
    def happening() -> str:
        return f"{words.choice(SUBJECTS)} {words.choice(VERBS)} the {words.choice(SUBJECTS)}"

    title = f"The {happening()} {number} {place}"
    if (number * ITEMS + place) % 100 == 0:
        title = f"Town {number} City Council votes to ban police use of facial recognition"
    text = "".join(f"&lt;p&gt;The committee of the {happening()} on Monday.&lt;/p&gt;" for _ in range(25))
    at = format_datetime(NOW - timedelta(hours=3 * place + number % 3))
    link = f"https://paper{number}.example/{place}"
    return (
        f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid>"
        f"<pubDate>{at}</pubDate><description>{text}</description></item>"
    )


def serve(port: int, feeds: int) -> None:
    """Serve /feed/N, until killed; a request for /forget ends the answers of 304."""
    bodies = [document(number) for number in range(feeds)]
    knows_validators = True

    async def feed(request: web.Request) -> web.Response:
        number = request.match_info["number"]
        headers = {"ETag": f'"{number}"'}
        if knows_validators and request.headers.get("If-None-Match") == headers["ETag"]:
            return web.Response(status=304, headers=headers)
        body = bodies[int(number)]
        return web.Response(body=body, content_type="application/rss+xml", headers=headers)

    async def forget(_: web.Request) -> web.Response:
        nonlocal knows_validators
        knows_validators = False
        return web.Response()

    app = web.Application()
    app.router.add_get("/feed/{number}", feed)
    app.router.add_get("/forget", forget)
    web.run_app(app, host=HOST, port=port, print=None, access_log=None)


class Bench:
    """A poller as the application builds it, on a database of its own."""

    def __init__(self, store: SqlStore, *, port: int, feeds: int, concurrency: int) -> None:
        self.store = store
        self.feeds = {
            f"paper{number}": Feed(
                slug=f"paper{number}",
                name=f"Paper {number}",
                url=f"http://{HOST}:{port}/feed/{number}",
                kind=SourceKind.NEWS,
                home="us/mn",
            )
            for number in range(feeds)
        }
        self.parser = ParsePool()
        self.fetcher = HttpFetcher(user_agent="bench", allow_hosts={HOST}, concurrency=concurrency)
        self.poller = Poller(
            store=store,
            fetcher=self.fetcher,
            parser=self.parser,
            feeds=lambda: self.feeds,
            rules=IntakeRules(),
            tell_operator=_untold,
            concurrency=concurrency,
            unpaced={HOST},
        )

    async def timed(self, name: str) -> Pass:
        """Poll all feeds once."""
        wall, cpu = time.perf_counter(), time.process_time()
        reports = await self.poller.poll_now()
        wrong = [report.error for report in reports if report.error]
        if wrong or len(reports) != len(self.feeds):
            raise SystemExit(f"{name}: {len(reports)} of {len(self.feeds)} polled, errors: {wrong[:3]}")
        return Pass(name, len(reports), time.perf_counter() - wall, time.process_time() - cpu)

    async def close(self) -> None:
        await self.fetcher.close()
        await self.parser.close()


async def _untold(*, title: str, text: str, once_key: str) -> None:
    """Nobody is told of a benchmark."""


CALLER = Caller(
    destination=Destination(platform=Platform.DISCORD, workspace="1", channel="1"), user="u", may_manage=False
)


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


def _memory_mb(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def _children() -> list[int]:
    pid = os.getpid()
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def feedparser_alone_ms() -> float:
    """CPU of feedparser for one of these documents."""
    bodies = [document(number) for number in range(20)]
    feedparser.parse(bodies[0])
    started = time.process_time()
    for body in bodies:
        feedparser.parse(body)
    return (time.process_time() - started) / len(bodies) * 1000


async def measured(port: int, *, feeds: int, concurrency: int) -> None:
    """Run the passes and print what they took."""
    server = _children()
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/bench.sqlite3")
        await store.open()
        bench = Bench(store, port=port, feeds=feeds, concurrency=concurrency)
        await store.sync_feeds(list(bench.feeds.values()))
        first = asyncio.ensure_future(bench.timed("first contact"))
        service = CommandService(store, checks={}, vendors=())
        latencies = await _latencies(service, first)
        workers = [pid for pid in _children() if pid not in server]
        memory = _memory_mb(os.getpid()), sum(map(_memory_mb, workers))
        passes = [await first, await _best(bench.timed("unchanged, 304") for _ in range(3))]
        alone = await _latencies(service, asyncio.ensure_future(asyncio.sleep(3)))
        async with aiohttp.ClientSession() as session:
            await session.get(f"http://{HOST}:{port}/forget")
        passes.append(await _best(bench.timed("unchanged, hash") for _ in range(3)))
        await bench.close()
        await store.close()
    _print(passes, {"first contact": latencies, "nothing": alone}, memory)


async def _best(runs: Iterable[Awaitable[Pass]]) -> Pass:
    return min([await run for run in runs], key=lambda each: each.wall_s)


def _print(passes: list[Pass], latencies: dict[str, list[float]], memory: tuple[float, float]) -> None:
    console, cores = Console(), os.cpu_count() or 1
    table = Table("pass", "feeds/s", "CPU ms a feed")
    for each in passes:
        table.add_row(each.name, f"{each.feeds / each.wall_s:,.0f}", f"{each.cpu_s / each.feeds * 1000:.2f}")
    console.print(table)
    alone = feedparser_alone_ms()
    console.print(
        f"feedparser alone: {alone:.1f} ms CPU a feed, so {cores * 1000 / alone:.0f} feeds/s on {cores} cores"
    )
    for work, taken in latencies.items():
        console.print(
            f"`latest` during {work}: {len(taken)} answers, median {statistics.median(taken):.0f} ms, "
            f"p99 {taken[int(len(taken) * 0.99)]:.0f} ms"
        )
    console.print(f"memory: {memory[0]:.0f} MB, parse processes together {memory[1]:.0f} MB")
    console.print(f"load of the machine: {os.getloadavg()[0]:.1f} on {cores} cores")


def main() -> None:
    """Serve in a process of its own, and measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--feeds", type=int, default=1_000)
    options.add_argument("--concurrency", type=int, default=64)
    options.add_argument("--port", type=int, default=8765)
    options.add_argument("--serve", action="store_true", help="only serve the feeds")
    chosen = options.parse_args()
    if chosen.serve:
        serve(chosen.port, chosen.feeds)
        return
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    server = multiprocessing.get_context("spawn").Process(
        target=serve, args=(chosen.port, chosen.feeds), daemon=True
    )
    server.start()
    suggest("a")  # the gazetteer is loaded once, at start
    try:
        _await_server(chosen.port)
        asyncio.run(measured(chosen.port, feeds=chosen.feeds, concurrency=chosen.concurrency))
    finally:
        server.terminate()
        server.join()


def _await_server(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server does not come up")


if __name__ == "__main__":
    main()
