"""Read JSON Feed documents as drafts; https://www.jsonfeed.org/version/1.1/."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.core.errors import ParseError
from bot.core.vocabulary import DateBasis
from bot.core.websub import LINKS_LOOKED_AT, HubLinks
from bot.feeds.drafts import Dated, Draft, within_limit
from bot.feeds.mending import refuse_json_floods
from bot.feeds.notes import Notes

_ENTRY_KEYS = frozenset({"content_html", "content_text", "external_url"})
_ADVICE = "check the address: open it in a browser"


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonDocument:
    """A JSON Feed before its entries are checked."""

    title: str
    url: str
    language: str
    drafts: tuple[Draft, ...]
    links: HubLinks


def read_json(body: bytes, notes: Notes, *, now: datetime) -> JsonDocument:
    """Read the document. Raise ParseError if it is JSON of another kind, or none."""
    refuse_json_floods(body)
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as exc:
        raise ParseError("JSON that cannot be read", kind="broken", advice=_ADVICE) from exc
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(items, list) or not _is_feed(data):
        raise ParseError(_complaint(data), kind="json_error", advice=_ADVICE)
    drafts = []
    for item in within_limit(items, _dates, now=now, notes=notes):
        if isinstance(item, dict):
            drafts.append(_draft(item, data))
        else:
            notes.add("entry that is no JSON object, left out", example=str(item)[:80])
    return JsonDocument(
        title=_text(data, "title"),
        url=_text(data, "home_page_url"),
        language=_text(data, "language"),
        drafts=tuple(drafts),
        links=HubLinks(hubs=_hubs(data), topic=_text(data, "feed_url")),
    )


def _hubs(data: Mapping[str, Any]) -> tuple[str, ...]:
    listed = data.get("hubs")
    hubs = (
        [hub for hub in listed[:LINKS_LOOKED_AT] if isinstance(hub, dict)] if isinstance(listed, list) else []
    )
    return tuple(
        _text(hub, "url") for hub in hubs if _text(hub, "type").lower() in ("websub", "pubsubhubbub")
    )


def _is_feed(data: Mapping[str, Any]) -> bool:
    if "jsonfeed.org" in _text(data, "version") or _text(data, "title"):
        return True
    # Hand-made feeds forget both; then an entry must look like one.
    return any(isinstance(item, dict) and _ENTRY_KEYS & item.keys() for item in data["items"][:10])


def _complaint(data: object) -> str:
    """Servers answer errors in JSON; what they say is the best explanation there is."""
    for key in ("message", "error", "detail", "errors"):
        words = _text(data, key) if isinstance(data, dict) else ""
        if words:
            return f"JSON that is no feed: {words[:120]!r}"
    return "JSON that is no feed"


def _draft(item: Mapping[str, Any], feed: Mapping[str, Any]) -> Draft:
    # A link post's own page is `url`; `external_url` is what it talks about.
    links = (_text(item, "url"), _text(item, "external_url"), _web(_text(item, "id")))
    published = _dated(item, "date_published", DateBasis.PUBLISHED)
    modified = _dated(item, "date_modified", DateBasis.UPDATED)
    return Draft(
        guid=_text(item, "id"),
        links=tuple(filter(None, links)),
        title=_text(item, "title"),
        texts=tuple(_text(item, key) for key in ("content_html", "content_text", "summary")),
        author=_author(item) or _author(feed),
        language=_text(item, "language"),
        published=tuple(filter(None, (published, modified))),
        updated=modified,
    )


def _dates(item: object) -> list[str]:
    return [_text(item, "date_published") or _text(item, "date_modified")] if isinstance(item, dict) else []


def _dated(item: Mapping[str, Any], key: str, basis: DateBasis) -> Dated | None:
    raw = _text(item, key)
    return Dated(raw, basis) if raw else None


def _web(identity: str) -> str:
    return identity if identity.startswith(("http://", "https://")) else ""


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)  # version 1 asked readers to take numbers as identities
    return value.strip() if isinstance(value, str) else ""


def _author(data: Mapping[str, Any]) -> str:
    authors = data.get("authors")
    listed = authors if isinstance(authors, list) else [data.get("author")]
    names = [_text(author, "name") for author in listed[:5] if isinstance(author, dict)]
    return ", ".join(filter(None, names))
