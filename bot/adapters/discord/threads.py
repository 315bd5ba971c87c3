"""Post in a channel or in a message's thread, opening or reopening it; refusals are raised as they came."""

from typing import TYPE_CHECKING, Final

from discord.http import HTTPClient, MultipartParameters

from bot.adapters.discord.escape import visible
from bot.adapters.discord.outcomes import (
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    THREAD_ARCHIVED,
    THREAD_EXISTS,
    UNKNOWN_CHANNEL,
    RefusalError,
)
from bot.core.errors import MessageGoneError
from bot.core.models import Post, Reply
from bot.core.text import truncated

if TYPE_CHECKING:  # discord.py's own types import each other in a circle
    from discord.types.message import MessageReference

_NAME_LIMIT: Final = 100
_ARCHIVED_AFTER_MIN: Final = 1440


def thread_name(post: Post) -> str:
    """What a thread opened for this answer is called."""
    name = post.headline if isinstance(post, Reply) else ""
    return truncated(visible(name), _NAME_LIMIT) or "Updates"


async def posted(http: HTTPClient, channel: str, parameters: MultipartParameters) -> object:
    """Post; an archived thread is reopened for it."""
    try:
        return await http.send_message(channel, params=parameters)
    except RefusalError as exc:
        if exc.code != THREAD_ARCHIVED:
            raise
        archived = exc
    try:
        await http.edit_channel(channel, archived=False)
    except RefusalError as exc:
        # What is to be told is that the thread is archived, not that it can't be edited.
        raise archived if exc.code in {MISSING_ACCESS, MISSING_PERMISSIONS} else exc from exc
    return await http.send_message(channel, params=parameters)


async def in_thread(
    http: HTTPClient, channel: str, message_id: str, parameters: MultipartParameters, *, name: str
) -> object:
    """Post in the message's thread, which has the message's number. MessageGoneError if people delete it."""
    try:
        return await posted(http, message_id, parameters)
    except RefusalError as exc:
        if exc.code != UNKNOWN_CHANNEL:
            raise
    try:
        await http.start_thread_with_message(
            channel, message_id, name=name, auto_archive_duration=_ARCHIVED_AFTER_MIN
        )
    except RefusalError as exc:
        if exc.code != THREAD_EXISTS:  # somebody else opened it just now
            raise
    try:
        return await posted(http, message_id, parameters)
    except RefusalError as exc:
        if exc.code != UNKNOWN_CHANNEL:
            raise
        raise MessageGoneError("people deleted the thread") from exc


async def reference_to(http: HTTPClient, channel: str, message_id: str) -> "MessageReference | None":
    """What an answer in the channel names; RefusalError if the message is gone."""
    try:
        await http.get_message(channel, message_id)
    except RefusalError as exc:
        if exc.code not in {MISSING_ACCESS, MISSING_PERMISSIONS}:
            raise
        return None  # who may not read the history may not refer to it
    return {"message_id": message_id, "channel_id": channel, "fail_if_not_exists": False}
