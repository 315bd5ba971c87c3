"""Decide about WebSub: which hub to ask, whose words to believe, when to renew (https://www.w3.org/TR/websub/)."""

import hashlib
import hmac
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.urls import host_of, safe_url

WANTED_LEASE_S = 7 * 86400.0
SHORTEST_LEASE_S = 300.0
LONGEST_LEASE_S = 30 * 86400.0
"""A hub names the lease; one of seconds would have us ask for ever, one of years hides that it has gone."""
RENEWED_AT = 0.75
"""Of the lease: the last quarter is for trying again."""
ANSWER_S = 3600.0
"""A hub may verify later than it answers; after this we ask again."""
PING_FLOOR_S = 60.0
"""Between two polls of a feed that its hub asks for, however often it does."""
PUSHED_POLL_S = 3 * 3600.0
"""Between two polls of a feed whose hub has proved to tell: hubs fall silent without a word."""
LINKS_LOOKED_AT = 20

_METHODS = frozenset({"sha1", "sha256", "sha384", "sha512"})
"""All that the Recommendation knows. The hubs of the largest publishers sign with sha1 only; HMAC needs no
more of a hash than sha1 still gives, and what is signed is taken for a hint, never for content."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HubLinks:
    """What a document or its HTTP headers say of hubs, as they say it."""

    hubs: tuple[str, ...] = ()
    topic: str = ""
    """`rel=self`: what the hub calls the feed."""


NO_LINKS = HubLinks()


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A feed as a hub knows it."""

    hub: str
    topic: str


def publication(
    headers: HubLinks, document: HubLinks, *, own_hosts: Collection[str] = ()
) -> Publication | None:
    """The hub to subscribe at, or None. Headers go before the document (section 4).

    The secret is sent to the hub, so it must be asked over https, but on the operator's own hosts.
    """
    hubs = headers.hubs or document.hubs
    topic = safe_url(headers.topic or document.topic)
    for hub in hubs[:LINKS_LOOKED_AT]:
        address = safe_url(hub)
        if topic and address and (address.startswith("https://") or host_of(address) in own_hosts):
            return Publication(hub=address, topic=topic)
    return None


def lease_s(named: str) -> float:
    """The lease that a hub names, within reason."""
    if not (named.isascii() and named.isdigit() and len(named) <= 12):
        return SHORTEST_LEASE_S
    return min(max(float(named), SHORTEST_LEASE_S), LONGEST_LEASE_S)


class _Hash(Protocol):
    def update(self, data: bytes, /) -> None: ...
    def hexdigest(self) -> str: ...


class Signature:
    """Checks `X-Hub-Signature` over a body that comes in pieces, in constant time."""

    def __init__(self, header: str, secret: str) -> None:
        method, _, claimed = header.strip().partition("=")
        self._claimed = claimed.strip().lower()
        method = method.strip().lower()
        known = method in _METHODS and self._claimed.isascii()
        self._mac: _Hash | None = (
            hmac.new(secret.encode(), digestmod=getattr(hashlib, method)) if known else None
        )

    def update(self, piece: bytes) -> None:
        """Take in the next piece of the body."""
        if self._mac is not None:
            self._mac.update(piece)

    def holds(self) -> bool:
        """Whether the body came from whoever has the secret."""
        return self._mac is not None and hmac.compare_digest(self._mac.hexdigest(), self._claimed)


def hub_links(links: Sequence[tuple[str, str]]) -> HubLinks:
    """The hubs and the topic among links, each `(rel, href)`."""
    hubs = [href for rel, href in links if "hub" in rel.lower().split()]
    topics = [href for rel, href in links if "self" in rel.lower().split()]
    return HubLinks(hubs=tuple(hubs[:LINKS_LOOKED_AT]), topic=topics[0] if topics else "")
