"""The command tree and the way out: every error of ours becomes one line and an exit code."""

import sys
from collections.abc import Callable
from importlib import import_module
from typing import cast

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group

from bot import __version__
from bot.cli.output import fail
from bot.core.errors import CivicwatchError

COMMANDS = {
    "demo": "bot.cli.running:demo",
    "run": "bot.cli.running:run",
    "parse": "bot.cli.judging:parse",
    "analyze": "bot.cli.judging:analyze",
    "eval": "bot.cli.evaluate:evaluate",
    "why": "bot.cli.looking:why",
    "search": "bot.cli.looking:search",
    "latest": "bot.cli.looking:latest",
    "status": "bot.cli.looking:status",
    "feeds": "bot.cli.feeds:app",
    "subscriptions": "bot.cli.subscriptions:app",
    "deliveries": "bot.cli.deliveries:app",
    "slack": "bot.cli.slack:app",
}
"""Where each command lives. Loaded when it is called: `analyze` needs neither discord.py nor a database."""


class LazyCommands(TyperGroup):
    """Imports a command's module only when that command, or help, is asked for."""

    def list_commands(self, ctx: object) -> list[str]:
        """Every command, in the order of help."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: object, cmd_name: str) -> TyperCommand | TyperGroup | None:
        """The command of this name; None if there is none."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        found = getattr(import_module(module), name)
        command = get_group(found) if isinstance(found, typer.Typer) else _single(found)
        command.name = cmd_name
        return command


def _single(function: Callable[..., None]) -> TyperCommand:
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command()(function)
    return cast("TyperCommand", get_command(alone))


app = typer.Typer(
    cls=LazyCommands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback(invoke_without_command=True)
def civicwatch(
    version: bool = typer.Option(False, "--version", help="Print the version and end."),
) -> None:
    """Watches the news for surveillance law and tells Discord and Slack channels."""
    if version:
        sys.stdout.write(f"civicwatch {__version__}\n")
        raise typer.Exit


def main() -> None:
    """Run the command line; never shows a traceback for what a person can mend."""
    try:
        app(prog_name="civicwatch")
    except CivicwatchError as exc:
        fail(exc)
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except BrokenPipeError:
        # The reader of our output left (`| head`); Python would complain once more at exit.
        sys.stderr.close()
        raise SystemExit(1) from None
