"""Turn the bytes of an RSS, Atom or JSON Feed document into items; the only place that calls feedparser."""

import io
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import feedparser
from feedparser.api import PREFERRED_XML_PARSERS
from feedparser.mixin import _FeedParserMixin

from bot.core.errors import ParseError
from bot.core.models import Item
from bot.core.urls import host_of, safe_url
from bot.core.websub import HubLinks, hub_links
from bot.feeds.drafts import (
    DOCUMENT_TEXT_LIMIT,
    ITEM_LIMIT,
    Draft,
    Setting,
    item_of,
    language_of,
    line_of,
    order_among,
    within_limit,
)
from bot.feeds.entries import Document, Entry, draft_of, person_in, text_at
from bot.feeds.impostors import is_feed_root, is_web_page, is_withdrawn, not_a_feed, root_of
from bot.feeds.jsonfeed import read_json
from bot.feeds.mending import UTF_8, is_json, mended, without_surplus
from bot.feeds.notes import Notes
from bot.feeds.quick import read_quickly
from bot.ports import ParsedFeed

_CLOSING = re.compile(rb"</(?:\w{1,20}:)?(?:rss|feed|rdf|channel)\s*>", re.IGNORECASE)
QuickReader = Callable[[bytes], Document | None]
DEFAULT_LANGUAGE = "en"
LINKS_LIMIT = 100
TTL_LIMIT_S = 86_400.0
_PERIODS_S = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}

PREFERRED_XML_PARSERS[:] = ["bot.feeds.saxreader"]
# An identity is compared as it is written (RFC 4287, 4.2.6.1). Resolved, it would change with an xml:base
# that some other element happens to carry.
_FeedParserMixin.can_be_relative_uri.discard("id")
_told_author = _FeedParserMixin._sync_author_detail  # noqa: SLF001 - there is no other place to mend it


def _sync_author_detail(parser: Any, key: str = "author") -> None:  # noqa: ANN401 - feedparser has no types
    """Take the mail address out of an RSS author ("ann@gazette.example (Ann Lee)").

    feedparser's own search takes time by the square of the text, and ends an address after the fourth letter
    of its last part.
    """
    context = parser._get_context()  # noqa: SLF001
    author = context.get(key)
    if isinstance(author, str):
        context[key] = person_in(author)
    _told_author(parser, key)


_FeedParserMixin._sync_author_detail = _sync_author_detail  # noqa: SLF001


def parse_document(
    body: bytes,
    *,
    feed_slug: str = "",
    content_type: str = "",
    url: str = "",
    language: str = "",
    outlet: str = "",
    now: datetime | None = None,
    quickly: QuickReader = read_quickly,
) -> ParsedFeed:
    """Read a document. Raise ParseError, with a kind and an advice, if it is no feed.

    `language` and `outlet` are what the catalogue says; an entry may say it better. Dates after `now`, by
    default this moment, are not believed. What `quickly` does not take is read by feedparser.
    """
    notes = Notes()
    now = now or datetime.now(UTC)
    body, content_type = mended(body, content_type, notes)
    if is_json(body):
        document = read_json(body, notes, now=now)
        feed_title, page, tongue, ttl_s = document.title, document.url, document.language, None
        drafts: Sequence[Draft] = document.drafts
        links = document.links
    else:
        feed, drafts = _read_xml(body, content_type, url, notes, quickly, now=now)
        feed_title, page, tongue = text_at(feed, "title"), text_at(feed, "link"), text_at(feed, "language")
        ttl_s = _ttl_s(feed)
        links = hub_links(_links(feed))
        outlet = outlet or text_at(feed, "publisher")
    drafts = within_limit(drafts, _dates, now=now, notes=notes)
    title = line_of(feed_title)
    page = safe_url(page, url)
    setting = Setting(
        feed_slug=feed_slug,
        base=safe_url(url) or page,
        own_host=urlsplit(safe_url(url)).hostname or "",
        outlet=line_of(outlet) or title or host_of(page or url),
        language=_language(language_of(language), language_of(tongue)),
        now=now,
        order=order_among(drafts),
    )
    items = tuple(_items(drafts, setting, notes))
    return ParsedFeed(
        title=title,
        url=page,
        language=language_of(tongue),
        items=items,
        ttl_s=ttl_s,
        links=_absolute(links, url),
        warnings=notes.lines(),
        left_out=notes.losses(),
    )


def _links(feed: Entry) -> list[tuple[str, str]]:
    links = feed.get("links")
    found = links[:LINKS_LIMIT] if isinstance(links, list) else []
    return [
        (str(link.get("rel") or ""), str(link.get("href") or "")) for link in found if isinstance(link, dict)
    ]


def _absolute(links: HubLinks, base: str) -> HubLinks:
    hubs = [address for hub in links.hubs if (address := safe_url(hub, base))]
    return HubLinks(hubs=tuple(hubs), topic=safe_url(links.topic, base) if links.topic else "")


def _language(catalogued: str, declared: str) -> str:
    # A catalogue says English of whatever it says nothing else of; any other language somebody wrote down,
    # and knew better than the "en-US" that comes with the publisher's software.
    return declared or catalogued if catalogued in ("", DEFAULT_LANGUAGE) else catalogued


def _read_xml(
    body: bytes, content_type: str, url: str, notes: Notes, quickly: QuickReader, *, now: datetime
) -> tuple[Entry, list[Draft]]:
    root = root_of(body)
    if not root or is_web_page(body, root):
        raise not_a_feed(body, root=root, url=url)
    body = without_surplus(body, root=root, limit=ITEM_LIMIT, now=now, notes=notes)
    # Bytes that did not prove to be UTF-8 are for feedparser to guess.
    document = (quickly(body) if content_type == UTF_8 else None) or _parsed(body, content_type)
    if not document.entries and (not is_feed_root(root) or is_withdrawn(body)):
        raise not_a_feed(body, root=root, url=url)
    if document.fault is not None:
        notes.add("not well-formed XML, read as far as possible", example=document.fault)
        if (
            b"</" + root.encode() not in body[-400:].lower()
            and b":" + root.encode() not in body[-400:].lower()
        ):
            notes.add("the document ends early, so its last entry may be incomplete")
    return document.feed, [draft_of(entry, is_atom=document.is_atom) for entry in document.entries]


def _parsed(body: bytes, content_type: str) -> Document:
    # Bytes in a stream: feedparser would fetch a string that looks like an address. Cleaning is ours.
    headers = {"content-type": content_type or "application/xml"}
    try:
        document = feedparser.parse(
            io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except MemoryError:
        raise
    except Exception as exc:  # it raises what it likes: ValueError, AssertionError, RecursionError
        raise ParseError(
            f"a document that breaks the parser ({type(exc).__name__})",
            kind="broken",
            advice="ask the publisher to mend the feed; https://validator.w3.org/feed/ names the fault",
        ) from exc
    return Document(
        feed=document["feed"],
        entries=document["entries"],
        is_atom=str(document.get("version") or "").startswith("atom"),
        fault=_fault(document) if document.get("bozo") else None,
    )


def _fault(document: Any) -> str:  # noqa: ANN401 - see above
    fault = document.get("bozo_exception")
    return " ".join(str(fault).split()) if fault is not None else ""


def _dates(draft: Draft) -> list[str]:
    return [dated.raw for dated in draft.published]


def _items(drafts: Sequence[Draft], setting: Setting, notes: Notes) -> list[Item]:
    items: list[Item] = []
    room = DOCUMENT_TEXT_LIMIT
    for draft in drafts:
        item = item_of(draft, setting, notes)
        room -= len(item.title) + len(item.text)
        if room < 0:
            notes.lose("more text than a feed can have, the rest left out")
            break
        items.append(item)
    return items


def _ttl_s(feed: Entry) -> float | None:
    """What the document asks for between polls: RSS ttl in minutes, or the syndication module's period."""
    ttl = text_at(feed, "ttl")
    if ttl.isascii() and ttl.isdigit() and int(ttl[:9]) > 0:
        return min(60.0 * int(ttl[:9]), TTL_LIMIT_S)
    period = _PERIODS_S.get(text_at(feed, "sy_updateperiod").lower())
    times = text_at(feed, "sy_updatefrequency")
    if not period:
        return None
    count = int(times[:4]) if times.isascii() and times.isdigit() and int(times[:4]) > 0 else 1
    return min(period / count, TTL_LIMIT_S)
