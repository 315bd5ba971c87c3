"""What WebSub needs from the store and from HTTP, and what the web server needs from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.core.websub import Publication, Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class HubSubscription:
    """What we want of one hub, or have."""

    feed_id: int
    slug: str
    hub: str
    topic: str
    token: str = field(repr=False)
    """The end of the callback's path: whoever knows it may say that the feed changed, if it also can sign."""
    secret: str = field(repr=False)
    is_asked: bool
    """Whether we wait for the hub to verify that we want it."""
    live_until: datetime | None
    """Until when the hub tells; None before it ever did."""
    failures: int = 0


class HubStore(Protocol):
    """Subscriptions at hubs, one for each feed."""

    async def note_hub(self, feed_id: int, found: Publication | None, *, token: str, secret: str) -> None:
        """Remember where a feed is published; `token` and `secret` are for a new subscription only."""
        ...

    async def due_hubs(self, *, limit: int, site: str) -> list[HubSubscription]:
        """Subscriptions of polled feeds to be asked for or renewed now, or asked for from another site."""
        ...

    async def record_asked(self, feed_id: int, *, retry_s: float, site: str, failed: bool) -> None:
        """The hub was asked to tell `site`; after `retry_s` without its verification it is asked again."""
        ...

    async def hub_subscription(self, token: str) -> HubSubscription | None:
        """The subscription of this callback, of a polled feed; None if there is none."""
        ...

    async def record_verified(self, token: str, *, lease_s: float) -> bool:
        """The hub verified what we had asked for; False if we had not."""
        ...

    async def record_denied(self, token: str, *, retry_s: float) -> None:
        """The hub will not tell of this feed, or no more."""
        ...

    async def record_ping(self, token: str) -> None:
        """The feed changed, says its hub: it is due, now or as soon as the floor between pings allows."""
        ...

    async def hasten_pinged(self) -> None:
        """Make due what pings said that changed, where a running poll or the floor was in the way."""
        ...


class HubClient(Protocol):
    """Asks hubs."""

    async def submit(self, url: str, fields: Mapping[str, str]) -> int:
        """Post a form, within limits and guarded as feeds are; gives the status. Raise FetchError if none."""
        ...


class Callbacks(Protocol):
    """What a hub may say to us."""

    async def verified(self, token: str, query: Mapping[str, str]) -> str | None:
        """The challenge to echo, "" for a denial taken note of, None for what we never asked."""
        ...

    async def signature(self, token: str, header: str) -> Signature | None:
        """What checks the body that follows; None where no subscription lives."""
        ...

    async def changed(self, token: str, signature: Signature) -> None:
        """A body has come, whose signature tells whether the feed is to be polled."""
        ...
