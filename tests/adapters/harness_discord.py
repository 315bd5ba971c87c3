"""Discord for the contract tests."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from adapters.harness import RemoteHarness
from discord import Permissions
from doubles.discord_rest import CHANNEL, GUILD, MAY_ANSWER, TOKEN, FakeDiscord, Fault

from bot.adapters.discord.adapter import DiscordAdapter
from bot.core.models import Destination
from bot.core.vocabulary import Platform


class DiscordHarness(RemoteHarness):
    """The adapter on our Discord."""

    destination = Destination(platform=Platform.DISCORD, workspace=GUILD, channel=CHANNEL)

    def __init__(self) -> None:
        super().__init__()
        self.discord = FakeDiscord(clock=self.clock.seconds)
        self.discord.channels[CHANNEL].permissions = MAY_ANSWER

    def visible(self) -> list[str]:
        return [_text(post) for post in self.discord.visible()]

    def answers(self, remote_id: str) -> list[str]:
        there = remote_id in self.discord.channels
        return [_text(post) for post in self.discord.visible(remote_id)] if there else []

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


def _text(post: Mapping[str, Any]) -> str:
    return json.dumps([post["content"], post["embeds"]], ensure_ascii=False)


@asynccontextmanager
async def opened() -> AsyncIterator[DiscordHarness]:
    """Started, and stopped in the end."""
    harness = DiscordHarness()
    async with harness.discord as discord:
        harness.adapter = DiscordAdapter(TOKEN, discord.url, clock=harness.clock.seconds)
        await harness.adapter.start()
        yield harness
        await harness.adapter.close()
