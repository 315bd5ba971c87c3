"""Tell the things that arrive in place of a feed apart, and say what to do about each."""

import re

from bot.core.errors import ParseError
from bot.core.text import plain_line
from bot.core.tokens import shown_url
from bot.feeds import challenges
from bot.feeds.discover import declared_links

_FEED_ROOTS = frozenset({"rss", "feed", "rdf", "channel", "atom"})
_NAME = re.compile(rb"\s*<([A-Za-z_][\w.:-]{0,60})")
_PROLOG = re.compile(rb"\s*(?:<\?.*?\?>|<!--.*?-->|<![a-zA-Z][^\[>]*(?:\[.*?\]\s*)?>)", re.DOTALL)
_BURIED = re.compile(
    rb"<(?:\w{1,20}:)?feed\s[^>]{0,2000}www\.w3\.org/2005/Atom|<rss\s[^>]{0,2000}version\s*=", re.IGNORECASE
)
_LOGIN = re.compile(
    rb"type\s*=\s*['\"]?password|<title>[^<]{0,60}(?:log ?in|sign ?in|anmelden)", re.IGNORECASE
)
_CONSENT = re.compile(rb"(?:cookie|consent|before you continue|privacy choices|gdpr)", re.IGNORECASE)
_INVALID_TITLE = re.compile(rb"<title>\s*invalid feed\s*</title>", re.IGNORECASE)

_PAGES = {
    "login_page": ("a login page", "the feed wants a login: put a token into its headers, or drop the feed"),
    "consent_page": (
        "a cookie or consent page",
        "nothing to do if it happens now and then; else look for another address of the feed",
    ),
    "html_page": ("a web page, no feed", "open the page and look for its feed link"),
}


def root_of(body: bytes) -> str:
    """The name of the first element, in lower case without prefix; the document type may lie about it."""
    position = 0
    while match := _PROLOG.match(body, position):
        position = match.end()
    name = _NAME.match(body, position)
    return name[1].decode("ascii").rpartition(":")[2].lower() if name else ""


def is_web_page(body: bytes, root: str) -> bool:
    """Whether the document is HTML, and not a feed that somebody wrapped in it."""
    return root in ("html", "head", "body") and not _BURIED.search(body, 0, challenges.SNIFF_BYTES)


def is_feed_root(root: str) -> bool:
    """Whether documents with this first element are feeds."""
    return root in _FEED_ROOTS


def not_a_feed(body: bytes, *, root: str, url: str) -> ParseError:
    """The error for a document that holds no feed."""
    if not body.strip():
        return ParseError(
            "an empty answer", kind="empty", advice="nothing to do unless it lasts: then ask the publisher"
        )
    # A page that names its feed is the publisher's, whatever scripts of others stand in it.
    if challenges.is_challenge(body) and not declared_links(body[: challenges.SNIFF_BYTES], url):
        return ParseError("a page of bot protection", kind="blocked_by_cdn", advice=challenges.ADVICE)
    if is_withdrawn(body):
        return _withdrawn()
    if root == "html" or b"<html" in body[: challenges.SNIFF_BYTES].lower():
        return _page_error(body, url)
    words = plain_line(body[:2_000].decode("utf-8", errors="replace"), limit=120)
    if not root and "invalid feed" in words.lower():
        return _withdrawn()
    found = f"a document of another kind (<{root}>)" if root else f"no feed but text: {words!r}"
    return ParseError(found, kind="not_a_feed", advice="check the address: open it in a browser")


def is_withdrawn(body: bytes) -> bool:
    """Whether a document without entries bears the title under which Legistar refuses a list."""
    return _INVALID_TITLE.search(body, 0, challenges.SNIFF_BYTES) is not None


def _withdrawn() -> ParseError:
    return ParseError(
        "the server says: Invalid feed",
        kind="invalid_feed",
        advice="the list was withdrawn or renumbered: take its address from the site anew",
    )


def _page_error(body: bytes, url: str) -> ParseError:
    head = body[: challenges.SNIFF_BYTES]
    links = declared_links(head, url)
    if links:
        advice = f"the page names its feed: use {shown_url(links[0].url)}"
        return ParseError("a web page, no feed", kind="html_page", advice=advice)
    kind = "html_page"
    if _LOGIN.search(head):
        kind = "login_page"
    elif len(_CONSENT.findall(head)) > 2:
        kind = "consent_page"
    words, advice = _PAGES[kind]
    title = plain_line(_title(head), limit=80)
    return ParseError(f"{words} ({title!r})" if title else words, kind=kind, advice=advice)


def _title(head: bytes) -> str:
    match = re.search(rb"<title[^>]{0,100}>([^<]{1,300})", head, re.IGNORECASE)
    return match[1].decode("utf-8", errors="replace") if match else ""
