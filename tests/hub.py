"""A WebSub hub for tests that does what the Recommendation asks of one, no more and no less."""

import hashlib
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

FIELDS = {"hub.callback", "hub.mode", "hub.topic", "hub.lease_seconds", "hub.secret"}


@dataclass
class Hub:
    """Takes subscriptions by POST, verifies them when told to, and distributes content."""

    status: int = 202
    url: str = ""
    location: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    subscribed: dict[str, dict[str, str]] = field(default_factory=dict)
    """By callback, the verified ones."""

    async def answer(self, request: web.Request) -> web.Response:
        """Section 5.1: a form with mode, topic and callback; 202 and verification later."""
        if self.location and request.path != "/moved":
            return web.Response(status=307, headers={"Location": self.location})
        form = {name: str(value) for name, value in (await request.post()).items()}
        assert request.content_type == "application/x-www-form-urlencoded"
        assert form.keys() <= FIELDS
        assert len(form["hub.secret"].encode()) < 200
        self.asked.append(form)
        return web.Response(status=self.status)

    async def verify(self, **changes: str) -> tuple[int, str]:
        """Section 5.3: ask the callback whether the newest request was meant; True needs 2xx and the echo."""
        form = self.asked[-1]
        query = {
            "hub.mode": form["hub.mode"],
            "hub.topic": form["hub.topic"],
            "hub.challenge": "some-random-words",
            "hub.lease_seconds": form["hub.lease_seconds"],
            **changes,
        }
        async with (
            aiohttp.ClientSession() as session,
            session.get(form["hub.callback"], params=query) as answer,
        ):
            text = await answer.text()
        if 200 <= answer.status < 300 and text == query["hub.challenge"]:
            self.subscribed[form["hub.callback"]] = form
        return answer.status, text

    async def distribute(
        self, body: bytes, *, method: str = "sha256", signature: str | None = None, form: int = -1
    ) -> int:
        """Section 7: the topic's content to a subscriber, signed with the secret of its subscription."""
        asked = self.asked[form]
        headers = {
            "Content-Type": "application/atom+xml",
            "Link": f'<{self.url}>; rel="hub", <{asked["hub.topic"]}>; rel="self"',
        }
        if signature is None:
            digest = hmac.new(asked["hub.secret"].encode(), body, getattr(hashlib, method)).hexdigest()
            signature = f"{method}={digest}"
        if signature:
            headers["X-Hub-Signature"] = signature
        async with (
            aiohttp.ClientSession() as session,
            session.post(asked["hub.callback"], data=body, headers=headers) as answer,
        ):
            return answer.status


@asynccontextmanager
async def hub_at_work() -> AsyncIterator[Hub]:
    """A hub on loopback."""
    hub = Hub()
    app = web.Application()
    app.router.add_post("/{path:.*}", hub.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hub.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hub"
    try:
        yield hub
    finally:
        await runner.cleanup()
