"""Posting to Discord: one visible message whatever happens on the way, and the right word for each refusal."""

import traceback
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import pytest
from discord import Permissions
from doubles.discord_rest import CHANNEL, GUILD, MAY_POST, TOKEN, FakeChannel, FakeDiscord, Fault

from bot.adapters.discord.adapter import DiscordAdapter
from bot.core.errors import (
    ChannelGoneError,
    ConfigError,
    ContentRefusedError,
    DeliveryError,
    DeliveryInDoubtError,
    MessageGoneError,
    TemporaryDeliveryError,
)
from bot.core.models import Destination, Notice
from bot.core.vocabulary import Platform

HERE = Destination(platform=Platform.DISCORD, workspace=GUILD, channel=CHANNEL)
POST = Notice(title="Minneapolis bans face recognition", text="The council voted unanimously.")
NEWER = Notice(title="Minneapolis bans face recognition", text="The mayor signed.")


class Clock:
    """Seconds that pass only when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def discord(clock: Clock) -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord(clock=clock) as server:
        yield server
        assert server.violations == [], "Discord would refuse these requests"


@pytest.fixture
async def adapter(discord: FakeDiscord, clock: Clock) -> AsyncIterator[DiscordAdapter]:
    adapter = DiscordAdapter(TOKEN, discord.url, timeout_s=5, clock=clock)
    await adapter.start()
    yield adapter
    await adapter.close()


# --- the way it should be -------------------------------------------------------------------------------


async def test_send_edit_reply(discord: FakeDiscord, adapter: DiscordAdapter) -> None:
    """One message, edited in place, and an answer below it; nothing ever pings."""
    sent = await adapter.send(HERE, POST, key="cw1")
    edited = await adapter.edit(HERE, sent.remote_id, NEWER)
    answer = await adapter.reply(HERE, sent.remote_id, NEWER, key="cw2")

    first, second = discord.visible()
    assert (first["id"], second["id"]) == (sent.remote_id, answer.remote_id)
    assert edited.remote_id == sent.remote_id
    assert first["embeds"][0]["description"] == "The mayor signed."
    assert second["message_reference"]["message_id"] == sent.remote_id
    assert all(
        body["allowed_mentions"] == {"parse": []} and body["enforce_nonce"] for body in discord.posts()
    )


async def test_plain_text_replaces_the_embed_and_back(discord: FakeDiscord, adapter: DiscordAdapter) -> None:
    """A form that was refused leaves nothing behind when the other takes its place."""
    sent = await adapter.send(HERE, POST, key="cw1", plain=True)
    [message] = discord.visible()
    assert message["content"].startswith("**Minneapolis")
    assert not message["embeds"]
    await adapter.edit(HERE, sent.remote_id, POST)
    assert not message["content"]
    assert message["embeds"]
    await adapter.edit(HERE, sent.remote_id, POST, plain=True)
    assert message["content"]
    assert not message["embeds"]


async def test_the_receipt_bears_discords_time(adapter: DiscordAdapter, clock: Clock) -> None:
    """The time of a message is in its id; no clock of ours is asked."""
    receipt = await adapter.send(HERE, POST, key="cw1")
    assert receipt.at == datetime(2026, 11, 23, 15, 0, tzinfo=UTC) + timedelta(seconds=clock.now)


async def test_a_reply_to_a_deleted_message_still_arrives(
    discord: FakeDiscord, adapter: DiscordAdapter
) -> None:
    """An update matters more than its place."""
    await adapter.reply(HERE, "123456789012345678", NEWER, key="cw2")
    assert len(discord.visible()) == 1


# --- doubt ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "visible"),
    [
        (Fault.lost_answer(), 1),
        (Fault.lost_request(), 0),
        (Fault.answer(500), 0),
        (Fault(status=502, body="<html>bad gateway</html>"), 0),
        (Fault(status=504, body="", work_done=True), 1),
        (Fault(status=200, body="<html>captive portal</html>", work_done=True), 1),
        (Fault(status=200, body={"no": "id"}, work_done=True), 1),
    ],
)
async def test_a_lost_answer_is_a_doubt_and_repeating_shows_one_message(
    discord: FakeDiscord, adapter: DiscordAdapter, clock: Clock, fault: Fault, visible: int
) -> None:
    """One request, no repetition behind our back; the next attempt with the same key returns the first message."""
    discord.faults.append(fault)
    with pytest.raises(DeliveryInDoubtError):
        await adapter.send(HERE, POST, key="cw1")
    assert len(discord.posts()) == 1
    assert len(discord.visible()) == visible

    clock.now += adapter.nonce_window_s
    await adapter.send(HERE, POST, key="cw1")
    assert len(discord.visible()) == 1


async def test_beyond_the_window_the_history_tells(
    discord: FakeDiscord, adapter: DiscordAdapter, clock: Clock
) -> None:
    """Discord forgets nonces within minutes; our mark in the message stays."""
    since = datetime(2026, 11, 23, 15, 0, tzinfo=UTC) + timedelta(seconds=clock.now)
    for number in range(130):
        discord.say(f"chatter {number} cw1")
    discord.faults.append(Fault.lost_answer())
    with pytest.raises(DeliveryInDoubtError):
        await adapter.send(HERE, POST, key="cw1")
    clock.now += 3600

    found = await adapter.find(HERE, key="cw1", since=since)
    assert found is not None
    assert found.remote_id == discord.visible()[-1]["id"]
    assert await adapter.find(HERE, key="cw11", since=since) is None
    assert await adapter.find(HERE, key="cw1", since=since + timedelta(hours=1)) is None


async def test_plain_messages_are_found_too(discord: FakeDiscord, adapter: DiscordAdapter) -> None:
    """The mark is in both forms."""
    sent = await adapter.send(HERE, POST, key="cw5", plain=True)
    assert await adapter.find(HERE, key="cw5", since=sent.at) == sent


async def test_an_unreadable_history_is_no_proof_of_absence(
    discord: FakeDiscord, adapter: DiscordAdapter
) -> None:
    """Without the permission Discord shows an empty list, which must not lead to a second post."""
    discord.channels[CHANNEL].permissions = Permissions(
        view_channel=True, send_messages=True, embed_links=True
    )
    sent = await adapter.send(HERE, POST, key="cw1")
    with pytest.raises(ContentRefusedError, match="Read Message History"):
        await adapter.find(HERE, key="cw1", since=sent.at)


@pytest.mark.parametrize("fault", [Fault.lost_answer(), Fault.answer(500), Fault.lost_request()])
async def test_an_edit_or_look_up_may_always_be_repeated(
    discord: FakeDiscord, adapter: DiscordAdapter, fault: Fault
) -> None:
    """Only new messages can double."""
    sent = await adapter.send(HERE, POST, key="cw1")
    # aiohttp itself repeats a GET once where a kept connection turns out closed.
    discord.faults += [fault, fault, fault]
    with pytest.raises(TemporaryDeliveryError):
        await adapter.edit(HERE, sent.remote_id, NEWER)
    with pytest.raises(TemporaryDeliveryError):
        await adapter.find(HERE, key="cw1", since=sent.at)


async def test_nothing_was_sent_where_nobody_listens(discord: FakeDiscord, clock: Clock) -> None:
    """A refused connection is no doubt."""
    adapter = DiscordAdapter(TOKEN, "http://127.0.0.1:9/api/v10", clock=clock)
    await adapter.start()  # an outage at start only delays
    with pytest.raises(TemporaryDeliveryError, match="can't be reached"):
        await adapter.send(HERE, POST, key="cw1")
    await adapter.close()


# --- limits ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "wait_s", "whole"),
    [
        (Fault.rate_limited(2.5), 2.5, False),
        (Fault.rate_limited(7, scope="shared"), 7, False),
        (Fault.rate_limited(3, scope="global"), 3, True),
        (Fault.answer(429, 20028, "The write action you are performing has hit the write rate limit.", retry_after=9), 9, False),
        (Fault.answer(429, 40062, "Service resource is being rate limited", retry_after=4), 4, False),
        (Fault.answer(503, 130000, "API resource is currently overloaded"), None, False),
        (Fault(status=429, body="error code: 1015"), 900, True),  # Cloudflare blocked our address
        (Fault(status=429, body="error code: 1015", headers={"Retry-After": "120"}), 120, True),
    ],
)  # fmt: skip
async def test_limits_are_waited_for_not_counted(
    discord: FakeDiscord,
    adapter: DiscordAdapter,
    clock: Clock,
    fault: Fault,
    wait_s: float | None,
    whole: bool,
) -> None:
    """One request, told time, no failed attempt; the lane waits, the adapter does not sleep."""
    discord.faults.append(fault)
    with pytest.raises(TemporaryDeliveryError) as caught:
        await adapter.send(HERE, POST, key="cw1")
    assert (caught.value.retry_after_s, caught.value.counts, caught.value.whole_platform) == (
        wait_s,
        False,
        whole,
    )
    assert len(discord.posts()) == 1

    clock.now += (wait_s or 0) + 0.1
    await adapter.send(HERE, POST, key="cw1")
    assert len(discord.visible()) == 1


async def test_a_closed_route_is_not_knocked_at(
    discord: FakeDiscord, adapter: DiscordAdapter, clock: Clock
) -> None:
    """While a limit lasts no request goes out: ten thousand invalid ones ban the address."""
    other = "200000000000000002"
    discord.channels[other] = FakeChannel(id=other)
    discord.faults.append(Fault.rate_limited(30))
    for _ in range(3):
        with pytest.raises(TemporaryDeliveryError):
            await adapter.send(HERE, POST, key="cw1")
    assert len(discord.posts()) == 1

    await adapter.send(
        Destination(platform=Platform.DISCORD, workspace=GUILD, channel=other), POST, key="cw2"
    )
    discord.faults.append(Fault.rate_limited(5, scope="global"))
    with pytest.raises(TemporaryDeliveryError):
        await adapter.edit(Destination(platform=Platform.DISCORD, workspace=GUILD, channel=other), "1", POST)
    with pytest.raises(TemporaryDeliveryError) as caught:
        await adapter.check(HERE)
    assert caught.value.whole_platform


async def test_headers_keep_us_below_the_limit(clock: Clock) -> None:
    """After the last permitted request the adapter itself says when the next may go: Discord never says 429."""
    async with FakeDiscord(clock=clock, per_channel=(5, 5.0)) as discord:
        adapter = DiscordAdapter(TOKEN, discord.url, clock=clock)
        sent = 0
        for number in range(40):
            try:
                await adapter.send(HERE, POST, key=f"cw{number}")
                sent += 1
            except TemporaryDeliveryError as exc:
                clock.now += (exc.retry_after_s or 0) + 0.001
        await adapter.close()
        assert len(discord.visible()) == sent > 30
        assert discord.limited == 0


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
        (Fault(status=403, body="<html>Attention required</html>"), TemporaryDeliveryError, "403"),
        (Fault(status=302, headers={"Location": "http://127.0.0.1:9/"}), TemporaryDeliveryError, "302"),
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


async def test_a_revoked_token_stops_every_request(discord: FakeDiscord, adapter: DiscordAdapter) -> None:
    """The whole workspace pauses, and Discord is not hammered."""
    discord.faults.append(Fault.answer(401, 0, "401: Unauthorized"))
    for _ in range(3):
        with pytest.raises(ChannelGoneError, match="refuses the bot token") as caught:
            await adapter.send(HERE, POST, key="cw1")
        assert caught.value.whole_workspace
    assert len(discord.posts()) == 1


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
    clock: Clock,
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
