"""The trials: random faults while workers deliver, and a death at every single step of the delivery path."""

import asyncio
import random
from dataclasses import dataclass

from chaos.faults import Fault, Scene
from chaos.field import Nursery, Outbox, Platforms, Tally, Worker
from chaos.platforms import Luck, Mishap
from chaos.scale import Times
from chaos.servers import Postgres, Sqlite

from bot.core.vocabulary import Platform

USUAL = Times()
BOTH = (Platform.DISCORD, Platform.SLACK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How one random trial is done; the seed decides the moments and the platforms' mishaps."""

    fault: Fault
    count: int
    posts: int
    workers: int = 3
    channels: int = 40
    mishaps: float = 0.08
    seed: int = 1
    skews_s: tuple[float, ...] = (0.0,)
    """How far the clocks of the first, second … worker are off, where each may have a machine of its own."""
    platform_skew_s: float = 0.0
    times: Times = USUAL
    naive: bool = False
    growth: float = 0.5
    """How many outlets more report stories, for each story that is queued."""


async def endure(trial: Trial, server: Sqlite | Postgres, nursery: Nursery) -> Tally:
    """Keep the workers posting and editing until all faults have struck and all is queued; then count."""
    luck = Luck(trial.seed, trial.mishaps)
    platforms = Platforms(times=trial.times, luck=luck, skew_s=trial.platform_skew_s)
    async with platforms, Outbox(await server.database(), platforms) as outbox:
        crew = Crew(nursery, trial, outbox, apart=isinstance(server, Postgres))
        await crew.start()
        destinations = platforms.open([BOTH[n % 2] for n in range(trial.channels)])
        scene = Scene(
            server=server, workers=crew.at_work, random=random.Random(trial.seed),
            lease_s=trial.times.lease_s, count=trial.count,
        )  # fmt: skip
        growing = random.Random(trial.seed)
        striking = asyncio.ensure_future(trial.fault(scene))
        while outbox.queued < trial.posts or not striking.done():
            if (await outbox.waiting() or 0) < 3 * trial.channels:
                await outbox.queue(destinations)
                if growing.random() < trial.growth:
                    await outbox.grow(growing.choice)
            else:
                await asyncio.sleep(0.05)
        await striking
        settled = await outbox.settled()
        await crew.dismiss()
        tally = await outbox.tally()
        tally.details += crew.crashes
        if not settled:
            tally.details.append("deliveries had stopped ending")
        return tally


class Crew:
    """Keeps a number of workers alive."""

    def __init__(self, nursery: Nursery, trial: Trial, outbox: Outbox, *, apart: bool) -> None:
        self._nursery, self._trial, self._outbox, self._apart = nursery, trial, outbox, apart
        self._places: list[Worker] = []
        self._watches: list[asyncio.Task[None]] = []
        self.crashes: list[str] = []

    async def start(self) -> None:
        """All at once, as after a power cut."""
        numbers = range(self._trial.workers)
        self._places = list(await asyncio.gather(*(self._worker(number) for number in numbers)))
        self._watches = [asyncio.create_task(self._watch(number)) for number in numbers]

    def at_work(self) -> list[Worker]:
        """The workers in their places."""
        return self._places

    async def dismiss(self) -> None:
        """Nobody is needed any more."""
        for watch in self._watches:
            watch.cancel()
        await asyncio.gather(*self._watches, return_exceptions=True)
        for worker in self._places:
            await worker.kill()

    async def _worker(self, number: int) -> Worker:
        # Those who share a file share the machine and its clock: then all are off alike.
        skews = self._trial.skews_s if self._apart else self._trial.skews_s[:1]
        orders = self._outbox.orders(
            seed=self._trial.seed + number,
            skew_s=skews[number % len(skews)],
            times=self._trial.times,
            naive=self._trial.naive,
        )
        return await self._nursery.start(orders)

    async def _watch(self, number: int) -> None:
        while True:
            status = await asyncio.shield(self._places[number].ended)
            if not self._places[number].meant_to_end:
                self.crashes.append(f"a worker ended by itself: {status}")
            self._places[number] = await self._worker(number)


async def die_at_every_step(
    server: Sqlite | Postgres,
    nursery: Nursery,
    *,
    first: Mishap | None = None,
    times: Times = USUAL,
    only: slice = slice(None),
    editing: bool = False,
    abreast: int = 6,
) -> tuple[int, Tally]:
    """A worker with one post for each platform dies before its n-th step, for every n; another one follows.

    `first` befalls each post's first attempt, so that its way through doubt is walked too. `editing`: the posts
    stand already, their story has grown, and the worker edits them. Returns the number of deaths.
    """

    async def prepare(outbox: Outbox) -> None:
        await outbox.queue(platforms.open(BOTH))
        if editing:
            await _work(nursery, outbox, times)
            await outbox.grow(max)

    async with Platforms(times=times, luck=Luck(1, 0.0, first=first)) as platforms:
        async with Outbox(await server.database(), platforms) as outbox:
            await prepare(outbox)
            steps = iter(range(1, (await _work(nursery, outbox, times)).steps + 1)[only])
        tally, ends = Tally(), []

        async def line(url: str) -> None:
            async with Outbox(url, platforms) as outbox:
                for step in steps:
                    await prepare(outbox)
                    ends.append(await (await _work(nursery, outbox, times, die_at=step)).ended)
                    await _work(nursery, outbox, times)
                found = await outbox.tally()
                tally.add(found)

        await asyncio.gather(*[line(await server.database()) for _ in range(abreast)])
        return sum(end != 0 for end in ends), tally


async def _work(nursery: Nursery, outbox: Outbox, times: Times, *, die_at: int = 0) -> Worker:
    worker = await nursery.start(outbox.orders(die_at=die_at, until_idle=True, times=times))
    await worker.ended
    return worker
