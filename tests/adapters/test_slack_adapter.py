"""The Slack adapter against our Slack on loopback: posts, edits, look-ups, and what each answer means."""

import json
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from adapters.harness import StillClock
from adapters.posts import longest_reply, message, reply
from adapters.slack_double import APP_TOKEN, BOT_TOKEN, TEAM, Fault, Room, SlackDouble

from bot.adapters.slack.adapter import SlackAdapter
from bot.adapters.slack.blocks import fits
from bot.adapters.slack.client import web_client
from bot.core.errors import (
    ChannelGoneError,
    ConfigError,
    ContentRefusedError,
    CredentialsRefusedError,
    DeliveryError,
    DeliveryInDoubtError,
    MessageGoneError,
    TemporaryDeliveryError,
)
from bot.core.models import Destination
from bot.core.vocabulary import Platform

NEWS = Destination(platform=Platform.SLACK, workspace=TEAM, channel="C0NEWS")
START = StillClock().at


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
async def slack(clock: StillClock) -> AsyncIterator[SlackDouble]:
    async with SlackDouble(now=clock.seconds) as double:
        yield double


@pytest.fixture
async def adapter(slack: SlackDouble, clock: StillClock) -> AsyncIterator[SlackAdapter]:
    adapter = SlackAdapter(BOT_TOKEN, api_url=slack.api_url, now=clock)
    await adapter.start()
    yield adapter
    await adapter.close()


async def failure(
    adapter: SlackAdapter, slack: SlackDouble, fault: Fault, method: str = "chat.postMessage"
) -> DeliveryError:
    """What one send (or edit) raises when Slack answers like this."""
    slack.fail(method, fault)
    attempt = (
        adapter.edit(NEWS, "1.000001", message())
        if method == "chat.update"
        else adapter.send(NEWS, message(), key="cw1")
    )
    with pytest.raises(DeliveryError) as caught:
        await attempt
    return caught.value


# --- what is sent ---


async def test_a_post_carries_its_key_and_switches_everything_automatic_off(
    adapter: SlackAdapter, slack: SlackDouble
) -> None:
    receipt = await adapter.send(NEWS, message(), key="cw7")
    (body,) = slack.called("chat.postMessage")
    assert receipt.remote_id == slack.posts()[0]["ts"]
    assert body["metadata"] == {"event_type": "civicwatch_delivery", "event_payload": {"key": "cw7"}}
    assert (body["parse"], body["link_names"], body["unfurl_links"], body["unfurl_media"]) == (
        "none",
        False,
        False,
        False,
    )
    assert body["text"].startswith("BAN · passed by council · Minneapolis, MN")
    assert slack.refused == []


async def test_the_client_message_id_is_the_same_for_every_attempt_at_one_delivery(
    adapter: SlackAdapter, slack: SlackDouble
) -> None:
    for key in ("cw7", "cw7", "cw8"):
        await adapter.send(NEWS, message(), key=key)
    first, again, other = (body["client_msg_id"] for body in slack.called("chat.postMessage"))
    assert first == again != other


async def test_an_edit_replaces_text_and_blocks_and_keeps_the_key(
    adapter: SlackAdapter, slack: SlackDouble
) -> None:
    receipt = await adapter.send(NEWS, message(), key="cw7")
    await adapter.edit(NEWS, receipt.remote_id, message(headline="Council bans it, mayor signs"))
    (post,) = slack.posts()
    assert "mayor signs" in post["text"]
    assert post["metadata"]["event_payload"] == {"key": "cw7"}


async def test_a_plain_edit_takes_the_blocks_away(adapter: SlackAdapter, slack: SlackDouble) -> None:
    receipt = await adapter.send(NEWS, message(), key="cw7")
    await adapter.edit(NEWS, receipt.remote_id, message(), plain=True)
    assert slack.posts()[0]["blocks"] == []
    assert "North Star Courier" in slack.posts()[0]["text"]


async def test_a_reply_stands_in_the_thread_and_is_found_there(
    adapter: SlackAdapter, slack: SlackDouble, clock: StillClock
) -> None:
    parent = await adapter.send(NEWS, message(), key="cw7")
    answer = await adapter.reply(NEWS, parent.remote_id, message(), key="cw8")
    clock.later(60)
    assert slack.posts()[1]["thread_ts"] == parent.remote_id
    found = await adapter.find(NEWS, key="cw8", since=START, thread=parent.remote_id)
    assert found is not None
    assert found.remote_id == answer.remote_id


@pytest.mark.parametrize(
    "code",
    ["cannot_reply_to_message", "message_not_found", "thread_not_found", "restricted_action_thread_locked",
     "restricted_action_non_threadable_channel", "restricted_action_thread_only_channel"],
)  # fmt: skip
async def test_a_message_that_takes_no_answers_closes_no_channel(
    adapter: SlackAdapter, slack: SlackDouble, code: str
) -> None:
    """Deleted, of a kind without threads, or locked by people: only this thread is done with."""
    parent = await adapter.send(NEWS, message(), key="cw7")
    slack.fail("chat.postMessage", Fault(error=code))
    with pytest.raises(MessageGoneError, match=code):
        await adapter.reply(NEWS, parent.remote_id, reply(), key="cw8")


async def test_a_person_is_told_by_their_id(adapter: SlackAdapter) -> None:
    there = await adapter.direct(NEWS, "U0READER")
    assert there is not None
    assert (there.workspace, there.channel) == (TEAM, "U0READER")
    assert await adapter.direct(NEWS, "operator") is None


@pytest.mark.parametrize("plain", [False, True])
async def test_the_longest_answer_fits(adapter: SlackAdapter, slack: SlackDouble, plain: bool) -> None:
    parent = await adapter.send(NEWS, message(), key="cw7")
    await adapter.reply(NEWS, parent.remote_id, longest_reply(), key="cw8", plain=plain)
    assert slack.refused == []
    assert "Next" in slack.posts()[1]["text"]
    assert fits(slack.posts()[1].get("blocks", ()))


async def test_an_answer_is_never_broadcast(adapter: SlackAdapter, slack: SlackDouble) -> None:
    parent = await adapter.send(NEWS, message(), key="cw7")
    await adapter.reply(NEWS, parent.remote_id, reply(), key="cw8")
    first, answer = slack.called("chat.postMessage")
    assert "thread_ts" not in first
    assert str(answer["reply_broadcast"]) in {"0", "False", "false"}


# --- lost answers ---


@pytest.mark.parametrize("fault", [Fault(lost=True, done=True), Fault(status=500, body="oops", done=True),
                                   Fault(error="fatal_error", done=True), Fault(status=200, body="<html>", done=True)])  # fmt: skip
async def test_a_lost_answer_is_a_doubt_and_leaves_exactly_one_message(
    adapter: SlackAdapter, slack: SlackDouble, fault: Fault, clock: StillClock
) -> None:
    """slack_sdk's default client would post a second time by itself."""
    assert isinstance(await failure(adapter, slack, fault), DeliveryInDoubtError)
    assert len(slack.posts()) == len(slack.called("chat.postMessage")) == 1
    clock.later(30)
    found = await adapter.find(NEWS, key="cw1", since=START)
    assert found is not None
    assert found.remote_id == slack.posts()[0]["ts"]


async def test_an_answer_that_takes_too_long_is_a_doubt(slack: SlackDouble, clock: StillClock) -> None:
    adapter = SlackAdapter(BOT_TOKEN, api_url=slack.api_url, timeout_s=0.2, now=clock)
    await adapter.start()
    assert isinstance(await failure(adapter, slack, Fault(hang=True)), DeliveryInDoubtError)
    await adapter.close()


async def test_nothing_listening_is_no_doubt(clock: StillClock) -> None:
    adapter = SlackAdapter(BOT_TOKEN, api_url="http://127.0.0.1:9/api/", now=clock)
    await adapter.start()  # only logged: the outbox waits for Slack
    with pytest.raises(TemporaryDeliveryError, match="can't be reached"):
        await adapter.send(NEWS, message(), key="cw1")
    await adapter.close()


async def test_history_that_lags_shows_the_message_once_it_has_settled(
    adapter: SlackAdapter, slack: SlackDouble, clock: StillClock
) -> None:
    """Before `settle_s` absence proves nothing: whoever asks, waits that long."""
    slack.lag_s = 8
    await failure(adapter, slack, Fault(lost=True, done=True))
    clock.later(adapter.settle_s)
    assert await adapter.find(NEWS, key="cw1", since=START) is not None


async def test_another_app_s_message_is_never_taken_for_ours(
    adapter: SlackAdapter, slack: SlackDouble, clock: StillClock
) -> None:
    """A copy of the bot for tries posts in the same channel: its database may be a copy, too."""
    await adapter.send(NEWS, message(), key="cw1")
    slack.posts()[0]["bot_id"] = "B0STAGING"
    clock.later(60)
    assert await adapter.find(NEWS, key="cw1", since=START) is None


async def test_the_look_up_trusts_no_two_clocks_to_agree(
    adapter: SlackAdapter, slack: SlackDouble, clock: StillClock
) -> None:
    """The database's clock runs five minutes ahead of Slack's."""
    await failure(adapter, slack, Fault(lost=True, done=True))
    clock.later(adapter.settle_s)
    assert await adapter.find(NEWS, key="cw1", since=START + timedelta(minutes=5)) is not None


async def test_the_key_is_found_on_a_later_page_of_history(
    adapter: SlackAdapter, slack: SlackDouble, clock: StillClock
) -> None:
    receipt = await adapter.send(NEWS, message(), key="cw1")
    slack.posts().extend(
        {"ts": f"{clock.at.timestamp() + n / 100:.6f}", "text": "chatter"} for n in range(1, 450)
    )
    clock.later(60)
    found = await adapter.find(NEWS, key="cw1", since=START)
    assert found is not None
    assert found.remote_id == receipt.remote_id
    assert len(slack.called("conversations.history")) == 3


async def test_a_channel_too_busy_to_read_can_never_tell(
    adapter: SlackAdapter, slack: SlackDouble, clock: StillClock
) -> None:
    slack.posts().extend(
        {"ts": f"{clock.at.timestamp() + n / 100:.6f}", "text": "chatter"} for n in range(2001)
    )
    clock.later(60)
    with pytest.raises(ContentRefusedError, match="more than 2000"):
        await adapter.find(NEWS, key="cw1", since=START)


async def test_without_the_history_scope_it_can_never_be_told(
    adapter: SlackAdapter, slack: SlackDouble, clock: StillClock
) -> None:
    slack.scopes -= {"channels:history", "groups:history"}
    clock.later(60)
    with pytest.raises(ContentRefusedError, match="slack manifest"):
        await adapter.find(NEWS, key="cw1", since=START)


async def test_a_doubtful_notice_to_a_person_can_not_be_looked_up(
    adapter: SlackAdapter, slack: SlackDouble
) -> None:
    """Slack opens the channel between us for the post; asked for its history by the person's id, it knows none."""
    there = await adapter.direct(NEWS, "U0READER")
    assert there is not None
    with pytest.raises(ContentRefusedError, match="person"):
        await adapter.find(there, key="cw1", since=START)
    assert slack.called("conversations.history") == []


@pytest.mark.parametrize(
    "faults",
    [
        [Fault(status=503, body="later")],
        [Fault(lost=True), Fault(lost=True)],  # aiohttp repeats a GET once by itself, which does no harm
        [Fault(error="ratelimited", status=429)],
    ],
)
async def test_a_history_that_does_not_answer_is_asked_again(
    adapter: SlackAdapter, slack: SlackDouble, clock: StillClock, faults: list[Fault]
) -> None:
    clock.later(60)
    slack.fail("conversations.history", *faults)
    with pytest.raises(TemporaryDeliveryError):
        await adapter.find(NEWS, key="cw1", since=START)


# --- what each answer means ---


async def test_a_rate_limit_waits_as_told_and_is_no_attempt(
    adapter: SlackAdapter, slack: SlackDouble
) -> None:
    limited = Fault(error="ratelimited", status=429, headers={"Retry-After": "17"})
    error = await failure(adapter, slack, limited)
    assert isinstance(error, TemporaryDeliveryError)
    assert (error.retry_after_s, error.counts) == (17, False)
    assert slack.posts() == []


@pytest.mark.parametrize("told", ["", "soon", "-3", "1e99", "nan", "inf"])
async def test_a_senseless_wait_is_bounded(adapter: SlackAdapter, slack: SlackDouble, told: str) -> None:
    error = await failure(
        adapter, slack, Fault(error="ratelimited", status=429, headers={"Retry-After": told})
    )
    assert isinstance(error, TemporaryDeliveryError)
    assert error.retry_after_s is not None
    assert 1 <= error.retry_after_s <= 3600


@pytest.mark.parametrize(
    ("method", "code", "everywhere"),
    [
        ("chat.postMessage", "message_limit_exceeded", True),
        # Our lanes keep to each channel's own limit.
        ("chat.postMessage", "ratelimited", True),
        # Edits have a limit of their own.
        ("chat.update", "ratelimited", False),
    ],
)
async def test_a_workspace_limit_holds_for_every_channel(
    adapter: SlackAdapter, slack: SlackDouble, method: str, code: str, everywhere: bool
) -> None:
    error = await failure(adapter, slack, Fault(error=code), method)
    assert isinstance(error, TemporaryDeliveryError)
    assert error.whole_platform == everywhere


DOUBTS = ["internal_error", "fatal_error", "service_unavailable", "request_timeout"]
REFUSED = ["invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long", "no_text", "invalid_attachments",
           "too_many_attachments", "metadata_too_large", "invalid_metadata_format", "invalid_arguments",
           "a_code_nobody_has_seen"]  # fmt: skip
GONE = ["channel_not_found", "not_in_channel", "is_archived", "restricted_action", "restricted_action_read_only_channel",
        "cannot_reply_to_message", "ekm_access_denied", "team_access_not_granted"]  # fmt: skip
STOP_EDITING = ["message_not_found", "cant_update_message", "edit_window_closed"]
WORKSPACE = ["missing_scope", "no_permission", "org_login_required"]
TOKENS = [
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "app_uninstalled",
]


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        *((code, DeliveryInDoubtError) for code in DOUBTS),
        *((code, ContentRefusedError) for code in REFUSED),
        *((code, ChannelGoneError) for code in GONE + WORKSPACE),
        *((code, CredentialsRefusedError) for code in TOKENS),
        *((code, MessageGoneError) for code in STOP_EDITING),
    ],
)
async def test_every_code_has_one_meaning(
    adapter: SlackAdapter, slack: SlackDouble, code: str, outcome: type[DeliveryError]
) -> None:
    method = "chat.update" if outcome is MessageGoneError else "chat.postMessage"
    error = await failure(adapter, slack, Fault(error=code), method)
    assert type(error) is outcome
    assert code in str(error)
    if isinstance(error, ChannelGoneError):
        assert error.advice
        assert error.whole_workspace == (code in WORKSPACE)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"needed": "chat:write", "provided": "commands"}, "(chat:write)"),
        (
            {"response_metadata": {"messages": ["[ERROR] too long [json-pointer:/blocks/0/text]"]}},
            "/blocks/0/text",
        ),
        (
            {"response_metadata": {"messages": [None, 7]}, "needed": ["x"]},
            "invalid_blocks",
        ),  # senseless, so left out
    ],
)
async def test_what_slack_says_beside_the_code_is_passed_on(
    adapter: SlackAdapter, slack: SlackDouble, more: dict[str, object], told: str
) -> None:
    body = json.dumps({"ok": False, "error": "invalid_blocks", **more})
    fault = Fault(body=body, headers={"Content-Type": "application/json"})
    assert told in str(await failure(adapter, slack, fault))


async def test_an_unknown_code_with_a_server_error_is_a_doubt(
    adapter: SlackAdapter, slack: SlackDouble
) -> None:
    """Slack may have done the work before it failed."""
    assert isinstance(await failure(adapter, slack, Fault(error="unseen", status=500)), DeliveryInDoubtError)


async def test_a_proxy_page_means_that_nothing_reached_slack(
    adapter: SlackAdapter, slack: SlackDouble
) -> None:
    error = await failure(
        adapter, slack, Fault(status=403, body="<html>blocked</html>", headers={"Content-Type": "text/html"})
    )
    assert isinstance(error, TemporaryDeliveryError)


# --- before anything is sent ---


async def test_another_workspaces_channel_is_refused_with_advice(
    adapter: SlackAdapter, slack: SlackDouble
) -> None:
    stranger = Destination(platform=Platform.SLACK, workspace="T0ELSE", channel="C0NEWS")
    with pytest.raises(ChannelGoneError, match="T0CIVIC") as caught:
        await adapter.send(stranger, message(), key="cw1")
    assert caught.value.whole_workspace
    assert slack.posts() == []


@pytest.mark.parametrize(
    ("room", "advice"),
    [
        (Room("C0ROOM", member=False), "/invite @Civicwatch"),
        (Room("C0ROOM", member=False, private=True), "/invite @Civicwatch"),
        (Room("C0ROOM", archived=True), "Unarchive"),
    ],
)
async def test_check_names_what_a_person_must_do(
    adapter: SlackAdapter, slack: SlackDouble, room: Room, advice: str
) -> None:
    slack.rooms[room.id] = room
    with pytest.raises(ChannelGoneError) as caught:
        await adapter.check(Destination(platform=Platform.SLACK, workspace=TEAM, channel=room.id))
    assert advice in caught.value.advice


async def test_check_of_an_id_that_is_no_channel_comes_with_advice(
    adapter: SlackAdapter, slack: SlackDouble
) -> None:
    slack.fail("conversations.info", Fault(error="invalid_arguments"))
    with pytest.raises(ChannelGoneError, match="invalid_arguments"):
        await adapter.check(NEWS)


async def test_check_is_content_with_a_channel_the_bot_is_in(adapter: SlackAdapter) -> None:
    await adapter.check(NEWS)


async def test_a_wrong_token_stops_the_start_with_one_line(slack: SlackDouble) -> None:
    adapter = SlackAdapter("xoxb-wrong-and-secret", api_url=slack.api_url)
    with pytest.raises(
        ConfigError, match=r"CIVICWATCH_SLACK_BOT_TOKEN.*invalid_auth.*Bot User OAuth Token"
    ) as caught:
        await adapter.start()
    await adapter.close()
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


async def test_no_token_in_any_error_or_log(
    slack: SlackDouble, adapter: SlackAdapter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    errors = [
        await failure(adapter, slack, fault)
        for fault in (
            Fault(lost=True),
            Fault(error="invalid_auth"),
            Fault(error="new_code"),
            Fault(status=500, body="x"),
        )
    ]
    told = caplog.text + "".join(f"{error!r} {error.__cause__!r} {error.__cause__}" for error in errors)
    assert "double-secret" in BOT_TOKEN + APP_TOKEN
    assert "double-secret" not in told


async def test_closing_twice_does_no_harm(slack: SlackDouble) -> None:
    adapter = SlackAdapter(BOT_TOKEN, api_url=slack.api_url)
    await adapter.start()
    await adapter.close()
    await adapter.close()


# --- proxies ---


@pytest.mark.parametrize(
    ("url", "proxy"),
    [
        ("https://slack.com/api/", "http://proxy.example:3128"),
        ("https://inside.example/api/", None),  # named in NO_PROXY, which the SDK does not read
        ("http://127.0.0.1:8080/api/", None),  # nobody reaches our loopback through a proxy
    ],
)
def test_the_environments_proxy_is_used_where_it_is_meant(
    monkeypatch: pytest.MonkeyPatch, url: str, proxy: str | None
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://proxy.example:3128")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "inside.example")
    assert web_client("xoxb-1", api_url=url).proxy == proxy
