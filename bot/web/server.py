"""Listen for hubs (WebSub): GET verifies what we asked for, POST says that a feed changed.

Nothing else answers here: 404, or 410 to calls under a path that is no subscription's (any more). It counts
calls, not connections, and belongs behind a web server.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from aiohttp import web

from bot.core.errors import ConfigError, StoreError
from bot.ports import Callbacks

log = structlog.get_logger(__name__)

BODY_LIMIT = 10_000_000
"""Bytes; hubs send the whole feed. It is read for its signature only, and not kept."""
PIECE_BYTES = 65_536
BODY_TIMEOUT_S = 20.0
AT_ONCE = 32
"""Calls that are worked on; further ones are told to come back."""
RETRY_AFTER_S = "30"


class HubServer:
    """Hands what hubs say to `callbacks`."""

    def __init__(self, callbacks: Callbacks) -> None:
        self._callbacks = callbacks
        self._turns = asyncio.Semaphore(AT_ONCE)

    def application(self) -> web.Application:
        """The routes; a reverse proxy may put any path in front or take it away."""
        app = web.Application(client_max_size=BODY_LIMIT)
        path = r"/{before:(?:.*/)?}websub/{token:[\w-]{43}}"
        app.router.add_get(path, self._verify, allow_head=False)
        app.router.add_post(path, self._change)
        return app

    async def _verify(self, request: web.Request) -> web.Response:
        if self._turns.locked():
            raise _busy()
        async with self._turns:
            try:
                echo = await self._callbacks.verified(request.match_info["token"], request.query)
            except StoreError as exc:
                raise _busy() from exc
        if echo is None:
            raise web.HTTPNotFound
        # As plain text: a browser that is led here must not run what a stranger wrote.
        headers = {"X-Content-Type-Options": "nosniff"}
        return web.Response(text=echo, content_type="text/plain", headers=headers)

    async def _change(self, request: web.Request) -> web.Response:
        token = request.match_info["token"]
        if self._turns.locked():
            raise _busy()
        async with self._turns:
            try:
                signature = await self._callbacks.signature(token, request.headers.get("X-Hub-Signature", ""))
                if signature is None:
                    raise web.HTTPGone  # the hub may stop telling us
                read = 0
                async with asyncio.timeout(BODY_TIMEOUT_S):
                    async for piece in request.content.iter_chunked(PIECE_BYTES):
                        read += len(piece)
                        if read > BODY_LIMIT:
                            raise web.HTTPRequestEntityTooLarge(BODY_LIMIT, read)
                        signature.update(piece)
                await self._callbacks.changed(token, signature)
            except StoreError as exc:
                raise _busy() from exc
            except TimeoutError as exc:
                raise web.HTTPRequestTimeout from exc
        # Right or wrong: who guesses signatures is not told (section 7 of the Recommendation).
        return web.Response(status=202)


def _busy() -> web.HTTPServiceUnavailable:
    return web.HTTPServiceUnavailable(headers={"Retry-After": RETRY_AFTER_S})


@asynccontextmanager
async def listening(callbacks: Callbacks, *, host: str, port: int) -> AsyncIterator[int]:
    """Listen until left; gives the port. Raise ConfigError if the address can't be had."""
    # No access log: paths are secrets.
    runner = web.AppRunner(
        HubServer(callbacks).application(), access_log=None, keepalive_timeout=15, shutdown_timeout=2
    )
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as exc:
            raise ConfigError(
                f"can't listen on {host}:{port} ({exc.strerror}): change CIVICWATCH_LISTEN_HOST or "
                "CIVICWATCH_LISTEN_PORT"
            ) from exc
        heard: int = runner.addresses[0][1]
        log.info("listening for hubs", host=host, port=heard)
        yield heard
    finally:
        await runner.cleanup()
