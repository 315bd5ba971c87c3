"""The command tree and the way out: every error of ours becomes one line and an exit code."""

import sys

import click
import typer

from bot import __version__
from bot.cli import deliveries, feeds, judging, looking, running, slack, subscriptions
from bot.cli.output import fail
from bot.core.errors import CivicwatchError

app = typer.Typer(
    name="civicwatch",
    help="Watches the news for surveillance law and tells Discord and Slack channels.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(running.demo)
app.command()(running.run)
app.command()(judging.parse)
app.command()(judging.analyze)
app.command()(looking.why)
app.command()(looking.search)
app.command()(looking.latest)
app.command()(looking.status)
app.add_typer(slack.app, name="slack")
app.add_typer(feeds.app, name="feeds")
app.add_typer(subscriptions.app, name="subscriptions")
app.add_typer(deliveries.app, name="deliveries")
app.command("version")(lambda: sys.stdout.write(f"civicwatch {__version__}\n") and None)


def main() -> None:
    """Run the command line; never shows a traceback for what a person can mend."""
    try:
        app(standalone_mode=False)
    except click.ClickException as exc:
        exc.show()
        raise SystemExit(exc.exit_code) from None
    except CivicwatchError as exc:
        fail(exc)
    except (KeyboardInterrupt, click.Abort):
        raise SystemExit(130) from None
    except BrokenPipeError:
        # The reader of our output left (`| head`); Python would complain once more at exit.
        sys.stderr.close()
        raise SystemExit(1) from None
