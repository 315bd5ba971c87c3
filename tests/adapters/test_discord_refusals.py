"""What Discord refuses: the right outcome for each answer, and clear words about token and permissions."""

import traceback
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

import pytest
from discord import Permissions
from doubles.discord_rest import CHANNEL, GUILD, MAY_POST, TOKEN, FakeChannel, FakeDiscord, Fault, Seconds

from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.discord.outcomes import BLOCKED_WAIT_S
from bot.core.errors import (
    CREDENTIALS_WAIT_S,
    ChannelGoneError,
    ConfigError,
    ContentRefusedError,
    CredentialsRefusedError,
    DeliveryError,
    MessageGoneError,
    TemporaryDeliveryError,
)
from bot.core.models import Destination, Notice
from bot.core.vocabulary import Platform

HERE = Destination(platform=Platform.DISCORD, workspace=GUILD, channel=CHANNEL)
POST = Notice(title="Minneapolis bans face recognition", text="The council voted unanimously.")
NEWER = Notice(title="Minneapolis bans face recognition", text="The mayor signed.")


@pytest.fixture
def clock() -> Seconds:
    return Seconds()


@pytest.fixture
async def discord(clock: Seconds) -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord(clock=clock) as server:
        yield server
        assert server.violations == [], "Discord would refuse these requests"


@pytest.fixture
async def adapter(discord: FakeDiscord, clock: Seconds) -> AsyncIterator[DiscordAdapter]:
    adapter = DiscordAdapter(TOKEN, discord.url, timeout_s=5, clock=clock)
    await adapter.start()
    yield adapter
    await adapter.close()


# --- refusals -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "outcome", "says"),
    [
        (Fault.answer(400, 50035, "Invalid Form Body"), ContentRefusedError, "50035"),
        (Fault.answer(400, 50006, "Cannot send an empty message"), ContentRefusedError, "50006"),
        (Fault.answer(400, 50008, "Cannot send messages in a non-text channel"), ContentRefusedError, "50008"),
        (Fault.answer(400, 160002, "Cannot reply without permission to read message history"), ContentRefusedError, "160002"),
        (Fault.answer(400, 99999, "Something new"), ContentRefusedError, "99999"),
        (Fault.answer(403, 50001, "Missing Access"), ChannelGoneError, "can't see"),
        (Fault.answer(403, 50013, "Missing Permissions"), ChannelGoneError, "may not post"),
        (Fault.answer(403, 200000, "Message was blocked by automatic moderation"), ChannelGoneError, "AutoMod"),
        (Fault.answer(403, 340015, "Blocked"), ChannelGoneError, "AutoMod"),
        (Fault.answer(400, 160005, "Thread is locked"), ChannelGoneError, "locked"),
        (Fault.answer(404, 10003, "Unknown Channel"), ChannelGoneError, "no longer exists"),
        (Fault.answer(404, 10004, "Unknown Guild"), ChannelGoneError, "server"),
        (Fault(status=401, body="<html>proxy login</html>"), ContentRefusedError, "401"),
        (Fault(status=403, body="<html>Attention required</html>"), ContentRefusedError, "403"),
        (Fault(status=302, headers={"Location": "http://127.0.0.1:9/"}), ContentRefusedError, "302"),
    ],
)  # fmt: skip
async def test_each_refusal_has_its_outcome(
    discord: FakeDiscord, adapter: DiscordAdapter, fault: Fault, outcome: type[DeliveryError], says: str
) -> None:
    """What the next step is depends on this mapping alone."""
    discord.faults.append(fault)
    with pytest.raises(outcome, match=says):
        await adapter.send(HERE, POST, key="cw1")
    assert len(discord.posts()) == 1
    assert discord.visible() == []


async def test_an_edge_that_lets_nothing_pass_stops_everything_for_a_while(
    discord: FakeDiscord, adapter: DiscordAdapter
) -> None:
    """A second request tells whether it is one post that Cloudflare dislikes, or our address."""
    blocked = Fault(status=403, body="<html>Cloudflare: you have been blocked</html>")
    discord.faults += [blocked, blocked]
    with pytest.raises(TemporaryDeliveryError) as caught:
        await adapter.send(HERE, POST, key="cw1")
    assert (caught.value.whole_platform, caught.value.retry_after_s) == (True, BLOCKED_WAIT_S)


async def test_a_history_that_an_edge_hides_settles_no_doubt(
    discord: FakeDiscord, adapter: DiscordAdapter
) -> None:
    """Refused content would count as "can't be told", and the post be made again."""
    discord.faults.append(Fault(status=403, body="<html>blocked</html>"))
    with pytest.raises(TemporaryDeliveryError) as caught:
        await adapter.find(HERE, key="cw1", since=datetime(2026, 11, 23, tzinfo=UTC))
    assert not caught.value.whole_platform


async def test_a_deleted_message_is_not_edited_again(discord: FakeDiscord, adapter: DiscordAdapter) -> None:
    """Somebody removed it; that is no failure of the channel."""
    with pytest.raises(MessageGoneError):
        await adapter.edit(HERE, "123456789012345678", POST)
    discord.faults.append(Fault.answer(403, 50005, "Cannot edit a message authored by another user"))
    with pytest.raises(MessageGoneError):
        await adapter.edit(HERE, "123456789012345678", POST)


async def test_a_deleted_channel_is_gone_for_every_request(
    discord: FakeDiscord, adapter: DiscordAdapter
) -> None:
    """Posting, editing, looking up and checking say the same."""
    discord.channels.clear()
    since = datetime(2026, 11, 23, tzinfo=UTC)
    attempts: list[Callable[[], object]] = [
        lambda: adapter.send(HERE, POST, key="cw1"),
        lambda: adapter.edit(HERE, "1", POST),
        lambda: adapter.find(HERE, key="cw1", since=since),
        lambda: adapter.check(HERE),
    ]
    for attempt in attempts:
        with pytest.raises(ChannelGoneError, match="no longer exists"):
            await attempt()  # type: ignore[misc]


async def test_a_channel_written_by_its_name_is_explained(
    discord: FakeDiscord, adapter: DiscordAdapter
) -> None:
    """Nothing is asked of Discord; the operator learns where the id is."""
    asked = len(discord.requests)
    named = Destination(platform=Platform.DISCORD, workspace=GUILD, channel="general")
    for attempt in (
        adapter.send(named, POST, key="cw1"),
        adapter.edit(named, "1", POST),
        adapter.check(named),
    ):
        with pytest.raises(ChannelGoneError, match="no Discord channel id"):
            await attempt
    assert len(discord.requests) == asked


async def test_an_archived_thread_is_reopened_once(discord: FakeDiscord, adapter: DiscordAdapter) -> None:
    """Discord archives quiet threads by itself; a follow in one goes on."""
    thread = discord.channels[CHANNEL]
    thread.archived, thread.permissions = True, MAY_POST | Permissions(manage_threads=True)
    await adapter.send(HERE, POST, key="cw1")
    assert len(discord.visible()) == 1
    assert not thread.archived

    thread.archived, thread.permissions = True, MAY_POST
    with pytest.raises(ChannelGoneError):
        await adapter.send(HERE, POST, key="cw2")


# --- credentials and permissions ------------------------------------------------------------------------


@pytest.mark.parametrize("token", ["", "two words", "line\nbreak", "naïve", "Mwrong.token.value"])
async def test_a_bad_token_is_one_clear_line(discord: FakeDiscord, token: str) -> None:
    """It names the setting and the mend, and does not repeat the token."""
    adapter = DiscordAdapter(token, discord.url)
    with pytest.raises(ConfigError, match="CIVICWATCH_DISCORD_TOKEN") as caught:
        await adapter.start()
    await adapter.close()
    assert "\n" not in str(caught.value)
    assert not token or token not in str(caught.value)


async def test_a_wrong_address_is_one_clear_line(discord: FakeDiscord) -> None:
    """Something answers there, but it is not Discord's API."""
    adapter = DiscordAdapter(TOKEN, discord.url)
    discord.faults.append(Fault(status=404, body="<html>nginx</html>"))
    with pytest.raises(ConfigError, match="CIVICWATCH_DISCORD_API_URL"):
        await adapter.start()
    await adapter.close()


async def test_a_revoked_token_stops_every_request(
    discord: FakeDiscord, adapter: DiscordAdapter, clock: Seconds
) -> None:
    """Nothing is posted anywhere, and Discord is asked again no sooner than after an hour."""
    discord.faults.append(Fault.answer(401, 0, "401: Unauthorized"))
    for _ in range(3):
        with pytest.raises(CredentialsRefusedError, match="refuses the bot token") as caught:
            await adapter.send(HERE, POST, key="cw1")
        assert "CIVICWATCH_DISCORD_TOKEN" in caught.value.advice
    assert len(discord.posts()) == 1

    clock.now += CREDENTIALS_WAIT_S  # an outage of Discord's may have refused a good token
    await adapter.send(HERE, POST, key="cw1")
    assert len(discord.visible()) == 1


@pytest.mark.parametrize(
    ("permissions", "says"),
    [
        (Permissions(view_channel=True, send_messages=True), "lacks Embed Links"),
        (Permissions(view_channel=True), "lacks Send Messages, Embed Links"),
        (Permissions.none(), "can't see the channel"),
    ],
)
async def test_check_names_what_is_missing(
    discord: FakeDiscord, adapter: DiscordAdapter, permissions: Permissions, says: str
) -> None:
    """The person who follows learns which permission to give, before anything is saved."""
    await adapter.check(HERE)
    discord.channels[CHANNEL].permissions = permissions
    with pytest.raises(ChannelGoneError, match=says) as caught:
        await adapter.check(HERE)
    assert caught.value.advice


async def test_a_post_that_lacks_a_permission_names_it(discord: FakeDiscord, adapter: DiscordAdapter) -> None:
    """Discord itself only says "Missing Permissions"."""
    discord.channels[CHANNEL].permissions = Permissions(view_channel=True, send_messages=True)
    with pytest.raises(ChannelGoneError, match="lacks Embed Links") as caught:
        await adapter.send(HERE, POST, key="cw1")
    assert "Give Civicwatch Embed Links" in caught.value.advice
    # Where that can't be found out, Discord's own words have to do.
    discord.faults.extend([Fault.answer(403, 50013, "Missing Permissions"), Fault(status=503, body="later")])
    with pytest.raises(ChannelGoneError, match="may not post"):
        await adapter.send(HERE, POST, key="cw1")


async def test_a_person_is_told_in_private(discord: FakeDiscord, adapter: DiscordAdapter) -> None:
    there = await adapter.direct(HERE, "42")
    assert there is not None
    await adapter.send(there, POST, key="cw1")
    assert len(discord.visible(there.channel)) == 1
    assert await adapter.direct(HERE, "operator") is None
    discord.faults.append(Fault.answer(403, 50007, "Cannot send messages to this user"))
    with pytest.raises(ContentRefusedError):
        await adapter.send(there, POST, key="cw2")


async def test_check_knows_threads_and_other_kinds(discord: FakeDiscord, adapter: DiscordAdapter) -> None:
    """A thread has its parent's overwrites and a permission of its own; a forum takes no plain messages."""
    thread = FakeChannel(id="200000000000000003", type=11, parent_id=CHANNEL)
    discord.channels[thread.id] = thread
    there = Destination(platform=Platform.DISCORD, workspace=GUILD, channel=thread.id)
    with pytest.raises(ChannelGoneError, match="lacks Send Messages in Threads"):
        await adapter.check(there)
    discord.channels[CHANNEL].permissions = MAY_POST | Permissions(send_messages_in_threads=True)
    await adapter.check(there)
    thread.type = 15
    with pytest.raises(ChannelGoneError, match="takes no messages"):
        await adapter.check(there)


async def test_a_channel_of_another_server_is_refused(adapter: DiscordAdapter) -> None:
    """One server never reaches into another."""
    with pytest.raises(ChannelGoneError, match="another server"):
        await adapter.check(Destination(platform=Platform.DISCORD, workspace="1", channel=CHANNEL))


async def test_the_token_is_in_no_error_and_no_log(
    discord: FakeDiscord,
    adapter: DiscordAdapter,
    clock: Seconds,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Whatever fails, under DEBUG."""
    caplog.set_level("DEBUG")
    faults = [
        Fault.lost_answer(),
        Fault.answer(500),
        Fault.rate_limited(1),
        Fault.answer(403, 50013),
        Fault.answer(401),
    ]
    told = [repr(adapter)]
    for fault in faults:
        discord.faults.append(fault)
        try:
            await adapter.send(HERE, POST, key="cw1")
        except DeliveryError as exc:
            told += traceback.format_exception(exc)
        clock.now += 10
    printed = capsys.readouterr()
    everything = "\n".join([*told, caplog.text, printed.out, printed.err])
    assert len(told) > len(faults)
    assert not any(part in everything for part in TOKEN.split("."))
