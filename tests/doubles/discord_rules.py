"""What Discord's published description forbids in a message, in our own few lines."""

import re
from collections.abc import Mapping
from typing import Any


def message_faults(body: Mapping[str, Any]) -> list[str]:
    """What Discord's description forbids in a message: lengths, counts, required parts."""
    found = _too_long(body, {"content": 2000, "nonce": 25})
    embeds = body.get("embeds") or []
    if len(embeds) > 10:
        found.append("embeds: more than 10")
    total = 0
    for embed in embeds:
        found += _too_long(embed, {"title": 256, "description": 4096, "url": 2048})
        found += _too_long(embed.get("footer", {}), {"text": 2048})
        found += _too_long(embed.get("author", {}), {"name": 256})
        if not re.fullmatch(r"https?://\S+", embed.get("url", "http://x")):
            found.append("url: scheme must be http or https")
        if len(fields := embed.get("fields", [])) > 25:
            found.append("fields: more than 25")
        for one in fields:
            found += _too_long(one, {"name": 256, "value": 1024})
            found += [f"{key}: required" for key in ("name", "value") if not one.get(key, "").strip()]
            total += len(one.get("name", "")) + len(one.get("value", ""))
        total += len(embed.get("title", "")) + len(embed.get("description", ""))
        total += len(embed.get("footer", {}).get("text", "")) + len(embed.get("author", {}).get("name", ""))
    if total > 6000:
        found.append("embeds: more than 6,000 characters in sum")
    if body.get("allowed_mentions") != {"parse": []}:
        found.append("allowed_mentions: Civicwatch pings nobody")
    return found


def _too_long(part: Mapping[str, Any], limits: Mapping[str, int]) -> list[str]:
    return [
        f"{key}: longer than {limit}" for key, limit in limits.items() if len(part.get(key) or "") > limit
    ]
