"""`/civicwatch …` through the unpatched Bolt over Socket Mode, against our Slack on loopback."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from adapters.slack_double import APP_TOKEN, BOT_TOKEN, TEAM, Fault, SlackDouble

from bot.adapters.slack.socket import SlackSocket
from bot.core.commands import Invocation
from bot.core.errors import ConfigError
from bot.core.models import Answer, AnswerLine, Caller, Destination
from bot.core.vocabulary import Platform


@dataclass
class Echo:
    """A command service that says what it was asked, and can be made to wait or fail."""

    asked: list[tuple[Invocation, Caller]] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    error: Exception | None = None
    begun: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    async def answer(self, asked: Invocation, caller: Caller) -> Answer:
        self.asked.append((asked, caller))
        self.begun.set()
        await self.gate.wait()
        if self.error:
            raise self.error
        return Answer(title=f"{asked.command} <!channel>", lines=(AnswerLine(text=str(dict(asked.options))),))


@pytest.fixture
def service() -> Echo:
    return Echo()


@pytest.fixture
async def slack() -> AsyncIterator[SlackDouble]:
    async with SlackDouble() as double:
        yield double


@pytest.fixture
async def socket(slack: SlackDouble, service: Echo) -> AsyncIterator[SlackSocket]:
    socket = SlackSocket(
        APP_TOKEN, BOT_TOKEN, api_url=slack.api_url, service=service, managers=frozenset({"U0TRUSTED"}),
        ping_interval_s=0.2,
    )  # fmt: skip
    await socket.start()
    await slack.until(lambda: slack.connections >= 1)
    yield socket
    await socket.close()


pytestmark = pytest.mark.usefixtures("socket")


# --- asking and answering ---


async def test_an_answer_is_ephemeral_and_escaped(slack: SlackDouble, service: Echo) -> None:
    answer = await slack.ask("latest 3 drones")
    assert answer["response_type"] == "ephemeral"
    assert answer["text"].startswith("latest ‹!channel&gt;")
    ((asked, caller),) = service.asked
    assert asked.first("count") == "3"
    assert caller.destination == Destination(platform=Platform.SLACK, workspace=TEAM, channel="C0NEWS")
    assert slack.refused == []


async def test_the_acknowledgement_waits_for_nothing(slack: SlackDouble, service: Echo) -> None:
    """Slack shows an error after three seconds, so neither the store nor Slack's own API is asked before."""
    service.gate.clear()
    took_s = await slack.push(slack.slash("status"))
    assert took_s < 1
    assert slack.answers == []
    assert slack.called("auth.test") == []  # Bolt itself would ask first
    service.gate.set()
    await slack.until(lambda: len(slack.answers) == 1)


async def test_a_typing_error_is_answered_with_the_mend(slack: SlackDouble, service: Echo) -> None:
    answer = await slack.ask("folow drones")
    assert "did you mean 'follow'" in answer["text"]
    assert service.asked == []


async def test_a_bare_command_shows_the_help(slack: SlackDouble, service: Echo) -> None:
    await slack.ask("")
    assert service.asked[0][0].command == "help"


async def test_a_crash_is_told_and_logged_and_the_next_command_works(
    slack: SlackDouble, service: Echo
) -> None:
    service.error = RuntimeError("no such table")
    answer = await slack.ask("list")
    assert "went wrong on our side" in answer["text"]
    assert "table" not in answer["text"]
    service.error = None
    assert (await slack.ask("list"))["text"].startswith("list")


async def test_refused_blocks_are_answered_as_text(slack: SlackDouble) -> None:
    slack.fail("response_url", Fault(status=400, body="invalid_blocks"))
    answer = await slack.ask("list")
    assert "blocks" not in answer
    assert answer["text"].startswith("list")


async def test_a_lost_answer_is_not_sent_twice(slack: SlackDouble) -> None:
    slack.fail("response_url", Fault(lost=True, done=True))
    await slack.ask("list")
    await slack.ask("status")
    assert [answer["text"].split()[0] for answer in slack.answers] == ["list", "status"]


# --- who may manage ---


@pytest.mark.parametrize(
    ("user", "profile", "may"),
    [
        ("U0ADMIN", {"is_admin": True}, True),
        ("U0OWNER", {"is_owner": True}, True),
        ("U0READER", {}, False),
        ("U0TRUSTED", {}, True),  # named in CIVICWATCH_SLACK_MANAGERS
        ("U0UNKNOWN", None, False),  # a stranger from a shared channel
    ],
)
async def test_who_may_manage(
    slack: SlackDouble, service: Echo, user: str, profile: dict[str, bool] | None, may: bool
) -> None:
    slack.users = {user: profile} if profile is not None else {}
    await slack.ask("list", user=user)
    assert service.asked[0][1].may_manage is may


async def test_a_missing_scope_grants_nothing(slack: SlackDouble, service: Echo) -> None:
    slack.scopes.discard("users:read")
    await slack.ask("list")
    assert not service.asked[0][1].may_manage


# --- the connection ---


async def test_an_envelope_delivered_again_is_acknowledged_again_and_answered_once(
    slack: SlackDouble,
) -> None:
    envelope = slack.slash("list")
    await slack.push(envelope)
    await slack.push(envelope)
    await slack.ask("status")
    assert [answer["text"].split()[0] for answer in slack.answers] == ["list", "status"]


async def test_slack_asks_for_a_new_connection(slack: SlackDouble) -> None:
    await slack.disconnect()
    await slack.until(lambda: slack.connections >= 2)
    assert (await slack.ask("list"))["text"].startswith("list")


async def test_a_broken_connection_comes_back(slack: SlackDouble) -> None:
    await slack.cut()
    await slack.until(lambda: slack.connections >= 2)
    assert (await slack.ask("list"))["text"].startswith("list")


async def test_an_expired_address_is_replaced(slack: SlackDouble, caplog: pytest.LogCaptureFixture) -> None:
    """The SDK alone tries the same address for ever, and logs it with its ticket."""
    slack.spoil_sockets(1)
    await slack.cut()
    await slack.until(lambda: slack.connections >= 2)
    assert (await slack.ask("list"))["text"].startswith("list")
    assert "Failed to connect" in caplog.text
    assert "secret-ticket" not in caplog.text


async def test_stopping_lets_an_answer_go_out_first(
    slack: SlackDouble, service: Echo, socket: SlackSocket
) -> None:
    service.gate.clear()
    await slack.push(slack.slash("list"))
    await asyncio.wait_for(service.begun.wait(), 15)
    closing = asyncio.create_task(socket.close())
    await asyncio.sleep(0)
    service.gate.set()
    await closing
    assert len(slack.answers) == 1


async def test_a_wrong_app_token_stops_the_start_with_one_line(slack: SlackDouble, service: Echo) -> None:
    socket = SlackSocket("xapp-wrong-secret", BOT_TOKEN, api_url=slack.api_url, service=service)
    with pytest.raises(
        ConfigError, match=r"CIVICWATCH_SLACK_APP_TOKEN.*invalid_auth.*connections:write"
    ) as caught:
        await socket.start()
    await socket.close()
    assert "secret" not in str(caught.value)


async def test_an_unreachable_slack_is_waited_for(slack: SlackDouble, service: Echo) -> None:
    """The first connection fails; the bot starts all the same, and takes commands once Slack is back."""
    slack.fail("apps.connections.open", Fault(status=503, body="down"), Fault(status=503, body="down"))
    before = slack.connections
    socket = SlackSocket(APP_TOKEN, BOT_TOKEN, api_url=slack.api_url, service=service, ping_interval_s=0.2)
    await socket.start()
    await slack.until(lambda: slack.connections > before)
    assert (await slack.ask("list"))["text"].startswith("list")
    await socket.close()


async def test_no_secret_in_the_log(slack: SlackDouble, caplog: pytest.LogCaptureFixture) -> None:
    """The socket's address holds a ticket that opens the connection."""
    caplog.set_level(logging.DEBUG)
    await slack.ask("list")
    await slack.disconnect()
    await slack.until(lambda: slack.connections >= 2)
    assert "double-secret" not in caplog.text
    assert "secret-ticket" not in caplog.text
