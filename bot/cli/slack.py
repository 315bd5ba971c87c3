"""`civicwatch slack`: what setting up the Slack app needs."""

import typer

from bot.adapters.slack.manifest import manifest as app_manifest
from bot.cli.output import print_json

app = typer.Typer(help="Setting up the Slack app.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def slack() -> None:
    """Keep `slack` a group though it has one command today."""


@app.command()
def manifest() -> None:
    """Print the app manifest (JSON) to paste at api.slack.com: Socket Mode, least scopes."""
    print_json(app_manifest())
