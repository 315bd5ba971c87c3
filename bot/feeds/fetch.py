"""Get feed documents over HTTP: conditionally, within limits, and never from our own network (RFC 9110)."""

import asyncio
import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.core.errors import FetchError
from bot.core.models import Feed, Validators
from bot.core.tokens import shown_url
from bot.core.urls import same_server
from bot.core.websub import NO_LINKS, HubLinks, hub_links
from bot.feeds.failures import connection_error, status_error
from bot.feeds.freshness import min_wait_s, retry_after_s
from bot.feeds.guard import ALLOWANCE, Allowance, fair_socket, guarded_socket, refuse_inside
from bot.ports import Fetched

LINK_HEADERS_LIMIT = 8_192
"""Characters in all Link headers of an answer."""
REDIRECT_LIMIT = 5
SUBMIT_TIMEOUT_S = 20.0
CHUNK_BYTES = 65_536
PACKING_BYTES = 500_000
VALIDATOR_LIMIT = 500
URLS_KEPT = 4_096
"""Addresses that need not be taken apart again at the next poll; yarl itself keeps few."""
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1"
)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """One response with the part of its body that we wanted."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: URL
    links: HubLinks = NO_LINKS


class HttpFetcher:
    """The FeedFetcher over aiohttp; opens its connections on first use, keeps no cookies."""

    def __init__(
        self,
        *,
        user_agent: str,
        allow_hosts: Collection[str] = (),
        concurrency: int = 16,
        proxy: str = "",
        resolver: AbstractResolver | None = None,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._user_agent = user_agent
        self._allowed = frozenset(host.strip().lower() for host in allow_hosts)
        self._slots = asyncio.Semaphore(concurrency)
        self._proxy = proxy
        self._resolver = resolver
        self._now = now
        self._guarded: aiohttp.ClientSession | None = None
        self._open: aiohttp.ClientSession | None = None
        self._names: AbstractResolver | None = None

    async def fetch(self, feed: Feed, validators: Validators) -> Fetched:
        """Get the document. Raise FetchError with a kind and an advice if there is no usable answer."""
        # Beside the body: chunks' sizes, headers, the start of what redirects and errors say.
        allowance = Allowance(1.25 * feed.body_limit_bytes + PACKING_BYTES)
        async with self._slots:
            ALLOWANCE.set(allowance)
            try:
                async with asyncio.timeout(feed.timeout_s):
                    return await self._followed(feed, validators)
            except TimeoutError as exc:
                raise FetchError(
                    f"{_shown(feed)}: no complete answer within {feed.timeout_s:g} s",
                    kind="timeout",
                    advice="the server is slow or down: raise the feed's timeout if it stays slow",
                ) from exc
            except (aiohttp.ClientError, OSError, ValueError) as exc:
                if allowance.is_spent:
                    raise _too_large(feed, status=None) from exc
                raise connection_error(exc, shown=_shown(feed)) from exc

    async def submit(self, url: str, fields: Mapping[str, str]) -> int:
        """Post a form to a hub, guarded as feeds are; gives the status. Raise FetchError if there is none.

        Redirects that keep the method (307, 308) are followed, as WebSub wants it.
        """
        shown = shown_url(url)
        async with self._slots:
            ALLOWANCE.set(Allowance(PACKING_BYTES))
            try:
                async with asyncio.timeout(SUBMIT_TIMEOUT_S):
                    return await self._submitted(_as_url(url), fields)
            except TimeoutError as exc:
                raise FetchError(f"{shown}: no answer within {SUBMIT_TIMEOUT_S:g} s", kind="timeout") from exc
            except (aiohttp.ClientError, OSError, ValueError) as exc:
                raise connection_error(exc, shown=shown) from exc

    async def _submitted(self, url: URL, fields: Mapping[str, str]) -> int:
        for _ in range(REDIRECT_LIMIT + 1):
            session = await self._session(url, proxied=bool(self._proxy), opened=self._is_own(url))
            request = session.post(
                url,
                data=dict(fields),
                headers={"User-Agent": self._user_agent},
                allow_redirects=False,
                proxy=self._proxy or None,
            )
            async with request as response:
                location = response.headers.get("Location", "").strip()
                if response.status not in (307, 308) or not location:
                    return response.status
            target = url.join(_as_url(location))
            if target.scheme != "https" and target.origin() != url.origin():
                break  # the form holds a secret
            if self._is_own(target) and target.host != url.host:
                break  # what the operator opened for own feeds is no stranger's to call
            url = target
        raise FetchError(f"{shown_url(str(url))}: the hub redirects to no good end", kind="bad_redirect")

    async def close(self) -> None:
        """Close every connection."""
        sessions = [session for session in (self._guarded, self._open) if session]
        self._guarded = self._open = None
        if self._names and self._names is not self._resolver:
            await self._names.close()
        self._names = None
        for session in sessions:
            await session.close()

    async def _followed(self, feed: Feed, validators: Validators) -> Fetched:
        """Follow redirects ourselves: each hop picks its guard, and headers stay with their origin."""
        start = url = _as_url(feed.url)
        permanent = opened = True
        seen = {url}
        for _ in range(REDIRECT_LIMIT + 1):
            # What the operator opened for own feeds is no stranger's to call: the way in is from an own host.
            opened = opened and self._is_own(url)
            answer = await self._get(
                url, feed, validators, is_home=same_server(str(start), str(url)), opened=opened
            )
            if answer.status not in _REDIRECTS:
                moved = str(url) if permanent and url != start else None
                return self._judged(answer, feed, validators, moved)
            permanent = permanent and answer.status in _PERMANENT
            url = _target(answer, feed)
            if url in seen:
                raise _redirect_error(feed, "redirects in a circle")
            seen.add(url)
        raise _redirect_error(feed, f"redirects more than {REDIRECT_LIMIT} times")

    async def _get(
        self, url: URL, feed: Feed, validators: Validators, *, is_home: bool, opened: bool
    ) -> _Answer:
        headers = {"User-Agent": self._user_agent, "Accept": ACCEPT}
        if validators.etag:
            headers["If-None-Match"] = validators.etag
        if validators.last_modified:
            headers["If-Modified-Since"] = validators.last_modified
        if is_home:
            headers = {**headers, **feed.headers}
        proxy = self._proxy if feed.proxy is None else feed.proxy
        session = await self._session(url, proxied=bool(proxy), opened=opened)
        # Never the environment's HTTP_PROXY: who can set that must not decide what sees our tokens.
        request = session.get(url, headers=headers, allow_redirects=False, proxy=proxy or None)
        async with request as response:
            wanted = response.status == 200
            limit = feed.body_limit_bytes if wanted else CHUNK_BYTES
            body = await _read(response, limit, feed, strict=wanted)
            return _Answer(
                status=response.status,
                headers=response.headers,
                body=body,
                url=url,
                links=_links(response) if wanted else NO_LINKS,
            )

    def _is_own(self, url: URL) -> bool:
        return (url.host or "").lower() in self._allowed

    async def _session(self, url: URL, *, proxied: bool, opened: bool) -> aiohttp.ClientSession:
        if proxied and not opened:
            self._names = self._names or self._resolver or aiohttp.DefaultResolver()
            await refuse_inside(url.host or "", url.port or 0, self._names)
        if opened or proxied:  # what is dialled is the operator's proxy
            self._open = self._open or self._new_session(guard=False)
            return self._open
        self._guarded = self._guarded or self._new_session(guard=True)
        return self._guarded

    def _new_session(self, *, guard: bool) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            limit=0,  # the semaphore counts, so that waiting for a turn costs nothing of a feed's timeout
            resolver=self._resolver,
            use_dns_cache=False,  # a cached answer would outlive a publisher's move; the system caches anyway
            socket_factory=guarded_socket if guard else fair_socket,
        )
        return aiohttp.ClientSession(
            connector=connector,
            connector_owner=True,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None),
            max_field_size=16_384,
        )

    def _judged(self, answer: _Answer, feed: Feed, old: Validators, moved: str | None) -> Fetched:
        now = self._now()
        if answer.status == 304 and (old.etag or old.last_modified):
            fresh, body = _validators(answer, old.body_sha256, old), None
        elif answer.status == 200:
            digest = hashlib.sha256(answer.body).hexdigest()
            fresh = _validators(answer, digest, Validators())
            body = answer.body if digest != old.body_sha256 else None
        else:
            raise status_error(
                answer.status,
                answer.headers,
                answer.body,
                shown=_shown(feed),
                retry_after_s=retry_after_s(answer.headers, now=now),
            )
        return Fetched(
            status=answer.status,
            body=body,
            content_type=answer.headers.get("Content-Type", ""),
            url=str(answer.url),
            validators=fresh,
            min_wait_s=min_wait_s(answer.headers, now=now),
            moved_to=moved,
            links=answer.links,
        )


def _links(response: aiohttp.ClientResponse) -> HubLinks:
    # Each link of a header costs the event loop an address: a flood of them is read as none.
    if sum(map(len, response.headers.getall("Link", ()))) > LINK_HEADERS_LIMIT:
        return NO_LINKS
    try:
        links = [(rel, str(link.get("url", ""))) for rel, link in response.links.items()]
    except ValueError:  # addresses that cannot be read
        return NO_LINKS
    return hub_links(links)


def _shown(feed: Feed) -> str:
    return feed.shown(shown_url(feed.url))


@lru_cache(maxsize=URLS_KEPT)
def _as_url(text: str) -> URL:
    # An address that is all ASCII goes out as written: re-quoting breaks signed and oddly escaped queries.
    return URL(text, encoded=text.isascii())


def _validators(answer: _Answer, digest: str | None, old: Validators) -> Validators:
    return Validators(
        etag=_printable(answer.headers.get("ETag", "")) or old.etag,
        last_modified=_printable(answer.headers.get("Last-Modified", "")) or old.last_modified,
        body_sha256=digest,
    )


def _printable(value: str) -> str:
    # It goes into the database and back out as a header: raw bytes and novels have no place there.
    return value if len(value) <= VALIDATOR_LIMIT and value.isascii() and value.isprintable() else ""


def _target(answer: _Answer, feed: Feed) -> URL:
    location = answer.headers.get("Location", "").strip()
    if not location:
        raise _redirect_error(feed, "redirects without saying where to")
    try:
        # A placeholder of the catalogue's is none in a stranger's mouth: kept, it would be filled.
        location = location.replace("$ENV{", "$ENV%7B")
        target = answer.url.join(_as_url(location)).with_fragment(None)
    except ValueError as exc:
        raise _redirect_error(feed, "redirects to an address that cannot be read") from exc
    if target.scheme not in ("http", "https") or not target.host:
        raise _redirect_error(feed, f"redirects to a {target.scheme or 'nameless'} address")
    return target


def _redirect_error(feed: Feed, what: str) -> FetchError:
    return FetchError(
        f"{_shown(feed)}: {what}",
        kind="bad_redirect",
        advice="the server is set up wrongly: open the address in a browser and take the one it ends at",
    )


def _too_large(feed: Feed, *, status: int | None) -> FetchError:
    return FetchError(
        f"{_shown(feed)}: larger than {feed.body_limit_bytes:,} bytes",
        kind="too_large",
        advice="raise the feed's body_limit if the feed is really that long",
        status=status,
    )


async def _read(response: aiohttp.ClientResponse, limit: int, feed: Feed, *, strict: bool) -> bytes:
    """The body as far as the limit, after decompression; beyond it an error, or for error pages the start."""
    chunks: list[bytes] = []
    size = 0
    async for chunk in response.content.iter_chunked(CHUNK_BYTES):
        chunks.append(chunk)
        size += len(chunk)
        if size > limit:
            if strict:
                raise _too_large(feed, status=response.status)
            break
    return b"".join(chunks)[:limit]
