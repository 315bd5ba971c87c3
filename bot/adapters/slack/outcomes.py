"""What each of Slack's answers means for a delivery (https://docs.slack.dev/reference/methods/chat.postMessage#errors)."""

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.core.errors import (
    ChannelGoneError,
    ContentRefusedError,
    CredentialsRefusedError,
    DeliveryError,
    DeliveryInDoubtError,
    MessageGoneError,
    TemporaryDeliveryError,
)

log = structlog.get_logger(__name__)

DEFAULT_WAIT_S = 30.0
"""Where Slack asks to wait and does not say how long."""
LONGEST_WAIT_S = 3600.0

RATE_LIMITS = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
DOUBTS = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
REFUSALS = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long", "no_text",
     "invalid_attachments", "too_many_attachments", "metadata_too_large", "invalid_metadata_format",
     "invalid_arguments"}
)  # fmt: skip
LOOKED_UP_IN_VAIN = frozenset({"user_not_found", "user_not_visible", "thread_not_found"})
"""What reading calls may say; they post nothing, so nothing is in doubt."""
GONE_MESSAGES = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
UNANSWERABLE = frozenset(
    {"cannot_reply_to_message", "message_not_found", "thread_not_found", "restricted_action_thread_locked",
     "restricted_action_non_threadable_channel", "restricted_action_thread_only_channel"}
)  # fmt: skip
"""What Slack says of an answer that a message does not take; its channel is all right for posts."""
INVITE = "Invite the bot there with /invite @Civicwatch; a private channel is invisible to it until then."
CHANNELS = {
    "channel_not_found": f"Check the channel's id. {INVITE}",
    "not_in_channel": INVITE,
    "is_archived": "Unarchive the channel, or remove its subscriptions.",
    "channel_is_archived": "Unarchive the channel, or remove its subscriptions.",
    "restricted_action": "Ask a workspace admin to let the app post in this channel.",
    "cannot_reply_to_message": "Slack takes no replies to this message; post to the channel instead.",
    "ekm_access_denied": "Ask a workspace admin: the workspace's encryption keys are withheld from posting.",
    "team_access_not_granted": "Ask an organisation admin to give the app access to this workspace.",
}
REINSTALL = (
    "Reinstall the app to the workspace, set CIVICWATCH_SLACK_BOT_TOKEN to the new Bot User OAuth Token "
    "and restart."
)
SCOPES = "Give the app the scopes that `civicwatch slack manifest` lists, then reinstall it."
TOKENS = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired",
     "not_allowed_token_type", "app_uninstalled"}
)  # fmt: skip
"""Slack takes nothing with this token."""
WORKSPACES = {
    "missing_scope": SCOPES,
    "no_permission": SCOPES,
    "org_login_required": "The workspace is moving to an organisation: wait, then reinstall the app.",
}


def failure_of(exc: Exception) -> DeliveryError:
    """The delivery error that a failed call to Slack stands for; names codes only, never what was sent."""
    if isinstance(exc, SlackApiError):
        return _refusal(exc, code_of(exc), status=_status_of(exc))
    if isinstance(exc, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return TemporaryDeliveryError("Slack can't be reached")
    return DeliveryInDoubtError(f"Slack's answer was lost ({type(exc).__name__})")


def code_of(exc: SlackApiError) -> str:
    """Slack's word for the error; empty where the answer was no answer of Slack's."""
    code = _data_of(exc).get("error")
    return code[:80] if isinstance(code, str) else ""


def _refusal(exc: SlackApiError, code: str, *, status: int) -> DeliveryError:
    named = f"Slack says {code}{_detail_of(exc)}" if code else f"Slack answered with HTTP {status}"
    if status == 429 or code in RATE_LIMITS:
        everywhere = code == "message_limit_exceeded"
        return TemporaryDeliveryError(
            named, retry_after_s=_wait_s(exc), counts=False, whole_platform=everywhere
        )
    if code in TOKENS:
        return CredentialsRefusedError(named, advice=REINSTALL)
    if code in WORKSPACES:
        return ChannelGoneError(named, advice=WORKSPACES[code], whole_workspace=True)
    if code in CHANNELS or code.startswith("restricted_action"):
        return ChannelGoneError(named, advice=CHANNELS.get(code, CHANNELS["restricted_action"]))
    if code in GONE_MESSAGES:
        return MessageGoneError(named)
    return _unlisted(code, named, status=status)


def _unlisted(code: str, named: str, *, status: int) -> DeliveryError:
    """A doubt if the post may have been made, else refused."""
    if code and code not in DOUBTS | REFUSALS | LOOKED_UP_IN_VAIN:
        log.warning("slack error code without a rule", code=code, status=status)
    if status >= 500 or code in DOUBTS or (not code and status < 400):
        return DeliveryInDoubtError(named)
    if not code:  # a proxy's page, or a wrong address: nothing reached Slack
        return TemporaryDeliveryError(named)
    return ContentRefusedError(named)


def _wait_s(exc: SlackApiError) -> float:
    headers = getattr(exc.response, "headers", None) or {}
    try:
        told = float(headers.get("Retry-After", ""))
    except ValueError:
        return DEFAULT_WAIT_S
    return min(told, LONGEST_WAIT_S) if told >= 1.0 else 1.0


def _detail_of(exc: SlackApiError) -> str:
    """The scope that is missing, or the first complaint about a block, as Slack names them."""
    data = _data_of(exc)
    metadata = data.get("response_metadata")
    messages = metadata.get("messages") if isinstance(metadata, dict) else None
    details: list[object] = [data.get("needed"), *(messages if isinstance(messages, list) else [])]
    lines = [" ".join(detail.split()) for detail in details if isinstance(detail, str)]
    return f" ({lines[0][:160]})" if lines else ""


def _data_of(exc: SlackApiError) -> dict[str, object]:
    data = getattr(exc.response, "data", None)
    return data if isinstance(data, dict) else {}


def _status_of(exc: SlackApiError) -> int:
    """The SDK hands over its own response, or aiohttp's where the body was no JSON."""
    response = exc.response
    return int(getattr(response, "status_code", 0) or getattr(response, "status", 0) or 0)
