"""What polling needs from HTTP and from parsers."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.models import (
    Analysis,
    Feed,
    Item,
    Validators,
)
from bot.core.websub import NO_LINKS, HubLinks


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A usable answer. `body` is None where nothing changed since the validators were made."""

    status: int
    body: bytes | None
    content_type: str
    url: str
    """Where the answer came from, after redirects."""
    validators: Validators
    min_wait_s: float = 0.0
    """What Cache-Control or Retry-After ask for."""
    links: HubLinks = NO_LINKS
    """What the headers say of hubs."""
    moved_to: str | None = None
    """New URL if every redirect on the way was permanent (301, 308)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """A feed document as items, in document order."""

    title: str
    url: str
    language: str
    items: tuple[Item, ...]
    ttl_s: float | None = None
    links: HubLinks = NO_LINKS
    """What the document says of hubs."""
    warnings: tuple[str, ...] = ()
    """One line for each thing that was wrong and was mended or left out."""
    left_out: str = ""
    """Why not all entries were read; empty if all were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unjudged:
    """An item and what its analysis died of."""

    item: Item
    error: str
    """One line."""
    trace: str = ""
    """Where in our code, for the log."""
    is_postponed: bool = False
    """Not tried yet, for want of time: the next poll is to judge it."""


class FeedFetcher(Protocol):
    """Gets a feed document over HTTP."""

    async def fetch(self, feed: Feed, validators: Validators) -> Fetched:
        """Raise FetchError with a kind and an advice if there is no usable answer."""
        ...

    async def close(self) -> None:
        """Let go of connections and processes."""
        ...


class FeedParser(Protocol):
    """Turns bytes into items, within limits of time and memory."""

    async def parse(self, body: bytes, *, feed: Feed, content_type: str = "", url: str = "") -> ParsedFeed:
        """Raise ParseError if the body is no feed or exceeds the limits."""
        ...

    async def close(self) -> None:
        """Let go of connections and processes."""
        ...


class ItemJudge(Protocol):
    """Says what items mean, within limits of time and memory and beside whoever asks."""

    async def judge(self, items: Sequence[Item], *, feed: Feed) -> list[Analysis | Unjudged]:
        """One answer for each item, in order. Raise ParseError if nobody is there to judge."""
        ...


class ArticleReader(Protocol):
    """Gets the text of one article from its page."""

    async def read(self, url: str, *, feed: Feed, turn: Callable[[], Awaitable[None]]) -> str:
        """Give the text; `turn` is awaited before each request. Raise FeedError if there is none."""
        ...
