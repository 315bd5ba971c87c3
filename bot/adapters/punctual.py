"""An HTTP request that leaves in time or not at all.

Between the decision to post and the first byte on the wire a worker may be stopped for longer than its lease
lasts. Another one settles the doubt meanwhile; what then still left here would stand twice.
"""

import asyncio
from typing import Any

import aiohttp
from aiohttp.abc import AbstractStreamWriter

from bot.ports import SEND_BEFORE


class PunctualRequest(aiohttp.ClientRequest):
    """Looks at the clock as the last thing before it writes; too late, it hangs up instead."""

    async def write_bytes(self, writer: AbstractStreamWriter, conn: Any, *more: Any) -> None:  # noqa: ANN401 - aiohttp's own
        """Write the body, and with it the headers."""
        if asyncio.get_running_loop().time() >= SEND_BEFORE.get():
            conn.close()
            return
        await super().write_bytes(writer, conn, *more)
