"""What the bot may do in a channel, as the API tells it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from discord import ChannelType
from discord.http import HTTPClient

from bot.adapters.discord.permissions import Overwrite, missing, missing_for_threads, permissions_of

_THREADS = {ChannelType.news_thread.value, ChannelType.public_thread.value, ChannelType.private_thread.value}
_TAKE_MESSAGES = _THREADS | {
    ChannelType.text.value, ChannelType.news.value, ChannelType.voice.value, ChannelType.stage_voice.value,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """A channel and our rights in it."""

    guild_id: str
    takes_messages: bool
    missing: Sequence[str]
    missing_for_threads: Sequence[str]
    """What an answer in a message's thread needs besides."""
    reads_history: bool


async def access_to(http: HTTPClient, channel_id: str, *, member_id: str) -> Access:
    """Ask for the channel, the roles and our member, and compute; a thread has its parent's overwrites."""
    channel: Any = await http.get_channel(channel_id)
    guild_id = str(channel.get("guild_id") or "")
    kind = channel.get("type")
    if not guild_id or kind not in _TAKE_MESSAGES:
        return Access(
            guild_id=guild_id, takes_messages=False, missing=(), missing_for_threads=(), reads_history=False
        )
    thread = kind in _THREADS
    home: Any = await http.get_channel(channel["parent_id"]) if thread else channel
    roles = {str(role["id"]): int(role["permissions"]) for role in await http.get_roles(guild_id)}
    member = await http.get_member(guild_id, member_id)
    granted = permissions_of(
        guild_id=guild_id,
        member_id=member_id,
        member_roles=[str(role) for role in member["roles"]],
        roles=roles,
        overwrites=[
            Overwrite(
                id=str(one["id"]), kind=int(one["type"]), allow=int(one["allow"]), deny=int(one["deny"])
            )
            for one in home.get("permission_overwrites", [])
        ],
    )
    return Access(
        guild_id=guild_id,
        takes_messages=True,
        missing=missing(granted, thread=thread),
        missing_for_threads=() if thread else missing_for_threads(granted),
        reads_history=granted.read_message_history,
    )
