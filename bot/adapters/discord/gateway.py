"""The connection by which Discord brings us slash commands; posting does not need it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import aiohttp
import discord
import structlog
from discord import AllowedMentions, Intents, MemberCacheFlags, app_commands
from discord.http import Route

from bot.adapters.discord.commands import CommandAnswers, Interaction, command_group, refusal, show
from bot.core.errors import ConfigError

log = structlog.get_logger(__name__)

_RENEWAL = (
    "CIVICWATCH_DISCORD_TOKEN: Discord refuses the token; make a new one at "
    "https://discord.com/developers/applications (Bot, Reset Token)"
)
_AUTHENTICATION_FAILED = 4004
_FIRST_WAIT_S = 5.0
_LONGEST_WAIT_S = 300.0

# What a synced command consists of for us; Discord adds ids, versions and defaults.
_COMPARED = (
    "type", "name", "description", "options", "required", "choices", "value", "autocomplete",
    "min_value", "max_value", "contexts", "integration_types", "default_member_permissions", "nsfw",
)  # fmt: skip


class GatewayClient(discord.AutoShardedClient):
    """Takes commands. Wants no messages and no members: Discord sends permissions with each command."""

    def __init__(self, answers: CommandAnswers) -> None:
        super().__init__(
            intents=Intents(guilds=True),
            member_cache_flags=MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            allowed_mentions=AllowedMentions.none(),
        )
        self.tree = CommandTree(self)
        self.tree.add_command(command_group(answers))

    async def setup_hook(self) -> None:
        """Bring Discord's copy of the commands up to date before the first one arrives."""
        try:
            await sync_changed(self.tree)
        except discord.HTTPException as exc:
            # The commands that Discord has still work; the next start tries again.
            log.warning("commands were not synced", error=str(exc))


class CommandTree(app_commands.CommandTree[discord.Client]):
    """Turns whatever goes wrong in a command into one line for the person who typed it."""

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        """Log the traceback, and tell the person that it was not them."""
        if isinstance(error, (app_commands.CommandSignatureMismatch, app_commands.CommandNotFound)):
            answer = refusal("This command has changed", "Reload Discord and type it again.")
        else:
            answer = refusal("Something went wrong in Civicwatch", "It was logged for the operator.")
        log.error("command crashed", command=getattr(interaction.command, "name", None), exc_info=error)
        try:
            await show(interaction, answer)
        except discord.HTTPException as exc:
            log.info("interaction is over", code=exc.code)


class DiscordGateway:
    """Keeps the connection for as long as the process takes commands."""

    def __init__(
        self,
        token: str,
        answers: CommandAnswers,
        *,
        api_url: str = Route.BASE,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._token = token.strip()
        self._answers = answers
        self._pause = pause
        self._client: GatewayClient | None = None
        self._closed = asyncio.Event()
        # discord.py has no other seam for its address, neither for commands nor for their answers.
        Route.BASE = api_url.rstrip("/")

    async def run(self) -> None:
        """Stay connected until closed. Raise ConfigError if Discord refuses us for good."""
        wait_s = _FIRST_WAIT_S
        while not self._closed.is_set():
            try:
                await self._connect()
            except discord.LoginFailure:
                raise ConfigError(_RENEWAL) from None
            except discord.ConnectionClosed as exc:
                raise ConfigError(_RENEWAL if exc.code == _AUTHENTICATION_FAILED else _refused(exc)) from exc
            except (
                aiohttp.ClientError,
                OSError,
                TimeoutError,
                discord.HTTPException,
                discord.GatewayNotFound,
            ) as exc:
                log.warning("discord gateway unavailable", error=str(exc), wait_s=wait_s)
                await self._until_closed(self._pause(wait_s))
                wait_s = min(wait_s * 2, _LONGEST_WAIT_S)

    async def _connect(self) -> None:
        """Connect once. Once logged in, discord.py reconnects by itself; a client of its starts only once."""
        self._client = GatewayClient(self._answers)
        try:
            await self._until_closed(self._client.start(self._token, reconnect=True))
        finally:
            await self._client.close()

    async def _until_closed(self, work: Awaitable[None]) -> None:
        """Do the work, but not beyond our own closing: discord.py tries for ever, a shutdown must not."""
        doing, closing = asyncio.ensure_future(work), asyncio.ensure_future(self._closed.wait())
        try:
            await asyncio.wait((doing, closing), return_when=asyncio.FIRST_COMPLETED)
            if doing.done():
                doing.result()
        finally:
            doing.cancel()
            closing.cancel()

    async def close(self) -> None:
        """Leave; safe to call twice."""
        self._closed.set()
        if self._client is not None:
            await self._client.close()


def _refused(exc: discord.ConnectionClosed) -> str:
    return f"Discord closed the gateway connection for good ({exc.code}): update Civicwatch, or see its log"


async def sync_changed(tree: app_commands.CommandTree[discord.Client]) -> bool:
    """Replace Discord's copy of the commands only if it differs: creations are limited per day."""
    client = tree.client
    if client.application_id is None:
        raise app_commands.MissingApplicationID
    ours = [command.to_dict(tree) for command in tree.get_commands()]
    theirs = await client.http.get_global_commands(client.application_id)
    if _shape(ours) == _shape(theirs):
        return False
    await tree.sync()
    log.info("commands synced", commands=len(ours))
    return True


def _shape(value: Any) -> Any:  # noqa: ANN401 - compares JSON of any form
    """The JSON reduced to what we compare, without what is empty or false; top-level order is Discord's."""
    if isinstance(value, Mapping):
        return {key: _shape(value[key]) for key in _COMPARED if value.get(key) not in (None, False, [], "")}
    if isinstance(value, Sequence) and not isinstance(value, str):
        shapes = [_shape(one) for one in value]
        return sorted(shapes) if all(isinstance(one, int) for one in shapes) else shapes
    return value
