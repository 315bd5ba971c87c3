"""Be told by publishers' hubs when a feed changes, as a WebSub subscriber (https://www.w3.org/TR/websub/).

What a hub sends is a hint to poll the feed by the ordinary way, never content: the feed's own server, its
lane and everything that keeps a channel from floods stay in between.
"""

import asyncio
import hmac
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import structlog

from bot.core.cadence import back_off_s
from bot.core.errors import FetchError
from bot.core.models import Feed
from bot.core.tokens import holds_token
from bot.core.urls import host_of
from bot.core.websub import ANSWER_S, WANTED_LEASE_S, HubLinks, Signature, lease_s, publication
from bot.ports import FeedLease, HubClient, HubStore, HubSubscription

log = structlog.get_logger(__name__)

PATH = "websub"
ASKED_AT_ONCE = 8
"""Hubs asked in one tick, side by side, so that one that never answers delays no other and the tick ends
within its lease; a start with hundreds of feeds of one hub must not look like an attack."""
DENIED_S = 86_400.0
CHALLENGE_LIMIT = 1_000


@dataclass(slots=True)
class HubNotes:
    """Remembers which hubs the feeds name; most name none, and that is asked of the store only once."""

    store: HubStore
    own_hosts: Collection[str] = ()
    _without: set[int] = field(default_factory=set)

    async def note(self, lease: FeedLease, feed: Feed, headers: HubLinks, document: HubLinks) -> None:
        """Take note of what a poll's document and headers say."""
        # A stranger's feed must not choose whom we call within the operator's own network.
        own_hosts = self.own_hosts if host_of(feed.url) in self.own_hosts else ()
        found = publication(headers, document, own_hosts=own_hosts)
        if feed.secrets or feed.headers or holds_token(feed.url):
            found = None  # a private feed is no hub's business, however its token is written
        if found is None and lease.feed_id in self._without:
            return
        await self.store.note_hub(
            lease.feed_id, found, token=secrets.token_urlsafe(32), secret=secrets.token_urlsafe(32)
        )
        if found is None:
            self._without.add(lease.feed_id)
        else:
            self._without.discard(lease.feed_id)


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Asks hubs to tell us, and again before they stop."""

    store: HubStore
    client: HubClient
    public_url: str

    async def work(self) -> None:
        """Ask the hubs that are due, and make due the feeds that pings had to wait for."""
        await self.store.hasten_pinged()
        due = await self.store.due_hubs(limit=ASKED_AT_ONCE, site=self.public_url)
        await asyncio.gather(*map(self._ask, due))

    async def _ask(self, wanted: HubSubscription) -> None:
        # Before the hub is asked: it may verify before it answers.
        await self.store.record_asked(wanted.feed_id, retry_s=ANSWER_S, site=self.public_url, failed=False)
        fields = {
            "hub.mode": "subscribe",
            "hub.topic": wanted.topic,
            "hub.callback": f"{self.public_url.rstrip('/')}/{PATH}/{wanted.token}",
            "hub.secret": wanted.secret,
            "hub.lease_seconds": f"{WANTED_LEASE_S:.0f}",
        }
        try:
            status = await self.client.submit(wanted.hub, fields)
            problem = "" if 200 <= status < 300 else f"HTTP {status}"
        except FetchError as exc:
            problem = str(exc)
        if not problem:
            log.info("hub asked", feed=wanted.slug, renewed=wanted.live_until is not None)
            return
        retry_s = back_off_s(wanted.failures + 1, spread=1.0)
        await self.store.record_asked(wanted.feed_id, retry_s=retry_s, site=self.public_url, failed=True)
        # Polling goes on as if there were no hub, so nobody has to act.
        log.info("hub refuses", feed=wanted.slug, problem=problem, failures=wanted.failures + 1)


@dataclass(frozen=True, slots=True)
class HubCallbacks:
    """What hubs say to us, on whichever process hears it."""

    store: HubStore

    async def verified(self, token: str, query: Mapping[str, str]) -> str | None:
        """The challenge to echo if we asked for just this, "" for a denial, else None."""
        known = await self.store.hub_subscription(token)
        if known is None or not hmac.compare_digest(
            query.get("hub.topic", "").encode(), known.topic.encode()
        ):
            return None
        mode, challenge = query.get("hub.mode", ""), query.get("hub.challenge", "")
        if mode == "denied":
            log.info("hub denies", feed=known.slug, reason=query.get("hub.reason", "")[:200])
            await self.store.record_denied(token, retry_s=DENIED_S)
            return ""
        if mode != "subscribe" or not known.is_asked or not 0 < len(challenge) <= CHALLENGE_LIMIT:
            return None
        life_s = lease_s(query.get("hub.lease_seconds", ""))
        if not await self.store.record_verified(token, lease_s=life_s):
            return None
        log.info("hub tells from now on", feed=known.slug, lease_s=life_s)
        return challenge

    async def signature(self, token: str, header: str) -> Signature | None:
        """What checks the body that follows; None where no subscription lives."""
        known = await self.store.hub_subscription(token)
        return None if known is None or known.live_until is None else Signature(header, known.secret)

    async def changed(self, token: str, signature: Signature) -> None:
        """Make the feed due if the body that came is its hub's."""
        if not signature.holds():
            log.info("hub's signature is wrong", callback=f"{token[:4]}…")
            return
        await self.store.record_ping(token)
