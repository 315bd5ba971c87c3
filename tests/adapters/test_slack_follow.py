"""A newsroom in Slack uses the bot: the real commands on a real store, typed into our Slack."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from adapters.slack_double import APP_TOKEN, BOT_TOKEN, TEAM, SlackDouble
from inline_snapshot import snapshot

from bot.adapters.slack.adapter import SlackAdapter
from bot.adapters.slack.socket import SlackSocket
from bot.core.models import Destination
from bot.core.vocabulary import Platform, Topic
from bot.services.commands import CommandService
from bot.store import SqlStore


@pytest.fixture
async def slack(sqlite_store: SqlStore) -> AsyncIterator[SlackDouble]:
    async with SlackDouble() as double:
        adapter = SlackAdapter(BOT_TOKEN, api_url=double.api_url)
        service = CommandService(
            sqlite_store, checks={Platform.SLACK: adapter.check}, vendors=("Flock Safety",)
        )
        socket = SlackSocket(APP_TOKEN, BOT_TOKEN, api_url=double.api_url, service=service)
        await adapter.start()
        await socket.start()
        yield double
        await socket.close()
        await adapter.close()


async def said(slack: SlackDouble, text: str, **who: str) -> str:
    """The answer as plain lines."""
    answer: dict[str, Any] = await slack.ask(text, **who)
    return answer["text"]


async def test_a_follow_from_the_invitation_to_the_list(slack: SlackDouble, sqlite_store: SqlStore) -> None:
    slack.rooms["C0NEWS"].member = False
    assert await said(slack, "follow drones in MN") == snapshot("""\
I can't post in this channel: the bot is not in the channel
Invite the bot there with /invite @Civicwatch; a private channel is invisible to it until then.
Nothing was saved: give the permission, then use follow again.\
""")
    assert await sqlite_store.subscriptions() == []

    slack.rooms["C0NEWS"].member = True
    assert await said(slack, "follow drones in MN") == snapshot("""\
Following #1: drones in Minnesota
A post for each story when it matters; more sources are edited into it.
No story in the archive matches yet.
Undo with: /civicwatch unfollow 1\
""")
    (saved,) = await sqlite_store.subscriptions()
    assert saved.destination == Destination(platform=Platform.SLACK, workspace=TEAM, channel="C0NEWS")
    assert saved.filter.topics == {Topic.DRONES}
    assert saved.filter.places == {"us/mn"}
    assert saved.created_by == "U0ADMIN"

    assert await said(slack, "list", user="U0READER") == snapshot("""\
This channel has 1 follow
#1 drones in Minnesota\
""")
    assert await said(slack, "unfollow 1", user="U0READER") == snapshot("""\
Only those who may manage this channel can use unfollow
Ask a workspace admin, or one of the people whom the operator named.\
""")
    assert await said(slack, "unfollow 1") == snapshot("""\
No longer following #1: drones in Minnesota
Undo with: /civicwatch follow drones in Minnesota\
""")
    assert await sqlite_store.subscriptions() == []


async def test_what_slack_does_to_typed_text_is_undone(slack: SlackDouble, sqlite_store: SqlStore) -> None:
    """The desktop client turns straight quotes into curly ones."""
    await said(slack, "follow vendor:“Flock Safety”")
    (saved,) = await sqlite_store.subscriptions()
    assert saved.filter.vendors == {"Flock Safety"}


async def test_every_command_answers_within_slacks_limits(slack: SlackDouble) -> None:
    for text in (
        "help",
        "help follow",
        "status",
        "latest",
        "search flock contract",
        "why https://x.example/a",
        "list",
    ):
        assert await said(slack, text)
    assert slack.refused == []
