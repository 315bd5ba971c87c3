"""The slash commands, built from the registry that all platforms share."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from inspect import Parameter, Signature
from typing import Any, Protocol

import discord
import structlog
from discord import AllowedMentions, Embed, app_commands

from bot.adapters.discord.escape import fitted
from bot.adapters.discord.render import render_answer
from bot.core.command_values import Kind
from bot.core.commands import REGISTRY, CommandSpec, Invocation, OptionSpec, invocation
from bot.core.errors import CivicwatchError, UsageError
from bot.core.models import Answer, AnswerLine, Caller, Destination
from bot.core.vocabulary import Platform

log = structlog.get_logger(__name__)

ROOT = "civicwatch"
# Discord drops suggestions after three seconds, and a person types on long before that.
AUTOCOMPLETE_BUDGET_S = 1.0
_CHOICES = 25
_CHOICE_LENGTH = 100
_SUMMARY_LENGTH = 100
# Already answered, expired, or closed by the user: they will ask again.
_INTERACTION_OVER = frozenset({10062, 40060, 10015, 50027})

Value = str | int | float | None
Interaction = discord.Interaction[discord.Client]


class Choice(Protocol):
    """A suggestion while somebody types."""

    @property
    def label(self) -> str:
        """What is shown."""
        ...

    @property
    def value(self) -> str:
        """What is entered."""
        ...


class CommandAnswers(Protocol):
    """What the commands need from the application."""

    async def answer(self, asked: Invocation, caller: Caller, /) -> Answer:
        """Do what was asked if the caller may, or say why not."""
        ...

    async def choices(self, command: str, option: str, typed: str, caller: Caller, /) -> Sequence[Choice]:
        """Suggest values, from memory."""
        ...


def command_group(answers: CommandAnswers) -> app_commands.Group:
    """`/civicwatch` with one subcommand for each command of the registry."""
    group = app_commands.Group(
        name=ROOT,
        description="Surveillance law in the news",
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )
    for spec in REGISTRY.values():
        group.add_command(_subcommand(spec, answers))
    return group


# --- one subcommand -------------------------------------------------------------------------------------


def _subcommand(spec: CommandSpec, answers: CommandAnswers) -> app_commands.Command[Any, ..., None]:
    """discord.py reads names and types from a signature, so the registry's options become one."""

    async def run(interaction: Interaction, **given: Value) -> None:
        await _run(answers, spec, interaction, given)

    parameters = [Parameter("interaction", Parameter.POSITIONAL_OR_KEYWORD)]
    parameters += [_parameter(option) for option in spec.options]
    callback: Any = run
    callback.__signature__ = Signature(parameters)
    callback = app_commands.describe(
        **{o.name: fitted(o.summary, _SUMMARY_LENGTH, markup=False) for o in spec.options}
    )(callback)
    if closed := {option.name: choices for option in spec.options if (choices := _fixed_choices(option))}:
        callback = app_commands.choices(**closed)(callback)
    if open_ended := {
        option.name: _suggest(answers, spec, option) for option in spec.options if option.autocomplete
    }:
        callback = app_commands.autocomplete(**open_ended)(callback)
    summary = fitted(spec.summary, _SUMMARY_LENGTH, markup=False)
    return app_commands.Command(name=spec.name, description=summary, callback=callback)


def _parameter(option: OptionSpec) -> Parameter:
    types: Mapping[Kind, Any] = {
        Kind.SCORE: app_commands.Range[float, 0, 1],
        Kind.COUNT: app_commands.Range[int, 1, 10],
    }
    annotation = types.get(option.kind, str)
    if option.required:
        return Parameter(option.name, Parameter.KEYWORD_ONLY, annotation=annotation)
    return Parameter(option.name, Parameter.KEYWORD_ONLY, annotation=annotation | None, default=None)


def _fixed_choices(option: OptionSpec) -> list[app_commands.Choice[str]]:
    values = tuple(REGISTRY) if option.kind is Kind.COMMAND else option.choices
    if option.autocomplete or not values or len(values) > _CHOICES:
        return []
    return [app_commands.Choice(name=value, value=value) for value in values]


def _suggest(
    answers: CommandAnswers, spec: CommandSpec, option: OptionSpec
) -> Callable[[Interaction, str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]:
    async def suggest(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        try:
            async with asyncio.timeout(AUTOCOMPLETE_BUDGET_S):
                found = await answers.choices(spec.name, option.name, current, _caller(interaction))
        except (TimeoutError, CivicwatchError) as exc:
            log.warning("no suggestions", command=spec.name, option=option.name, error=str(exc) or "too late")
            return []
        return [
            app_commands.Choice(name=label, value=one.value)
            for one in found
            if (label := fitted(one.label, _CHOICE_LENGTH, markup=False))
            and 0 < len(one.value) <= _CHOICE_LENGTH
        ][:_CHOICES]

    return suggest


# --- values ---------------------------------------------------------------------------------------------


def _typed(spec: CommandSpec, given: Mapping[str, Value]) -> dict[str, Sequence[str]]:
    """The options as the registry's one check reads them."""
    options: dict[str, Sequence[str]] = {}
    for option in spec.options:
        value = given.get(option.name)
        if value is None:
            continue
        text = f"{value:g}" if isinstance(value, float) else str(value)
        # A place has commas of its own (Portland, ME): the one who reads places takes them apart.
        several = option.repeated and option.kind is not Kind.PLACE
        options[option.name] = text.split(",") if several else [text]
    return options


def _caller(interaction: Interaction) -> Caller:
    """Who asks, and where; Discord itself computed their permissions in this channel."""
    return Caller(
        destination=Destination(
            platform=Platform.DISCORD,
            workspace=str(interaction.guild_id),
            channel=str(interaction.channel_id),
        ),
        user=str(interaction.user.id),
        may_manage=interaction.permissions.manage_channels,
    )


# --- running --------------------------------------------------------------------------------------------


async def _run(
    answers: CommandAnswers, spec: CommandSpec, interaction: Interaction, given: Mapping[str, Value]
) -> None:
    try:
        # At once: Discord waits three seconds for a first sign, and a look-up may take longer.
        await interaction.response.defer(ephemeral=True, thinking=True)
        await show(interaction, await _answer(answers, spec, _caller(interaction), given))
    except discord.HTTPException as exc:
        if exc.code not in _INTERACTION_OVER:
            raise
        log.info("interaction is over", command=spec.name, code=exc.code)


async def _answer(
    answers: CommandAnswers, spec: CommandSpec, caller: Caller, given: Mapping[str, Value]
) -> Answer:
    try:
        asked = invocation(spec.name, _typed(spec, given))
    except UsageError as exc:
        return refusal(str(exc))
    return await answers.answer(asked, caller)


def refusal(title: str, mend: str = "") -> Answer:
    """An answer that says no, and what to do about it."""
    return Answer(title=title, lines=(AnswerLine(text=mend),) if mend else (), ok=False)


async def show(interaction: Interaction, answer: Answer) -> None:
    """Answer the person alone, whether or not the interaction was acknowledged before."""
    embeds = [Embed.from_dict(embed) for embed in render_answer(answer).embeds]
    nobody = AllowedMentions.none()
    if interaction.response.is_done():
        await interaction.edit_original_response(embeds=embeds, allowed_mentions=nobody)
    else:
        await interaction.response.send_message(embeds=embeds, allowed_mentions=nobody, ephemeral=True)
