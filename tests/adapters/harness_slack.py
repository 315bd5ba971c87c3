"""Slack for the contract tests."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from adapters.harness import RemoteHarness
from adapters.slack_double import BOT_TOKEN, TEAM, Fault, SlackDouble

from bot.adapters.slack.adapter import SlackAdapter
from bot.core.models import Destination
from bot.core.vocabulary import Platform


class SlackHarness(RemoteHarness):
    """The adapter on our Slack."""

    destination = Destination(platform=Platform.SLACK, workspace=TEAM, channel="C0NEWS")

    def __init__(self) -> None:
        super().__init__()
        self.slack = SlackDouble(now=self.clock.seconds)

    def visible(self) -> list[str]:
        return [_text(post) for post in self.slack.posts() if "thread_ts" not in post]

    def answers(self, remote_id: str) -> list[str]:
        return [_text(post) for post in self.slack.posts() if post.get("thread_ts") == remote_id]

    def lose_answer(self) -> None:
        self.slack.fail("chat.postMessage", Fault(lost=True, done=True))

    def refuse_rich_content(self) -> None:
        self.slack.fail("chat.postMessage", Fault(error="invalid_blocks"))

    def limit_rate(self, seconds: float) -> None:
        headers = {"Retry-After": f"{seconds:.0f}"}
        self.slack.fail("chat.postMessage", Fault(error="ratelimited", status=429, headers=headers))

    def close_channel(self) -> None:
        self.slack.rooms["C0NEWS"].member = False

    def delete(self, remote_id: str) -> None:
        self.slack.posts()[:] = [post for post in self.slack.posts() if post["ts"] != remote_id]


def _text(post: Mapping[str, Any]) -> str:
    return json.dumps([post.get("text"), post.get("blocks")], ensure_ascii=False)


@asynccontextmanager
async def opened() -> AsyncIterator[SlackHarness]:
    """Started, and stopped in the end."""
    harness = SlackHarness()
    async with harness.slack as slack:
        harness.adapter = SlackAdapter(BOT_TOKEN, api_url=slack.api_url, now=harness.clock)
        await harness.adapter.start()
        yield harness
        await harness.adapter.close()
