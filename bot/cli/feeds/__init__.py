"""`civicwatch feeds`: the catalogue, how it grows, and its health."""

from typing import ClassVar

import typer

from bot.cli.lazy import LazyGroup


class Commands(LazyGroup):
    """A check needs no judgement of items, an export no database."""

    places: ClassVar = {
        "check": "bot.cli.feeds.checking:check",
        "list": "bot.cli.feeds.health:list_feeds",
        "reload": "bot.cli.feeds.health:reload",
        "add": "bot.cli.feeds.adding:add",
        "remove": "bot.cli.feeds.templates:remove",
        "templates": "bot.cli.feeds.templates:templates",
        "import": "bot.cli.feeds.exchange:import_feeds",
        "export": "bot.cli.feeds.exchange:export_feeds",
    }


app = typer.Typer(cls=Commands, no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def feeds() -> None:
    """The feed catalogue: growing it, checking it, its health."""


__all__ = ["app"]
