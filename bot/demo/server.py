"""Serve the demo's documents on loopback as publishers do: validators, faults, new items at each poll."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.core.models import Feed
from bot.core.vocabulary import SourceKind
from bot.demo.templates import document

LAST_POLL = 2
_CONTENT_TYPES = {
    ".xml": "application/rss+xml",
    ".json": "application/feed+json",
    ".html": "text/html; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Outlet:
    """One fictional publisher: its document and what feeds.yaml would say of it."""

    file: str
    name: str
    kind: SourceKind
    home: str
    trusted: bool = True

    @property
    def slug(self) -> str:
        """The document's name without its ending."""
        return self.file.rpartition(".")[0]


OUTLETS = (
    Outlet("minneapolis-gazette.xml", "Minneapolis Gazette", SourceKind.NEWS, "us/mn/minneapolis"),
    Outlet("northern-wire.xml", "Northern Wire", SourceKind.NEWS, "us"),
    Outlet("open-streets.xml", "Open Streets Coalition", SourceKind.ADVOCACY, "us/mn"),
    Outlet("prairie-record.xml", "The Prairie Record", SourceKind.NEWS, "us/mn"),
    Outlet("duluth-clerk.xml", "Duluth City Clerk", SourceKind.GOVERNMENT, "us/mn/duluth"),
    Outlet("evergreen-statehouse.json", "Evergreen Statehouse", SourceKind.LEGISLATIVE, "us/wa"),
    Outlet("appeals-docket.xml", "Privacy Docket", SourceKind.COURT, "us"),
    Outlet("harbor-herald.xml", "Harbor Herald", SourceKind.NEWS, "us/me/portland"),
    Outlet("lakes-radio.xml", "Lakes Public Radio", SourceKind.NEWS, "us/mn"),
    Outlet("albion-courier.xml", "Albion Courier", SourceKind.NEWS, "gb"),
    Outlet("trend-mill.xml", "TrendMill Daily", SourceKind.NEWS, "us", trusted=False),
    Outlet("open-mic.xml", "Open Mic", SourceKind.NEWS, "us", trusted=False),
    Outlet("cut-off.xml", "Riverside Post", SourceKind.NEWS, "us/ca"),
    Outlet("maintenance.html", "Springfield City Council", SourceKind.GOVERNMENT, "us/il"),
)
"""Every document that is served; the last two are broken on purpose."""


class DemoServer:
    """An HTTP server for `async with`; `advance()` brings the next version of every document."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._poll = 0
        self._runner: web.AppRunner | None = None
        self._base = ""

    async def __aenter__(self) -> Self:
        application = web.Application()
        application.router.add_get("/{file}", self._answer)
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self._base = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def advance(self) -> None:
        """An hour passes at every publisher; after the last version nothing changes."""
        self._poll = min(self._poll + 1, LAST_POLL)

    def feeds(self) -> tuple[Feed, ...]:
        """The catalogue of the demo; the server must be running."""
        return tuple(
            Feed(
                slug=outlet.slug,
                name=outlet.name,
                url=f"{self._base}/{outlet.file}",
                kind=outlet.kind,
                home=outlet.home,
                trusted=outlet.trusted,
            )
            for outlet in OUTLETS
        )

    async def _answer(self, request: web.Request) -> web.Response:
        file = request.match_info["file"]
        if file not in {outlet.file for outlet in OUTLETS}:
            raise web.HTTPNotFound
        body = document(template(file), poll=self._poll, now=self._now)
        etag = hashlib.sha256(body).hexdigest()[:16]
        headers = {"ETag": f'"{etag}"', "Content-Type": _CONTENT_TYPES[file[file.rindex(".") :]]}
        if any(known.value == etag for known in request.if_none_match or ()):
            return web.Response(status=304, headers={"ETag": headers["ETag"]})
        return web.Response(body=body, headers=headers)


def template(file: str) -> str:
    """A document with its marks, as it lies in the package."""
    return (resources.files("bot.demo") / "content" / file).read_text(encoding="utf-8")
