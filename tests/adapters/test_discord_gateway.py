"""The gateway connection: a bad token ends it with one line, an outage only delays it."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest
from discord.http import Route
from doubles.discord_gateway import FakeGateway
from doubles.discord_rest import TOKEN, FakeDiscord, Fault

from bot.adapters.discord.commands import Choice
from bot.adapters.discord.gateway import DiscordGateway
from bot.core.commands import Invocation
from bot.core.errors import ConfigError
from bot.core.models import Answer, Caller


class NoAnswers:
    """Nothing is asked before the connection stands."""

    async def answer(self, asked: Invocation, caller: Caller, /) -> Answer:
        raise AssertionError

    async def choices(self, command: str, option: str, typed: str, caller: Caller, /) -> Sequence[Choice]:
        raise AssertionError


@pytest.fixture(autouse=True)
def _restored_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """discord.py keeps its address in a class."""
    monkeypatch.setattr(Route, "BASE", Route.BASE)


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord(clock=lambda: 0.0) as server:
        yield server


async def test_a_bad_token_is_one_clear_line(discord: FakeDiscord) -> None:
    """It names the setting, and does not repeat the token."""
    gateway = DiscordGateway("Mwrong.token.value", NoAnswers(), api_url=discord.url)
    with pytest.raises(ConfigError, match="CIVICWATCH_DISCORD_TOKEN") as caught:
        await gateway.run()
    assert "Mwrong" not in str(caught.value)
    assert len(discord.requests) == 1


async def test_an_outage_at_start_is_waited_out_ever_longer(discord: FakeDiscord) -> None:
    """Polling and posting go on meanwhile; closing ends the waiting."""
    waits: list[float] = []

    async def pause(wait_s: float) -> None:
        waits.append(wait_s)
        if len(waits) == 8:
            await gateway.close()

    gateway = DiscordGateway(TOKEN, NoAnswers(), api_url=discord.url, pause=pause)
    discord.faults += [Fault.answer(503), Fault.lost_request(), *[Fault.answer(503)] * 20]
    await gateway.run()
    assert waits == [5, 10, 20, 40, 80, 160, 300, 300]
    await gateway.close()


async def test_closing_does_not_wait_for_an_outage_to_end(discord: FakeDiscord) -> None:
    """A shutdown takes as long as what is in flight, not as long as the next attempt is away."""
    waiting = asyncio.Event()

    async def pause(_: float) -> None:
        waiting.set()
        await asyncio.Event().wait()

    gateway = DiscordGateway(TOKEN, NoAnswers(), api_url=discord.url, pause=pause)
    discord.faults.append(Fault.answer(503))
    running = asyncio.create_task(gateway.run())
    await waiting.wait()
    await gateway.close()
    await asyncio.wait_for(running, 5)


async def test_closing_does_not_wait_for_an_answer_that_never_comes() -> None:
    """Discord took the connection and says nothing."""
    connected = asyncio.Event()

    async def mute(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connected.set()
        await reader.read()
        writer.close()

    async with await asyncio.start_server(mute, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        gateway = DiscordGateway(TOKEN, NoAnswers(), api_url=f"http://127.0.0.1:{port}/api/v10")
        running = asyncio.create_task(gateway.run())
        await connected.wait()
        await gateway.close()
        await asyncio.wait_for(running, 5)


async def test_a_good_token_connects_and_brings_the_commands_up_to_date_once() -> None:
    async with FakeGateway(clock=lambda: 0.0) as discord:
        for _ in range(2):
            discord.ready.clear()
            gateway = DiscordGateway(TOKEN, NoAnswers(), api_url=discord.url)
            running = asyncio.create_task(gateway.run())
            await asyncio.wait_for(discord.ready.wait(), 10)
            await gateway.close()
            await asyncio.wait_for(running, 10)
        assert [command["name"] for command in discord.commands] == ["civicwatch"]
        assert discord.violations == []
