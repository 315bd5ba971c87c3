"""A Slack on loopback: Web API, Socket Mode and response URLs, with every fault a test can wish for.

Shapes follow docs.slack.dev and the payloads in slack-sdk's own tests. It refuses what Slack refuses.
"""

import asyncio
import contextlib
import json
import time
from collections import defaultdict, deque
from collections.abc import Callable
from typing import Any, Self

from adapters.slack_rules import refusal_of
from adapters.slack_world import (
    APP,
    APP_TOKEN,
    BOT_ID,
    BOT_TOKEN,
    BOT_USER,
    NEEDS,
    SCOPES,
    TEAM,
    Called,
    Fault,
    Room,
)  # fmt: skip
from aiohttp import WSMsgType, web
from recording import record


class SlackDouble:
    """`async with SlackDouble() as slack:` and point the adapter at `slack.api_url`."""

    def __init__(self, *, now: Callable[[], float] = time.time) -> None:
        self.now = now
        self.lag_s = 0.0
        self.scopes = set(SCOPES)
        self.rooms = {room.id: room for room in (Room("C0NEWS"), Room("C0OTHER"))}
        self.users: dict[str, dict[str, Any]] = {"U0ADMIN": {"is_admin": True}, "U0READER": {}}
        self.calls: list[Called] = []
        self.answers: list[dict[str, Any]] = []
        self.refused: list[str] = []
        self.acknowledged: dict[str, float] = {}
        self.connections = 0
        self._faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._sockets: list[web.WebSocketResponse] = []
        self._changed = asyncio.Condition()
        self._sequence = 0
        self._spoilt: set[str] = set()
        self._release = asyncio.Event()
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/respond/{number}", self._respond)
        app.router.add_get("/link/", self._socket)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2, handler_cancellation=True)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.api_url = f"http://127.0.0.1:{self.port}/api/"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._release.set()
        for socket in self._sockets:
            await socket.close()
        await self._runner.cleanup()

    # --- what a test sets up and reads ---

    def fail(self, method: str, *faults: Fault) -> None:
        """The next requests for the method meet these faults, in order."""
        self._faults[method].extend(faults)

    def posts(self, channel: str = "C0NEWS") -> list[dict[str, Any]]:
        """Every message that stands in the channel, oldest first, replies included."""
        return self.rooms[channel].messages

    def called(self, method: str) -> list[dict[str, Any]]:
        """The bodies of every request for the method."""
        return [call.body for call in self.calls if call.method == method]

    async def until(self, claim: Callable[[], bool]) -> None:
        """Wait until the claim holds; a test that waits too long fails."""
        async with asyncio.timeout(15), self._changed:
            await self._changed.wait_for(claim)

    # --- Web API ---

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method, body = request.match_info["method"], await body_of(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.calls.append(Called(method, body, token))
        record("slack", method=method, body=body)
        fault = self._faults[method].popleft() if self._faults[method] else None
        answer = None if fault and not fault.done else self._answer(method, body, token)
        await self._notify()
        if fault is None:
            return web.json_response(answer)
        return await self._spoiled(request, fault, answer)

    async def _spoiled(self, request: web.Request, fault: Fault, answer: object) -> web.StreamResponse:
        if fault.hang:
            await self._release.wait()
        if fault.lost or fault.hang:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if fault.body is not None:
            return web.Response(status=fault.status, text=fault.body, headers=fault.headers)
        payload = answer if not fault.error else {"ok": False, "error": fault.error}
        return web.json_response(payload, status=fault.status, headers=fault.headers)

    def _answer(self, method: str, body: dict[str, Any], token: str) -> dict[str, Any]:
        error = self._refusal(method, body, token)
        if error:
            self.refused.append(f"{method}: {error}")
            return {"ok": False, "error": error}
        act = getattr(self, f"_{method.replace('.', '_').lower()}", None)
        return act(body) if act else {"ok": False, "error": "unknown_method"}

    def _refusal(self, method: str, body: dict[str, Any], token: str) -> str:
        if not token:
            return "not_authed"
        if token != (APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN):
            return "invalid_auth"
        if method in NEEDS and not NEEDS[method] & self.scopes:
            return "missing_scope"
        if "channel" in body and (error := self._room_error(method, body["channel"])):
            return error
        return refusal_of(method, body)

    def _room_error(self, method: str, channel: str) -> str:
        room = self.rooms.get(channel)
        if room is None or (room.private and not room.member):
            return "channel_not_found"
        if method == "conversations.info":
            return ""
        if not room.member:
            return "not_in_channel"
        return "is_archived" if room.archived and method.startswith("chat.") else ""

    def _auth_test(self, body: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "team": "Coalition", "team_id": TEAM, "user": "civicwatch", "user_id": BOT_USER, "bot_id": BOT_ID,
                "url": "https://coalition.slack.example/"}  # fmt: skip

    def _chat_postmessage(self, body: dict[str, Any]) -> dict[str, Any]:
        thread = body.get("thread_ts")
        if thread and thread not in {m["ts"] for m in self.rooms[body["channel"]].messages}:
            return {"ok": False, "error": "thread_not_found"}
        self._sequence += 1
        ts = f"{self.now():.0f}.{self._sequence:06d}"
        message = {"type": "message", "ts": ts, "user": BOT_USER, "bot_id": BOT_ID, "app_id": APP}
        message |= {
            name: body[name] for name in ("text", "blocks", "metadata", "thread_ts") if body.get(name)
        }
        self.rooms[body["channel"]].messages.append(message)
        return {"ok": True, "channel": body["channel"], "ts": ts, "message": message}

    def _chat_update(self, body: dict[str, Any]) -> dict[str, Any]:
        for message in self.rooms[body["channel"]].messages:
            if message["ts"] == body["ts"]:
                # Text without blocks takes the old blocks away; metadata that is not named stays.
                message |= {"text": body.get("text", ""), "blocks": body.get("blocks") or []}
                return {
                    "ok": True,
                    "channel": body["channel"],
                    "ts": body["ts"],
                    "text": body.get("text", ""),
                }
        return {"ok": False, "error": "message_not_found"}

    def _conversations_info(self, body: dict[str, Any]) -> dict[str, Any]:
        room = self.rooms[body["channel"]]
        return {"ok": True, "channel": {"id": room.id, "is_channel": not room.private, "is_private": room.private,
                                        "is_archived": room.archived, "is_member": room.member}}  # fmt: skip

    def _conversations_history(self, body: dict[str, Any]) -> dict[str, Any]:
        found = self.rooms[body["channel"]].seen_at(float(body.get("oldest", 0)), self.now(), self.lag_s)
        return self._page(found, body)

    def _conversations_replies(self, body: dict[str, Any]) -> dict[str, Any]:
        found = [
            m for m in self.rooms[body["channel"]].messages if body["ts"] in {m["ts"], m.get("thread_ts")}
        ]
        return self._page(found, body) if found else {"ok": False, "error": "thread_not_found"}

    def _page(self, found: list[dict[str, Any]], body: dict[str, Any]) -> dict[str, Any]:
        start, size = int(body.get("cursor") or 0), int(body.get("limit", 100))
        shown = [
            m if body.get("include_all_metadata") == "1" else {k: v for k, v in m.items() if k != "metadata"}
            for m in found
        ]
        following = str(start + size) if start + size < len(found) else ""
        return {"ok": True, "messages": shown[start : start + size], "has_more": bool(following),
                "response_metadata": {"next_cursor": following}}  # fmt: skip

    def _users_info(self, body: dict[str, Any]) -> dict[str, Any]:
        if body["user"] not in self.users:
            return {"ok": False, "error": "user_not_found"}
        return {
            "ok": True,
            "user": {"id": body["user"], "is_admin": False, "is_owner": False} | self.users[body["user"]],
        }

    # --- Socket Mode ---

    def _apps_connections_open(self, body: dict[str, Any]) -> dict[str, Any]:
        self._sequence += 1
        return {
            "ok": True,
            "url": f"ws://127.0.0.1:{self.port}/link/?ticket=secret-ticket-{self._sequence}&app_id={APP}",
        }

    def spoil_sockets(self, count: int) -> None:
        """Let the next addresses be good for nothing, as if they had expired."""
        self._spoilt.update(f"secret-ticket-{self._sequence + number}" for number in range(1, count + 1))

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if request.query["ticket"] in self._spoilt:
            return web.Response(status=408)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": APP}})
        self._sockets.append(socket)
        self.connections += 1
        await self._notify()
        with contextlib.suppress(ConnectionError):
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    self.acknowledged[json.loads(frame.data)["envelope_id"]] = time.monotonic()
                    await self._notify()
        self._sockets.remove(socket)
        return socket

    def slash(
        self, text: str, *, user: str = "U0ADMIN", channel: str = "C0NEWS", trigger: str = ""
    ) -> dict[str, Any]:
        """A slash command's envelope, as Socket Mode carries it."""
        self._sequence += 1
        return {
            "envelope_id": f"envelope-{self._sequence}",
            "type": "slash_commands",
            "accepts_response_payload": True,
            "payload": {
                "token": "verification", "team_id": TEAM, "team_domain": "coalition", "channel_id": channel,
                "channel_name": "news", "user_id": user, "user_name": "someone", "command": "/civicwatch", "text": text,
                "api_app_id": APP, "is_enterprise_install": "false", "trigger_id": trigger or f"{self._sequence}.trigger",
                "response_url": f"http://127.0.0.1:{self.port}/respond/{self._sequence}",
            },
        }  # fmt: skip

    async def push(self, envelope: dict[str, Any]) -> float:
        """Send an envelope to the newest connection; returns how long its acknowledgement took."""
        await self.until(lambda: bool(self._sockets))
        self.acknowledged.pop(envelope["envelope_id"], None)
        begun = time.monotonic()
        await self._sockets[-1].send_json(envelope)
        await self.until(lambda: envelope["envelope_id"] in self.acknowledged)
        return self.acknowledged[envelope["envelope_id"]] - begun

    async def ask(self, text: str, **who: str) -> dict[str, Any]:
        """Type a command and wait for its answer."""
        before = len(self.answers)
        await self.push(self.slash(text, **who))
        await self.until(lambda: len(self.answers) > before)
        return self.answers[-1]

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the client to come back on a new connection, as Slack does every few hours."""
        await self._sockets[-1].send_json({"type": "disconnect", "reason": reason, "debug_info": {}})

    async def cut(self) -> None:
        """Break every socket without a word."""
        for socket in list(self._sockets):
            await socket.close()

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.calls.append(Called("response_url", body, ""))
        record("slack", method="response_url", body=body)
        fault = self._faults["response_url"].popleft() if self._faults["response_url"] else None
        if fault is None or fault.done:
            self.answers.append(body)
        await self._notify()
        return await self._spoiled(request, fault, None) if fault else web.Response(text="ok")

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()


async def body_of(request: web.Request) -> dict[str, Any]:
    """A request's arguments, however they travel."""
    if request.content_type == "application/json":
        return await request.json()
    body = dict(request.query) | dict(await request.post())
    return {
        name: json.loads(value) if name in {"blocks", "metadata"} else value for name, value in body.items()
    }
