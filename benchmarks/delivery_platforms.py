"""Discord and Slack on loopback, enforcing their published limits in real time, gateways included."""

import asyncio
import itertools
import time

from adapters.slack_double import SlackDouble, body_of
from adapters.slack_world import APP_TOKEN, BOT_TOKEN
from aiohttp import web
from doubles.discord_gateway import FakeGateway
from doubles.discord_rest import EPOCH_MS, Fault

SLACK_PER_S = 1.0
DISCORD_PER_CHANNEL = (5, 5.0)
DISCORD_PER_S = 50
EPOCH_S = (EPOCH_MS + 1_420_070_400_000) / 1000


class Arrivals:
    """When posts arrived, and what was turned away."""

    def __init__(self) -> None:
        self.at: dict[str, list[float]] = {}
        self.limited: list[float] = []
        self.refused = 0
        self.changed = asyncio.Event()

    def note(self, channel: str) -> None:
        self.at.setdefault(channel, []).append(time.monotonic())
        self.changed.set()

    @property
    def times(self) -> list[float]:
        return sorted(itertools.chain.from_iterable(self.at.values()))

    def clear(self) -> None:
        self.at.clear()
        self.limited.clear()
        self.refused = 0


class StrictDiscord(FakeGateway):
    """Five posts in five seconds to a channel, fifty a second in all; some channels never answer."""

    def __init__(self, arrivals: Arrivals) -> None:
        super().__init__(clock=lambda: time.time() - EPOCH_S, per_channel=DISCORD_PER_CHANNEL, keep=False)
        self.silent: set[str] = set()
        self.released = asyncio.Event()
        self._arrivals = arrivals
        self._second = (0.0, 0)

    def release(self) -> None:
        """Let the silent channels answer, late as it is."""
        self.silent.clear()
        released, self.released = self.released, asyncio.Event()
        released.set()

    def posts_to(self, channel: str) -> int:
        """Requests that wanted to post there, whatever became of them."""
        path = f"/channels/{channel}/messages"
        return sum(method == "POST" and asked == path for method, asked, _ in self.requests)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        channel = request.path.split("/")[4] if "/channels/" in request.path else ""
        if channel in self.silent:
            self._arrivals.refused += 1
            await self.released.wait()
            return web.Response(status=504)
        posting = request.method == "POST" and bool(channel)
        if posting and self._over():
            self._arrivals.limited.append(time.monotonic())
            return self._faulty(request, Fault.rate_limited(1.0, scope="global"))
        answer = await super()._serve(request)
        if posting and answer.status == 200:
            self._arrivals.note(channel)
        elif posting:
            self._arrivals.refused += answer.status == 403
            if answer.status == 429:
                self._arrivals.limited.append(time.monotonic())
        return answer

    def _over(self) -> bool:
        began, used = self._second
        if time.monotonic() - began >= 1.0:
            began, used = time.monotonic(), 0
        self._second = (began, used + 1)
        return used >= DISCORD_PER_S


class StrictSlack(SlackDouble):
    """One post a second to a channel, no burst."""

    def __init__(self, arrivals: Arrivals) -> None:
        super().__init__()
        self._arrivals = arrivals

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method, body = request.match_info["method"], await body_of(request)
        if method == "chat.postMessage":
            last = self._arrivals.at.get(body["channel"], [0.0])[-1]
            if time.monotonic() - last < 1 / SLACK_PER_S:
                self._arrivals.limited.append(time.monotonic())
                limited = {"ok": False, "error": "ratelimited"}
                return web.json_response(limited, status=429, headers={"Retry-After": "1"})
            self._arrivals.note(body["channel"])
        token = APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN
        return web.json_response(self._answer(method, body, token))


def least_wall_s(channels: int, posts: int) -> float:
    """What the limits allow at best: Slack each second, Discord a full window or all channels together."""
    most, window_s = DISCORD_PER_CHANNEL
    return max(
        (posts - 1) / SLACK_PER_S,
        (-(-posts // most) - 1) * window_s,
        (channels / 2 * posts - DISCORD_PER_S) / DISCORD_PER_S,
    )
