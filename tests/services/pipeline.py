"""What the pipeline's tests share: feeds as bytes, a fetcher that serves them, an adapter with a script."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import ClassVar
from xml.sax.saxutils import escape

from bot.core.errors import FetchError
from bot.core.models import Analysis, Destination, Feed, Item, Post, Receipt, Validators
from bot.core.vocabulary import Platform, SourceKind
from bot.core.websub import NO_LINKS, HubLinks
from bot.feeds.parse import parse_document
from bot.feeds.verdicts import verdicts
from bot.ports import (
    ChannelAdapter,
    Fetched,
    Idempotency,
    ParsedFeed,
    SentenceChooser,
    Store,
    Unjudged,
)
from bot.services.deliver import Courier
from bot.services.hubs import HubNotes
from bot.services.intake import IntakeRules
from bot.services.poll import Poller


def entry(title: str, text: str = "", *, guid: str = "", at: datetime | None = None, url: str = "") -> str:
    """One RSS item."""
    slug = guid or title.lower().replace(" ", "-")[:60]
    date = f"<pubDate>{format_datetime(at)}</pubDate>" if at else ""
    return (
        f"<item><title>{escape(title)}</title><link>{escape(url or f'https://outlet.example/{slug}')}</link>"
        f"<guid isPermaLink='false'>{escape(slug)}</guid><description>{escape(text)}</description>{date}</item>"
    )


def document(*entries: str, title: str = "The Outlet") -> bytes:
    """An RSS document."""
    return f"<rss version='2.0'><channel><title>{title}</title>{''.join(entries)}</channel></rss>".encode()


@dataclass
class ScriptedFetcher:
    """Serves what `bodies` holds; an error is raised, bytes are an answer."""

    bodies: dict[str, bytes | FetchError] = field(default_factory=dict)
    links: HubLinks = NO_LINKS

    async def fetch(self, feed: Feed, validators: Validators) -> Fetched:
        answer = self.bodies[feed.slug]
        if isinstance(answer, FetchError):
            raise answer
        digest = str(hash(answer))
        unchanged = digest == validators.etag
        return Fetched(
            status=304 if unchanged else 200,
            body=None if unchanged else answer,
            content_type="application/rss+xml",
            url=feed.url,
            validators=Validators(etag=digest),
            links=self.links,
        )

    async def close(self) -> None: ...


class InProcessParser:
    """The real parser and judge without their process."""

    async def parse(self, body: bytes, *, feed: Feed, content_type: str = "", url: str = "") -> ParsedFeed:
        return parse_document(body, feed_slug=feed.slug, content_type=content_type, url=url or feed.url)

    async def judge(self, items: Sequence[Item], *, feed: Feed) -> list[Analysis | Unjudged]:
        return list(verdicts(items, home=feed.home, kind=feed.kind))

    async def close(self) -> None: ...


def feed(slug: str, *, home: str | None = "us", **more: object) -> Feed:
    """A news feed."""
    return Feed(
        slug=slug,
        name=slug.title(),
        url=f"https://{slug}.example/rss",
        kind=SourceKind.NEWS,
        home=home,
        **more,
    )


@dataclass
class Told:
    """What the operator was told; the same key once, as the store does it."""

    notices: list[tuple[str, str]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)

    async def __call__(self, *, title: str, text: str, once_key: str) -> None:
        if once_key not in self.keys:
            self.notices.append((title, text))
        self.keys.add(once_key)


def poller(
    store: Store,
    fetcher: ScriptedFetcher,
    feeds: Mapping[str, Feed],
    told: Told | None = None,
    *,
    chooser: SentenceChooser | None = None,
    hubs: HubNotes | None = None,
    **rules: object,
) -> Poller:
    """A poller as the application builds it."""
    return Poller(
        store=store,
        fetcher=fetcher,
        parser=InProcessParser(),
        judges=InProcessParser(),
        feeds=lambda: feeds,
        rules=IntakeRules(**rules),
        tell_operator=told or Told(),
        chooser=chooser,
        hubs=hubs,
        pace=False,
        spread=lambda: 0.5,
    )


class ScriptedAdapter(ChannelAdapter):
    """Answers each call with the next of `script`: an error is raised, anything else is success."""

    platform: ClassVar[Platform] = Platform.CONSOLE
    idempotency: ClassVar[Idempotency] = Idempotency.LOOKUP

    def __init__(self, *script: Exception | None) -> None:
        self.script = deque(script)
        self.visible: dict[str, tuple[Destination, Post, bool]] = {}
        self.calls: list[str] = []
        self.found: dict[str, Receipt] = {}
        self.find_error: Exception | None = None
        self.remark = ""

    async def start(self) -> None: ...

    async def close(self) -> None: ...

    async def check(self, destination: Destination, *, threads: bool = False) -> None: ...

    def _next(self) -> None:
        if self.script and (error := self.script.popleft()) is not None:
            raise error

    async def send(self, destination: Destination, post: Post, *, key: str, plain: bool = False) -> Receipt:
        self.calls.append(f"send {key}{' plain' if plain else ''}")
        self._next()
        self.visible[key] = (destination, post, plain)
        return Receipt(remote_id=key, at=datetime.now(UTC))

    async def edit(
        self, destination: Destination, remote_id: str, post: Post, *, key: str = "", plain: bool = False
    ) -> Receipt:
        self.calls.append(f"edit {remote_id}")
        self._next()
        self.visible[remote_id] = (destination, post, plain)
        return Receipt(remote_id=remote_id, at=datetime.now(UTC))

    async def reply(
        self, destination: Destination, remote_id: str, post: Post, *, key: str, plain: bool = False
    ) -> Receipt:
        self.calls.append(f"reply {remote_id} {key}{' plain' if plain else ''}")
        self._next()
        self.visible[key] = (destination, post, plain)
        return Receipt(remote_id=key, at=datetime.now(UTC), remark=self.remark)

    async def direct(self, destination: Destination, user: str) -> Destination | None:
        return replace(destination, channel=f"private-{user}")

    def link_to(self, destination: Destination, remote_id: str) -> str:
        return f"https://chat.example/{destination.channel}/{remote_id}"

    async def find(
        self, destination: Destination, *, key: str, since: datetime, thread: str | None = None
    ) -> Receipt | None:
        self.calls.append(f"find {key}{f' in {thread}' if thread else ''}")
        if self.find_error:
            raise self.find_error
        return self.found.get(key)


def courier(store: Store, adapter: ChannelAdapter, told: Told | None = None, **more: object) -> Courier:
    """A courier as the application builds it."""
    return Courier(
        store=store,
        adapters={adapter.platform: adapter},
        tell_operator=told or Told(),
        spread=lambda: 0.0,
        **more,
    )
