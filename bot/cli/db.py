"""`db`: the database's schema, and moving to another server."""

from typing import Annotated

import typer
from rich.table import Table

from bot.app import copy_database, opened_store
from bot.cli.output import finished, out, print_json
from bot.core.errors import CivicwatchError
from bot.settings import Settings, load_settings

app = typer.Typer(
    help="Upgrade the database, or move it to PostgreSQL.", no_args_is_help=True, rich_markup_mode=None
)


@app.command()
def upgrade() -> None:
    """Bring the schema up to date; `run` does so by itself."""
    finished(_upgrade(load_settings()))
    out.print("the database is up to date")


async def _upgrade(settings: Settings) -> None:
    async with opened_store(settings):
        """Opening it is what upgrades it."""


@app.command()
def restored() -> None:
    """Say that a backup was put back: what waits in it is looked up before it is posted."""
    waiting = finished(_restored(load_settings()))
    out.print(f"{waiting} posts will be looked up in their channels first; now start the bot again")


async def _restored(settings: Settings) -> int:
    async with opened_store(settings, must_exist=True) as store:
        return await store.doubt_what_waits()


@app.command(name="take-back")
def take_back() -> None:
    """Let a database that was moved away work again; stop the bot on the new one first."""
    if not finished(_take_back(load_settings())):
        raise CivicwatchError("this database was not moved: there is nothing to take back")
    out.print("this database is the one that posts again; now start the bot on it")


async def _take_back(settings: Settings) -> bool:
    async with opened_store(settings, must_exist=True) as store:
        return await store.take_back()


@app.command(name="copy-to")
def copy_to(
    url: Annotated[str, typer.Argument(help="An empty database: postgresql://USER:PASSWORD@HOST/NAME.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Move the SQLite installation to PostgreSQL, what waits to be posted included; the old one stops."""
    copied = finished(copy_database(load_settings(), url))
    if as_json:
        print_json(copied)
        return
    table = Table("table", "rows")
    for name, rows in copied.items():
        table.add_row(name, str(rows))
    out.print(table)
    out.print("Now set CIVICWATCH_DATABASE_URL to the new database and start the bot again.")
