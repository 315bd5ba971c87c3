"""Find the feeds that a web page names, and guess where a site without such names may keep one.

https://html.spec.whatwg.org/multipage/links.html#rel-alternate
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.core.text import plain_line
from bot.core.urls import safe_url

PAGE_LIMIT = 2_000_000
LINK_LIMIT = 20
TITLE_LIMIT = 100

_FEED_TYPES = frozenset(
    ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
)
_FEED_ADDRESS = re.compile(
    r"/(?:rss|feeds?|atom)(?:\.(?:xml|json|php|aspx))?/?(?:\?|$)|\.(?:rss|atom|rdf)(?:\?|$)|/feed\.ashx\?|[?&]format=rss",
    re.IGNORECASE,
)
# Comments, podcasts and single authors also have feeds; they come after the site's own.
_SIDE_FEED = re.compile(r"comments?\b|/author/|podcast", re.IGNORECASE)
_WELL_KNOWN = ("feed/", "rss.xml", "feed.xml", "atom.xml", "rss/", "index.xml")
_BRACES = frozenset("{}")


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page names."""

    url: str
    title: str = ""


def feed_links(page: bytes, url: str) -> list[FeedLink]:
    """The feeds that a page names, the likeliest first: its `link` elements, else its visible links."""
    return declared_links(page, url) or _found(page, url, _visible)


def declared_links(page: bytes, url: str) -> list[FeedLink]:
    """The feeds that a page's `link` elements name."""
    return _found(page, url, _declared)


def _found(
    page: bytes, url: str, links_in: Callable[[LexborHTMLParser, str], Iterator[FeedLink]]
) -> list[FeedLink]:
    tree = LexborHTMLParser(page[:PAGE_LIMIT].decode("utf-8", errors="replace"))
    links = _unique(links_in(tree, _base(tree, url)), own=url)
    return sorted(links, key=_is_aside)[:LINK_LIMIT]


def guesses(url: str) -> list[str]:
    """Where feeds usually lie: below the page, then at the top of the site."""
    parts = urlsplit(url)
    folder = parts.path if parts.path.endswith("/") else parts.path.rpartition("/")[0] + "/"
    # A page called /news has its feed at /news/feed as often as beside it.
    below = [f"{parts.path.rstrip('/')}/feed/"] if parts.path.strip("/") else []
    found = [safe_url(path, url) for path in (*below, *(f"/{name}" for name in _WELL_KNOWN))]
    beside = [safe_url(folder + "rss.xml", url)] if folder != "/" else []
    return [guess for guess in dict.fromkeys([*found, *beside]) if guess]


def _base(tree: LexborHTMLParser, url: str) -> str:
    node = tree.css_first("base[href]")
    href = (node.attributes.get("href") or "") if node else ""
    return safe_url(href, url) or url


def _declared(tree: LexborHTMLParser, base: str) -> Iterator[FeedLink]:
    for node in tree.css("link[href]"):
        rel = (node.attributes.get("rel") or "").lower().split()
        kind = (node.attributes.get("type") or "").partition(";")[0].strip().lower()
        address = _address(node.attributes.get("href") or "", base)
        # Some pages, Legistar's among them, name a feed without saying its type.
        if kind in _FEED_TYPES or "feed" in rel or (not kind and _FEED_ADDRESS.search(address)):
            yield FeedLink(address, _words(node.attributes.get("title") or ""))


def _visible(tree: LexborHTMLParser, base: str) -> Iterator[FeedLink]:
    for node in tree.css("a[href]"):
        address = _address(node.attributes.get("href") or "", base)
        if _FEED_ADDRESS.search(address):
            yield FeedLink(address, _label(node))


def _label(node: LexborNode) -> str:
    return _words(node.text(deep=True, strip=True)[:1_000])


def _words(text: str) -> str:
    return plain_line(text, limit=TITLE_LIMIT)


def _address(href: str, base: str) -> str:
    # Braces are how the catalogue names a secret: a page must not be able to ask for one.
    address = safe_url(href.strip(), base)
    return "" if _BRACES & set(address) else address.partition("#")[0]


def _unique(links: Iterator[FeedLink], *, own: str) -> list[FeedLink]:
    found: dict[str, FeedLink] = {}
    for link in links:
        if link.url and link.url != own:
            found.setdefault(link.url, link)
        if len(found) >= 5 * LINK_LIMIT:
            break
    return list(found.values())


def _is_aside(link: FeedLink) -> bool:
    return _SIDE_FEED.search(f"{link.url} {link.title}") is not None
