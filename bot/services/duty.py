"""Hold a job that one process at a time may do, such as a platform's gateway, and let another take over."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import structlog

from bot.core.errors import StoreError
from bot.ports import Store

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Duty:
    """The right to one job, renewed while it is done; when its holder dies it is free after `lease_s`."""

    store: Store
    name: str
    owner: str
    lease_s: float = 30.0
    renew_s: float = 10.0

    async def hold(self, work: Callable[[], Coroutine[Any, Any, None]], *, stop: asyncio.Event) -> None:
        """Until `stop`: wait for the job, do it while it is ours. What `work` raises ends this too."""
        stopped = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                until = self._now() + self.lease_s
                if await self._taken():
                    await self._do(work, stopped, until)
                await asyncio.wait({stopped}, timeout=self.renew_s)
        finally:
            stopped.cancel()

    async def alone(self, work: Callable[[], Awaitable[object]]) -> None:
        """Do it once, unless another process has it."""
        if await self._taken():
            await work()

    async def give_up(self) -> None:
        """Let another process have the job at once."""
        try:
            await self.store.give_up_lease(self.name, self.owner)
        except StoreError as exc:  # then it is free when the lease has run out
            log.warning("job not given up", job=self.name, error=str(exc))

    async def _do(
        self, work: Callable[[], Coroutine[Any, Any, None]], stopped: asyncio.Task[bool], until: float
    ) -> None:
        log.info("job taken", job=self.name)
        task = asyncio.create_task(work())
        try:
            while self._now() < until:
                await asyncio.wait({task, stopped}, timeout=self.renew_s, return_when=asyncio.FIRST_COMPLETED)
                if task.done() or stopped.done():
                    break
                asked = self._now()
                if (mine := await self._taken()) is False:
                    log.warning("job passed on", job=self.name)
                    break
                until = asked + self.lease_s if mine else until
        finally:
            task.cancel()
            await asyncio.wait({task})
            await self.give_up()
        if not task.cancelled():
            task.result()

    async def _taken(self) -> bool | None:
        """Whether the job is ours now; None if the store can't tell."""
        try:
            return await self.store.take_lease(self.name, self.owner, lease_s=self.lease_s)
        except StoreError as exc:
            log.warning("job not renewed", job=self.name, error=str(exc))
            return None

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()
