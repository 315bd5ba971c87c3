"""Tells couriers that something was queued: by a bell in this process, by NOTIFY between processes."""

import asyncio
import contextlib
from typing import Final

import asyncpg

CHANNEL: Final = "civicwatch_deliveries"
LONGEST_PAUSE_S: Final = 30.0
PULSE_S: Final = 15.0
"""How often to ask whether the server is still there, and how long to wait for its answer."""


class Bell:
    """Counts how often it was rung, so that nobody who looks away for a moment misses it."""

    def __init__(self) -> None:
        self.rung = 0
        self._next = asyncio.Event()

    def ring(self) -> None:
        """Wake everybody who waits."""
        self.rung += 1
        rung, self._next = self._next, asyncio.Event()
        rung.set()

    async def wait(self, seen: int, *, timeout_s: float) -> int:
        """Return when it was rung more often than `seen`, or after the time; how often it was by then."""
        if self.rung == seen:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(timeout_s):
                    await self._next.wait()
        return self.rung


async def _pulse(connection: asyncpg.Connection, lost: asyncio.Event) -> None:
    """Wait for the connection's end; raise TimeoutError if the server has gone without a word."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(PULSE_S):
            await lost.wait()
    if not lost.is_set():
        await connection.execute("SELECT 1", timeout=PULSE_S)


class Listener:
    """Rings the bell for what other processes queue; a lost connection is made again."""

    def __init__(self, url: str, bell: Bell) -> None:
        self._url = url
        self._bell = bell
        self._task: asyncio.Task[None] | None = None
        self.connected = False

    def start(self) -> None:
        """Listen from now on, in the background."""
        if self._task is None:
            self._task = asyncio.create_task(self._listen_for_ever())

    async def close(self) -> None:
        """Stop listening."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _listen_for_ever(self) -> None:
        pause_s = 1.0
        while True:
            try:
                await self._listen()
                pause_s = 1.0
            # Whoever waits looks more often meanwhile (`connected`), so nothing is late for long.
            except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
                pause_s = min(2 * pause_s, LONGEST_PAUSE_S)
            await asyncio.sleep(pause_s)

    async def _listen(self) -> None:
        lost = asyncio.Event()
        connection = await asyncpg.connect(self._url, timeout=10)
        try:
            connection.add_termination_listener(lambda _: lost.set())
            await connection.add_listener(CHANNEL, lambda *_: self._bell.ring())
            self.connected = True
            self._bell.ring()  # for what was queued while nobody listened
            while not lost.is_set():
                await _pulse(connection, lost)
        finally:
            self.connected = False
            connection.terminate()
