"""A parsed document as the JSON of `civicwatch parse`."""

from datetime import datetime

from bot.core.models import Item
from bot.ports import ParsedFeed


def parsed_json(parsed: ParsedFeed) -> dict[str, object]:
    """The document with exactly the keys `feed`, `entries` and `warnings`."""
    return {
        "feed": {
            "title": parsed.title,
            "url": parsed.url,
            "language": parsed.language,
            "ttl_s": parsed.ttl_s,
        },
        "entries": [_entry_json(item) for item in parsed.items],
        "warnings": list(parsed.warnings),
    }


def _entry_json(item: Item) -> dict[str, object]:
    return {
        "id": item.guid,
        "title": item.title,
        "url": item.url,
        "summary": item.text,
        "published": _iso(item.published),
        "published_raw": item.dating.raw,
        "published_basis": item.dating.basis,
        "published_is_day": item.dating.is_day,
        "updated": _iso(item.updated),
        "author": item.author,
        "outlet": item.outlet,
        "language": item.language,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None
