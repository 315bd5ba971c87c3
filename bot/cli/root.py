"""The command tree and the way out: every error of ours becomes one line and an exit code."""

import sys

import typer

from bot import __version__
from bot.cli.lazy import LazyGroup
from bot.cli.output import fail
from bot.core.errors import CivicwatchError

COMMANDS = {
    "demo": "bot.cli.running:demo",
    "run": "bot.cli.running:run",
    "parse": "bot.cli.parsing:parse",
    "analyze": "bot.cli.judging:analyze",
    "eval": "bot.cli.evaluate:evaluate",
    "why": "bot.cli.looking:why",
    "search": "bot.cli.looking:search",
    "latest": "bot.cli.looking:latest",
    "status": "bot.cli.looking:status",
    "feeds": "bot.cli.feeds:app",
    "subscriptions": "bot.cli.subscriptions:app",
    "deliveries": "bot.cli.deliveries:app",
    "db": "bot.cli.db:app",
    "slack": "bot.cli.slack:app",
}
"""Where each command lives. Loaded when it is called: `analyze` needs neither discord.py nor a database."""


class Commands(LazyGroup):
    """The command tree."""

    places = COMMANDS


app = typer.Typer(
    cls=Commands,
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
