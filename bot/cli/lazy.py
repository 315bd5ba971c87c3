"""Command groups that import a command's module only when that command, or help, is asked for."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import ClassVar, cast

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group


class LazyGroup(TyperGroup):
    """A group whose commands are named in a table: `analyze` needs neither discord.py nor a database."""

    places: ClassVar[Mapping[str, str]] = {}
    """Each command, in the order of help, with its `module:name`."""

    def list_commands(self, ctx: object) -> list[str]:
        """Every command, in the order of help."""
        del ctx
        return list(self.places)

    def get_command(self, ctx: object, cmd_name: str) -> TyperCommand | TyperGroup | None:
        """The command of this name; None if there is none."""
        del ctx
        if cmd_name not in self.places:
            return None
        module, _, name = self.places[cmd_name].partition(":")
        found = getattr(import_module(module), name)
        command = get_group(found) if isinstance(found, typer.Typer) else _single(found)
        command.name = cmd_name
        return command


def _single(function: Callable[..., None]) -> TyperCommand:
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command()(function)
    return cast("TyperCommand", get_command(alone))
