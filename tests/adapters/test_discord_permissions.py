"""Permissions come out as Discord's own documentation computes them."""

import pytest
from discord import Permissions

from bot.adapters.discord.permissions import Overwrite, missing, permissions_of

VIEW, SEND, EMBED = (
    Permissions(**{name: True}).value for name in ("view_channel", "send_messages", "embed_links")
)
ALL = VIEW | SEND | EMBED
GUILD, ROLE, OTHER_ROLE, ME = "1", "2", "3", "4"


def everyone(allow: int = 0, deny: int = 0) -> Overwrite:
    return Overwrite(id=GUILD, kind=0, allow=allow, deny=deny)


def role(allow: int = 0, deny: int = 0, name: str = ROLE) -> Overwrite:
    return Overwrite(id=name, kind=0, allow=allow, deny=deny)


def member(allow: int = 0, deny: int = 0, name: str = ME) -> Overwrite:
    return Overwrite(id=name, kind=1, allow=allow, deny=deny)


@pytest.mark.parametrize(
    ("roles", "overwrites", "lacks"),
    [
        ({GUILD: ALL}, [], []),  # an ordinary public channel
        ({GUILD: VIEW, ROLE: SEND | EMBED}, [], []),  # everyone's permissions and the role's add up
        ({GUILD: ALL}, [everyone(deny=VIEW)], ["View Channel"]),  # a private channel
        ({GUILD: ALL}, [everyone(deny=VIEW), role(allow=VIEW)], []),  # … that lets the bot's role in
        ({GUILD: ALL}, [everyone(deny=VIEW), role(allow=VIEW, name=OTHER_ROLE)], ["View Channel"]),  # … another role
        ({GUILD: ALL}, [role(deny=SEND)], ["Send Messages"]),  # an announcement channel
        ({GUILD: ALL}, [role(deny=SEND), member(allow=SEND)], []),  # the member's own overwrite wins
        ({GUILD: ALL}, [role(allow=SEND), member(deny=SEND)], ["Send Messages"]),
        ({GUILD: ALL}, [member(deny=ALL, name="9")], []),  # somebody else's
        ({GUILD: VIEW | SEND}, [], ["Embed Links"]),
        ({GUILD: 0, ROLE: Permissions(administrator=True).value}, [everyone(deny=ALL)], []),  # nothing stops these
    ],
)  # fmt: skip
def test_what_a_post_would_lack(roles: dict[str, int], overwrites: list[Overwrite], lacks: list[str]) -> None:
    """Roles, then overwrites for everyone, for roles, for the member."""
    granted = permissions_of(
        guild_id=GUILD, member_id=ME, member_roles=[ROLE], roles=roles, overwrites=overwrites
    )
    assert missing(granted) == lacks
