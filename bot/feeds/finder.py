"""Get from the address that a person gave to a feed that can be read, asking the site politely."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace

from bot.core.errors import FeedError, FetchError, ParseError
from bot.core.models import Feed, Validators
from bot.core.tokens import shown_url
from bot.feeds.discover import FeedLink, feed_links, guesses
from bot.feeds.templates import Request
from bot.ports import FeedFetcher, FeedParser, Fetched, ParsedFeed

PAUSE_S = 1.0
"""Between two requests to one site: nobody is in a hurry, and bursts look like an attack."""
TRIES = 8
_PAGES = frozenset({"html_page", "login_page", "consent_page", "not_a_feed"})
# Another path will not help; asking on would only annoy.
_CLOSED = frozenset({"timeout", "dns", "refused", "tls", "blocked_by_cdn", "http_429", "private_address"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A feed that was fetched and read."""

    url: str
    """The address to keep."""
    parsed: ParsedFeed
    others: tuple[FeedLink, ...] = ()
    """Further feeds that the page names."""
    page: str = ""
    """The page that led to it; empty if the address was the feed's own."""
    moved_from: str = ""


class FeedFinder:
    """Fetches and parses with the bot's own guard and limits; a page is searched for its feed."""

    def __init__(
        self,
        fetcher: FeedFetcher,
        parser: FeedParser,
        *,
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._fetcher = fetcher
        self._parser = parser
        self._pause = pause

    async def find(self, feed: Feed, request: Request | None = None) -> Found:
        """Find the feed at `feed.url` or behind it. Raise FeedError, with an advice, if there is none."""
        answer = await self._fetcher.fetch(feed, Validators())
        try:
            parsed = await self._parsed(feed, answer)
        except ParseError as exc:
            if exc.kind not in _PAGES:
                told = f"{shown_url(feed.url)}: {exc}"
                raise ParseError(told, kind=exc.kind, advice=exc.advice) from exc
            return await self._behind(feed, answer, exc, request)
        moved_from = feed.url if answer.moved_to else ""
        return Found(url=answer.moved_to or feed.url, parsed=parsed, moved_from=moved_from)

    async def _parsed(self, feed: Feed, answer: Fetched) -> ParsedFeed:
        return await self._parser.parse(
            answer.body or b"", feed=feed, content_type=answer.content_type, url=answer.url
        )

    async def _behind(self, feed: Feed, page: Fetched, refusal: ParseError, request: Request | None) -> Found:
        links = feed_links(page.body or b"", page.url)
        if request is not None:
            links = [
                FeedLink(request.settled(link.url), link.title) for link in links if request.is_link(link.url)
            ]
        elif not links:
            links = [FeedLink(guess) for guess in guesses(page.url)]
        for number, link in enumerate(links[:TRIES]):
            if number:
                await self._pause(PAUSE_S)
            try:
                trial = replace(feed, url=link.url)
                answer = await self._fetcher.fetch(trial, Validators())
                parsed = await self._parsed(trial, answer)
            except FeedError as exc:
                if exc.kind in _CLOSED:
                    raise
                continue
            others = tuple(other for other in links if other is not link and other.title)
            return Found(url=link.url, parsed=parsed, others=others, page=page.url)
        raise _nothing(feed, refusal, links, request)


def _nothing(
    feed: Feed, refusal: ParseError, links: Iterable[FeedLink], request: Request | None
) -> FetchError:
    tried = ", ".join(shown_url(link.url) for link in list(links)[:3])
    what = f"{shown_url(feed.url)}: {refusal}, and no feed behind it"
    advice = (request.template.page_advice if request else "") or (
        f"tried {tried}: look on the site for `RSS` and give that address" if tried
        else "look on the page for `RSS` and give that address"
    )  # fmt: skip
    return FetchError(what, kind="no_feed_found", advice=advice)
