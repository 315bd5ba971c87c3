"""`civicwatch feeds`: the catalogue, how it grows, and its health."""

import typer

from bot.cli.feeds.adding import add
from bot.cli.feeds.exchange import export_feeds, import_feeds
from bot.cli.feeds.health import check, list_feeds, reload
from bot.cli.feeds.templates import remove, templates

app = typer.Typer(
    help="The feed catalogue: growing it, checking it, its health.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.command("check")(check)
app.command("list")(list_feeds)
app.command("reload")(reload)
app.command("add")(add)
app.command("remove")(remove)
app.command("templates")(templates)
app.command("import")(import_feeds)
app.command("export")(export_feeds)

__all__ = ["app"]
