"""Where a trial takes place: the platforms, a database, the nursery of workers, and the count at the end."""

import asyncio
import itertools
import json
import os
import signal
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from chaos.platforms import Luck, UnkindDiscord, UnkindSlack
from chaos.scale import Orders, Times
from sqlalchemy import func, select
from store_values import a_feed, an_item, polling, put_story

from bot.core.developments import Development
from bot.core.errors import StoreError
from bot.core.models import Destination
from bot.core.vocabulary import DeliveryState, Platform, Threads
from bot.store import SqlStore, installation, open_store
from bot.store.schema import channels, deliveries

TESTS = Path(__file__).parents[1]
FINAL = (DeliveryState.SENT, DeliveryState.DEAD, DeliveryState.HELD, DeliveryState.EXPIRED)
STALLED_S = 60.0


@dataclass(slots=True)
class Worker:
    """A child of the nursery."""

    pid: int
    orders: Orders
    ended: asyncio.Future[int]
    steps: int = 0
    meant_to_end: bool = False

    def signal(self, number: signal.Signals) -> None:
        """Send a signal; one that is gone takes none."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    async def kill(self) -> None:
        """kill -9."""
        self.meant_to_end = True
        self.signal(signal.SIGKILL)
        await self.ended


class Nursery:
    """The pipe to `chaos.nursery`."""

    def __init__(self) -> None:
        self._born: dict[int, tuple[Orders, asyncio.Future[Worker]]] = {}
        self._workers: dict[int, Worker] = {}
        self._tags = itertools.count()

    async def __aenter__(self) -> Self:
        paths = os.pathsep.join([str(TESTS), str(TESTS.parent)])
        self._parent = await asyncio.create_subprocess_exec(
            sys.executable, "-W", "ignore", "-m", "chaos.nursery", cwd=TESTS.parent,
            env={**os.environ, "PYTHONPATH": paths}, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        self._reader = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._parent.stdin is not None
        self._parent.stdin.close()
        await self._parent.wait()
        await self._reader

    async def start(self, orders: Orders) -> Worker:
        """A new worker, running."""
        tag, born = next(self._tags), asyncio.get_running_loop().create_future()
        self._born[tag] = (orders, born)
        assert self._parent.stdin is not None
        self._parent.stdin.write(json.dumps({"start": orders.as_json(), "tag": tag}).encode() + b"\n")
        return await born

    async def _read(self) -> None:
        assert self._parent.stdout is not None
        async for line in self._parent.stdout:
            told = json.loads(line)
            if "started" in told:
                orders, born = self._born.pop(told["tag"])
                worker = Worker(told["started"], orders, asyncio.get_running_loop().create_future())
                self._workers[worker.pid] = worker
                born.set_result(worker)
            elif "steps" in told:
                self._workers[told["pid"]].steps = told["steps"]
            else:
                self._workers.pop(told["ended"]).ended.set_result(told["status"])


@dataclass(slots=True)
class Tally:
    """What became of the posts."""

    posts: int = 0
    lost: int = 0
    double: int = 0
    disordered: int = 0
    """Channels whose messages do not stand in the order in which they were queued."""
    unsettled: int = 0
    """Posts that the database does not know as sent, though nothing moves any more."""
    details: list[str] = field(default_factory=list)

    @property
    def flawless(self) -> bool:
        """Whether every post stands once and in order, and the database knows it."""
        return not (self.lost or self.double or self.disordered or self.unsettled)

    def add(self, other: "Tally") -> None:
        """Take in another one's figures."""
        self.posts += other.posts
        self.lost += other.lost
        self.double += other.double
        self.disordered += other.disordered
        self.unsettled += other.unsettled
        self.details += other.details


class Platforms:
    """Both fakes, serving."""

    def __init__(self, *, times: Times, luck: Luck, skew_s: float = 0.0) -> None:
        self.luck = luck
        self.discord = UnkindDiscord(self.luck, times, skew_s=skew_s)
        self.slack = UnkindSlack(self.luck, times, skew_s=skew_s)
        self._numbers = itertools.count(1)

    async def __aenter__(self) -> Self:
        await self.discord.__aenter__()
        await self.slack.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.discord.__aexit__()
        await self.slack.__aexit__()

    def open(self, platforms: Iterable[Platform]) -> list[Destination]:
        """New channels, one for each platform named."""
        fakes = {Platform.DISCORD: self.discord, Platform.SLACK: self.slack}
        return [fakes[platform].open(next(self._numbers)) for platform in platforms]

    def keys(self, destination_platform: str, channel: str) -> list[str]:
        """The delivery keys of what stands in a channel, oldest first."""
        fake = self.discord if destination_platform == Platform.DISCORD else self.slack
        return fake.keys(channel)


class Outbox:
    """The harness's own view of one database: it queues stories, and counts when all is over."""

    def __init__(self, url: str, platforms: Platforms, *, answers: bool = True) -> None:
        self.url, self.platforms, self._answers = url, platforms, answers
        self.store: SqlStore = open_store(url)
        self.queued = 0
        self._failures = 0
        self._numbers = itertools.count(1)

    async def __aenter__(self) -> Self:
        await self.store.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.store.close()

    def orders(self, **more: Any) -> Orders:
        """Orders for a worker on this database and these platforms."""
        orders = Orders(
            database=self.url, discord_url=self.platforms.discord.url, slack_url=self.platforms.slack.api_url
        )
        return replace(orders, **more)

    async def queue(self, destinations: list[Destination]) -> None:
        """One story for all of these channels, and behind it an answer in its thread."""
        number, feed = next(self._numbers), a_feed(f"gazette-{self._failures}")
        item = an_item(number, feed=feed.slug)
        try:
            at = await self.store.now()
            story = await put_story(
                self.store, number, at=at, destinations=destinations, item=item, feed=feed
            )
            self.queued += len(destinations)
            if self._answers:
                async with polling(self.store, feed) as tx:
                    everywhere = dict.fromkeys(destinations, Threads.ALL)
                    await tx.tell_threads(story, Development(following=(story,)), everywhere)
                self.queued += len(destinations)
        except (
            StoreError
        ):  # the database is down; the next story comes from another feed, which nobody leases
            self._failures += 1
            await asyncio.sleep(0.1)

    async def waiting(self) -> int | None:
        """How many deliveries are not over; None while the database does not say."""
        try:
            async with self.store._database.read() as tx:
                open_ones = deliveries.c.state.not_in(FINAL)
                return await tx.connection.scalar(
                    select(func.count()).select_from(deliveries).where(open_ones)
                )
        except StoreError:
            return None

    async def settled(self) -> bool:
        """Wait until all deliveries are over; False if for a long time none ended."""
        loop, fewest = asyncio.get_running_loop(), sys.maxsize
        since = loop.time()
        while (now := await self.waiting()) != 0:
            if now is not None and now < fewest:
                fewest, since = now, loop.time()
            if loop.time() - since > STALLED_S:
                return False
            await asyncio.sleep(0.05)
        return True

    async def _rows(self) -> list[Any]:
        async with self.store._database.read() as tx:
            found = await tx.run(
                select(
                    deliveries.c.id,
                    deliveries.c.state,
                    deliveries.c.error,
                    channels.c.platform,
                    channels.c.address,
                )
                .join(channels, channels.c.id == deliveries.c.channel_id)
                # As they were queued: an edit moves its delivery's place in the lane, not its message.
                .order_by(deliveries.c.id)
            )
            return list(found)

    async def name(self) -> str:
        """What tells this database's keys from others'."""
        async with self.store._database.read() as tx:
            return (await installation.working(tx)).name

    async def tally(self) -> Tally:
        """Compare what was queued with what people see."""
        rows, tally = await self._rows(), Tally()
        name = await self.name()
        lanes: dict[tuple[str, str], list[str]] = {}
        for row in rows:
            lanes.setdefault((row.platform, row.address), []).append(f"cw{name}-{row.id}")
            if row.state != DeliveryState.SENT:
                tally.unsettled += 1
                tally.details.append(f"cw{row.id} {row.platform} is {row.state}: {row.error}")
        tally.posts = len(rows)
        for (platform, address), wanted in lanes.items():
            stand = self.platforms.keys(platform, address)
            firsts = list(dict.fromkeys(stand))
            tally.lost += len(set(wanted) - set(firsts))
            tally.double += len(stand) - len(firsts)
            tally.disordered += firsts != [key for key in wanted if key in firsts]
            for key in wanted:
                if stand.count(key) != 1:
                    tally.details.append(f"{key} stands {stand.count(key)} times in {platform} {address}")
        return tally
