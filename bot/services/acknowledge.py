"""Report posted messages to the store: those that finish while a report is under way share the next one."""

import asyncio
from dataclasses import dataclass, field

from bot.ports import Posted, Store


@dataclass(slots=True)
class Reporter:
    """Nothing waits when nothing else is being reported; under load one transaction serves many."""

    store: Store
    _waiting: list[tuple[Posted, asyncio.Future[None]]] = field(default_factory=list)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def acknowledge(self, posted: Posted) -> None:
        """Return when it is durable. Raises StoreError if the store failed."""
        mine = asyncio.get_running_loop().create_future()
        self._waiting.append((posted, mine))
        async with self._turn:
            if not mine.done():
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
