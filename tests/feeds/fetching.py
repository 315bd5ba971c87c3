"""What tests of fetching share: a server on loopback, a fetcher whose clock stands still, names from a table."""

import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.core.models import Feed, Validators
from bot.core.vocabulary import SourceKind
from bot.feeds.fetch import HttpFetcher

BODY = b"<rss version='2.0'><channel><title>Council</title></channel></rss>"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
NOTHING = Validators()
Respond = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def served(respond: Respond) -> AsyncIterator[str]:
    """A server that answers everything with `respond`; gives its address."""
    runner = web.ServerRunner(web.Server(respond), shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


def feed(url: str, **options) -> Feed:
    return Feed(slug="council", name="Council", url=url, kind=SourceKind.NEWS, **options)


@asynccontextmanager
async def fetching(**options) -> AsyncIterator[HttpFetcher]:
    options = {"allow_hosts": ["127.0.0.1"], **options}
    fetcher = HttpFetcher(user_agent="Civicwatch/test (+mailto:us@example.org)", now=lambda: NOW, **options)
    try:
        yield fetcher
    finally:
        await fetcher.close()


async def fine(request: web.Request) -> web.Response:
    return web.Response(body=BODY, content_type="application/rss+xml")


class Table(AbstractResolver):
    """Names that resolve as the test says; successive answers for one name rebind it."""

    def __init__(self, **answers: list[str]) -> None:
        self.answers = answers

    async def resolve(self, host: str, port: int = 0, family: int = socket.AF_INET) -> list[ResolveResult]:
        addresses = self.answers.get(host.partition(".")[0])
        if not addresses:
            raise OSError(None, "no such name")
        address = addresses.pop(0) if len(addresses) > 1 else addresses[0]
        kind = socket.AF_INET6 if ":" in address else socket.AF_INET
        return [ResolveResult(hostname=host, host=address, port=port, family=kind, proto=0, flags=0)]

    async def close(self) -> None:
        return None
