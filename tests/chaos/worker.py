"""One worker: the real store, courier and adapters, and nothing that knows of faults but a count of steps."""

import asyncio
import itertools
import os
import random
import signal
import sys
import types
from collections.abc import Coroutine, Generator
from contextlib import suppress
from datetime import datetime, timedelta, tzinfo
from typing import Any

from adapters.slack_world import BOT_TOKEN
from chaos.scale import Orders
from doubles.discord_rest import TOKEN

from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.slack.adapter import SlackAdapter
from bot.core.errors import StoreError
from bot.core.models import Destination, Post, Receipt
from bot.core.vocabulary import Platform
from bot.services.deliver import Courier
from bot.store import SqlStore, open_store

IDLE_S = 0.03


class Steps:
    """Counts every step of every task, and ends the worker before one of them without a word."""

    def __init__(self, die_at: int) -> None:
        self.die_at = die_at
        self.taken = 0
        self.counting = False

    def task(self, loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, Any], **named: Any) -> Any:
        """A task factory: between two steps a task waits, so every await of the program is a step's end."""
        return asyncio.Task(self._counted(work), loop=loop, **named)

    async def _counted(self, work: Coroutine[Any, Any, Any]) -> Any:
        return await self._stepping(work)

    @types.coroutine
    def _stepping(self, work: Coroutine[Any, Any, Any]) -> Generator[Any, Any, Any]:
        answer, failure = None, None
        while True:
            self._count()
            try:
                waits_for = work.send(answer) if failure is None else work.throw(failure)
            except StopIteration as end:
                return end.value
            answer = failure = None
            try:
                answer = yield waits_for
            except BaseException as exc:  # noqa: BLE001 - it is the inner coroutine's to see
                failure = exc

    def _count(self) -> None:
        if self.counting:
            self.taken += 1
            if self.taken == self.die_at:
                os.kill(os.getpid(), signal.SIGKILL)


async def work(orders: Orders) -> int:
    """Deliver until killed, or until nothing is due; returns the steps that took."""
    steps = Steps(orders.die_at)
    asyncio.get_running_loop().set_task_factory(steps.task)
    shift_clock(orders.skew_s)
    store = open_store(orders.database)
    await _opened(store)
    courier = _courier(store, orders)
    for adapter in courier.adapters.values():
        await adapter.start()
    steps.counting = True
    if orders.until_idle:
        await _deliver_all(courier)
    else:
        await asyncio.gather(courier.work(asyncio.Event()), _sweep(store, orders.times.lease_s))
    steps.counting = False
    for adapter in courier.adapters.values():
        await adapter.close()
    await store.close()
    return steps.taken


async def _deliver_all(courier: Courier) -> None:
    """Until no lane is due any more."""
    due_s: float | None = 0.0
    while due_s is not None:
        await asyncio.sleep(min(due_s, IDLE_S))
        await courier.store.expire()
        await courier.deliver_due()
        due_s = await courier.store.next_due_s(platforms=courier.adapters.keys())


async def _sweep(store: SqlStore, every_s: float) -> None:
    """As the application does now and then; a failure is logged there and the next sweep comes."""
    while True:
        with suppress(StoreError):
            await store.expire()
        await asyncio.sleep(every_s)


async def _opened(store: SqlStore) -> None:
    while True:
        try:
            return await store.open()
        except StoreError:  # the database may be starting
            await asyncio.sleep(IDLE_S)


def _courier(store: SqlStore, orders: Orders) -> Courier:
    times, spread = orders.times, random.Random(orders.seed)

    discord = DiscordAdapter(TOKEN, api_url=orders.discord_url, timeout_s=times.timeout_s)
    slack = SlackAdapter(BOT_TOKEN, api_url=orders.slack_url, timeout_s=times.timeout_s)
    for adapter, own in (
        (discord, {"gap_s": times.discord_gap_s, "settle_s": times.discord_settle_s,
                   "nonce_window_s": times.discord_nonce_window_s}),
        (slack, {"gap_s": times.slack_gap_s, "settle_s": times.slack_settle_s}),
    ):  # fmt: skip
        for name, value in own.items():
            setattr(adapter, name, value)
        if orders.naive:
            _make_naive(adapter)

    async def tell_operator(**_: object) -> None:
        """Nobody reads it here; a paused channel shows as posts that never arrive."""

    return Courier(
        store=store,
        adapters={Platform.DISCORD: discord, Platform.SLACK: slack},
        tell_operator=tell_operator,
        batch=orders.batch,
        lease_s=times.lease_s,
        spread=lambda: spread.random() / 10,
    )


def _make_naive(adapter: Any) -> None:
    send, numbers = adapter.send, itertools.count()

    async def send_anew(destination: Destination, post: Post, *, key: str, plain: bool = False) -> Receipt:
        return await send(destination, post, key=f"{key}.{os.getpid()}.{next(numbers)}", plain=plain)

    async def find_nothing(destination: Destination, **_: object) -> None:
        return None

    adapter.send, adapter.find = send_anew, find_nothing


def shift_clock(skew_s: float) -> None:
    """Let every module of the program tell the time wrongly; the database's own clock stays right."""
    if not skew_s:
        return
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "bot" and getattr(module, "datetime", None) is datetime:
            module.datetime = _shifted(skew_s)


def _shifted(skew_s: float) -> type[datetime]:
    class OfAnyKind(type(datetime)):
        def __instancecheck__(cls, value: object) -> bool:
            return isinstance(value, datetime)

    class Shifted(datetime, metaclass=OfAnyKind):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime.now(tz) + timedelta(seconds=skew_s)

    return Shifted
