"""Slash commands over Socket Mode (https://docs.slack.dev/apis/events-api/using-socket-mode)."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.adapters.slack.client import FAILURES, read, sdk_logger, web_client, webhook_client
from bot.adapters.slack.commands import CommandService, Managers, SlackCommands
from bot.adapters.slack.render import Rendered
from bot.core.errors import (
    ChannelGoneError,
    ConfigError,
    ContentRefusedError,
    CredentialsRefusedError,
    DeliveryError,
)

log = structlog.get_logger(__name__)

COMMAND = "/civicwatch"
REMEMBERED_TRIGGERS = 1000
CLOSING_S = 5.0
SORRY = Rendered(
    text="Something went wrong on our side; the operator can read it in the log. Please try again."
)


class SlackSocket:
    """Holds the connection, acknowledges first, answers by the response URL."""

    def __init__(
        self,
        app_token: str,
        bot_token: str,
        *,
        api_url: str,
        service: CommandService,
        managers: frozenset[str] = frozenset(),
        ping_interval_s: float = 10.0,
    ) -> None:
        self._app_token = app_token
        self._bot_token = bot_token
        self._api_url = api_url
        self._web = web_client(bot_token, api_url=api_url)
        self._commands = SlackCommands(service, Managers(self._is_admin, configured=managers))
        self._ping_interval_s = ping_interval_s
        self._handler: AsyncSocketModeHandler | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._answering: set[asyncio.Task[Any]] = set()
        self._triggers: dict[str, None] = {}

    async def start(self) -> None:
        """Check the token and connect in the background; an unreachable Slack is tried again by itself."""
        address: str | None = None
        try:
            answer = await read(self._web.apps_connections_open, app_token=self._app_token)
            address = answer.get("url")
        except (ChannelGoneError, ContentRefusedError, CredentialsRefusedError) as exc:
            mend = "set it to an app-level token (xapp-…) with the scope connections:write"
            raise ConfigError(f"CIVICWATCH_SLACK_APP_TOKEN: {exc}; {mend}") from exc
        except DeliveryError as exc:
            log.warning("slack not reachable yet", error=str(exc))
        handler = AsyncSocketModeHandler(
            self._bolt(), self._app_token, logger=sdk_logger(), web_client=self._web,
            ping_interval=self._ping_interval_s,
        )  # fmt: skip
        handler.client.proxy, handler.client.wss_uri = self._web.proxy, address
        self._handler = handler
        connect: Callable[[], Coroutine[Any, Any, None]] = handler.client.connect
        self._tasks = [asyncio.create_task(connect()), asyncio.create_task(self._renew())]

    async def close(self) -> None:
        """Let answers that are under way go out, then hang up."""
        if self._answering:
            await asyncio.wait(self._answering, timeout=CLOSING_S)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._handler is not None:
            close: Callable[[], Awaitable[None]] = self._handler.client.close
            await close()
        self._handler = None

    def _bolt(self) -> AsyncApp:
        async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
            """Bolt would ask Slack before it acknowledges; the app-level token has proved enough."""
            return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=self._bot_token)

        client = web_client(None, api_url=self._api_url)
        app = AsyncApp(name="civicwatch", client=client, logger=sdk_logger(), authorize=authorize)
        app.command(COMMAND)(self._on_command)
        app.error(self._on_error)
        return app

    async def _on_command(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        if self._came_before(str(body.get("trigger_id", ""))):
            return
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - Bolt runs listeners as tasks
        self._answering.add(task)
        try:
            await self._respond(body, await self._commands.answer(body))
        finally:
            self._answering.discard(task)

    async def _on_error(self, error: Exception, body: dict[str, Any]) -> None:
        log.error("slack command crashed", text=body.get("text"), exc_info=error)
        if body.get("response_url"):
            await self._respond(body, SORRY)

    async def _respond(self, body: dict[str, Any], answer: Rendered) -> None:
        """Answer for the caller's eyes only; as plain text if Slack refuses the blocks."""
        url = str(body.get("response_url", ""))
        client = webhook_client(url)
        for blocks in (list(answer.blocks), None) if answer.blocks else (None,):
            try:
                sent = await client.send(text=answer.text, blocks=blocks, response_type="ephemeral")
            except FAILURES as exc:
                log.warning("slack answer lost", error=type(exc).__name__)
                return
            if sent.status_code == 200:
                return
            log.warning("slack answer refused", status=sent.status_code, code=sent.body[:80])

    async def _is_admin(self, user: str) -> bool:
        answer = await read(self._web.users_info, user=user)
        found = answer.get("user") or {}
        return any(found.get(role) for role in ("is_admin", "is_owner", "is_primary_owner"))

    async def _renew(self) -> None:
        """A socket's address expires, and the SDK retries a dead one for ever: make it ask for a new one."""
        while self._handler is not None:
            await asyncio.sleep(3 * self._ping_interval_s)
            client = self._handler.client
            if not await client.is_connected():
                client.wss_uri = None

    def _came_before(self, trigger: str) -> bool:
        """Whether Slack delivers a command again because its first acknowledgement was lost."""
        if trigger in self._triggers:
            return True
        while len(self._triggers) >= REMEMBERED_TRIGGERS:
            del self._triggers[next(iter(self._triggers))]
        if trigger:
            self._triggers[trigger] = None
        return False
