"""An HTTP request that leaves in its turn, and in time or not at all.

Between the decision to post and the first byte on the wire a worker may be stopped for longer than its lease
lasts. Another one settles the doubt meanwhile; what then still left here would stand twice.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any

import aiohttp
from aiohttp.abc import AbstractStreamWriter

from bot.ports import SEND_BEFORE

TURN: ContextVar[Callable[[], Awaitable[None]] | None] = ContextVar("TURN", default=None)
"""Waited for as the last thing before the first byte, when a connection stands already."""


class PunctualRequest(aiohttp.ClientRequest):
    """Looks at the clock as the last thing before it writes; too late, it hangs up instead."""

    async def write_bytes(self, writer: AbstractStreamWriter, conn: Any, *more: Any) -> None:  # noqa: ANN401 - aiohttp's own
        """Write the body, and with it the headers."""
        if turn := TURN.get():
            await turn()
        if asyncio.get_running_loop().time() >= SEND_BEFORE.get():
            conn.close()
            return
        await super().write_bytes(writer, conn, *more)


class Seconds:
    """No second, wherever it begins, sees more than `most` leave."""

    def __init__(self, most: int) -> None:
        self._last: deque[float] = deque(maxlen=most)

    def wait_s(self, now: float) -> float:
        """Zero if it may leave, and is taken to leave, now; else how long to wait before asking again."""
        if len(self._last) == self._last.maxlen and (wait_s := self._last[0] + 1.0 - now) > 0:
            return wait_s
        self._last.append(now)
        return 0.0
