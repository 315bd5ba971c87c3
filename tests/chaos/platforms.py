"""Discord and Slack on loopback at their worst: answers get lost, histories lag, limits strike out of the blue."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Mapping
from enum import Enum, auto
from typing import Any

from adapters.slack_double import SlackDouble, body_of
from adapters.slack_world import BOT_TOKEN, TEAM, Room
from aiohttp import web
from chaos.scale import LAG, Times
from doubles.discord_rest import EPOCH_MS, GUILD, MAY_ANSWER, PREFIX, FakeChannel, FakeDiscord
from doubles.discord_rest import Fault as DiscordFault

from bot.core.models import Destination
from bot.core.vocabulary import Platform

WAIT_S = 0.2
"""What a rate limit asks for; Slack's adapter never waits less than a second."""


class Mishap(Enum):
    """What befalls a request."""

    LOST_ANSWER = auto()
    LOST_REQUEST = auto()
    ERROR_AFTER = auto()
    ERROR_BEFORE = auto()
    LIMITED = auto()
    LIMITED_EVERYWHERE = auto()
    SLOW_ANSWER = auto()


DONE = {Mishap.LOST_ANSWER, Mishap.ERROR_AFTER, Mishap.SLOW_ANSWER, None}
"""The platform does what was asked, whatever it then says."""


class Luck:
    """Draws from a seed what befalls each request; `share` of them meet a mishap.

    With `first`, that is what befalls the first post to each channel, and nothing else ever happens.
    """

    def __init__(self, seed: int, share: float, *, first: Mishap | None = None) -> None:
        self._random = random.Random(seed)
        self._first = first
        self._met: set[str] = set()
        self.share = share
        self.counts: Counter[Mishap] = Counter()

    def draw(self, channel: str, *, posting: bool) -> Mishap | None:
        """The next request's mishap."""
        mishap = None
        if self._first is not None and posting and channel not in self._met:
            self._met.add(channel)
            mishap = self._first
        elif self._random.random() < self.share:
            mishap = self._random.choice(list(Mishap))
        if mishap is not None:
            self.counts[mishap] += 1
        return mishap


class UnkindDiscord(FakeDiscord):
    """Forgets nonces after two (scaled) minutes and shows messages late."""

    def __init__(self, luck: Luck, times: Times, *, skew_s: float = 0.0) -> None:
        epoch_s = (EPOCH_MS + 1_420_070_400_000) / 1000
        super().__init__(clock=lambda: time.time() + skew_s - epoch_s, keep=False)
        self.nonce_memory_s = times.nonce_memory_s
        self._luck, self._times = luck, times
        self._key_of: dict[str, str] = {}

    def open(self, number: int) -> Destination:
        """A new channel."""
        name = str(500_000_000_000_000_000 + number)
        self.channels[name] = FakeChannel(id=name, permissions=MAY_ANSWER)
        return Destination(platform=Platform.DISCORD, workspace=GUILD, channel=name)

    def shown(self, channel: str) -> list[tuple[str, str]]:
        """The delivery key and the text of what people see, in threads too, oldest first."""
        found = dict(self.channels[channel].messages)
        for thread in [number for number in found if number in self.channels]:
            found |= self.channels[thread].messages
        return [
            (self._key_of[number].partition(".")[0], str(found[number])) for number in sorted(found, key=int)
        ]

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix(PREFIX)
        body = await request.json() if request.can_read_body else None
        posting = request.method == "POST"
        mishap = self._luck.draw(path, posting=posting) if path.startswith("/channels/") else None
        answer = self._answer(request, path, body) if mishap in DONE else None
        match mishap:
            case None:
                assert answer is not None
                return answer
            case Mishap.SLOW_ANSWER:
                assert answer is not None
                await asyncio.sleep(1.5 * self._times.timeout_s)
                return answer
            case Mishap.ERROR_AFTER | Mishap.ERROR_BEFORE:
                return self._faulty(request, DiscordFault(status=502, body="<html>Bad Gateway</html>"))
            case Mishap.LIMITED:
                return self._faulty(request, DiscordFault.rate_limited(WAIT_S))
            case Mishap.LIMITED_EVERYWHERE:
                return self._faulty(request, DiscordFault.rate_limited(WAIT_S, scope="global"))
        return self._faulty(request, DiscordFault())

    def _store(self, channel: FakeChannel, body: Mapping[str, Any]) -> dict[str, Any]:
        message = super()._store(channel, body)
        self._key_of[message["id"]] = str(body["nonce"])
        return message

    def _history(self, request: web.Request, _body: Any, channel_id: str) -> web.Response:
        limit, after = int(request.query.get("limit", 50)), int(request.query.get("after", 0))
        if channel_id not in self.channels:
            return super()._history(request, _body, channel_id)
        newest_ms = EPOCH_MS + (self.clock() - LAG * self._times.discord_settle_s) * 1000
        found = [
            message
            for key, message in self.channels[channel_id].messages.items()
            if int(key) > after and int(key) >> 22 <= newest_ms
        ]
        return web.json_response(found[:limit][::-1])


class UnkindSlack(SlackDouble):
    """Takes any message twice and shows it late."""

    def __init__(self, luck: Luck, times: Times, *, skew_s: float = 0.0) -> None:
        super().__init__(now=lambda: time.time() + skew_s)
        self._luck, self._times = luck, times
        self._shown_at: dict[str, float] = {}

    def open(self, number: int) -> Destination:
        """A new channel."""
        name = f"C{number:08d}"
        self.rooms[name] = Room(name)
        return Destination(platform=Platform.SLACK, workspace=TEAM, channel=name)

    def shown(self, channel: str) -> list[tuple[str, str]]:
        """The delivery key and the text of what people see, oldest first."""
        return [
            (message["metadata"]["event_payload"]["key"].partition(".")[0], str(message["blocks"]))
            for message in self.posts(channel)
        ]

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method, body = request.match_info["method"], await body_of(request)
        posting = method == "chat.postMessage"
        mishap = self._luck.draw(body["channel"], posting=posting) if "channel" in body else None
        answer = self._answer(method, body, BOT_TOKEN) if mishap in DONE else None
        match mishap:
            case None:
                return web.json_response(answer)
            case Mishap.SLOW_ANSWER:
                await asyncio.sleep(1.5 * self._times.timeout_s)
                return web.json_response(answer)
            case Mishap.ERROR_AFTER:
                return web.json_response({"ok": False, "error": "fatal_error"})
            case Mishap.ERROR_BEFORE:
                return web.Response(status=503, text="upstream connect error")
            case Mishap.LIMITED | Mishap.LIMITED_EVERYWHERE:
                limited = {"ok": False, "error": "ratelimited"}
                return web.json_response(limited, status=429, headers={"Retry-After": "1"})
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    def _chat_postmessage(self, body: dict[str, Any]) -> dict[str, Any]:
        answer = super()._chat_postmessage(body)
        self._shown_at[answer["ts"]] = time.monotonic() + LAG * self._times.slack_settle_s
        return answer

    def _conversations_history(self, body: dict[str, Any]) -> dict[str, Any]:
        found = [message for message in self._shown(body) if "thread_ts" not in message]
        return self._page(found[::-1], body)

    def _conversations_replies(self, body: dict[str, Any]) -> dict[str, Any]:
        found = [
            message
            for message in self._shown(body)
            if body["ts"] in {message["ts"], message.get("thread_ts")}
        ]
        return self._page(found, body)

    def _shown(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        oldest = float(body.get("oldest", 0))
        return [
            message
            for message in self.posts(body["channel"])
            if float(message["ts"]) >= oldest and self._shown_at[message["ts"]] <= time.monotonic()
        ]
