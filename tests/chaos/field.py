"""Where a trial takes place: the platforms, a database, the nursery of workers, and the count at the end."""

import asyncio
import itertools
import json
import os
import signal
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from chaos.platforms import Luck, UnkindDiscord, UnkindSlack
from chaos.scale import Orders, Times
from sqlalchemy import func, select
from store_values import a_feed, an_analysis, an_item, polling, put_story

from bot.core.developments import Development
from bot.core.errors import StoreError
from bot.core.message import MOST_SOURCES
from bot.core.models import Decision, Destination, Feed, Item
from bot.core.vocabulary import DeliveryState, Fate, Platform, Threads
from bot.ports import DeliveryKind
from bot.store import SqlStore, installation, open_store
from bot.store.schema import channels, deliveries, items

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
    grown: int = 0
    """Messages whose story grew while they waited or stood."""
    lost: int = 0
    """Posts that stand nowhere, or stand and do not show all that their story has grown to."""
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
        self.grown += other.grown
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

    def shown(self, platform: str, channel: str) -> list[tuple[str, str]]:
        """The delivery key and the text of each message that stands in a channel, oldest first."""
        return (self.discord if platform == Platform.DISCORD else self.slack).shown(channel)


class Outbox:
    """The harness's own view of one database: queues stories, lets them grow, counts in the end."""

    def __init__(self, url: str, platforms: Platforms, *, answers: bool = True) -> None:
        self.url, self.platforms, self._answers = url, platforms, answers
        self.store: SqlStore = open_store(url)
        self.queued = 0
        self._outlets: defaultdict[int, set[str]] = defaultdict(set)
        """Who reported each story, as far as the database has confirmed it."""
        self._reports: Counter[int] = Counter()
        """How many reports of each story it was given; an unconfirmed one may be stored, too."""
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
        number, feed, item = self._report()
        try:
            at = await self.store.now()
            story = await put_story(
                self.store, number, at=at, destinations=destinations, item=item, feed=feed
            )
            self.queued += len(destinations)
            self._reports[story] += 1
            self._outlets[story].add(item.outlet)
            if self._answers:
                async with polling(self.store, feed) as tx:
                    everywhere = dict.fromkeys(destinations, Threads.ALL)
                    await tx.tell_threads(story, Development(following=(story,)), everywhere)
                self.queued += len(destinations)
        except StoreError:
            await self._fail()

    async def grow(self, choose: Callable[[list[int]], int]) -> None:
        """One more outlet reports the story chosen; its messages wait still, are on their way, or stand."""
        young = [story for story, reports in self._reports.items() if reports < MOST_SOURCES]
        if not young:
            return
        story = choose(young)
        _, feed, item = self._report()
        self._reports[story] += 1
        try:
            async with polling(self.store, feed) as tx:
                await tx.add_item(item, an_analysis(item), Decision(fate=Fate.JOINED), story_id=story)
                await tx.bump_story(story, title=item.title)
            self._outlets[story].add(item.outlet)
        except StoreError:
            await self._fail()

    def _report(self) -> tuple[int, Feed, Item]:
        number, feed = next(self._numbers), a_feed(f"gazette-{self._failures}")
        return number, feed, an_item(number, feed=feed.slug, outlet=f"Outlet {number:05}")

    async def _fail(self) -> None:
        """The database is down; the next item comes from another feed, which nobody leases."""
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
            wanted = ("id", "kind", "story_id", "state", "error", "revision")
            found = await tx.run(
                select(*(deliveries.c[name] for name in wanted), channels.c.platform, channels.c.address)
                .join(channels, channels.c.id == deliveries.c.channel_id)
                # As they were queued: an edit moves its delivery's place in the lane, not its message.
                .order_by(deliveries.c.id)
            )
            return list(found)

    async def _all_outlets(self) -> dict[int, set[str]]:
        """Who reported each story, confirmed to us or not."""
        outlets = defaultdict(set, {story: set(names) for story, names in self._outlets.items()})
        async with self.store._database.read() as tx:
            for row in await tx.run(select(items.c.story_id, items.c.outlet)):
                outlets[row.story_id].add(row.outlet)
        return outlets

    async def name(self) -> str:
        """What tells this database's keys from others'."""
        async with self.store._database.read() as tx:
            return (await installation.working(tx)).name

    async def tally(self) -> Tally:
        """Compare what was queued with what people see."""
        rows, tally = await self._rows(), Tally()
        name, outlets = await self.name(), await self._all_outlets()
        lanes: dict[tuple[str, str], dict[str, set[str]]] = {}
        for row in rows:
            told = outlets[row.story_id] if row.kind == DeliveryKind.STORY else set()
            lanes.setdefault((row.platform, row.address), {})[f"cw{name}-{row.id}"] = told
            tally.grown += row.kind == DeliveryKind.STORY and row.revision > 1
            if row.state != DeliveryState.SENT:
                tally.unsettled += 1
                tally.details.append(f"cw{row.id} {row.platform} is {row.state}: {row.error}")
        tally.posts = len(rows)
        for (platform, address), wanted in lanes.items():
            self._compare(wanted, self.platforms.shown(platform, address), f"{platform} {address}", tally)
        return tally

    @staticmethod
    def _compare(
        wanted: Mapping[str, set[str]], shown: Sequence[tuple[str, str]], channel: str, tally: Tally
    ) -> None:
        """One channel: what each message must tell, in their order, and what stands there."""
        stand = [key for key, _ in shown]
        firsts = list(dict.fromkeys(stand))
        tally.double += len(stand) - len(firsts)
        tally.disordered += firsts != [key for key in wanted if key in firsts]
        for key, told in wanted.items():
            texts = [text for name, text in shown if name == key]
            # Of two that stand only the one that was reported is edited; the other one is counted above.
            tally.lost += not any(all(outlet in text for outlet in told) for text in texts)
            if len(texts) != 1:
                tally.details.append(f"{key} stands {len(texts)} times in {channel}")
            elif missing := sorted(outlet for outlet in told if outlet not in texts[0]):
                tally.details.append(f"{key} in {channel} does not tell of {', '.join(missing)}")
