"""A newsroom in Discord uses the bot: the real commands on a real store, typed in a simulated Discord."""

from collections.abc import AsyncIterator

import discord
import pytest
from inline_snapshot import snapshot
from recording import record
from simcord import Env, InteractionResult, MemberActor

from bot.adapters.discord.gateway import GatewayClient
from bot.core.errors import ChannelGoneError
from bot.core.models import Destination
from bot.core.vocabulary import Platform, Topic
from bot.services.commands import CommandService
from bot.store import SqlStore

pytestmark = pytest.mark.simcord(shard_count=1)


class Door:
    """Whether posts could arrive in the channel."""

    closed = True

    async def check(self, destination: Destination, *, threads: bool = False) -> None:
        if self.closed:
            raise ChannelGoneError(
                "Civicwatch lacks Embed Links in the channel", advice="Give Civicwatch Embed Links there."
            )


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def simcord_bot(sqlite_store: SqlStore, door: Door) -> GatewayClient:
    return GatewayClient(
        CommandService(sqlite_store, checks={Platform.DISCORD: door.check}, vendors=("Flock Safety",))
    )


@pytest.fixture
async def env(simcord_env: Env) -> AsyncIterator[Env]:
    yield simcord_env
    for sent in simcord_env.http_requests:
        record("discord", method=sent.method, path=sent.path, body=sent.json)


def shown(result: InteractionResult) -> str:
    """The answer as plain lines."""
    assert result.response is not None
    assert result.ephemeral
    [embed] = result.response.embeds
    return "\n".join(filter(None, (embed.title, embed.description, embed.footer.text)))


def people(env: Env) -> tuple[MemberActor, MemberActor]:
    """Somebody who manages the channel and somebody who reads it."""
    guild = env.create_guild()
    role = guild.create_role("Editors", permissions=discord.Permissions(manage_channels=True))
    return guild.add_member(env.create_user("ada"), roles=[role]), guild.add_member(env.create_user("rob"))


async def test_a_follow_from_the_missing_permission_to_the_list(
    env: Env, sqlite_store: SqlStore, door: Door
) -> None:
    """The permission is asked for before anything is saved; readers see, managers change."""
    ada, rob = people(env)
    channel = ada.guild.create_text_channel("police-tech")
    follow = {"topic": "drones, alpr", "place": "MN"}
    assert shown(await ada.slash(channel, "civicwatch follow", **follow)) == snapshot("""\
I can't post in this channel: Civicwatch lacks Embed Links in the channel
Give Civicwatch Embed Links there.
Nothing was saved: give the permission, then use follow again.\
""")
    assert await sqlite_store.subscriptions() == []

    door.closed = False
    assert shown(await rob.slash(channel, "civicwatch follow", **follow)) == snapshot("""\
Only those who may manage this channel can use follow
Ask somebody with the permission Manage Channels.\
""")
    assert shown(await ada.slash(channel, "civicwatch follow", **follow)) == snapshot("""\
Following #1: alpr, drones in Minnesota
A post for each story when it matters; more sources are edited into it.
No story in the archive matches yet.
Undo with: /civicwatch unfollow 1\
""")
    (saved,) = await sqlite_store.subscriptions()
    here = Destination(platform=Platform.DISCORD, workspace=str(ada.guild.id), channel=str(channel.id))
    assert saved.destination == here
    assert saved.filter.topics == {Topic.DRONES, Topic.ALPR}
    assert saved.filter.places == {"us/mn"}
    assert saved.created_by == str(ada.id)

    assert shown(await rob.slash(channel, "civicwatch list")) == snapshot("""\
This channel has 1 follow
\\#1 alpr, drones in Minnesota\
""")
    offered = await ada.autocomplete(channel, "civicwatch unfollow", "follow", "dro")
    assert [one["value"] for one in offered] == [str(saved.id)]
    assert shown(await ada.slash(channel, "civicwatch unfollow", follow=offered[0]["value"])) == snapshot("""\
No longer following #1: alpr, drones in Minnesota
Undo with: /civicwatch follow alpr, drones in Minnesota\
""")
    assert await sqlite_store.subscriptions() == []


@pytest.mark.parametrize(
    ("option", "typed", "picked"),
    [
        ("place", "minneap", "us/mn/minneapolis"),
        ("topic", "dro", "drones"),
        ("topic", "alpr, fac", "alpr, face_recognition"),  # the list goes on in Discord's one field
        ("vendor", "flo", "Flock Safety"),
        ("timezone", "chicago", "America/Chicago"),
    ],
)
async def test_what_is_picked_can_be_used(
    env: Env, sqlite_store: SqlStore, door: Door, option: str, typed: str, picked: str
) -> None:
    """The first suggestion is the expected one, and the follow takes it as it is."""
    door.closed = False
    ada, _ = people(env)
    channel = ada.guild.create_text_channel("police-tech")
    offered = await ada.autocomplete(channel, "civicwatch follow", option, typed)
    assert offered[0]["value"] == picked
    await ada.slash(channel, "civicwatch follow", **{option: picked})
    assert len(await sqlite_store.subscriptions()) == 1


async def test_an_empty_archive_answers_every_reading_command(env: Env) -> None:
    """Nothing crashes on the first day."""
    ada, _ = people(env)
    channel = ada.guild.create_text_channel("police-tech")
    commands = {
        "latest": {},
        "search": {"words": "flock"},
        "why": {"item": "S-1"},
        "status": {},
        "list": {},
        "help": {},
    }
    for name, options in commands.items():
        assert shown(await ada.slash(channel, f"civicwatch {name}", **options))
