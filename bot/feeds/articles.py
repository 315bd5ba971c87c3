"""Fetch an article's page as politely as a feed, if its site's robots.txt lets us (RFC 9309)."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from bot.core.errors import FetchError
from bot.core.models import Feed, Validators
from bot.core.urls import host_of
from bot.feeds.fetch import HttpFetcher
from bot.feeds.pool import ParsePool
from bot.feeds.robots import NOTHING_ALLOWED, Robots
from bot.ports import Fetched

PAGE_LIMIT_BYTES = 3_000_000
SITES_REMEMBERED = 500
ASKED_AGAIN_S = 86_400.0
"""RFC 9309, 2.4: robots.txt should not be used for longer than a day."""
Clock = Callable[[], float]


class WebArticles:
    """The ArticleReader over the fetcher and the processes that the feeds use."""

    def __init__(self, fetcher: HttpFetcher, parser: ParsePool, *, user_agent: str, clock: Clock) -> None:
        self._fetcher = fetcher
        self._parser = parser
        # Its first word is what robots.txt calls us by.
        self._name = user_agent.partition("/")[0].strip()
        self._clock = clock
        self._robots: OrderedDict[str, tuple[float, Robots]] = OrderedDict()

    async def read(self, url: str, *, feed: Feed, turn: Callable[[], Awaitable[None]]) -> str:
        """Give the article's text; `turn` is awaited before each request. Raise FeedError if none."""
        if not (await self._rules(url, feed, turn)).allows(url):
            raise FetchError(
                f"{host_of(url)}: robots.txt forbids it", kind="robots", advice="set article: false"
            )
        await turn()
        page = await self._page(url, feed)
        if host_of(page.url) != host_of(url) or page.body is None:
            raise FetchError(f"{host_of(url)}: the article is elsewhere", kind="article_elsewhere")
        return await self._parser.article(page.body, url=page.url)

    async def _rules(self, url: str, feed: Feed, turn: Callable[[], Awaitable[None]]) -> Robots:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        asked_at, rules = self._robots.get(origin, (0.0, None))
        if rules is None or self._clock() - asked_at > ASKED_AGAIN_S:
            await turn()
            rules = await self._asked_rules(f"{origin}/robots.txt", feed)
            self._robots[origin] = (self._clock(), rules)
            self._robots.move_to_end(origin)
            if len(self._robots) > SITES_REMEMBERED:
                self._robots.popitem(last=False)
        return rules

    async def _asked_rules(self, url: str, feed: Feed) -> Robots:
        try:
            page = await self._page(url, feed)
        except FetchError as exc:
            # A site without the file allows everything; one that can't be asked now, nothing.
            is_absent = exc.status is not None and 400 <= exc.status < 500 and exc.status != 429
            return Robots() if is_absent else NOTHING_ALLOWED
        return Robots.read(page.body or b"", name=self._name)

    async def _page(self, url: str, feed: Feed) -> Fetched:
        # Not the feed's headers: its token is for the feed.
        page = Feed(
            slug=feed.slug,
            name=feed.name,
            url=url,
            kind=feed.kind,
            timeout_s=feed.timeout_s,
            body_limit_bytes=PAGE_LIMIT_BYTES,
            proxy=feed.proxy,
        )
        return await self._fetcher.fetch(page, Validators())
