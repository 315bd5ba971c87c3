"""Articles are read as politely as feeds, where robots.txt lets us, and never at a feed's cost."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp import web

from bot.core.errors import FeedError, ParseError
from bot.core.models import Feed
from bot.core.vocabulary import SourceKind
from bot.feeds.article import article_text
from bot.feeds.articles import WebArticles
from bot.feeds.fetch import HttpFetcher
from bot.feeds.pool import ParsePool

PARAGRAPHS = (
    "The Duluth City Council voted 7-2 on Monday to ban the police department from using facial recognition.",
    "Council members said that the technology misidentifies people of color far more often than others.",
    "The ordinance takes effect in January and allows residents to sue if the ban is broken by an officer.",
)
PAGE = (
    "<html><head><title>Ban</title><script>var tracked = 'yes';</script></head><body>"
    "<nav><a href='/'>Home</a> <a href='/sports'>Sports</a></nav><article><h1>Duluth bans it</h1>"
    + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    + "</article><footer>Subscribe now for one dollar a week</footer></body></html>"
)
FEED = Feed(
    slug="gazette", name="Gazette", url="https://gazette.example/rss", kind=SourceKind.NEWS,
    headers={"Authorization": "Bearer TOKEN"},
)  # fmt: skip


class Site:
    """A newspaper on loopback: pages by path, and what was asked for with which headers."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, str]] = {"/ban": (200, PAGE), "/robots.txt": (404, "")}
        self.asked: list[str] = []
        self.tokens: list[str] = []
        self.turns = 0
        self.now = 0.0
        self.url = ""

    async def answer(self, request: web.BaseRequest) -> web.Response:
        self.asked.append(request.path)
        self.tokens.append(request.headers.get("Authorization", ""))
        status, text = self.pages[request.path]
        return web.Response(status=status, text=text, content_type="text/html")

    async def turn(self) -> None:
        self.turns += 1


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    found = Site()
    runner = web.ServerRunner(web.Server(found.answer), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    found.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield found
    await runner.cleanup()


@pytest.fixture
async def articles(site: Site) -> AsyncIterator[WebArticles]:
    agent = "Civicwatch/1 (+https://us.example)"
    fetcher = HttpFetcher(user_agent=agent, allow_hosts={"127.0.0.1"})
    async with ParsePool(workers=1, timeout_s=20) as pool:
        yield WebArticles(fetcher, pool, user_agent=agent, clock=lambda: site.now)
    await fetcher.close()


async def read(articles: WebArticles, site: Site) -> str:
    return await articles.read(f"{site.url}/ban", feed=FEED, turn=site.turn)


async def test_the_article_comes_without_what_surrounds_it(articles: WebArticles, site: Site) -> None:
    text = await read(articles, site)
    assert all(paragraph in text for paragraph in PARAGRAPHS)
    assert not any(word in text for word in ("Sports", "tracked", "Subscribe"))
    assert site.asked == ["/robots.txt", "/ban"]
    assert site.turns == 2  # one pause before each request
    assert site.tokens == ["", ""]  # the feed's token is for the feed


async def test_robots_are_asked_once_a_day(articles: WebArticles, site: Site) -> None:
    for hours in (0, 1, 23, 25):
        site.now = hours * 3_600.0
        await read(articles, site)
    assert site.asked.count("/robots.txt") == 2


@pytest.mark.parametrize(
    ("status", "robots", "allowed"),
    [
        (200, "User-agent: *\nDisallow: /ban", False),
        (200, "User-agent: *\nDisallow: /private", True),
        (200, "User-agent: civicwatch\nDisallow: /", False),  # we are meant by name
        (200, "User-agent: OtherBot\nDisallow: /", True),
        (200, "\x00\xff not robots at all", True),
        (404, "", True),
        (403, "", True),  # RFC 9309, 2.3.1.3: unavailable, so everything is allowed
        (503, "", False),  # 2.3.1.4: unreachable, so nothing is
        (429, "", False),
    ],
)
async def test_what_robots_forbid_is_not_read(
    articles: WebArticles, site: Site, status: int, robots: str, allowed: bool
) -> None:
    site.pages["/robots.txt"] = (status, robots)
    if allowed:
        assert PARAGRAPHS[0] in await read(articles, site)
        return
    with pytest.raises(FeedError) as caught:
        await read(articles, site)
    assert caught.value.kind == "robots"
    assert site.asked == ["/robots.txt"]


@pytest.mark.parametrize(("status", "page"), [(404, ""), (200, "<p>Please log in.</p>"), (200, "")])
async def test_a_page_without_an_article_is_an_error(
    articles: WebArticles, site: Site, status: int, page: str
) -> None:
    site.pages["/ban"] = (status, page)
    with pytest.raises(FeedError):
        await read(articles, site)


async def test_a_private_address_is_not_dialled_for_an_article(site: Site) -> None:
    fetcher = HttpFetcher(user_agent="Civicwatch/1")
    async with ParsePool(workers=1) as pool:
        guarded = WebArticles(fetcher, pool, user_agent="Civicwatch/1", clock=lambda: 0.0)
        with pytest.raises(FeedError):
            await read(guarded, site)
    await fetcher.close()
    assert site.asked == []


@pytest.mark.parametrize("body", [b"", b"\x00" * 999, b"<" * 9_999, b"<p>" * 3_000, "ü".encode("utf-16")])
def test_pages_that_hold_nothing_are_refused(body: bytes) -> None:
    with pytest.raises(ParseError):
        article_text(body, url="https://gazette.example/x")


def test_a_feed_reads_no_articles_unless_told() -> None:
    assert not FEED.article
    assert replace(FEED, article=True).article
