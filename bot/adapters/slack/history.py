"""Look an earlier attempt up: the delivery's key travels as message metadata and can be read back."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.adapters.slack.client import Call, read
from bot.adapters.slack.outcomes import SCOPES, code_of
from bot.core.errors import ContentRefusedError, DeliveryError

METADATA_TYPE = "civicwatch_delivery"
PAGE = 200
PAGES = 10


def metadata(key: str) -> dict[str, object]:
    """What a message carries so that `message_with` finds it."""
    return {"event_type": METADATA_TYPE, "event_payload": {"key": key}}


async def message_with(
    key: str, client: AsyncWebClient, channel: str, *, bot_id: str, oldest: float, thread: str | None = None
) -> str | None:
    """The `ts` of this bot's message with the key since `oldest`; replies stand in their thread only."""
    async for message in _messages(client, channel, oldest=f"{oldest:.6f}", thread=thread):
        ts = message.get("ts")
        ours = not bot_id or message.get("bot_id", bot_id) == bot_id
        if isinstance(ts, str) and ours and _key_of(message) == key:
            return ts
    return None


async def _messages(
    client: AsyncWebClient, channel: str, *, oldest: str, thread: str | None
) -> AsyncIterator[Mapping[str, object]]:
    """Every message since `oldest`; raise ContentRefusedError if there are too many to read."""
    method = client.conversations_replies if thread else client.conversations_history
    where = {"channel": channel, "ts": thread} if thread else {"channel": channel}
    cursor: str | None = None
    for _ in range(PAGES):
        answer = await _page(
            method,
            **where,
            oldest=oldest,
            inclusive=True,
            include_all_metadata=True,
            limit=PAGE,
            cursor=cursor,
        )
        for message in answer.get("messages") or []:
            yield message
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or None
        if cursor is None:
            return
    raise ContentRefusedError(f"more than {PAGE * PAGES} messages since the attempt")


async def _page(method: Call, **arguments: Any) -> AsyncSlackResponse:  # noqa: ANN401 - whatever the SDK takes
    """One page; without the scope for history it can never be told what an attempt left."""
    try:
        return await read(method, **arguments)
    except DeliveryError as exc:
        cause = exc.__cause__
        if isinstance(cause, SlackApiError) and code_of(cause) in {"missing_scope", "no_permission"}:
            raise ContentRefusedError(f"{exc}. {SCOPES}") from cause
        raise


def _key_of(message: Mapping[str, object]) -> str:
    found = message.get("metadata")
    if not isinstance(found, dict) or found.get("event_type") != METADATA_TYPE:
        return ""
    payload = found.get("event_payload")
    return str(payload.get("key", "")) if isinstance(payload, dict) else ""
