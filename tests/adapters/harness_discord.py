"""Discord for the contract tests."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.harness import RemoteHarness
from discord import Permissions
from doubles.discord_rest import CHANNEL, GUILD, TOKEN, FakeDiscord, Fault

from bot.adapters.discord.adapter import DiscordAdapter
from bot.core.models import Destination
from bot.core.vocabulary import Platform


class DiscordHarness(RemoteHarness):
    """The adapter on our Discord."""

    destination = Destination(platform=Platform.DISCORD, workspace=GUILD, channel=CHANNEL)

    def __init__(self) -> None:
        super().__init__()
        self.discord = FakeDiscord(clock=self.clock.seconds)

    def visible(self) -> list[str]:
        return [
            json.dumps([post["content"], post["embeds"]], ensure_ascii=False)
            for post in self.discord.visible()
        ]

    def lose_answer(self) -> None:
        self.discord.faults.append(Fault.lost_answer())

    def refuse_rich_content(self) -> None:
        self.discord.faults.append(Fault.answer(400, 50035, "Invalid Form Body"))

    def limit_rate(self, seconds: float) -> None:
        self.discord.faults.append(Fault.rate_limited(seconds))

    def close_channel(self) -> None:
        self.discord.channels[CHANNEL].permissions = Permissions.none()

    def delete(self, remote_id: str) -> None:
        del self.discord.channels[CHANNEL].messages[remote_id]


@asynccontextmanager
async def opened() -> AsyncIterator[DiscordHarness]:
    """Started, and stopped in the end."""
    harness = DiscordHarness()
    async with harness.discord as discord:
        harness.adapter = DiscordAdapter(TOKEN, discord.url, clock=harness.clock.seconds)
        await harness.adapter.start()
        yield harness
        await harness.adapter.close()
