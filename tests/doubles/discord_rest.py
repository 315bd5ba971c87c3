"""A thin Discord REST API on loopback: messages, permissions, limits, and faults on demand.

Its truth is Discord's published API description: it refuses what that refuses, and any path that it
does not know. What people would see is in `visible`: a repeated nonce shows no second message for two
minutes of the clock that is passed in, and the history does not tell nonces, as Discord keeps none.
"""

import re
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web
from discord import Permissions
from doubles.discord_rules import message_faults
from recording import record

PREFIX = "/api/v10"
TOKEN = "MTIzNDU2Nzg5.Gq1Zx2.secret-part-of-the-token_0123456789"
BOT_ID = "900000000000000001"
GUILD = "100000000000000001"
CHANNEL = "200000000000000001"
BOT_ROLE = "300000000000000001"
NONCE_MEMORY_S = 120.0
# 2026-11-23T15:00:00Z as a snowflake's time part.
EPOCH_MS = 1_795_446_000_000 - 1_420_070_400_000
MAY_POST = Permissions(view_channel=True, send_messages=True, embed_links=True, read_message_history=True)
MAY_ANSWER = MAY_POST | Permissions(create_public_threads=True, send_messages_in_threads=True)
THREADS = {10, 11, 12}


@dataclass
class Seconds:
    """A clock that moves only when told to."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Fault:
    """What happens to the next request instead of, or after, its work."""

    status: int = 0
    body: Mapping[str, object] | str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    work_done: bool = False
    """The message is posted although the answer tells otherwise."""

    @classmethod
    def answer(cls, status: int, code: int = 0, message: str = "", **extra: object) -> Self:
        """An error in Discord's own form."""
        return cls(status=status, body={"code": code, "message": message, **extra})

    @classmethod
    def rate_limited(cls, retry_after: float, *, scope: str = "user") -> Self:
        """429 as Discord sends it for one route, one resource (shared) or everything (global)."""
        body = {
            "message": "You are being rate limited.",
            "retry_after": retry_after,
            "global": scope == "global",
        }
        return cls(status=429, body=body, headers={"Via": "1.1 google", "X-RateLimit-Scope": scope})

    @classmethod
    def lost_answer(cls) -> Self:
        """The request arrives and is done; the connection closes without a word."""
        return cls(work_done=True)

    @classmethod
    def lost_request(cls) -> Self:
        """The connection closes before anything is done."""
        return cls()


@dataclass
class FakeChannel:
    """One channel: what the bot may do there, and what stands there."""

    id: str
    guild_id: str = GUILD
    type: int = 0
    permissions: Permissions = MAY_POST
    parent_id: str | None = None
    archived: bool = False
    locked: bool = False
    name: str = ""
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)


class FakeDiscord:
    """The server; use it as an async context manager, then `url` is where the adapter points."""

    def __init__(
        self, *, clock: Callable[[], float], per_channel: tuple[int, float] | None = None, keep: bool = True
    ) -> None:
        self.clock = clock
        self.per_channel = per_channel
        self.nonce_memory_s = NONCE_MEMORY_S
        self.channels = {CHANNEL: FakeChannel(id=CHANNEL)}
        self.faults: deque[Fault] = deque()
        self.requests: list[tuple[str, str, Any]] = []
        self.violations: list[str] = []
        self.limited = 0
        self._keep = keep
        self._nonces: dict[tuple[str, str], tuple[str, float]] = {}
        self._windows: dict[str, tuple[float, int]] = {}
        self._serial = 0
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._serve)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}{PREFIX}"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    def visible(self, channel: str = CHANNEL) -> list[dict[str, Any]]:
        """The messages that people see there, oldest first."""
        return list(self.channels[channel].messages.values())

    def say(self, text: str, channel: str = CHANNEL) -> str:
        """Somebody else posts."""
        return self._store(self.channels[channel], {"content": text, "author": {"id": "42"}})["id"]

    def posts(self) -> list[Any]:
        """The bodies of all requests that wanted to post a message."""
        return [
            body for method, path, body in self.requests if method == "POST" and path.endswith("/messages")
        ]

    # --- one request ------------------------------------------------------------------------------------

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix(PREFIX)
        body = await request.json() if request.can_read_body else None
        self.requests.append((request.method, path, body))
        if self._keep:
            record("discord", method=request.method, path=path, body=body)
        fault = self.faults.popleft() if self.faults else None
        if fault is not None and not fault.work_done:
            return self._faulty(request, fault)
        answer = self._answer(request, path, body)
        return self._faulty(request, fault) if fault is not None else answer

    def _faulty(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if not fault.status:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if isinstance(fault.body, str):
            return web.Response(
                status=fault.status, text=fault.body, content_type="text/html", headers=fault.headers
            )
        return web.json_response(fault.body, status=fault.status, headers=fault.headers)

    def _answer(self, request: web.Request, path: str, body: Any) -> web.Response:
        if request.headers.get("Authorization") != f"Bot {TOKEN}":
            return _error(401, 0, "401: Unauthorized")
        for method, pattern, work in self._routes():
            match = re.fullmatch(pattern, path)
            if match and method == request.method:
                return work(request, body, *match.groups())
        self.violations.append(f"{request.method} {path}: no such route")
        return _error(404, 0, "404: Not Found")

    def _routes(self) -> list[tuple[str, str, Callable[..., web.Response]]]:
        return [
            ("GET", r"/users/@me", lambda *_: web.json_response({"id": BOT_ID, "username": "civicwatch"})),
            ("POST", r"/users/@me/channels", self._private),
            ("GET", r"/channels/(\d+)", self._channel),
            ("PATCH", r"/channels/(\d+)", self._unarchive),
            ("GET", r"/channels/(\d+)/messages", self._history),
            ("POST", r"/channels/(\d+)/messages", self._post),
            ("PATCH", r"/channels/(\d+)/messages/(\d+)", self._edit),
            ("GET", r"/channels/(\d+)/messages/(\d+)", self._message),
            ("POST", r"/channels/(\d+)/messages/(\d+)/threads", self._open_thread),
            ("GET", r"/guilds/(\d+)/roles", self._roles),
            ("GET", r"/guilds/(\d+)/members/(\d+)", self._member),
        ]

    def _private(self, _request: web.Request, body: Any) -> web.Response:
        number = f"7{int(body['recipient_id']):017d}"
        self.channels.setdefault(number, FakeChannel(id=number, type=1))
        return web.json_response({"id": number, "type": 1})

    # --- channels ---------------------------------------------------------------------------------------

    def _channel(self, _request: web.Request, _body: Any, channel_id: str) -> web.Response:
        channel = self.channels.get(channel_id)
        if channel is None:
            return _error(404, 10003, "Unknown Channel")
        if not channel.permissions.view_channel:
            return _error(403, 50001, "Missing Access")
        own = {"id": BOT_ID, "type": 1, "allow": str(channel.permissions.value), "deny": "0"}
        return web.json_response({
            "id": channel.id, "type": channel.type, "guild_id": channel.guild_id, "parent_id": channel.parent_id,
            "permission_overwrites": [own],
        })  # fmt: skip

    def _unarchive(self, _request: web.Request, body: Any, channel_id: str) -> web.Response:
        channel = self.channels[channel_id]
        if not channel.permissions.manage_threads:
            return _error(403, 50013, "Missing Permissions")
        channel.archived = body["archived"]
        return web.json_response({"id": channel_id})

    def _roles(self, _request: web.Request, _body: Any, guild_id: str) -> web.Response:
        return web.json_response([{"id": guild_id, "permissions": "0"}, {"id": BOT_ROLE, "permissions": "0"}])

    def _member(self, _request: web.Request, _body: Any, _guild_id: str, user_id: str) -> web.Response:
        return web.json_response({"user": {"id": user_id}, "roles": [BOT_ROLE]})

    # --- messages ---------------------------------------------------------------------------------------

    def _post(self, _request: web.Request, body: Any, channel_id: str) -> web.Response:
        channel = self.channels.get(channel_id)
        headers, limited = self._limit(channel_id)
        if limited is not None:
            return limited
        if refused := self._refusal(channel, body):
            return refused
        assert channel is not None
        key = (channel_id, str(body.get("nonce", "")))
        first, at = self._nonces.get(key, ("", float("-inf")))
        if (
            body.get("enforce_nonce")
            and first in channel.messages
            and self.clock() - at < self.nonce_memory_s
        ):
            return web.json_response(channel.messages[first], headers=headers)
        message = self._store(channel, body)
        if body.get("nonce"):
            self._nonces[key] = (message["id"], self.clock())
        return web.json_response({**message, "nonce": body.get("nonce")}, headers=headers)

    def _refusal(self, channel: FakeChannel | None, body: Any) -> web.Response | None:
        if channel is None:
            return _error(404, 10003, "Unknown Channel")
        if forbidden := _forbidden(channel, body):
            return forbidden
        if channel.archived:
            return _error(400, 50083, "Thread is archived")
        if found := message_faults(body):
            self.violations += found
            return _error(400, 50035, "Invalid Form Body", errors={"_errors": found})
        if not body.get("content") and not body.get("embeds"):
            return _error(400, 50006, "Cannot send an empty message")
        return None

    def _store(self, channel: FakeChannel, body: Mapping[str, Any]) -> dict[str, Any]:
        self._serial += 1
        snowflake = ((EPOCH_MS + int(self.clock() * 1000)) << 22) + self._serial
        kept = {key: value for key, value in body.items() if key not in {"nonce", "enforce_nonce"}}
        message = {
            "content": "",
            "embeds": [],
            "author": {"id": BOT_ID},
            **kept,
            "id": str(snowflake),
            "channel_id": channel.id,
        }
        channel.messages[message["id"]] = message
        return message

    def _message(self, _request: web.Request, _body: Any, channel_id: str, message_id: str) -> web.Response:
        channel = self.channels.get(channel_id)
        if channel is None:
            return _error(404, 10003, "Unknown Channel")
        if not channel.permissions.read_message_history:
            return _error(403, 50001, "Missing Access")
        found = channel.messages.get(message_id)
        return web.json_response(found) if found else _error(404, 10008, "Unknown Message")

    def _open_thread(
        self, _request: web.Request, body: Any, channel_id: str, message_id: str
    ) -> web.Response:
        channel = self.channels.get(channel_id)
        if channel is None:
            return _error(404, 10003, "Unknown Channel")
        refusals = (
            (channel.type not in {0, 5}, (400, 50024, "Cannot execute action on this channel type")),
            (not channel.permissions.create_public_threads, (403, 50013, "Missing Permissions")),
            (message_id not in channel.messages, (404, 10008, "Unknown Message")),
            (
                message_id in self.channels,
                (400, 160004, "A thread has already been created for this message"),
            ),
            (not 1 <= len(body["name"]) <= 100, (400, 50035, "Invalid Form Body")),
            (body["auto_archive_duration"] not in {60, 1440, 4320, 10080}, (400, 50035, "Invalid Form Body")),
        )
        for refused, (status, code, said) in refusals:
            if refused:
                self.violations += [f"thread: {body}"] if code == 50035 else []
                return _error(status, code, said)
        self.channels[message_id] = FakeChannel(
            id=message_id, type=11, parent_id=channel_id, permissions=channel.permissions, name=body["name"]
        )
        return web.json_response({"id": message_id, "type": 11, "parent_id": channel_id}, status=201)

    def _edit(self, _request: web.Request, body: Any, channel_id: str, message_id: str) -> web.Response:
        channel = self.channels.get(channel_id)
        if channel is None:
            return _error(404, 10003, "Unknown Channel")
        if message_id not in channel.messages:
            return _error(404, 10008, "Unknown Message")
        if found := message_faults(body):
            self.violations += found
            return _error(400, 50035, "Invalid Form Body", errors={"_errors": found})
        message = channel.messages[message_id]
        message.update(
            {**body, "content": body.get("content") or "", "edited_timestamp": "2026-11-23T15:05:00+00:00"}
        )
        return web.json_response(message)

    def _history(self, request: web.Request, _body: Any, channel_id: str) -> web.Response:
        channel = self.channels.get(channel_id)
        if channel is None:
            return _error(404, 10003, "Unknown Channel")
        if not channel.permissions.view_channel:
            return _error(403, 50001, "Missing Access")
        limit, after = int(request.query.get("limit", 50)), int(request.query.get("after", 0))
        if not 1 <= limit <= 100:
            return _error(400, 50035, "Invalid Form Body")
        found = [one for key, one in channel.messages.items() if int(key) > after][:limit]
        return web.json_response(found[::-1] if channel.permissions.read_message_history else [])

    def _limit(self, channel_id: str) -> tuple[dict[str, str], web.Response | None]:
        """A fixed window for each channel, told in headers as Discord tells it."""
        if self.per_channel is None:
            return {}, None
        most, window_s = self.per_channel
        opened, used = self._windows.get(channel_id, (self.clock(), 0))
        if self.clock() - opened >= window_s:
            opened, used = self.clock(), 0
        left_s = opened + window_s - self.clock()
        headers = {
            "X-RateLimit-Bucket": "messages", "X-RateLimit-Limit": str(most), "X-RateLimit-Scope": "user",
            "X-RateLimit-Remaining": str(max(0, most - used - 1)), "X-RateLimit-Reset-After": f"{left_s:.3f}",
        }  # fmt: skip
        if used >= most:
            self.limited += 1
            body = {"message": "You are being rate limited.", "retry_after": left_s, "global": False}
            return headers, web.json_response(body, status=429, headers={**headers, "Via": "1.1 google"})
        self._windows[channel_id] = (opened, used + 1)
        return headers, None


def _forbidden(channel: FakeChannel, body: Mapping[str, Any]) -> web.Response | None:
    granted = channel.permissions
    if channel.locked:
        return _error(400, 160005, "Thread is locked")
    if body.get("message_reference") and not granted.read_message_history:
        return _error(400, 160002, "Cannot reply without permission to read message history")
    if not granted.view_channel:
        return _error(403, 50001, "Missing Access")
    may_send = granted.send_messages_in_threads if channel.type in THREADS else granted.send_messages
    if not may_send or (body.get("embeds") and not granted.embed_links):
        return _error(403, 50013, "Missing Permissions")
    return None


def _error(status: int, code: int, message: str, **extra: object) -> web.Response:
    return web.json_response({"code": code, "message": message, **extra}, status=status)
