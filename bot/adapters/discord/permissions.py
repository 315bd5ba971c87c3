"""Whether the bot may post in a channel, computed as Discord documents it.

https://discord.com/developers/docs/topics/permissions#permission-overwrites
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from discord import Permissions

ROLE_OVERWRITE = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Overwrite:
    """What a channel allows or denies to one role or member beyond their roles."""

    id: str
    kind: int
    allow: int
    deny: int


def permissions_of(
    *,
    guild_id: str,
    member_id: str,
    member_roles: Sequence[str],
    roles: Mapping[str, int],
    overwrites: Sequence[Overwrite],
) -> Permissions:
    """The member's permissions: roles, then the channel's overwrites for everyone, roles, the member."""
    value = roles.get(guild_id, 0)
    for role in member_roles:
        value |= roles.get(role, 0)
    if Permissions(value).administrator:
        return Permissions.all()
    everyone = [one for one in overwrites if one.id == guild_id]
    of_roles = [one for one in overwrites if one.kind == ROLE_OVERWRITE and one.id in member_roles]
    own = [one for one in overwrites if one.kind != ROLE_OVERWRITE and one.id == member_id]
    for group in (everyone, of_roles, own):
        denied = allowed = 0
        for one in group:
            denied |= one.deny
            allowed |= one.allow
        value = value & ~denied | allowed
    return Permissions(value)


def missing(permissions: Permissions, *, thread: bool = False) -> list[str]:
    """The names, as Discord's settings show them, of what a post needs and the bot lacks."""
    send = ("Send Messages in Threads", permissions.send_messages_in_threads) if thread else (
        "Send Messages", permissions.send_messages)  # fmt: skip
    needed = [("View Channel", permissions.view_channel), send, ("Embed Links", permissions.embed_links)]
    return [name for name, granted in needed if not granted]


def missing_for_threads(permissions: Permissions) -> list[str]:
    """The names of what opening a message's thread and answering in it needs and the bot lacks."""
    needed = [
        ("Create Public Threads", permissions.create_public_threads),
        ("Send Messages in Threads", permissions.send_messages_in_threads),
    ]
    return [name for name, granted in needed if not granted]
