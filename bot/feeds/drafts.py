"""One raw entry, whatever its format, and how it becomes an Item: bounded, plain, with safe links only."""

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import struct_time
from typing import TypeVar
from urllib.parse import urlsplit

from bot.core.models import Dating, Item
from bot.core.text import plain_line, plain_text
from bot.core.urls import safe_url
from bot.core.vocabulary import DateBasis
from bot.feeds.addresses import leads_inside
from bot.feeds.dates import RAW_LIMIT, DateReading, DayOrder, is_oldest_first, order_of, read_date
from bot.feeds.notes import Notes

T = TypeVar("T")
ITEM_LIMIT = 2_000
TITLE_LIMIT = 1_000
TEXT_LIMIT = 20_000
NAME_LIMIT = 200
GUID_LIMIT = 1_000
DOCUMENT_TEXT_LIMIT = 10_000_000
"""Characters of all texts of a document: entity tricks may make them longer than the document."""

_DANGEROUS = re.compile(
    r"<+(?=/?(?:a|base|body|embed|form|frame|html|iframe|img|input|link|math|meta|object|script|style|svg|video)\b)",
    re.IGNORECASE,
)
_FAULTS = {
    DateBasis.AMBIGUOUS: "date that may be two days, left out",
    DateBasis.IMPLAUSIBLE: "date that cannot be right, left out",
    DateBasis.UNREADABLE: "date that cannot be read, left out",
}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as the publisher wrote it, which element tells it, and what feedparser made of it."""

    raw: str
    basis: DateBasis = DateBasis.PUBLISHED
    guess: struct_time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a publisher wrote about one entry, unchecked; texts may hold markup."""

    guid: str = ""
    links: tuple[str, ...] = ()
    """Best first; the first that is safe is taken."""
    title: str = ""
    texts: tuple[str, ...] = ()
    """Summary and contents; the longest is taken."""
    author: str = ""
    outlet: str = ""
    language: str = ""
    published: tuple[Dated, ...] = ()
    """Best first; the first that can be believed is taken."""
    updated: Dated | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What holds for all entries of one document."""

    feed_slug: str
    base: str
    """Where relative links start."""
    own_host: str
    """Links to the feed's own host, on any port, are kept even where that host is private."""
    outlet: str
    language: str
    now: datetime
    order: DayOrder | None = None
    """Of day and month in this document's dates, as far as they tell it."""


def within_limit(
    entries: Sequence[T], dates: Callable[[T], Iterable[str]], *, now: datetime, notes: Notes
) -> Sequence[T]:
    """The entries that are read: at most `ITEM_LIMIT`, from the end where new ones come."""
    if len(entries) <= ITEM_LIMIT:
        return entries
    is_newest_last = is_oldest_first(entries, dates, now=now)
    notes.cut(len(entries), ITEM_LIMIT, is_newest_last=is_newest_last)
    return entries[-ITEM_LIMIT:] if is_newest_last else entries[:ITEM_LIMIT]


def order_among(drafts: Iterable[Draft]) -> DayOrder | None:
    """What the dates of a document tell of the order of day and month in each other."""
    return order_of(dated.raw for draft in drafts for dated in draft.published)


def item_of(draft: Draft, setting: Setting, notes: Notes) -> Item:
    """Check and clean a draft. Never fails: what can't be used is left out and noted."""
    title = line_of(draft.title, limit=TITLE_LIMIT)
    texts = (plain_text(text, limit=TEXT_LIMIT) for text in draft.texts)
    text = _inert(max(texts, key=len, default=""))
    url = _link(draft, setting, notes)
    published, dating = _published(draft.published, setting, notes)
    return Item(
        feed=setting.feed_slug,
        guid=_guid(draft, url, title, text, notes),
        url=url,
        title=title,
        text=text,
        outlet=line_of(draft.outlet) or setting.outlet,
        author=line_of(draft.author),
        language=language_of(draft.language) or setting.language,
        published=published,
        dating=dating,
        updated=_reading(draft.updated, setting, notes).moment if draft.updated else None,
    )


def line_of(markup: str, *, limit: int = NAME_LIMIT) -> str:
    """A title or a name as one harmless line of plain text."""
    return _inert(plain_line(markup, limit=limit))


def _inert(text: str) -> str:
    # Quoted code, `&lt;script&gt;`, is text here; without its bracket it stays harmless in any later markup.
    return _DANGEROUS.sub("", text) if "<" in text else text


def language_of(tag: str) -> str:
    """A language tag in one spelling (`en-us`); empty if it is none."""
    tag = tag.strip()
    return tag.replace("_", "-").lower() if len(tag) <= 35 and _LANGUAGE.fullmatch(tag) else ""


def _link(draft: Draft, setting: Setting, notes: Notes) -> str:
    for link in draft.links:
        url = safe_url(link, setting.base)
        if not url:
            notes.add("link that is no web address, left out", example=link)
        elif leads_inside(url) and urlsplit(url).hostname != setting.own_host:
            notes.add("link into a private network, left out", example=url)
        else:
            return url
    return ""


def _guid(draft: Draft, url: str, title: str, text: str, notes: Notes) -> str:
    guid = " ".join(draft.guid.split())
    if guid and len(guid) <= GUID_LIMIT:
        return guid
    if guid:
        notes.add("overlong guid, replaced by its digest")
        return _digest(guid)
    if url:
        return url
    notes.add("entry without guid and link, known by its text only", example=title)
    return _digest(f"{title}\n{text}")


def _digest(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode('utf-8', errors='replace')).hexdigest()}"


def _published(dates: Sequence[Dated], setting: Setting, notes: Notes) -> tuple[datetime | None, Dating]:
    """The first date that can be believed, else what is wrong with the first."""
    refused = Dating()
    for dated in dates:
        reading = _reading(dated, setting, notes)
        raw = line_of(dated.raw, limit=RAW_LIMIT)
        if reading.moment is not None:
            return reading.moment, Dating(basis=dated.basis, raw=raw, is_day=reading.is_day)
        if refused.basis is DateBasis.NONE and reading.fault is not None:
            refused = Dating(basis=reading.fault, raw=raw)
    return None, refused


def _reading(dated: Dated, setting: Setting, notes: Notes) -> DateReading:
    reading = read_date(dated.raw, now=setting.now, order=setting.order, guess=dated.guess)
    if reading.fault is not None:
        notes.add(_FAULTS[reading.fault], example=dated.raw.strip())
    return reading
