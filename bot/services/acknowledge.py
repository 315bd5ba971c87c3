"""Report posted messages to the store: those that finish within a moment share one transaction."""

import asyncio
from dataclasses import dataclass, field

from bot.ports import Posted, Store

PAUSE_S = 0.05
"""From one report to the next. A worker that dies in it leaves doubts, which the platforms settle."""


@dataclass(slots=True)
class Reporter:
    """The first after a quiet time is reported at once; under load one transaction serves many."""

    store: Store
    pause_s: float = PAUSE_S
    _waiting: list[tuple[Posted, asyncio.Future[None]]] = field(default_factory=list)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _next_at: float = 0.0

    async def acknowledge(self, posted: Posted) -> None:
        """Return when it is durable. Raises StoreError if the store failed."""
        loop = asyncio.get_running_loop()
        mine = loop.create_future()
        self._waiting.append((posted, mine))
        async with self._turn:
            if not mine.done():
                if (wait_s := self._next_at - loop.time()) > 0:
                    await asyncio.sleep(wait_s)
                self._next_at = loop.time() + self.pause_s
                await self._report()
        await mine

    async def _report(self) -> None:
        batch, self._waiting = self._waiting, []
        try:
            await self.store.acknowledge_all([posted for posted, _ in batch])
        except Exception as exc:  # noqa: BLE001 - each that waits gets it
            for _, done in batch:
                done.set_exception(exc)
        except BaseException:
            # This one is cancelled; the others' messages stand all the same. Reporting twice does no harm.
            self._waiting = batch + self._waiting
            raise
        else:
            for _, done in batch:
                done.set_result(None)
