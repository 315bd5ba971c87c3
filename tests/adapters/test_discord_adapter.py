"""Posting to Discord: one visible message whatever happens on the way, and the right word for each refusal."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from discord import Permissions
from doubles.discord_rest import CHANNEL, GUILD, TOKEN, FakeChannel, FakeDiscord, Fault, Seconds
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.punctual import Seconds as Leaving
from bot.core.errors import (
    ContentRefusedError,
    DeliveryInDoubtError,
    TemporaryDeliveryError,
)
from bot.core.models import Destination, Notice
from bot.core.vocabulary import Platform

HERE = Destination(platform=Platform.DISCORD, workspace=GUILD, channel=CHANNEL)
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
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


async def test_the_receipt_bears_discords_time(adapter: DiscordAdapter, clock: Seconds) -> None:
    """The time of a message is in its id; no clock of ours is asked."""
    receipt = await adapter.send(HERE, POST, key="cw1")
    assert receipt.at == NOW + timedelta(seconds=clock.now)


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
    discord: FakeDiscord, adapter: DiscordAdapter, clock: Seconds, fault: Fault, visible: int
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


async def test_an_edited_message_is_still_found(
    discord: FakeDiscord, adapter: DiscordAdapter, clock: Seconds
) -> None:
    """A worker may die between the edit that settles a doubt and the record of it."""
    since = NOW + timedelta(seconds=clock.now)
    sent = await adapter.send(HERE, POST, key="cw1")
    for plain in (False, True):
        await adapter.edit(HERE, sent.remote_id, NEWER, key="cw1", plain=plain)
        assert await adapter.find(HERE, key="cw1", since=since) == sent


async def test_beyond_the_window_the_history_tells(
    discord: FakeDiscord, adapter: DiscordAdapter, clock: Seconds
) -> None:
    """Discord forgets nonces within minutes; our mark in the message stays."""
    since = NOW + timedelta(seconds=clock.now)
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


attempts = st.lists(
    st.tuples(
        st.sampled_from((
            Fault.lost_answer(), Fault.lost_request(), Fault.answer(500), Fault(status=504, work_done=True),
            Fault.rate_limited(2), Fault.rate_limited(2, scope="global"), Fault(status=403, body="<html>"), None,
        )),
        st.floats(1, 400),
    ),
    max_size=8,
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(attempts)
async def test_any_sequence_of_faults_ends_with_one_message(
    attempts: list[tuple[Fault | None, float]],
) -> None:
    """As deliveries do it: the same key within the window, the history beyond it, until Discord says yes."""
    clock = Seconds()
    async with FakeDiscord(clock=clock) as discord:
        adapter = DiscordAdapter(TOKEN, discord.url, clock=clock)
        since, first_at, in_doubt, receipt = NOW + timedelta(seconds=clock.now), clock.now, False, None
        # A limit that lasts keeps a request, and so a fault, for later: as many more tries, and the last.
        for fault, wait_s in [*attempts, *[(None, 10_000.0)] * (len(attempts) + 2)]:
            discord.faults.extend([fault] if fault else [])
            try:
                if in_doubt and clock.now - first_at >= adapter.nonce_window_s:
                    receipt = await adapter.find(HERE, key="cw1", since=since)
                receipt = receipt or await adapter.send(HERE, POST, key="cw1")
            except DeliveryInDoubtError:
                in_doubt = True
            except (TemporaryDeliveryError, ContentRefusedError):
                pass
            if receipt is not None:
                break
            clock.now += wait_s
        await adapter.close()
        assert [message["id"] for message in discord.visible()] == [receipt.remote_id if receipt else None]


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


async def test_a_history_too_long_to_search_is_no_proof_either(
    discord: FakeDiscord, adapter: DiscordAdapter, clock: Seconds
) -> None:
    """The search is bounded; beyond that, the setting for doubts decides."""
    for _ in range(2001):
        discord.say("chatter")
    with pytest.raises(ContentRefusedError, match="too long"):
        await adapter.find(HERE, key="cw1", since=NOW + timedelta(seconds=clock.now))


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


async def test_nothing_was_sent_where_nobody_listens(discord: FakeDiscord, clock: Seconds) -> None:
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
    clock: Seconds,
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
    discord: FakeDiscord, adapter: DiscordAdapter, clock: Seconds
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


async def test_a_channel_rests_as_its_last_answer_told(clock: Seconds) -> None:
    """Five go one after the other, then none before the window ends; an edit does not open it."""
    async with FakeDiscord(clock=clock, per_channel=(5, 5.0)) as discord:
        adapter = DiscordAdapter(TOKEN, discord.url, clock=clock)
        assert adapter.rest_s(HERE) == adapter.gap_s  # nothing is known yet
        rests = []
        for number in range(5):
            receipt = await adapter.send(HERE, POST, key=f"cw{number}")
            rests.append(adapter.rest_s(HERE))
            clock.now += 0.5
        await adapter.edit(HERE, receipt.remote_id, POST)
        assert rests == [0, 0, 0, 0, pytest.approx(3.0)]
        assert adapter.rest_s(HERE) == pytest.approx(2.5)
        other = Destination(platform=Platform.DISCORD, workspace=GUILD, channel="200000000000000002")
        assert adapter.rest_s(other) == adapter.gap_s
        await adapter.close()


def test_no_second_sees_more_requests_than_it_may() -> None:
    """Also after a busy moment, from which many would leave at once."""
    seconds = Leaving(4)
    asked = [0.0, 0.1, 0.2, 0.3, 0.4, 0.9, 1.0, 1.0, 1.3, 1.3, 1.3, 1.3]
    waits = [seconds.wait_s(now) for now in asked]
    assert waits == pytest.approx([0, 0, 0, 0, 0.6, 0.1, 0, 0.1, 0, 0, 0, 0.7])


async def test_headers_keep_us_below_the_limit(clock: Seconds) -> None:
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
