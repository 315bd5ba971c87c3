"""How delivery keeps pace with the platforms' limits: `python -m benchmarks.delivery_bench [--posts 50]`.

The real program (`civicwatch run --role deliver`) posts to a Discord and a Slack on loopback that enforce
their published limits in real time: nothing is scaled, so the pace part takes as long as they make it.
"""

import argparse
import asyncio
import gc
import itertools
import logging
import os
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any

import structlog
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from adapters.slack_world import APP_TOKEN, BOT_TOKEN, TEAM, Room
from chaos.servers import Postgres, Sqlite
from discord import Permissions
from doubles.discord_rest import GUILD, TOKEN, FakeChannel
from store_values import polling, put_story

from benchmarks.delivery_platforms import Arrivals, StrictDiscord, StrictSlack, least_wall_s
from bot.app import Role, opened_app
from bot.core.models import Destination
from bot.core.vocabulary import DeliveryState, Platform
from bot.feeds.catalog import read_catalog
from bot.settings import load_settings
from bot.store import open_store

ROOT = Path(__file__).resolve().parents[1]
WARM_UP_S = 10.0
PROMPT = 5
"""How much nicer the program is than the platforms: those stand for machines of their own."""


class Bench:
    """The platforms, one database, and the program as a child or in this process."""

    def __init__(self, url: str, folder: Path) -> None:
        self.arrivals = Arrivals()
        self.discord, self.slack = StrictDiscord(self.arrivals), StrictSlack(self.arrivals)
        self.store: Any = open_store(url)
        self._url, self._feeds = url, folder / "feeds.yaml"
        self._feeds.write_text("feeds: []\n", encoding="utf-8")
        self._stories, self._channels = itertools.count(1), itertools.count(1)

    def channels(self, number: int, *platforms: Platform) -> list[Destination]:
        """New channels, the platforms in turn."""
        return [self._channel(platform) for platform, _ in zip(itertools.cycle(platforms), range(number))]

    def _channel(self, platform: Platform) -> Destination:
        number = next(self._channels)
        if platform is Platform.SLACK:
            room = Room(f"C{number:08d}")
            self.slack.rooms[room.id] = room
            return Destination(platform=platform, workspace=TEAM, channel=room.id)
        channel = FakeChannel(id=str(500_000_000_000_000_000 + number))
        self.discord.channels[channel.id] = channel
        return Destination(platform=platform, workspace=GUILD, channel=channel.id)

    async def queue(self, destinations: list[Destination], stories: int = 1) -> None:
        for _ in range(stories):
            number = next(self._stories)
            await put_story(self.store, number, at=await self.store.now(), destinations=destinations)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "CIVICWATCH_DATABASE_URL": self._url, "CIVICWATCH_FEEDS_FILE": str(self._feeds),
            "CIVICWATCH_DISCORD_TOKEN": TOKEN, "CIVICWATCH_DISCORD_API_URL": self.discord.url,
            "CIVICWATCH_SLACK_BOT_TOKEN": BOT_TOKEN, "CIVICWATCH_SLACK_API_URL": self.slack.api_url,
            "CIVICWATCH_SLACK_APP_TOKEN": APP_TOKEN, "CIVICWATCH_LOG_LEVEL": "WARNING",
        }  # fmt: skip

    @asynccontextmanager
    async def child(self, role: Role = Role.DELIVER) -> AsyncIterator[int]:
        """`civicwatch run --role …`, with the number of its entry in /proc."""
        with _prompt() as nicer, _unpaused():
            child = await asyncio.create_subprocess_exec(
                sys.executable, "-W", "ignore", "-m", "bot", "run", "--role", role, cwd=ROOT,
                env=os.environ | self.environment, stderr=asyncio.subprocess.DEVNULL,
                preexec_fn=lambda: os.nice(nicer),
            )  # fmt: skip
            yield child.pid
            with suppress(ProcessLookupError):  # a part may have killed it
                child.terminate()
            await child.wait()

    @asynccontextmanager
    async def inside(self) -> AsyncIterator[None]:
        """The same in this process."""
        settings = load_settings(
            **{name.removeprefix("CIVICWATCH_").lower(): value for name, value in self.environment.items()}
        )
        stop = asyncio.Event()
        async with opened_app(settings, catalog=read_catalog(self._feeds)) as app:
            running = asyncio.create_task(app.run(Role.DELIVER, stop=stop))
            own, self.store = self.store, app.store
            yield
            self.store = own
            stop.set()
            await running

    async def arrived_at(self, destination: Destination) -> None:
        """Wait for the channel's first post."""
        while destination.channel not in self.arrivals.at:
            self.arrivals.changed.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.arrivals.changed.wait(), 1.0)

    async def arrived(self, posts: int, *, within_s: float = 300.0) -> None:
        async with asyncio.timeout(within_s):
            while sum(map(len, self.arrivals.at.values())) < posts:
                self.arrivals.changed.clear()
                await self.arrivals.changed.wait()


@contextmanager
def _prompt() -> Iterator[int]:
    """Answer at once, if the system lets us: a late look at the clock would be taken for a late post."""
    try:
        os.nice(-PROMPT)
    except PermissionError:
        yield 0
    else:
        yield PROMPT
        os.nice(PROMPT)


@contextmanager
def _unpaused() -> Iterator[None]:
    """Hold no collection of garbage: what arrives during one of 100 ms would all seem to come after it."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


Server = Sqlite | Postgres
Rows = list[tuple[str, str, str]]


@asynccontextmanager
async def bench(server: Server, folder: Path) -> AsyncIterator[Bench]:
    made = Bench(await server.database(), folder)
    await made.store.open()
    async with made.discord, made.slack:
        yield made
    await made.store.close()


async def pace(server: Server, folder: Path, *, channels: int, posts: int) -> Rows:
    """From the first post to the last, all queued beforehand."""
    async with bench(server, folder) as b:
        await b.queue(b.channels(channels, Platform.DISCORD, Platform.SLACK), posts)
        async with b.child() as pid:
            await b.arrived(channels * posts, within_s=40 * posts)
            cpu_ms = _cpu_s(pid) * 1000 / (channels * posts)
            states = {row.state for row in await b.store.deliveries(limit=10)}
        times = b.arrivals.times
        wall_s = times[-1] - times[0]
        least_s = least_wall_s(channels, posts)
        late = sum(at > times[0] + WARM_UP_S for at in b.arrivals.limited)
    assert states <= {DeliveryState.SENT, DeliveryState.SENDING}
    return [
        (f"{channels} channels x {posts} posts, wall / the platforms' own minimum",
         f"{wall_s:.1f} s / {least_s:.1f} s = {wall_s / least_s:.2f}", "1.10"),
        ("429 in the first 10 s, and after", f"{len(b.arrivals.limited) - late}, {late}", "-, 0"),
        ("the program's CPU for one post, ms", f"{cpu_ms:.1f}", "-"),
    ]  # fmt: skip


async def crash(server: Server, folder: Path) -> Rows:
    """Whether a worker that comes after one that was killed knows how lately each channel was posted to."""
    channels, posts = 20, 10
    async with bench(server, folder) as b:
        await b.queue(b.channels(channels, Platform.DISCORD, Platform.SLACK), posts)
        async with b.child() as pid:
            await b.arrived(channels * 3)
            os.kill(pid, signal.SIGKILL)
        async with b.child():
            await b.arrived(channels * posts)
        limited = len(b.arrivals.limited)
    return [(f"429 when a new process follows one killed amid {channels} x {posts} posts", f"{limited}", "0")]


async def enqueue(server: Server, folder: Path, *, channels: int) -> Rows:
    """One story to many channels, in one transaction, best of three."""
    async with bench(server, folder) as b:
        where = [
            Destination(platform=Platform.DISCORD, workspace=GUILD, channel=str(number))
            for number in range(channels)
        ]
        await b.queue(where)
        rates = []
        for number in range(100, 103):
            story = await put_story(b.store, number, at=await b.store.now())
            begun = time.perf_counter()
            async with polling(b.store) as tx:
                await tx.enqueue(story, where)
            rates.append(channels / (time.perf_counter() - begun))
    return [(f"one story to {channels:,} channels, rows a second", f"{max(rates):,.0f}", "20,000")]


async def latencies(b: Bench, where: list[Destination]) -> list[float]:
    """Seconds from commit to arrival, one channel after the other, at odd moments."""
    found = []
    for number, destination in enumerate(where):
        await b.queue([destination])
        queued = time.monotonic()
        await b.arrived_at(destination)
        found.append(b.arrivals.at[destination.channel][0] - queued)
        await asyncio.sleep(0.03 + number % 7 * 0.05)
    return found


async def latency(server: Server, folder: Path, *, samples: int) -> Rows:
    """From commit to arrival, in one process and across the database."""
    rows: Rows = []
    told = (
        "250" if isinstance(server, Postgres) else "-"
    )  # nobody tells the other process of what a file holds
    for name, where, goal in (("in one process", Bench.inside, "50"), ("in two", Bench.child, told)):
        async with bench(server, folder) as b, where(b):
            (first, *channels) = b.channels(samples + 1, Platform.DISCORD, Platform.SLACK)
            await latencies(b, [first])  # it has started
            rows.append((f"queued to posted, {name}, p50 / p99 ms", _ms(await latencies(b, channels)), goal))
    return rows


async def idle(server: Server, folder: Path, *, seconds: float) -> Rows:
    """What it costs to wait, connected to both platforms."""
    async with bench(server, folder) as b, b.child(Role.ALL) as pid:
        await latencies(b, b.channels(2, Platform.DISCORD, Platform.SLACK))
        async with asyncio.timeout(60):
            await b.discord.ready.wait()
            await b.slack.until(lambda: b.slack.connections > 0)
        await asyncio.sleep(5)  # it has settled
        before = _cpu_s(pid)
        await asyncio.sleep(seconds)
        share = (_cpu_s(pid) - before) / seconds
        resident_mb = _status_kb(pid, "VmRSS") / 1024
    return [
        (f"idle for {seconds:.0f} s, both platforms connected: share of a core", f"{share:.2%}", "1 %"),
        ("… resident MB", f"{resident_mb:.0f}", "150"),
    ]  # fmt: skip


Spoil = Callable[[Bench, Destination], None]


async def beside(b: Bench, spoil: Spoil, *, samples: int) -> tuple[list[float], list[float]]:
    """Latencies of a healthy channel queued with another: one that is well, and one that is not, in turn."""
    found: tuple[list[float], list[float]] = ([], [])
    for number in range(2 * samples):
        spoiled = number % 2
        other, healthy = b.channels(2, Platform.DISCORD)
        if spoiled:
            spoil(b, other)
        await b.queue([other, healthy])
        queued = time.monotonic()
        await b.arrived_at(healthy)
        found[spoiled].append(b.arrivals.at[healthy.channel][0] - queued)
        await asyncio.sleep(0.05 + number % 7 * 0.02)
        b.discord.release()
    return found


async def dead_channels(server: Server, folder: Path, *, samples: int) -> Rows:
    """Whether a channel that refuses, or never answers, delays others; A and B in turn in one run."""

    def forbidden(b: Bench, dead: Destination) -> None:
        b.discord.channels[dead.channel].permissions = Permissions.none()

    def silent(b: Bench, dead: Destination) -> None:
        b.discord.silent.add(dead.channel)

    rows: Rows = []
    where = Bench.inside if isinstance(server, Sqlite) else Bench.child
    for name, spoil in (("refuses", forbidden), ("never answers", silent)):
        async with bench(server, folder) as b, where(b):
            (dead, first) = b.channels(2, Platform.DISCORD)
            await latencies(b, [first])
            forbidden(b, dead)
            await b.queue([dead], 20)
            well, beside_it = await beside(b, spoil, samples=samples)
            requests = b.discord.posts_to(dead.channel)
        ratio = statistics.median(beside_it) / statistics.median(well)
        worst = _p99(beside_it) / _p99(well)
        rows.append((
            f"another's p50 / p99 ms beside a channel that {name}; beside a healthy one",
            f"{_ms(beside_it)}; {_ms(well)}", "-",
        ))  # fmt: skip
        rows.append(("… the first to the second, p50, p99", f"{ratio:.2f}, {worst:.2f}", "1.05"))
        rows.append(("requests to a channel that refuses, 20 posts waiting", f"{requests}", "1"))
    return rows


def _ms(seconds: list[float]) -> str:
    return f"{statistics.median(seconds) * 1000:.0f} / {_p99(seconds) * 1000:.0f}"


def _p99(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=100)[98]


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _status_kb(pid: int, name: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


async def main(options: argparse.Namespace) -> None:
    parts: dict[str, Callable[[Server, Path], Awaitable[Rows]]] = {
        "enqueue": lambda server, folder: enqueue(server, folder, channels=10_000),
        "latency": lambda server, folder: latency(server, folder, samples=options.samples),
        "idle": lambda server, folder: idle(server, folder, seconds=options.idle),
        "dead": lambda server, folder: dead_channels(server, folder, samples=options.samples),
        "crash": crash,
        "pace": lambda server, folder: pace(server, folder, channels=options.channels, posts=options.posts),
    }
    table = Table("engine", "what", "found", "goal", title="delivery, real program, limits in real time")
    console = Console(width=130)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    for engine in options.engines.split(","):
        server: Any = {"sqlite": Sqlite, "postgresql": Postgres}[engine]()
        async with server:
            with tempfile.TemporaryDirectory(prefix="civicwatch-bench-") as folder:
                for name in options.only.split(",") if options.only else parts:
                    for row in await parts[name](server, Path(folder)):
                        table.add_row(server.name, *row)
                        print(server.name, *row, sep=" | ", file=sys.stderr, flush=True)
    console.print(table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--channels", type=int, default=100)
    parser.add_argument("--posts", type=int, default=50)
    parser.add_argument("--samples", type=int, default=150)
    parser.add_argument("--idle", type=float, default=60.0)
    parser.add_argument("--engines", default="sqlite,postgresql")
    parser.add_argument("--only", default="", help="parts, with commas: enqueue,latency,idle,dead,crash,pace")
    asyncio.run(main(parser.parse_args()))
