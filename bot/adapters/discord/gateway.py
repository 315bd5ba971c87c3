"""The connection by which Discord brings us slash commands; posting does not need it."""

from collections.abc import Mapping, Sequence
from typing import Any

import discord
import structlog
from discord import AllowedMentions, Intents, MemberCacheFlags, app_commands
from discord.http import Route

from bot.adapters.discord.commands import CommandAnswers, Interaction, command_group, refusal, show
from bot.core.errors import ConfigError

log = structlog.get_logger(__name__)

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

    def __init__(self, token: str, answers: CommandAnswers, *, api_url: str = Route.BASE) -> None:
        self._token = token
        # discord.py has no other seam for its address, neither for commands nor for their answers.
        Route.BASE = api_url.rstrip("/")
        self.client = GatewayClient(answers)

    async def run(self) -> None:
        """Stay connected until closed. Raise ConfigError if Discord refuses the token."""
        try:
            await self.client.start(self._token, reconnect=True)
        except discord.LoginFailure as exc:
            raise ConfigError("CIVICWATCH_DISCORD_TOKEN: Discord refuses the token; set a valid one") from exc
        finally:
            await self.close()

    async def close(self) -> None:
        """Leave; safe to call twice."""
        if not self.client.is_closed():
            await self.client.close()


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
