"""Answers in Discord's threads: opened when first needed, and what happens where they can't be had."""

from collections.abc import AsyncIterator

import pytest
from adapters.posts import longest_reply, reply
from discord import Permissions
from doubles.discord_rest import CHANNEL, GUILD, MAY_ANSWER, MAY_POST, TOKEN, FakeDiscord, Fault, Seconds

from bot.adapters.discord.adapter import DiscordAdapter
from bot.core.errors import (
    ChannelGoneError,
    ContentRefusedError,
    DeliveryInDoubtError,
    MessageGoneError,
    TemporaryDeliveryError,
)
from bot.core.models import Destination, Notice
from bot.core.vocabulary import Platform

HERE = Destination(platform=Platform.DISCORD, workspace=GUILD, channel=CHANNEL)
POST = Notice(title="Minneapolis bans face recognition", text="The council voted unanimously.")


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord(clock=Seconds()) as server:
        server.channels[CHANNEL].permissions = MAY_ANSWER
        yield server
        assert server.violations == [], "Discord would refuse these requests"


@pytest.fixture
async def adapter(discord: FakeDiscord) -> AsyncIterator[DiscordAdapter]:
    adapter = DiscordAdapter(TOKEN, discord.url, timeout_s=5)
    await adapter.start()
    yield adapter
    await adapter.close()


@pytest.fixture
async def posted(adapter: DiscordAdapter) -> str:
    return (await adapter.send(HERE, POST, key="cw1")).remote_id


async def test_the_first_answer_opens_the_thread_and_the_next_one_finds_it(
    discord: FakeDiscord, adapter: DiscordAdapter, posted: str
) -> None:
    await adapter.reply(HERE, posted, reply(), key="cw2")
    asked = len(discord.requests)
    await adapter.reply(HERE, posted, reply(), key="cw3")
    assert len(discord.requests) == asked + 1
    assert discord.channels[posted].name == "Minneapolis council bans police use of facial recognition"
    assert len(discord.visible(posted)) == 2


@pytest.mark.parametrize("headline", ["", "\u202e\u2800", "x" * 400, "<@1> @everyone"])
async def test_any_headline_makes_a_thread(
    discord: FakeDiscord, adapter: DiscordAdapter, posted: str, headline: str
) -> None:
    await adapter.reply(HERE, posted, reply(headline=headline), key="cw2")
    assert 1 <= len(discord.channels[posted].name) <= 100


@pytest.mark.parametrize("plain", [False, True])
async def test_the_longest_answer_fits(
    discord: FakeDiscord, adapter: DiscordAdapter, posted: str, plain: bool
) -> None:
    await adapter.reply(HERE, posted, longest_reply(), key="cw2", plain=plain)
    (answer,) = discord.visible(posted)
    text = f"{answer['content']}{answer['embeds']}"
    assert "cw2" in text
    assert "Next" in text


async def test_another_worker_may_open_it_first(
    discord: FakeDiscord, adapter: DiscordAdapter, posted: str
) -> None:
    discord.faults.append(Fault.answer(404, 10003, "Unknown Channel"))
    discord.faults.append(Fault(status=400, body={"code": 160004, "message": "exists"}, work_done=True))
    await adapter.reply(HERE, posted, reply(), key="cw2")
    assert len(discord.visible(posted)) == 1


@pytest.mark.parametrize(
    ("lacking", "named"),
    [
        ("create_public_threads", "Create Public Threads"),
        ("send_messages_in_threads", "Send Messages in Threads"),
    ],
)
async def test_without_the_permission_it_stands_in_the_channel_and_names_it(
    discord: FakeDiscord, adapter: DiscordAdapter, posted: str, lacking: str, named: str
) -> None:
    """The story's headline goes with it: there it may stand far from its message."""
    discord.channels[CHANNEL].permissions = Permissions(
        MAY_ANSWER.value & ~Permissions(**{lacking: True}).value
    )
    receipt = await adapter.reply(HERE, posted, reply(), key="cw2")
    assert named in receipt.remark
    (_, answer) = discord.visible()
    assert answer["message_reference"]["message_id"] == posted
    assert "council bans police" in answer["embeds"][0]["title"]
    found = await adapter.find(HERE, key="cw2", since=receipt.at, thread=posted)
    assert found is not None
    assert found.remote_id == receipt.remote_id


async def test_who_may_not_read_the_history_refers_to_nothing(
    discord: FakeDiscord, adapter: DiscordAdapter, posted: str
) -> None:
    discord.channels[CHANNEL].permissions = Permissions(
        view_channel=True, send_messages=True, embed_links=True
    )
    receipt = await adapter.reply(HERE, posted, reply(), key="cw2")
    assert "Create Public Threads, Send Messages in Threads" in receipt.remark
    assert "message_reference" not in discord.visible()[1]


@pytest.mark.parametrize("code", [50024, 160006, 160007])
async def test_where_there_can_be_no_thread_it_stands_in_the_channel(
    discord: FakeDiscord, adapter: DiscordAdapter, posted: str, code: int
) -> None:
    """A thread has none itself; a server has a most of them."""
    discord.faults.append(Fault.answer(404, 10003, "Unknown Channel"))
    discord.faults.append(Fault.answer(400, code, "Maximum number of active threads reached"))
    receipt = await adapter.reply(HERE, posted, reply(), key="cw2")
    assert "Maximum number" in receipt.remark
    assert len(discord.visible()) == 2


async def test_an_archived_thread_is_reopened_or_left(
    discord: FakeDiscord, adapter: DiscordAdapter, posted: str
) -> None:
    await adapter.reply(HERE, posted, reply(), key="cw2")
    thread = discord.channels[posted]
    thread.archived, thread.permissions = True, MAY_ANSWER | Permissions(manage_threads=True)
    assert (await adapter.reply(HERE, posted, reply(), key="cw3")).remark == ""
    assert len(discord.visible(posted)) == 2
    thread.archived, thread.permissions = True, MAY_ANSWER
    receipt = await adapter.reply(HERE, posted, reply(), key="cw4")
    assert "archived" in receipt.remark
    assert len(discord.visible()) == 2


async def test_a_locked_thread_is_left_in_peace(
    discord: FakeDiscord, adapter: DiscordAdapter, posted: str
) -> None:
    """People ended the talk. The channel goes on."""
    await adapter.reply(HERE, posted, reply(), key="cw2")
    discord.channels[posted].locked = True
    with pytest.raises(MessageGoneError, match="locked"):
        await adapter.reply(HERE, posted, reply(), key="cw3")
    assert len(discord.visible()) == 1


async def test_a_thread_that_vanishes_meanwhile_does_not_close_the_channel(
    discord: FakeDiscord, adapter: DiscordAdapter, posted: str
) -> None:
    discord.faults.append(Fault.answer(404, 10003, "Unknown Channel"))
    discord.faults.append(Fault(status=200, body={"id": posted}))  # opened, and deleted at once
    with pytest.raises(MessageGoneError, match="deleted"):
        await adapter.reply(HERE, posted, reply(), key="cw2")


async def test_a_deleted_channel_is_told_as_such(
    discord: FakeDiscord, adapter: DiscordAdapter, posted: str
) -> None:
    discord.channels.clear()
    with pytest.raises(ChannelGoneError, match="no longer exists"):
        await adapter.reply(HERE, posted, reply(), key="cw2")


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (Fault.lost_answer(), DeliveryInDoubtError),
        (Fault(status=502, body="<html>Bad Gateway</html>"), DeliveryInDoubtError),
        (Fault.rate_limited(3), TemporaryDeliveryError),
        (Fault.answer(400, 50035, "Invalid Form Body"), ContentRefusedError),
        (Fault.answer(400, 160002, "Cannot reply without permission to read"), ContentRefusedError),
    ],
)
async def test_an_answer_fails_as_any_post_does(
    discord: FakeDiscord, adapter: DiscordAdapter, posted: str, fault: Fault, outcome: type[Exception]
) -> None:
    await adapter.reply(HERE, posted, reply(), key="cw2")
    discord.faults.append(fault)
    with pytest.raises(outcome):
        await adapter.reply(HERE, posted, reply(), key="cw3")


@pytest.mark.parametrize("fault", [Fault.lost_answer(), Fault(status=502, body="<html>Bad Gateway</html>")])
async def test_opening_a_thread_leaves_no_doubt(
    discord: FakeDiscord, adapter: DiscordAdapter, posted: str, fault: Fault
) -> None:
    """A message has one thread: opening it again does no harm."""
    discord.faults.append(Fault.answer(404, 10003, "Unknown Channel"))
    discord.faults.append(fault)
    with pytest.raises(TemporaryDeliveryError):
        await adapter.reply(HERE, posted, reply(), key="cw2")
    await adapter.reply(HERE, posted, reply(), key="cw2")
    assert len(discord.visible(posted)) == 1


async def test_check_names_what_answers_need(discord: FakeDiscord, adapter: DiscordAdapter) -> None:
    await adapter.check(HERE, threads=True)
    discord.channels[CHANNEL].permissions = MAY_POST
    await adapter.check(HERE)
    with pytest.raises(ChannelGoneError, match="lacks Create Public Threads, Send Messages in Threads"):
        await adapter.check(HERE, threads=True)
