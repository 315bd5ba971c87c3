"""Fill the demo's documents in: which items stand there at which poll, and dates relative to a start."""

import json
import re
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

_BLOCK = re.compile(r"[ \t]*<!--\[(\d+)-(\d*)\]-->\n?(.*?)<!--\[end\]-->\n?", re.DOTALL)
_MOMENT = re.compile(r"\{\{([+-]\d+)([mhd]) (rfc|iso|weekday|day)\}\}")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def document(template: str, *, poll: int, now: datetime) -> bytes:
    """The document as it stands at a poll, counted from 0; the same for the same `now`."""
    if template.startswith("{"):
        chosen = _chosen_json(template, poll)
    else:
        chosen = _BLOCK.sub(lambda block: block[3] if _stands(block[1], block[2], poll) else "", template)
    encoding = re.match(r'<\?xml[^>]*encoding="([^"]+)"', chosen)
    return _MOMENT.sub(lambda mark: _moment(mark, now), chosen).encode(encoding[1] if encoding else "utf-8")


def _stands(first: str, last: str, poll: int) -> bool:
    return int(first) <= poll and (not last or poll <= int(last))


def _chosen_json(template: str, poll: int) -> str:
    feed: dict[str, Any] = json.loads(template)
    items = [(item, item.pop("_polls", "0-").partition("-")) for item in feed["items"]]
    feed["items"] = [item for item, (first, _, last) in items if _stands(first, last, poll)]
    return json.dumps(feed, ensure_ascii=False, indent=2)


def _moment(mark: re.Match[str], now: datetime) -> str:
    at = now + timedelta(**{_UNITS[mark[2]]: int(mark[1])})
    forms = {
        "rfc": format_datetime(at),
        "iso": at.isoformat(timespec="seconds"),
        "weekday": f"{at:%A}",
        "day": f"{at:%A, %B} {at.day}",
    }
    return forms[mark[3]]
