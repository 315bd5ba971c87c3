"""What Slack refuses in a message, as error codes: lengths and shapes from docs.slack.dev/reference/block-kit."""

import json
from typing import Any

ARGUMENTS = {
    "chat.postMessage": {"channel", "text", "blocks", "attachments", "thread_ts", "reply_broadcast", "metadata", "unfurl_links",
                         "unfurl_media", "mrkdwn", "parse", "link_names", "client_msg_id"},
    "chat.update": {"channel", "ts", "text", "blocks", "attachments", "metadata", "parse", "link_names", "reply_broadcast"},
    "conversations.info": {"channel", "include_locale", "include_num_members"},
    "conversations.history": {"channel", "cursor", "inclusive", "include_all_metadata", "latest", "limit", "oldest"},
    "conversations.replies": {"channel", "ts", "cursor", "inclusive", "include_all_metadata", "latest", "limit", "oldest"},
    "users.info": {"user", "include_locale"},
    "auth.test": set(), "apps.connections.open": set(),
}  # fmt: skip
TEXT_MOST, BLOCKS_MOST, TOTAL_MOST, METADATA_MOST = 4000, 50, 12_000, 8000
TEXT_TYPES = {"header": {"plain_text"}, "section": {"plain_text", "mrkdwn"}}
TEXT_SIZES = {"header": 150, "section": 3000}
KNOWN_BLOCKS = {"header", "section", "context", "rich_text", "divider", "actions"}
RICH = {"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"}
PIECES = {"text": "text", "link": "url", "emoji": "name"}


def refusal_of(method: str, body: dict[str, Any]) -> str:
    """The code Slack would answer; empty if it would take the request."""
    if set(body) - ARGUMENTS.get(method, set(body)):
        return "invalid_arguments"
    if method not in {"chat.postMessage", "chat.update"}:
        return ""
    text, blocks = body.get("text") or "", body.get("blocks") or []
    broken = {
        "no_text": not text,
        "msg_too_long": len(text) > TEXT_MOST,
        "metadata_too_large": len(json.dumps(body.get("metadata") or {})) > METADATA_MOST,
        "invalid_blocks": len(blocks) > BLOCKS_MOST or not all(map(_is_block, blocks)),
        "msg_blocks_too_long": len(json.dumps(blocks, ensure_ascii=False)) > TOTAL_MOST,
    }
    return next((code for code, is_broken in broken.items() if is_broken), "")


def _is_block(block: dict[str, Any]) -> bool:
    kind = block.get("type")
    if kind not in KNOWN_BLOCKS or len(block.get("block_id", "")) > 255:
        return False
    if kind in TEXT_SIZES and not _is_text(block.get("text"), TEXT_TYPES[kind], TEXT_SIZES[kind]):
        return False
    elements = block.get("elements", [])
    if kind == "context":
        return 1 <= len(elements) <= 10 and all(
            _is_text(one, {"plain_text", "mrkdwn"}, 3000) for one in elements
        )
    if kind == "rich_text":
        return bool(elements) and all(_is_rich(one) for one in elements)
    return True


def _is_text(value: Any, kinds: set[str], most: int) -> bool:
    return (
        isinstance(value, dict)
        and value.get("type") in kinds
        and isinstance(value.get("text"), str)
        and 1 <= len(value["text"]) <= most
        and set(value) <= {"type", "text", "emoji" if value["type"] == "plain_text" else "verbatim"}
    )


def _is_rich(element: dict[str, Any]) -> bool:
    kind, parts = element.get("type"), element.get("elements")
    if kind not in RICH or not parts:
        return False
    if kind == "rich_text_list":
        return element.get("style") in {"bullet", "ordered"} and all(_is_rich(part) for part in parts)
    return all(
        part.get("type") in PIECES and bool(part.get(PIECES[part["type"]])) and part.get("text", "x")
        for part in parts
    )
