"""Discord's gateway beside its REST API: a connection that is greeted, identified, kept alive and otherwise silent.

It follows https://discord.com/developers/docs/events/gateway; payloads hold what discord.py reads.
"""

import asyncio
import json
from typing import Any

from aiohttp import WSMsgType, web
from doubles.discord_rest import BOT_ID, GUILD, PREFIX, FakeDiscord

APPLICATION = "910000000000000001"
HEARTBEAT_S = 41.25
SOCKET = "/gateway/socket"
DISPATCH, HEARTBEAT, IDENTIFY, HELLO, ACKNOWLEDGED = 0, 1, 2, 10, 11


class FakeGateway(FakeDiscord):
    """A Discord that the whole client can connect to; `ready` is set once it has."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.ready = asyncio.Event()
        self.heartbeats = 0
        self.commands: list[dict[str, Any]] = []

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if request.path == SOCKET:
            return await self._connected(request)
        answer = await self._answered(request)
        if answer.content_type == "application/json":
            answer.headers["Content-Type"] = "application/json"  # discord.py knows it without a charset only
        return answer

    async def _answered(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix(PREFIX)
        if path == "/users/@me":
            return web.json_response({**_user(BOT_ID), "bot": True})
        if path == "/gateway/bot":
            limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
            url = f"ws://{request.host}{SOCKET}"
            return web.json_response({"url": url, "shards": 1, "session_start_limit": limit})
        if path == "/oauth2/applications/@me":
            return web.json_response({"id": APPLICATION, "name": "Civicwatch", "description": "", "icon": None,
                                      "verify_key": "", "bot_public": False, "bot_require_code_grant": False,
                                      "flags": 0, "owner": _user("42"), "team": None})  # fmt: skip
        if path == f"/applications/{APPLICATION}/commands":
            if request.method == "PUT":
                given = await request.json()
                self.commands = [
                    {**one, "id": str(9_000 + number), "application_id": APPLICATION, "version": "1"}
                    for number, one in enumerate(given)
                ]
            return web.json_response(self.commands)
        return await super()._serve(request)

    async def _connected(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": HELLO, "d": {"heartbeat_interval": int(HEARTBEAT_S * 1000)}})
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            told = json.loads(frame.data)
            if told["op"] == HEARTBEAT:
                self.heartbeats += 1
                await socket.send_json({"op": ACKNOWLEDGED})
            elif told["op"] == IDENTIFY:
                await self._welcome(socket, told["d"]["shard"])
        return socket

    async def _welcome(self, socket: web.WebSocketResponse, shard: list[int]) -> None:
        ready = {
            "v": 10, "user": {**_user(BOT_ID), "bot": True}, "guilds": [{"id": GUILD, "unavailable": True}],
            "session_id": "s1", "resume_gateway_url": "ws://127.0.0.1:1", "shard": shard,
            "application": {"id": APPLICATION, "flags": 0},
        }  # fmt: skip
        await socket.send_json({"op": DISPATCH, "s": 1, "t": "READY", "d": ready})
        self.ready.set()


def _user(number: str) -> dict[str, Any]:
    return {"id": number, "username": "civicwatch", "discriminator": "0", "avatar": None}
