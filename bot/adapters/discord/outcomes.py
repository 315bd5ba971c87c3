"""What each answer of Discord's API means for a delivery.

https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
"""

from dataclasses import dataclass

import structlog

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

UNKNOWN_CHANNEL = 10003
MISSING_ACCESS = 50001
MISSING_PERMISSIONS = 50013
THREAD_ARCHIVED = 50083
THREAD_EXISTS = 160004
_THREAD_LOCKED = 160005
NO_THREAD = frozenset({
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    50008,  # no text channel
    50024,  # a kind of channel that has no threads, or a thread itself
    THREAD_ARCHIVED,  # and we may not reopen it
    160006,  # the server has as many active threads as it may have
    160007,  # the same for announcements
})  # fmt: skip
"""An answer can't stand in a thread, but it can stand in the channel."""
_UNKNOWN_MESSAGE = 10008

# Limits that some routes report outside of status 429.
_LIMITS = frozenset({
    20028,  # the channel's write limit
    30046,  # too many edits of an old message
    40062,  # the service is being rate limited
    130000,  # the resource is overloaded
})  # fmt: skip

_NOT_EDITABLE = frozenset({
    _UNKNOWN_MESSAGE,
    50005,  # authored by another user
    50021,  # a system message
})  # fmt: skip

_REFUSED = frozenset({
    _UNKNOWN_MESSAGE,
    50006,  # empty
    50008,  # no text channel
    50007,  # the person takes no messages from us
    50035,  # invalid form
})  # fmt: skip
"""Besides these the thread errors, 160xxx."""

_PERMISSIONS = "Give Civicwatch View Channel, Send Messages and Embed Links in the channel."
_GONE = {
    10003: ("the channel no longer exists", "Follow from another channel."),
    10004: ("the server no longer exists or removed Civicwatch", "Invite Civicwatch again."),
    50001: ("Civicwatch can't see the channel", _PERMISSIONS),
    50013: ("Civicwatch may not post in the channel", _PERMISSIONS),
    50009: ("the server's verification level stops Civicwatch", "Give Civicwatch a role that is exempt."),
    50024: ("this kind of channel takes no messages", "Follow from a text channel."),
    _THREAD_LOCKED: ("the thread is locked", "Unlock it, or follow from another channel."),
    THREAD_ARCHIVED: (
        "the thread is archived and Civicwatch may not reopen it",
        "Reopen it, or give Manage Threads.",
    ),
    200000: ("the server's AutoMod blocked the message", "Exempt Civicwatch's role from the AutoMod rule."),
    200001: ("the server's AutoMod blocked the title", "Exempt Civicwatch's role from the AutoMod rule."),
}
# Discord's edge blocks the address for a while after too many invalid requests: stay away well longer.
BLOCKED_WAIT_S = 900.0


@dataclass(eq=False)
class RefusalError(Exception):
    """An answer other than success, as it came, before anyone said what it means."""

    status: int
    code: int | None
    """Discord's own error code; None if the body was not Discord's (a proxy's page, Cloudflare's)."""
    detail: str
    retry_after_s: float | None = None
    whole_platform: bool = False
    repeatable: bool = True
    """Whether doing the request once more can't double anything."""

    @property
    def by_edge(self) -> bool:
        """Whether something between Discord and us refused it: Cloudflare, a proxy."""
        return self.code is None and self.status < 500 and self.status != 429

    def __str__(self) -> str:
        return f"Discord answered {self.status}" + (f" ({self.code}: {self.detail})" if self.code else "")


_UNANSWERABLE = {
    _UNKNOWN_MESSAGE: "the message was deleted",
    _THREAD_LOCKED: "people locked the thread",
}


def delivery_error(refusal: RefusalError, *, editing: bool = False, replying: bool = False) -> DeliveryError:
    """The outcome that an unsuccessful answer stands for."""
    said = str(refusal)
    if refusal.status == 401 and refusal.code is not None:
        return CredentialsRefusedError(
            "Discord refuses the bot token",
            advice="Set CIVICWATCH_DISCORD_TOKEN to a valid token and restart.",
        )
    if passing := _passing(refusal, said, posting=editing or not refusal.repeatable):
        return passing
    if refusal.status >= 500 and not refusal.repeatable:
        return DeliveryInDoubtError(said)
    if editing and refusal.code in _NOT_EDITABLE:
        return MessageGoneError(said)
    if replying and refusal.code in _UNANSWERABLE:
        return MessageGoneError(f"{_UNANSWERABLE[refusal.code]} ({said})")
    # Everything else is about this content, or is new to us: once more as plain text, then dead and listed.
    return _gone(refusal, said) or _refused(refusal, said)


def _refused(refusal: RefusalError, said: str) -> ContentRefusedError:
    code = refusal.code or 0
    if not refusal.by_edge and code not in _REFUSED and code // 1000 != 160:
        log.warning("discord error code without a rule", code=code, status=refusal.status)
    return ContentRefusedError(said)


def _passing(refusal: RefusalError, said: str, *, posting: bool) -> TemporaryDeliveryError | None:
    """The outcome of answers by which nothing was posted and nothing is decided."""
    if refusal.status == 429 or refusal.code in _LIMITS:
        return TemporaryDeliveryError(
            said, retry_after_s=refusal.retry_after_s, counts=False, whole_platform=refusal.whole_platform
        )
    if refusal.status >= 500:
        return TemporaryDeliveryError(said) if refusal.repeatable else None
    # A page that the edge does not let us read says nothing about what we post.
    if refusal.by_edge and (refusal.whole_platform or not posting):
        return TemporaryDeliveryError(
            said, retry_after_s=BLOCKED_WAIT_S, whole_platform=refusal.whole_platform
        )
    return None


def _gone(refusal: RefusalError, said: str) -> ChannelGoneError | None:
    what, advice = _GONE.get(refusal.code or 0, ("", ""))
    # 340xxx: the content was blocked by the server's own rules.
    if not what and refusal.status == 403 and (refusal.code or 0) // 1000 == 340:
        what, advice = _GONE[200000]
    return ChannelGoneError(f"{what} ({said})", advice=advice) if what else None
